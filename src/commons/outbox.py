"""What has happened and must still be told: kept in the deed's transaction, never lost.

A deed writes one `Fact`. The worker gives every listener of its topic an `Errand` of its own, so
that one that fails does not hold up another. Delivery is at least once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.expressions import Q
from tortoise.indexes import Index

from commons.access.actor import Actor, Permission
from commons.almanac import Clock
from commons.db import Row, UtcDatetimeField, atomic, must_be_inside_deed
from commons.errors import NotFound, NotNow
from commons.events import Event, to_json

TRIES_MAX = 12
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
WORDS_MAX = 500


class Fact(Row):
    """An event, waiting until it is due and its listeners have their errands."""

    topic = fields.CharField(max_length=100)
    body = fields.TextField()
    key = fields.CharField(max_length=200, null=True, unique=True)
    due_at = UtcDatetimeField[datetime]()
    emitted_at = UtcDatetimeField[datetime]()
    is_told = fields.BooleanField(default=False)

    class Meta:
        table = "outbox_fact"
        indexes = [Index(fields=("is_told", "due_at", "emitted_at"))]


class Standing(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    GIVEN_UP = "given_up"


class Errand(Row):
    """One listener's share of one fact: tried until done, or given up in front of a person."""

    fact_id = fields.UUIDField()
    listener = fields.CharField(max_length=100)
    topic = fields.CharField(max_length=100)
    body = fields.TextField()
    standing = fields.CharEnumField(Standing, max_length=20, default=Standing.WAITING)
    due_at = UtcDatetimeField[datetime]()
    tries = fields.IntField(default=0)
    words = fields.CharField(max_length=WORDS_MAX, default="")

    class Meta:
        table = "outbox_errand"
        unique_together = (("fact_id", "listener"),)
        indexes = [Index(fields=("standing", "due_at"))]


async def emit(fact: Event, *, due_at: datetime | None = None, key: str | None = None) -> None:
    """Write the fact down inside the deed; with `due_at` it is a timer.

    A second fact with the same `key` moves the first one's time while that is untold, and is
    dropped once it has been told.
    """
    must_be_inside_deed()
    due_at = due_at or AT_ONCE
    if key is not None:
        known = await Fact.get_or_none(key=key)
        if known is not None:
            if not known.is_told:
                await known.keep(due_at=due_at, body=to_json(fact))
            return
    await Fact.create(
        topic=fact.topic, body=to_json(fact), key=key, due_at=due_at, emitted_at=Clock().now()
    )


async def emit_all(facts: Sequence[tuple[Event, datetime | None, str | None]]) -> None:
    """Write many new facts down in one statement: (fact, when it is due, key), each key fresh."""
    must_be_inside_deed()
    at = Clock().now()
    made = [
        Fact(topic=fact.topic, body=to_json(fact), key=key, due_at=due_at or AT_ONCE, emitted_at=at)
        for fact, due_at, key in facts
    ]
    await Fact.bulk_create(made)


async def cancel(key: str) -> None:
    """Take back a timer that has not been told yet."""
    must_be_inside_deed()
    await Fact.filter(key=key, is_told=False).delete()


@dataclass(frozen=True, slots=True)
class ErrandView:
    id: UUID
    topic: str
    listener: str
    tries: int
    words: str
    due_at: datetime


async def given_up(actor: Actor, *, most: int = 200) -> tuple[ErrandView, ...]:
    """List what the service could not do by itself, oldest first."""
    actor.must(Permission.ERRAND_RETRY)
    rows = await Errand.filter(standing=Standing.GIVEN_UP).order_by("due_at", "id").limit(most)
    return tuple(
        ErrandView(row.id, row.topic, row.listener, row.tries, row.words, row.due_at)
        for row in rows
    )


@atomic
async def try_again(actor: Actor, errand_id: UUID, now: datetime) -> None:
    actor.must(Permission.ERRAND_RETRY)
    row = await Errand.get_or_none(id=errand_id)
    if row is None:
        raise NotFound("outbox.no_such_errand")
    if row.standing is not Standing.GIVEN_UP:
        raise NotNow("outbox.not_given_up")
    await row.keep(standing=Standing.WAITING, tries=0, due_at=now)


async def backlog(now: datetime) -> tuple[int, int]:
    """Return how many errands are late by more than a minute, and how many were given up."""
    late = await Errand.filter(
        Q(standing=Standing.WAITING) & Q(due_at__lt=now - timedelta(minutes=1))
    ).count()
    return late, await Errand.filter(standing=Standing.GIVEN_UP).count()
