"""What is remembered of an enforcement: its title, its sides, its measures and its money."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.expressions import Q
from tortoise.indexes import Index

from commons.access.actor import Actor, Permission
from commons.db import Row, SealedTextField
from commons.errors import NotAllowed, NotFound
from litigation.enforcement.money_models import (
    EnforcementMoney,
    EnforcementStep,
    MoneyShare,
    MoneySharing,
    SettlementPart,
)
from litigation.enforcement.rules import (
    Closing,
    EnforcementSide,
    EnforcementStage,
    Ground,
)
from litigation.enforcement.sums import Debt, Spans
from litigation.mediation.parties import EServiceBasis, PartyKind

__all__ = [
    "Enforcement",
    "EnforcementMoney",
    "EnforcementParty",
    "EnforcementStep",
    "MoneyShare",
    "MoneySharing",
    "SettlementPart",
    "access_enforcement",
    "is_court",
    "is_side",
    "visible_to",
]

SEE, SEE_ALL = Permission.CASE_SEE, Permission.CASE_SEE_ALL
COURT_ONLY = frozenset({Permission.CASE_WRITE, Permission.CASE_DECIDE})
_ENFORCEMENT = "island.Enforcement"


class Enforcement(Row):
    """One application to enforce one title, until it is closed."""

    number = fields.CharField(max_length=60, null=True, unique=True)
    organisation_id = fields.UUIDField()
    decision_id = fields.UUIDField(null=True)
    case_id = fields.UUIDField(null=True)
    matter_id = fields.UUIDField(null=True)  # of an agreement that the court has confirmed
    # One open application for one title: empty again when it is closed.
    open_key = fields.CharField(max_length=60, null=True, unique=True)
    basis = fields.CharField(max_length=200)  # 执行依据 as it is printed
    effective_on = fields.DateField()
    title = fields.CharField(max_length=300)  # creditors 申请执行 debtors, for lists
    stage = fields.CharEnumField(EnforcementStage, max_length=20)
    closing = fields.CharEnumField(Closing, max_length=20, null=True)
    ground = fields.CharEnumField(Ground, max_length=20, null=True)
    principal_fen = fields.BigIntField()
    interest_fen = fields.BigIntField(default=0)
    rate_bp = fields.IntField(default=0)  # yearly, in hundredths of a per cent
    rate_from_on = fields.DateField(null=True)
    due_on = fields.DateField()  # the last day for performance
    ask_until_on = fields.DateField(null=True)
    is_late = fields.BooleanField(default=False)
    clues = SealedTextField[str](default="")  # 财产线索
    words = SealedTextField[str](default="")  # why it was refused, closed, taken up again
    asked_on = fields.DateField()
    accepted_on = fields.DateField(null=True)
    notice_by_on = fields.DateField(null=True)
    term_on = fields.DateField(null=True)
    judge_id = fields.UUIDField(null=True)
    judge_name = fields.CharField(max_length=100, default="")
    filed_by = fields.UUIDField(null=True)
    settled_on = fields.DateField(null=True)
    settled_words = SealedTextField[str](default="")
    closed_on = fields.DateField(null=True)

    class Meta:
        table = "enforcement_enforcement"
        indexes = [
            Index(fields=("organisation_id", "stage", "term_on")),
            Index(fields=("filed_by",)),
            Index(fields=("decision_id",)),
            Index(fields=("matter_id",)),
        ]

    @property
    def subject(self) -> str:
        return f"enforcement:{self.id}"

    @property
    def paper_subject(self) -> str:
        """Put its papers under the case or the mediation: who may see that may see these."""
        if self.case_id is not None:
            return f"case:{self.case_id}:{self.id.hex}"
        return f"mediation:{self.matter_id}:{self.id.hex}"

    @property
    def name(self) -> str:
        return self.number or self.basis

    def debt(self, stopped: Spans = ()) -> Debt:
        return Debt(
            principal_fen=self.principal_fen,
            due_on=self.due_on,
            interest_fen=self.interest_fen,
            rate_bp=self.rate_bp,
            rate_from_on=self.rate_from_on,
            stopped=stopped,
        )


class EnforcementParty(Row):
    """A creditor or a debtor, as the title names them."""

    enforcement_id: UUID
    enforcement: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _ENFORCEMENT, related_name="parties", on_delete=fields.OnDelete.RESTRICT
    )
    side = fields.CharEnumField(EnforcementSide, max_length=20)
    kind = fields.CharEnumField(PartyKind, max_length=20)
    name = fields.CharField(max_length=100)
    number = SealedTextField[str | None](null=True)
    number_fingerprint = fields.CharField(max_length=64, default="")
    phone = SealedTextField[str | None](null=True)
    address = SealedTextField[str | None](null=True)
    e_address = SealedTextField[str | None](null=True)
    e_basis = fields.CharEnumField(EServiceBasis, max_length=20, null=True)
    account_id = fields.UUIDField(null=True)
    agent_account_id = fields.UUIDField(null=True)
    place = fields.IntField()

    class Meta:
        table = "enforcement_party"
        ordering = ["place"]
        unique_together = (("enforcement_id", "place"),)
        indexes = [
            Index(fields=("account_id",)),
            Index(fields=("agent_account_id",)),
            Index(fields=("number_fingerprint",)),
        ]


def _speaks(account_id: UUID) -> Q:
    return Q(account_id=account_id) | Q(agent_account_id=account_id)


async def access_enforcement(
    actor: Actor, enforcement_id: UUID, permission: Permission = SEE, *, lock: bool = False
) -> Enforcement:
    """Hand out an enforcement, the only way to one: the court and both sides, nobody else."""
    rows = Enforcement.filter(id=enforcement_id)
    row = await (rows.select_for_update() if lock else rows).first()
    if row is None or not (is_court(actor, row) or await is_side(actor, row)):
        raise NotFound("enforcement.not_found")
    if permission in COURT_ONLY and not actor.may(permission, row.organisation_id):
        raise NotAllowed("access.not_yours", permission=permission.value)
    return row


def is_court(actor: Actor, row: Enforcement) -> bool:
    return actor.may(SEE_ALL, row.organisation_id)


async def is_side(actor: Actor, row: Enforcement, side: EnforcementSide | None = None) -> bool:
    """Say whether this person is a side, speaks for one, or handed the application in."""
    if actor.account_id is None or not actor.may(SEE):
        return False
    if side is not EnforcementSide.DEBTOR and row.filed_by == actor.account_id:
        return True
    rows = EnforcementParty.filter(_speaks(actor.account_id), enforcement_id=row.id)
    return await (rows.filter(side=side) if side else rows).exists()


async def visible_to(actor: Actor) -> Q:
    """Put the rule of `access_enforcement` as a filter, for lists."""
    places = sorted(actor.reach.get(SEE_ALL, frozenset()))
    if places or actor.account_id is None or not actor.may(SEE):
        return Q(organisation_id__in=places)
    rows = EnforcementParty.filter(_speaks(actor.account_id))
    mine = await rows.values_list("enforcement_id", flat=True)
    return Q(filed_by=actor.account_id) | Q(id__in=list(mine))
