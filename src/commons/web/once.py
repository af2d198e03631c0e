"""One write, one effect: however often a program asks with one key, the deed is done once."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.exceptions import IntegrityError

from commons.access.actor import Actor
from commons.db import atomic
from commons.web.models import Given, IdempotentAnswer, find_answer

# A device on an island may come back after weeks; then its key is still known.
REMEMBERED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Asked:
    """A write as it came: who asks, under which key, and the hash of exactly what."""

    actor: Actor
    key: str
    asked_hash: str
    now: datetime


class Twin(Exception):
    """The key is taken: by a twin that finished while this one waited, or long ago."""


@atomic
async def answer_once(asked: Asked, deed: Callable[[], Awaitable[Given]]) -> Given:
    """Take the key and do the deed in one transaction: both stand, or neither."""
    try:
        row = await IdempotentAnswer.create(
            author=asked.actor.label(),
            key=asked.key,
            asked_hash=asked.asked_hash,
            asked_at=asked.now,
        )
    except IntegrityError as error:
        raise Twin from error
    given = await deed()
    await row.keep(status=given.status, answer=json.dumps(given.content, ensure_ascii=False))
    return given


async def answer_again(asked: Asked, deed: Callable[[], Awaitable[Given]]) -> tuple[Given, bool]:
    """Answer from memory if the key is known, else do the deed. Says which it was."""
    kept = await find_answer(asked.actor, asked.key)
    if kept:
        return kept, True
    try:
        return await answer_once(asked, deed), False
    except Twin:
        kept = await find_answer(asked.actor, asked.key)
        assert kept, "a taken key has its answer: both were committed together"
        return kept, True


@atomic
async def forget_answers(now: datetime) -> int:
    """Forget answers nobody will ask for again."""
    return await IdempotentAnswer.filter(asked_at__lt=now - REMEMBERED).delete()
