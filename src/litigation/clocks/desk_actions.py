"""What a judge or clerk does on the page of a case's clocks, after he was let in."""

from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotFound, NotNow
from litigation.clocks.actions import stop_clock
from litigation.clocks.extending import Ask
from litigation.clocks.keys import Exclusion
from litigation.clocks.models import Clock, access_clocks
from litigation.clocks.rules import State
from litigation.clocks.time_actions import ask_longer, exclude_time, extend_clock, resume_time

WRITE = Permission.CLOCKS_WRITE


@atomic
async def exclude(
    actor: Actor,
    case_id: UUID,
    *,
    reason: Exclusion,
    from_on: date,
    to_on: date | None,
    words: str,
    now: datetime,
) -> None:
    await access_clocks(actor, case_id, WRITE, lock=True)
    await exclude_time(case_id, reason, from_on, to_on=to_on, words=words, actor=actor, now=now)


@atomic
async def resume(
    actor: Actor, case_id: UUID, *, reason: Exclusion, to_on: date, now: datetime
) -> None:
    await access_clocks(actor, case_id, WRITE, lock=True)
    await resume_time(case_id, reason, to_on, actor=actor, now=now)


@atomic
async def extend(
    actor: Actor, case_id: UUID, clock_id: UUID, *, ask: Ask, words: str, now: datetime
) -> None:
    row = await _one(actor, case_id, clock_id)
    await extend_clock(case_id, row.key, ask, part=row.part, words=words, actor=actor, now=now)


@atomic
async def ask(
    actor: Actor, case_id: UUID, clock_id: UUID, *, asked_on: date, now: datetime
) -> None:
    """Note that the president was asked for a longer trial (C14)."""
    row = await _one(actor, case_id, clock_id)
    await ask_longer(case_id, row.key, asked_on, actor=actor, now=now)


@atomic
async def close(actor: Actor, case_id: UUID, clock_id: UUID, *, now: datetime) -> None:
    """Take what has run out from the inbox: what follows from it has been done."""
    row = await _one(actor, case_id, clock_id)
    if row.state is State.STOPPED:
        return
    if row.state is not State.EXPIRED:
        raise NotNow("clocks.not_run_out")
    await stop_clock(case_id, row.key, day_of(now), part=row.part, actor=actor, now=now)


async def _one(actor: Actor, case_id: UUID, clock_id: UUID) -> Clock:
    rows = await access_clocks(actor, case_id, WRITE, lock=True)
    row = next((each for each in rows if each.id == clock_id), None)
    if row is None:
        raise NotFound("clocks.not_found")
    return row
