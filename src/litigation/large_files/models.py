"""What is remembered of a large file: what it is, who hands it in, and each part that arrived."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from commons.db import Plain, Row, SealedBytesField, SealedTextField, UtcDatetimeField
from litigation.large_files.rules import LargeStage, Media

_CASE, _FILE = "island.Case", "island.LargeFile"


class LargeFile(Row):
    """One file of a case, open until its last part has come and its hash is known."""

    case_id: UUID
    case: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _CASE, related_name="large_files", on_delete=fields.OnDelete.RESTRICT
    )
    title = SealedTextField[str]()
    name = SealedTextField[str]()
    size = fields.BigIntField()
    stage = fields.CharEnumField(LargeStage, max_length=20)
    media = fields.CharEnumField(Media, max_length=40, null=True)
    sha256 = fields.CharField(max_length=64, default="")
    handed_by = fields.UUIDField(null=True)
    handed_by_name = fields.CharField(max_length=100)
    began_at = UtcDatetimeField[datetime]()
    expires_at = UtcDatetimeField[datetime]()
    whole_at = UtcDatetimeField[datetime | None](null=True)
    form_key = fields.UUIDField(unique=True)  # pressing twice begins one

    class Meta:
        table = "large_files_file"
        ordering = ["began_at", "id"]
        indexes = [Index(fields=("case_id", "stage")), Index(fields=("stage", "expires_at"))]


class LargePart(Row):
    """One part, sealed; the same part again changes nothing."""

    file_id: UUID
    file: fields.ForeignKeyRelation[LargeFile] = fields.ForeignKeyField(
        _FILE, related_name="parts", on_delete=fields.OnDelete.RESTRICT
    )
    place = fields.IntField()
    sha256 = fields.CharField(max_length=64)
    content = SealedBytesField[Plain]()

    class Meta:
        table = "large_files_part"
        ordering = ["place"]
        unique_together = (("file_id", "place"),)
