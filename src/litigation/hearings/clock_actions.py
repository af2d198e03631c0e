"""The clocks of hearings: begun, met and stopped by their own deeds (C10, C15, C21).

Every function here is called inside a deed that holds the lock of its case.
"""

from datetime import datetime

from commons.access.actor import Actor
from commons.almanac import day_of
from litigation.cases.clock_actions import subject_of
from litigation.cases.models import Case
from litigation.clocks.actions import meet_clock, start_clock, stop_clock
from litigation.clocks.keys import ClockKey
from litigation.hearings.models import Hearing


async def notice_runs(case: Case, row: Hearing, *, actor: Actor, now: datetime) -> None:
    """Count the days of notice back from the day of the hearing (art. 139)."""
    # Art. 163: whoever may do without the three days, and does, has no such last day.
    if row.sits_on is None or row.notice_waived:
        return
    await start_clock(
        subject_of(case),
        ClockKey.HEARING_NOTICE,
        row.sits_on,
        part=str(row.id),
        part_name=f"第{row.place}次",
        travel_days=row.travel_days,
        actor=actor,
        now=now,
    )


async def notice_is_out(row: Hearing, *, actor: Actor, now: datetime) -> None:
    part = str(row.id)
    await meet_clock(
        row.case_id, ClockKey.HEARING_NOTICE, day_of(now), part=part, actor=actor, now=now
    )


async def next_hearing_runs(case: Case, before: Hearing, *, actor: Actor, now: datetime) -> None:
    """Begin the month until the court sits again (C15; 2019 rules art. 2)."""
    assert before.sits_on is not None
    await start_clock(subject_of(case), ClockKey.NEXT_HEARING, before.sits_on, actor=actor, now=now)


async def sits(row: Hearing, *, actor: Actor, now: datetime) -> None:
    """Meet what the sitting was waited for; there is nothing to meet at a first hearing."""
    if row.follows_id is not None:
        await meet_clock(row.case_id, ClockKey.NEXT_HEARING, day_of(now), actor=actor, now=now)


async def hearing_is_off(row: Hearing, *, actor: Actor, now: datetime) -> None:
    """Stop what was counted to a day on which nobody meets any more."""
    part = str(row.id)
    await stop_clock(
        row.case_id, ClockKey.HEARING_NOTICE, day_of(now), part=part, actor=actor, now=now
    )


async def no_next_hearing(row: Hearing, *, actor: Actor, now: datetime) -> None:
    """Stop the month of a hearing that was put off and is now not wanted at all."""
    if row.follows_id is not None:
        await stop_clock(row.case_id, ClockKey.NEXT_HEARING, day_of(now), actor=actor, now=now)


async def record_runs(case: Case, row: Hearing, *, actor: Actor, now: datetime) -> None:
    """Begin the five days in which a party may read the record and have it mended (art. 150)."""
    await start_clock(
        subject_of(case),
        ClockKey.TRANSCRIPT,
        day_of(now),
        part=str(row.id),
        part_name=f"第{row.place}次",
        actor=actor,
        now=now,
    )


async def record_is_signed(row: Hearing, *, actor: Actor, now: datetime) -> None:
    part = str(row.id)
    await meet_clock(row.case_id, ClockKey.TRANSCRIPT, day_of(now), part=part, actor=actor, now=now)
