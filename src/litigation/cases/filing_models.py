"""What is remembered before a case has a number: drafts, the list of defects, and the counts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from commons.db import Row, SealedJsonField, UtcDatetimeField


class Filing(Row):
    """Answers given so far for a complaint that is not handed in yet; its owner's alone."""

    account_id = fields.UUIDField()
    answers = SealedJsonField[dict[str, str]](default=dict)
    matter_id = fields.UUIDField(null=True)  # the failed mediation it was pre-filled from
    case_id = fields.UUIDField(null=True)
    begun_at = UtcDatetimeField[datetime]()
    changed_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "cases_filing"
        indexes = [Index(fields=("account_id",)), Index(fields=("matter_id",))]


class Supplement(Row):
    """The one list of defects of a complaint, and what came in answer to it."""

    case_id: UUID
    case: fields.OneToOneRelation[Any] = fields.OneToOneField(
        "island.Case", related_name="supplements", on_delete=fields.OnDelete.RESTRICT
    )
    defects = SealedJsonField[list[str]]()
    listed_on = fields.DateField()
    listed_by = fields.UUIDField(null=True)
    due_on = fields.DateField()
    due_provisional = fields.BooleanField(default=False)
    answers = SealedJsonField[dict[str, str]](default=dict)
    answered_on = fields.DateField(null=True)

    class Meta:
        table = "cases_supplement"


class CaseCount(Row):
    """The last number given out in one year, court and type."""

    court_code = fields.CharField(max_length=20)
    year = fields.IntField()
    type_code = fields.CharField(max_length=20)
    last_number = fields.IntField(default=0)

    class Meta:
        table = "cases_count"
        unique_together = (("court_code", "year", "type_code"),)
