"""What every entry of a record has: matter, number, writer, moment, and the key of its form."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields

from commons.db import Row, UtcDatetimeField

MATTER = "island.Matter"


class Entry(Row):
    """One entry. `form_key` is made with the form: sent twice, it is still one entry."""

    matter_id: UUID
    matter: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        MATTER, related_name=False, on_delete=fields.OnDelete.RESTRICT, db_index=True
    )
    # The order of entries never hangs on a clock that may stand still or go back.
    number = fields.IntField()
    form_key = fields.UUIDField(unique=True)
    form_print = fields.CharField(max_length=64)
    written_at = UtcDatetimeField[datetime]()
    written_by = fields.UUIDField(null=True)

    class Meta:
        abstract = True
        ordering = ["number"]
