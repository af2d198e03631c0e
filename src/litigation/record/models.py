"""What is remembered of a record: lines in compartments, offers, and words meant for the court."""

from datetime import datetime
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from commons.db import Row, SealedJsonField, SealedTextField, UtcDatetimeField
from litigation.record.bargaining import OfferKind, OfferStage
from litigation.record.exchange_models import (
    AgreedFact,
    Claim,
    ClaimReply,
    Exhibit,
    ExhibitContent,
    ExhibitFile,
    ExhibitView,
    Issue,
)
from litigation.record.rows import MATTER, Entry
from litigation.record.rules import Compartment, Grade, LineKind

__all__ = [
    "AgreedFact",
    "Claim",
    "ClaimReply",
    "CourtNote",
    "Exhibit",
    "ExhibitContent",
    "ExhibitFile",
    "ExhibitView",
    "Issue",
    "Offer",
    "TranscriptLine",
    "UnsentText",
]


class TranscriptLine(Entry):
    """One line. Rows are only ever added; a supplement names the line that it corrects.

    Numbers run per compartment: a gap in the joint transcript would betray a caucus.
    """

    compartment = fields.CharEnumField(Compartment, max_length=20)
    kind = fields.CharEnumField(LineKind, max_length=20)
    party_id = fields.UUIDField(null=True)
    speaker = fields.CharField(max_length=100)
    text = SealedTextField[str]()
    said_at = UtcDatetimeField[datetime]()
    without_prejudice = fields.BooleanField()
    corrects_id = fields.UUIDField(null=True)

    class Meta:
        table = "record_line"
        ordering = ["number"]
        unique_together = (("matter_id", "compartment", "number"),)


class UnsentText(Row):
    """What somebody is still typing, kept on every pause so that a dead battery loses nothing."""

    matter_id: UUID
    matter: fields.ForeignKeyRelation[Row] = fields.ForeignKeyField(
        MATTER, related_name=False, on_delete=fields.OnDelete.RESTRICT, db_index=True
    )
    compartment = fields.CharEnumField(Compartment, max_length=20)
    account_id = fields.UUIDField()
    text = SealedTextField[str](default="")
    saved_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "record_unsent_text"
        unique_together = (("matter_id", "compartment", "account_id"),)


class Offer(Entry):
    """An offer to settle: without prejudice for ever, and told to the other side only if joint."""

    compartment = fields.CharEnumField(Compartment, max_length=20)
    party_id = fields.UUIDField()
    kind = fields.CharEnumField(OfferKind, max_length=20)
    terms = SealedJsonField[dict[str, str]]()
    closes_on = fields.DateField()
    stage = fields.CharEnumField(OfferStage, max_length=20)
    answers_id = fields.UUIDField(null=True)
    answered_by = fields.UUIDField(null=True)
    ended_at = UtcDatetimeField[datetime | None](null=True)

    class Meta:
        table = "record_offer"
        ordering = ["number"]
        unique_together = (("matter_id", "number"),)
        indexes = [Index(fields=("stage", "closes_on"))]


class CourtNote(Entry):
    """What the mediator writes expressly for the court. Rows are only added; the latest counts."""

    course = SealedTextField[str](default="")
    appraisal_needs = SealedTextField[str](default="")
    grade = fields.CharEnumField(Grade, max_length=20, null=True)
    minutes = fields.IntField(null=True)

    class Meta:
        table = "record_court_note"
        ordering = ["number"]
        unique_together = (("matter_id", "number"),)
