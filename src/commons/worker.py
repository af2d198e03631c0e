"""The service's own hands: tells facts to listeners, again and again until each is done."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from commons.db import atomic
from commons.errors import Refusal
from commons.events import from_json
from commons.outbox import TRIES_MAX, WORDS_MAX, Errand, Fact, Standing
from commons.providers.ports import Outside

log = logging.getLogger("island.worker")

Listener = Callable[[Any, Outside], Awaitable[None]]

BATCH_MAX = 20
LEASE = timedelta(minutes=5)
ERRAND_SECONDS_MAX = 240  # below the lease: two workers never hold one errand
PAUSE_SECONDS = 0.25
BACK_OFF_MAX = timedelta(hours=6)


class TryLater(Exception):
    """A listener's expected "not yet": tried again at the next turn, with its words kept."""


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to be done regularly while the service runs, such as closing a log head."""

    name: str
    every: timedelta
    do: Callable[[Outside], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Hands:
    """Who listens to what, and what is done regularly: built once in island.wiring."""

    listeners: Mapping[str, tuple[Listener, ...]]
    chores: tuple[Chore, ...] = ()

    def named(self, topic: str, name: str) -> Listener | None:
        return next((one for one in self.listeners.get(topic, ()) if _name(one) == name), None)


def _name(listener: Listener) -> str:
    return f"{listener.__module__}.{listener.__qualname__}"


async def run(hands: Hands, outside: Outside) -> None:
    """Work until cancelled. Several workers may run beside each other on PostgreSQL."""
    async with asyncio.TaskGroup() as group:
        for chore in hands.chores:
            group.create_task(_repeat(chore, outside))
        while True:
            try:
                worked = await turn(hands, outside)
            except (OSError, RuntimeError) as trouble:
                log.exception("the worker could not take its turn: %s", type(trouble).__name__)
                worked = 0
            if not worked:
                await asyncio.sleep(PAUSE_SECONDS)


async def _repeat(chore: Chore, outside: Outside) -> None:
    while True:
        try:
            await chore.do(outside)
        except Exception:  # a chore that fails today is tried again tomorrow, and seen in the log
            log.exception("chore %s failed", chore.name)
        await asyncio.sleep(chore.every.total_seconds())


async def turn(hands: Hands, outside: Outside) -> int:
    """Hand out due facts, then do due errands; return how many of either there were."""
    told = await _tell(hands, outside.clock.now())
    errands = await _claim(outside.clock.now())
    if errands:
        await asyncio.gather(*(_do(errand, hands, outside) for errand in errands))
    return told + len(errands)


async def rest(hands: Hands, outside: Outside, *, turns_max: int = 200) -> None:
    """Work until nothing is due: for tests, demos and shutting down."""
    for _ in range(turns_max):
        if not await turn(hands, outside):
            return
    raise RuntimeError("the worker found no rest")


@atomic
async def _tell(hands: Hands, now: datetime) -> int:
    facts = await (
        Fact.filter(is_told=False, due_at__lte=now)
        .order_by("due_at", "emitted_at")
        .limit(BATCH_MAX)
        .select_for_update(skip_locked=True)
    )
    errands = [
        Errand(fact_id=fact.id, listener=_name(one), topic=fact.topic, body=fact.body, due_at=now)
        for fact in facts
        for one in hands.listeners.get(fact.topic, ())
    ]
    if errands:
        await Errand.bulk_create(errands)
    if facts:
        await Fact.filter(id__in=[fact.id for fact in facts]).update(is_told=True)
    return len(facts)


@atomic
async def _claim(now: datetime) -> list[Errand]:
    errands = await (
        Errand.filter(standing=Standing.WAITING, due_at__lte=now)
        .order_by("due_at", "id")
        .limit(BATCH_MAX)
        .select_for_update(skip_locked=True)
    )
    if errands:
        # The lease: should this process be killed, another one takes over when it runs out.
        await Errand.filter(id__in=[row.id for row in errands]).update(due_at=now + LEASE)
    return errands


async def _do(errand: Errand, hands: Hands, outside: Outside) -> None:
    listener = hands.named(errand.topic, errand.listener)
    if listener is None:
        await _put_off(errand, "nobody of this name listens any more", outside.clock.now())
        return
    try:
        async with asyncio.timeout(ERRAND_SECONDS_MAX):
            await listener(from_json(errand.topic, errand.body), outside)
    except TryLater as later:
        await _put_off(errand, str(later), outside.clock.now())
    except Refusal as no:
        log.warning("errand %s of %s was refused: %s", errand.id, errand.listener, no.reason)
        await _put_off(errand, no.reason, outside.clock.now())
    except Exception as trouble:  # whatever it is, the errand is kept and a person will see it
        log.exception("errand %s of %s failed", errand.id, errand.listener)
        # The kind alone: an exception's text may carry what a person wrote.
        await _put_off(errand, type(trouble).__name__, outside.clock.now())
    else:
        await _done(errand)


@atomic
async def _done(errand: Errand) -> None:
    await Errand.filter(id=errand.id).update(standing=Standing.DONE)


@atomic
async def _put_off(errand: Errand, words: str, now: datetime) -> None:
    tries = errand.tries + 1
    standing = Standing.GIVEN_UP if tries >= TRIES_MAX else Standing.WAITING
    pause = min(timedelta(seconds=2**tries), BACK_OFF_MAX)
    await Errand.filter(id=errand.id).update(
        standing=standing,
        tries=tries,
        words=words[:WORDS_MAX],
        due_at=now + pause * random.uniform(0.8, 1.2),  # noqa: S311
    )
