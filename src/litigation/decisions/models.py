"""What is remembered of a decision: its text, and how it reached each party."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from commons.access.actor import Actor, Permission
from commons.db import Row, SealedTextField, UtcDatetimeField
from commons.errors import NotFound
from litigation.cases.fees import Procedure
from litigation.cases.models import Case, access_case
from litigation.cases.rules import Side
from litigation.decisions.rules import (
    DecisionKind,
    DecisionStage,
    DecisionText,
    Pronounced,
    Reached,
    ServedWay,
)

_CASE, _DECISION = "island.Case", "island.CourtDecision"


class CourtDecision(Row):
    """One decision of a case, from the first line of its text to its effect."""

    case_id: UUID
    case: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _CASE, related_name="decisions", on_delete=fields.OnDelete.RESTRICT
    )
    hearing_id = fields.UUIDField(null=True)
    kind = fields.CharEnumField(DecisionKind, max_length=20)
    stage = fields.CharEnumField(DecisionStage, max_length=20)
    procedure = fields.CharEnumField(Procedure, max_length=20)
    by_default = fields.BooleanField(default=False)  # 缺席判决
    claims = SealedTextField[str](default="")
    facts = SealedTextField[str](default="")
    law = SealedTextField[str](default="")
    result = SealedTextField[str](default="")
    costs = SealedTextField[str](default="")
    amount_fen = fields.BigIntField(null=True)  # what the debtor is ordered to pay
    paying_side = fields.CharEnumField(Side, max_length=20, default=Side.DEFENDANT)
    perform_until_on = fields.DateField(null=True)
    perform_days = fields.IntField(null=True)  # days from the effect, when no day is named
    paper_id = fields.UUIDField(null=True)
    pronounced_on = fields.DateField(null=True)
    pronounced_how = fields.CharEnumField(Pronounced, max_length=20, null=True)
    issued_on = fields.DateField(null=True)
    deliver_by_on = fields.DateField(null=True)
    effective_on = fields.DateField(null=True)
    effect_provisional = fields.BooleanField(default=False)
    written_by = fields.UUIDField(null=True)
    written_at = UtcDatetimeField[datetime]()
    reached: fields.ReverseRelation["DecisionReach"]

    class Meta:
        table = "decisions_decision"
        indexes = [Index(fields=("case_id", "stage"))]

    @property
    def subject(self) -> str:
        return f"decision:{self.id}"

    def draft(self) -> DecisionText:
        return DecisionText(
            kind=self.kind,
            claims=self.claims,
            facts=self.facts,
            law=self.law,
            result=self.result,
            costs=self.costs,
        )

    @property
    def paid_side(self) -> Side:
        """Name the side that gets the money."""
        return Side.PLAINTIFF if self.paying_side is Side.DEFENDANT else Side.DEFENDANT

    @property
    def due_on(self) -> date | None:
        """Name the last day for performance: the one named, else counted from the effect."""
        if self.perform_until_on or self.effective_on is None or self.perform_days is None:
            return self.perform_until_on
        return date.fromordinal(self.effective_on.toordinal() + self.perform_days)


class DecisionReach(Row):
    """One party of a decision: when and how served, until when it may appeal."""

    decision_id: UUID
    decision: fields.ForeignKeyRelation[CourtDecision] = fields.ForeignKeyField(
        _DECISION, related_name="reached", on_delete=fields.OnDelete.RESTRICT
    )
    party_id = fields.UUIDField()
    name = fields.CharField(max_length=100)
    is_abroad = fields.BooleanField(default=False)
    served_on = fields.DateField(null=True)
    way = fields.CharEnumField(ServedWay, max_length=20, null=True)
    appeal_until_on = fields.DateField(null=True)
    appeal_provisional = fields.BooleanField(default=False)
    appealed_on = fields.DateField(null=True)
    place = fields.IntField()

    class Meta:
        table = "decisions_reach"
        ordering = ["place"]
        unique_together = (("decision_id", "party_id"),)

    def facts(self) -> Reached:
        return Reached(
            party_id=self.party_id,
            served_on=self.served_on,
            is_abroad=self.is_abroad,
            appealed_on=self.appealed_on,
        )


class DecisionPayment(Row):
    """Money that a party has confirmed to have received. Rows are only ever added."""

    decision_id: UUID
    decision: fields.ForeignKeyRelation[CourtDecision] = fields.ForeignKeyField(
        _DECISION, related_name="payments", on_delete=fields.OnDelete.RESTRICT
    )
    party_id = fields.UUIDField()  # who received it
    amount_fen = fields.BigIntField()
    paid_on = fields.DateField()
    words = SealedTextField[str](default="")
    noted_by = fields.CharField(max_length=100)
    noted_at = UtcDatetimeField[datetime]()
    form_key = fields.UUIDField(unique=True)  # pressing twice confirms once

    class Meta:
        table = "decisions_payment"
        indexes = [Index(fields=("decision_id", "paid_on"))]


async def access_decision(
    actor: Actor, decision_id: UUID, permission: Permission, *, lock: bool = False
) -> tuple[Case, CourtDecision]:
    """Hand out a decision with its case; strangers learn nothing."""
    found = await CourtDecision.get_or_none(id=decision_id)
    if found is None:
        raise NotFound("decisions.no_such_decision")
    try:
        case = await access_case(actor, found.case_id, permission, lock=lock)
    except NotFound:
        raise NotFound("decisions.no_such_decision") from None
    rows = CourtDecision.filter(id=decision_id)
    return case, await (rows.select_for_update() if lock else rows).get()
