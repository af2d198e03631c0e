"""The clocks of an enforcement, kept on the case that its title comes from (C24, C25).

Every function here is called inside a deed that holds the lock of the enforcement. A confirmed
agreement has no case: there the page reckons the days itself.
"""

from datetime import datetime

from commons.access.actor import Actor
from commons.almanac import day_of
from litigation.cases.clock_actions import subject_of
from litigation.cases.models import Case
from litigation.clocks.actions import meet_clock, start_clock, stop_clock
from litigation.clocks.keys import ClockKey
from litigation.enforcement.models import Enforcement
from litigation.enforcement.rules import Closing

_RUN = (ClockKey.ENFORCEMENT_NOTICE, ClockKey.ENFORCEMENT_TERM, ClockKey.ENFORCEMENT_IDLE)


async def asked(row: Enforcement, *, actor: Actor, now: datetime) -> None:
    """Meet the two years: asking breaks them off (Civil Code art. 195)."""
    if row.case_id is not None:
        await meet_clock(
            row.case_id,
            ClockKey.ENFORCEMENT_REQUEST,
            day_of(now),
            part=str(row.decision_id),
            actor=actor,
            now=now,
        )


async def accepted(row: Enforcement, *, actor: Actor, now: datetime) -> None:
    case = await _case_of(row)
    if case is None:
        return
    for key in _RUN:
        await start_clock(
            subject_of(case),
            key,
            row.asked_on,
            part=str(row.id),
            part_name=row.number or "",
            actor=actor,
            now=now,
        )


async def notified(row: Enforcement, *, actor: Actor, now: datetime) -> None:
    await _met(row, ClockKey.ENFORCEMENT_NOTICE, actor=actor, now=now)


async def moved(row: Enforcement, *, actor: Actor, now: datetime) -> None:
    """Something was done: nobody can ask the higher court because nothing was (art. 237)."""
    await _met(row, ClockKey.ENFORCEMENT_IDLE, actor=actor, now=now)


async def closed(row: Enforcement, *, actor: Actor, now: datetime) -> None:
    """End what runs. Who takes an application back has two years anew from that day."""
    await _met(row, ClockKey.ENFORCEMENT_TERM, actor=actor, now=now)
    if row.case_id is None:
        return
    for key in (ClockKey.ENFORCEMENT_NOTICE, ClockKey.ENFORCEMENT_IDLE):
        await stop_clock(row.case_id, key, day_of(now), part=str(row.id), actor=actor, now=now)
    case = await _case_of(row)
    if row.closing is Closing.WITHDRAWN and case is not None:
        await start_clock(
            subject_of(case),
            ClockKey.ENFORCEMENT_REQUEST,
            day_of(now),
            part=str(row.decision_id),
            actor=actor,
            now=now,
        )


async def _met(row: Enforcement, key: ClockKey, *, actor: Actor, now: datetime) -> None:
    if row.case_id is not None:
        await meet_clock(row.case_id, key, day_of(now), part=str(row.id), actor=actor, now=now)


async def _case_of(row: Enforcement) -> Case | None:
    """Lock the case before its clocks, as every deed of a case does."""
    if row.case_id is None:
        return None
    return await Case.filter(id=row.case_id).select_for_update().first()
