"""What is remembered of a case: its course, its parties, what is claimed, and who may look."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.expressions import Q
from tortoise.indexes import Index

from commons.access.actor import Actor, Permission
from commons.db import Row, SealedJsonField, SealedTextField, UtcDatetimeField
from commons.errors import NotAllowed, NotFound
from litigation.cases.fee_models import (
    FeeNotice,
    FeePayment,
    FeeRefund,
    FeeRelief,
)
from litigation.cases.fee_scale import Kind
from litigation.cases.fees import Procedure
from litigation.cases.filing_models import CaseCount, Filing, Supplement
from litigation.cases.grade_models import GradePoint, WageBase
from litigation.cases.part_models import (
    CaseClaim,
    CaseExhibit,
    CaseFact,
    CaseParty,
    Motion,
    NamePart,
)
from litigation.cases.rules import NOTHING_DUE, CaseKind, Ending, Facts, FiledAs, Stage
from litigation.mediation.rules import Track
from litigation.record.rules import Grade

__all__ = [
    "Case",
    "CaseClaim",
    "CaseCount",
    "CaseExhibit",
    "CaseFact",
    "CaseParty",
    "FeeNotice",
    "FeePayment",
    "FeeRefund",
    "FeeRelief",
    "Filing",
    "GradePoint",
    "Motion",
    "NamePart",
    "Supplement",
    "WageBase",
    "access_case",
    "is_own",
    "is_staff",
    "visible_to",
]

SEE, SEE_ALL = Permission.CASE_SEE, Permission.CASE_SEE_ALL
# What the court does; whoever handed a case in never does it to his own.
COURT_ONLY = frozenset({Permission.CASE_WRITE, Permission.CASE_DECIDE})


class Case(Row):
    """One case, from the complaint that was handed in to its end."""

    number = fields.CharField(max_length=60, null=True, unique=True)
    receipt_number = fields.CharField(max_length=40, unique=True)
    kind = fields.CharEnumField(CaseKind, max_length=20, default=CaseKind.CIVIL)
    track = fields.CharEnumField(Track, max_length=20)
    stage = fields.CharEnumField(Stage, max_length=20)
    organisation_id = fields.UUIDField()  # the court or tribunal
    cause = fields.CharField(max_length=100)
    title = fields.CharField(max_length=300, default="")  # plaintiffs 诉 defendants, for lists
    fee_kind = fields.CharEnumField(Kind, max_length=20, default=Kind.PROPERTY)
    amount_fen = fields.BigIntField(null=True)  # what all standing claims come to
    procedure = fields.CharEnumField(Procedure, max_length=20, default=Procedure.ORDINARY)
    grade = fields.CharEnumField(Grade, max_length=20, null=True)
    grading = fields.JSONField[dict[str, Any]](default=dict)  # gates, points and why
    grade_facts = fields.JSONField[dict[str, Any]](default=dict)
    grade_reason = SealedTextField[str](default="")  # the judge's, when he overrode
    graded_by = fields.UUIDField(null=True)
    minutes = fields.IntField(default=0)  # how long a hearing is expected to last
    judge_id = fields.UUIDField(null=True)
    judge_name = fields.CharField(max_length=100, default="")
    # Of a panel, beside the presiding judge: id and name of each (Civil Procedure Law art. 40).
    members = fields.JSONField[list[dict[str, str]] | None](null=True)
    clerk_id = fields.UUIDField(null=True)
    clerk_name = fields.CharField(max_length=100, default="")
    island = fields.CharField(max_length=60, default="")
    is_online = fields.BooleanField(default=False)
    is_green = fields.BooleanField(default=False)  # 绿色通道
    green_reason = fields.CharField(max_length=200, default="")
    leaves_on = fields.DateField(null=True)  # a party leaves the island on this day
    pleading = SealedJsonField[dict[str, str]](default=dict)
    matter_id = fields.UUIDField(null=True)  # the mediation that failed before
    joined_to_id = fields.UUIDField(null=True)  # the case into which it was consolidated
    filed_by = fields.UUIDField()
    filed_by_name = fields.CharField(max_length=100, default="")
    filed_as = fields.CharEnumField(FiledAs, max_length=20)
    submitted_at = UtcDatetimeField[datetime]()
    submitted_on = fields.DateField()
    decide_by_on = fields.DateField(null=True)  # seven days of art. 126
    decide_by_provisional = fields.BooleanField(default=False)
    filed_on = fields.DateField(null=True)
    pooled_on = fields.DateField(null=True)
    closed_on = fields.DateField(null=True)
    ending = fields.CharEnumField(Ending, max_length=20, null=True)
    ending_words = SealedTextField[str](default="")
    next_due_on = fields.DateField(default=NOTHING_DUE)  # by which lists are sorted

    class Meta:
        table = "cases_case"
        indexes = [
            # Lists walk along this one, past no row that they do not show: for one court and for
            # several, those in hand and all. An index that begins with the court would be chosen
            # instead, and all its cases sorted. Measured with 124,000 cases on both databases.
            Index(fields=("next_due_on", "id", "organisation_id", "stage")),
            Index(fields=("filed_by",)),
            Index(fields=("judge_id", "stage")),
            Index(fields=("matter_id",)),
        ]

    @property
    def bench(self) -> tuple[tuple[UUID, str, str], ...]:
        """Name judge and members with their capacity; empty before a judge was named."""
        if self.judge_id is None:
            return ()
        first = "审判长" if self.members else "审判员"
        others = [(UUID(one["id"]), one["name"], "审判员") for one in self.members or ()]
        return ((self.judge_id, self.judge_name, first), *others)

    @property
    def court_hands(self) -> frozenset[UUID]:
        """Name everybody of the court who signs for this case."""
        clerk = [self.clerk_id] if self.clerk_id else []
        return frozenset([*clerk, *(one for one, _, _ in self.bench)])

    @property
    def subject(self) -> str:
        return f"case:{self.id}"

    @property
    def name(self) -> str:
        """Return the number, or before there is one that of the receipt."""
        return self.number or self.receipt_number

    def facts(self, *, was_listed: bool, is_free: bool) -> Facts:
        return Facts(
            stage=self.stage,
            track=self.track,
            has_number=self.number is not None,
            was_listed=was_listed,
            is_free=is_free,
        )


async def access_case(
    actor: Actor,
    case_id: UUID,
    permission: Permission = SEE,
    *,
    lock: bool = False,
) -> Case:
    """Hand out a case, the only way to one: strangers learn nothing, parties do not decide."""
    rows = Case.filter(id=case_id)
    row = await (rows.select_for_update() if lock else rows).first()
    if row is None or not await _may_see(actor, row):
        raise NotFound("cases.not_found")
    if permission in COURT_ONLY and not actor.may(permission, row.organisation_id):
        raise NotAllowed("access.not_yours", permission=permission.value)
    return row


def is_staff(actor: Actor, row: Case) -> bool:
    """Say whether this is somebody of the court where the case lies."""
    return actor.may(SEE_ALL, row.organisation_id)


async def is_own(actor: Actor, row: Case) -> bool:
    """Say whether this person handed the case in or is a party to it."""
    if actor.account_id is None:
        return False
    if row.filed_by == actor.account_id:
        return True
    return await CaseParty.filter(_speaks(actor.account_id), case_id=row.id).exists()


async def _may_see(actor: Actor, row: Case) -> bool:
    if is_staff(actor, row):
        return True
    return actor.may(SEE) and await is_own(actor, row)


async def visible_to(actor: Actor) -> Q:
    """Put the rule of `access_case` as a filter, for lists."""
    if actor.is_service:
        return Q()
    places = sorted(actor.reach.get(SEE_ALL, frozenset()))
    if places or actor.account_id is None or not actor.may(SEE):
        # Court staff list their court: one index answers, however many cases there are.
        return Q(organisation_id__in=places)
    mine = await CaseParty.filter(_speaks(actor.account_id)).values_list("case_id", flat=True)
    return Q(filed_by=actor.account_id) | Q(id__in=list(mine))


def _speaks(account_id: UUID) -> Q:
    """Find the parties that this account is, or speaks for."""
    return Q(account_id=account_id) | Q(agent_account_id=account_id)
