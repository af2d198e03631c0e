"""What is remembered of the exchange: claims, replies, exhibits, views, issues, agreed facts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields

from commons.db import Plain, Row, SealedBytesField, SealedTextField, UtcDatetimeField
from litigation.record.rows import Entry
from litigation.record.rules import ClaimStage, ExhibitKind, FactStage, Opinion


class Claim(Entry):
    """What a party asks for. The text never changes: it is dropped, and asked anew."""

    party_id = fields.UUIDField()
    item = SealedTextField[str]()
    amount_fen = fields.BigIntField(null=True)
    basis = SealedTextField[str](default="")
    stage = fields.CharEnumField(ClaimStage, max_length=20)
    dropped_reason = SealedTextField[str](default="")

    class Meta:
        table = "record_claim"
        ordering = ["number"]
        unique_together = (("matter_id", "number"),)


class ClaimReply(Entry):
    """What another party answers to a claim; the latest answer of each party counts."""

    claim_id: UUID
    claim: fields.ForeignKeyRelation[Claim] = fields.ForeignKeyField(
        "island.Claim", related_name="replies", on_delete=fields.OnDelete.RESTRICT, db_index=True
    )
    party_id = fields.UUIDField()
    text = SealedTextField[str]()

    class Meta:
        table = "record_claim_reply"
        ordering = ["number"]
        unique_together = (("matter_id", "number"),)


class Exhibit(Entry):
    """One numbered piece of evidence that a party handed in."""

    party_id = fields.UUIDField()
    name = SealedTextField[str]()
    source = SealedTextField[str](default="")
    purpose = SealedTextField[str](default="")
    kind = fields.CharEnumField(ExhibitKind, max_length=20)
    withdrawn_reason = SealedTextField[str | None](null=True)
    files: fields.ReverseRelation["ExhibitFile"]

    class Meta:
        table = "record_exhibit"
        ordering = ["number"]
        unique_together = (("matter_id", "number"),)


class ExhibitFile(Row):
    """One photograph or file of an exhibit; its bytes lie apart so that lists stay light."""

    matter_id = fields.UUIDField(db_index=True)
    exhibit_id: UUID
    exhibit: fields.ForeignKeyRelation[Exhibit] = fields.ForeignKeyField(
        "island.Exhibit", related_name="files", on_delete=fields.OnDelete.RESTRICT, db_index=True
    )
    position = fields.SmallIntField()
    name = SealedTextField[str]()
    media_type = fields.CharField(max_length=100)
    original_sha256 = fields.CharField(max_length=64)
    original_bytes = fields.IntField()
    clean_sha256 = fields.CharField(max_length=64)
    clean_bytes = fields.IntField()
    removed = fields.JSONField[list[str]](default=list)

    class Meta:
        table = "record_exhibit_file"
        ordering = ["position"]


class ExhibitContent(Row):
    """The bytes: as handed in (sealed, never shown) and as cleaned for showing."""

    file: fields.OneToOneRelation[ExhibitFile] = fields.OneToOneField(
        "island.ExhibitFile", related_name="content", on_delete=fields.OnDelete.RESTRICT
    )
    original = SealedBytesField[Plain]()
    clean = SealedBytesField[Plain]()
    preview = SealedBytesField[Plain]()

    class Meta:
        table = "record_exhibit_content"


class ExhibitView(Entry):
    """What another party says of an exhibit: genuine, lawful, relevant; the latest counts."""

    exhibit_id: UUID
    exhibit: fields.ForeignKeyRelation[Exhibit] = fields.ForeignKeyField(
        "island.Exhibit", related_name="views", on_delete=fields.OnDelete.RESTRICT, db_index=True
    )
    party_id = fields.UUIDField()
    genuine = fields.CharEnumField(Opinion, max_length=20)
    lawful = fields.CharEnumField(Opinion, max_length=20)
    relevant = fields.CharEnumField(Opinion, max_length=20)
    reason = SealedTextField[str](default="")

    class Meta:
        table = "record_exhibit_view"
        ordering = ["number"]
        unique_together = (("matter_id", "number"),)


class Issue(Entry):
    """A point on which the parties disagree, with the claims, facts and exhibits around it."""

    text = SealedTextField[str]()
    claim_ids = fields.JSONField[list[str]](default=list)
    fact_ids = fields.JSONField[list[str]](default=list)
    exhibit_ids = fields.JSONField[list[str]](default=list)
    settled_reason = SealedTextField[str | None](null=True)

    class Meta:
        table = "record_issue"
        ordering = ["number"]
        unique_together = (("matter_id", "number"),)


class AgreedFact(Entry):
    """A numbered fact nobody disputes; fixed only by both sides' signatures on paper."""

    text = SealedTextField[str]()
    stage = fields.CharEnumField(FactStage, max_length=20)
    paper_id = fields.UUIDField(null=True)
    fixed_at = UtcDatetimeField[datetime | None](null=True)
    reopened_at = UtcDatetimeField[datetime | None](null=True)
    reopened_reason = SealedTextField[str](default="")
    reopened_by: Any = fields.UUIDField(null=True)

    class Meta:
        table = "record_agreed_fact"
        ordering = ["number"]
        unique_together = (("matter_id", "number"),)
