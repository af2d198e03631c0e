"""What is remembered of a sitting: its lines, what changed before it, and why it was put off."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from commons.db import Row, SealedTextField, UtcDatetimeField
from litigation.hearings.adjourning import Cause, Choice, Reason, Verdict
from litigation.hearings.rules import Switch
from litigation.hearings.sitting import Phase

_HEARING = "island.Hearing"


class HearingLine(Row):
    """One paragraph of the record. Rows are only ever added; a correction names what it mends."""

    hearing_id: UUID
    hearing: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _HEARING, related_name="lines", on_delete=fields.OnDelete.RESTRICT
    )
    phase = fields.CharEnumField(Phase, max_length=20)
    speaker = fields.CharField(max_length=100)
    text = SealedTextField[str]()
    corrects = fields.IntField(null=True)  # the place of the line it mends
    said_at = UtcDatetimeField[datetime]()
    written_by = fields.UUIDField(null=True)
    form_key = fields.UUIDField(unique=True)  # pressing twice writes one line
    place = fields.IntField()

    class Meta:
        table = "hearings_line"
        ordering = ["place"]
        unique_together = (("hearing_id", "place"),)


class HearingChange(Row):
    """That the way of taking part was changed while the slot stayed (row 2.24)."""

    hearing_id: UUID
    hearing: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _HEARING, related_name="changes", on_delete=fields.OnDelete.RESTRICT
    )
    why = fields.CharEnumField(Switch, max_length=20)
    words = SealedTextField[str](default="")
    before = fields.JSONField[dict[str, Any]](default=dict)
    after = fields.JSONField[dict[str, Any]](default=dict)
    changed_at = UtcDatetimeField[datetime]()
    changed_by = fields.UUIDField(null=True)

    class Meta:
        table = "hearings_change"
        ordering = ["changed_at", "id"]
        indexes = [Index(fields=("hearing_id",))]


class Adjournment(Row):
    """One wish to put a hearing off, who had to say yes, and what was said."""

    case_id = fields.UUIDField()
    hearing_id: UUID
    hearing: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _HEARING, related_name="adjournments", on_delete=fields.OnDelete.RESTRICT
    )
    reason = fields.CharEnumField(Reason, max_length=20)
    cause = fields.CharEnumField(Cause, max_length=20, null=True)
    words = SealedTextField[str](default="")
    done_before = fields.IntField()
    verdict = fields.CharEnumField(Verdict, max_length=20)
    is_open = fields.BooleanField(default=True)
    is_granted = fields.BooleanField(default=False)
    choice = fields.CharEnumField(Choice, max_length=20, null=True)
    decision = SealedTextField[str](default="")
    asked_at = UtcDatetimeField[datetime]()
    asked_by = fields.UUIDField(null=True)
    asked_by_name = fields.CharField(max_length=100, default="")
    decided_at = UtcDatetimeField[datetime | None](null=True)
    decided_by = fields.UUIDField(null=True)
    decided_by_name = fields.CharField(max_length=100, default="")
    all_agree = fields.BooleanField(default=False)  # to more than a month between hearings

    @property
    def lifts_gap(self) -> bool:
        """2019 rules art. 2: force majeure and consent lift the month, and only the month."""
        return self.cause is Cause.FORCE_MAJEURE or self.all_agree

    class Meta:
        table = "hearings_adjournment"
        ordering = ["asked_at", "id"]
        indexes = [Index(fields=("case_id", "is_granted")), Index(fields=("hearing_id",))]
