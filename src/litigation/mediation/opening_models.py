"""What is remembered before a matter has a number, and the count that numbers are drawn from."""

from datetime import datetime

from tortoise import fields
from tortoise.indexes import Index

from commons.db import Row, SealedJsonField, UtcDatetimeField


class Draft(Row):
    """Answers given so far for a matter that is not registered yet; its owner's alone."""

    account_id = fields.UUIDField()
    answers = SealedJsonField[dict[str, str]](default=dict)
    matter_id = fields.UUIDField(null=True)
    changed_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "mediation_draft"
        indexes = [Index(fields=("account_id",))]


class MatterCount(Row):
    """The last number given out in a year."""

    year = fields.IntField(unique=True)
    last_number = fields.IntField(default=0)

    class Meta:
        table = "mediation_count"
