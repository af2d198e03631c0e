"""The answers already given to programs: asked again with the same key, they hear the same."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.indexes import Index

from commons.access.actor import Actor
from commons.db import Row, SealedTextField, UtcDatetimeField

KEY_CHARACTERS_MAX = 100


class IdempotentAnswer(Row):
    """One write of one author under one key: what was asked, by its hash, and the answer."""

    author = fields.CharField(max_length=80)
    key = fields.CharField(max_length=KEY_CHARACTERS_MAX)
    asked_hash = fields.CharField(max_length=64)
    status = fields.IntField(default=0)
    answer = SealedTextField[str | None](null=True)
    asked_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "idempotent_answer"
        unique_together = (("author", "key"),)
        indexes = [Index(fields=("asked_at",))]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given the first time."""

    asked_hash: str
    status: int
    content: Any


async def find_answer(actor: Actor, key: str) -> Given | None:
    row = await IdempotentAnswer.get_or_none(author=actor.label(), key=key)
    if row is None or row.answer is None:
        return None
    return Given(row.asked_hash, row.status, json.loads(row.answer))
