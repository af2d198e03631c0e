"""What is remembered of a file: each edition that was bound, and who has read it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from commons.db import Plain, Row, SealedBytesField, SealedJsonField, UtcDatetimeField
from litigation.bundle.rules import Scope

_CASE, _EDITION = "island.Case", "island.BundleEdition"


class BundleEdition(Row):
    """One bound file; its content never changes. A change of the case makes another edition."""

    case_id: UUID
    case: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _CASE, related_name="bundles", on_delete=fields.OnDelete.RESTRICT
    )
    scope = fields.CharEnumField(Scope, max_length=20)
    content_key = fields.CharField(max_length=64)
    place = fields.IntField()
    pages = fields.IntField()
    size = fields.IntField()
    sha256 = fields.CharField(max_length=64)
    list_sha256 = fields.CharField(max_length=64)  # of the list of hashes that is printed in it
    # Title, first and last page and hash of each item.
    items = SealedJsonField[list[dict[str, Any]]]()
    made_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "bundle_edition"
        ordering = ["-place"]
        unique_together = (("case_id", "scope", "content_key"), ("case_id", "scope", "place"))

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


class BundleContent(Row):
    """The bytes of an edition; they lie apart so that lists stay light."""

    edition: fields.OneToOneRelation[BundleEdition] = fields.OneToOneField(
        _EDITION, related_name="content", on_delete=fields.OnDelete.RESTRICT
    )
    edition_id: UUID
    pdf = SealedBytesField[Plain]()

    class Meta:
        table = "bundle_content"


class BundleWish(Row):
    """Somebody wants the file bound; why it could not be, when it could not."""

    case_id = fields.UUIDField()
    scope = fields.CharEnumField(Scope, max_length=20)
    is_open = fields.BooleanField(default=True)
    wanted_at = UtcDatetimeField[datetime]()
    trouble = fields.CharField(max_length=200, default="")

    class Meta:
        table = "bundle_wish"
        unique_together = (("case_id", "scope"),)


class BundleReading(Row):
    """One person took one edition. Rows are only ever added."""

    edition_id: UUID
    edition: fields.ForeignKeyRelation[BundleEdition] = fields.ForeignKeyField(
        _EDITION, related_name="readings", on_delete=fields.OnDelete.RESTRICT
    )
    account_id = fields.UUIDField(null=True)
    name = fields.CharField(max_length=100)
    at = UtcDatetimeField[datetime]()

    class Meta:
        table = "bundle_reading"
        ordering = ["-at", "id"]
        indexes = [Index(fields=("edition_id", "at"))]
