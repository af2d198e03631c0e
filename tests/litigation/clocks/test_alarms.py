"""Clocks that speak by themselves: once before the end, once after it, never when it is done."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commons.db import atomic
from commons.errors import NotAllowed, NotValid
from commons.events import from_json
from commons.holidays.actions import import_year
from commons.outbox import Errand, Fact
from commons.worker import rest
from island.wiring import hands
from litigation.clocks.actions import meet_clock, move_start, start_clock
from litigation.clocks.alarm_actions import reckon_year, ring, set_reminder
from litigation.clocks.extending import Ask
from litigation.clocks.keys import ClockKey, Exclusion, Granter
from litigation.clocks.models import Clock, ClockChange
from litigation.clocks.rules import Act, Queue, State
from litigation.clocks.time_actions import exclude_time, extend_clock
from tests.litigation.clocks.builders import (
    ADMINISTRATOR,
    CLERK,
    NOW,
    TODAY,
    a_clock,
    a_subject,
    everything,
    row_of,
)
from tests.litigation.mediation.test_listeners import NOTICE

K = ClockKey


async def at(clock, outside, when: datetime) -> None:
    """Let the real worker work at this instant until nothing is due."""
    clock.move(when - clock.now())
    await rest(hands(), outside)


async def said(topic: str) -> list[date]:
    facts = await Fact.filter(topic=f"litigation.clocks.{topic}").order_by("emitted_at")
    return [from_json(fact.topic, fact.body).due_on for fact in facts]


def on(month: int, day: int, hour: int = 0, year: int = 2026) -> datetime:
    """Give an hour of a day in Shanghai."""
    return datetime(year, month, day, hour, tzinfo=UTC) - timedelta(hours=8)


async def test_a_reminder_before_and_one_word_on_the_day_after(db, clock, outside) -> None:
    row = await a_clock()  # the fee: until 03-09, reminded on 03-07 at eight
    await at(clock, outside, on(3, 7, 7))
    assert (await said("nears"), await said("ran_out")) == ([], [])
    for hour in (8, 9, 20):
        await at(clock, outside, on(3, 7, hour))
    assert (await said("nears"), await said("ran_out")) == ([date(2026, 3, 9)], [])
    await at(clock, outside, on(3, 10) - timedelta(seconds=1))
    assert await said("ran_out") == []
    assert (await row_of(row.case_id, K.FEE)).state is State.RUNNING
    for hour in (0, 1, 12):
        await at(clock, outside, on(3, 10, hour))
    assert await said("ran_out") == [date(2026, 3, 9)]
    row = await row_of(row.case_id, K.FEE)
    assert (row.state, row.queue) == (State.EXPIRED, Queue.OPEN)
    acts = await ClockChange.filter(clock_id=row.id).values_list("act", flat=True)
    assert list(acts) == [Act.START, Act.REMIND, Act.RUN_OUT]
    assert await Errand.exclude(standing="done").count() == 0


async def test_what_is_done_is_never_reminded_of_and_never_runs_out(db, clock, outside) -> None:
    row = await a_clock()
    await meet_clock(row.case_id, K.FEE, TODAY, actor=CLERK, now=NOW)
    await at(clock, outside, on(3, 20))
    assert (await said("nears"), await said("ran_out")) == ([], [])


async def test_an_alarm_that_was_on_its_way_when_the_thing_was_done_is_ignored(db) -> None:
    row = await a_clock()
    await meet_clock(row.case_id, K.FEE, TODAY, actor=CLERK, now=NOW)
    before = await everything()
    for number in range(4):
        await ring(row.id, number, now=on(3, 20))
    assert await everything() == before


async def test_what_stands_still_does_not_run_out(db, clock, outside) -> None:
    row = await a_clock(K.TRIAL)
    now = on(4, 1, 10)
    await exclude_time(row.case_id, Exclusion.SUSPENSION, date(2026, 4, 1), actor=CLERK, now=now)
    await at(clock, outside, on(12, 1))
    assert (await said("nears"), await said("ran_out")) == ([], [])


async def test_a_moved_last_day_moves_both_words(db, clock, outside) -> None:
    row = await a_clock(K.EVIDENCE)
    await at(clock, outside, on(3, 14, 9))
    ask = Ask(Granter.COURT, date(2026, 3, 14), date(2026, 3, 14), days=10)
    await extend_clock(row.case_id, K.EVIDENCE, ask, actor=CLERK, now=on(3, 14, 10))
    await at(clock, outside, on(3, 20))
    assert (await said("nears"), await said("ran_out")) == ([date(2026, 3, 17)], [])
    await at(clock, outside, on(3, 24, 9))
    await at(clock, outside, on(3, 29))
    assert (await said("nears"), await said("ran_out")) == (
        [date(2026, 3, 17), date(2026, 3, 27)],
        [date(2026, 3, 27)],
    )


async def test_after_a_small_move_nobody_is_reminded_a_second_time(db, clock, outside) -> None:
    row = await a_clock()
    await at(clock, outside, on(3, 8, 9))
    await move_start(row.case_id, K.FEE, date(2026, 3, 1), actor=CLERK, now=on(3, 8, 10))
    await move_start(row.case_id, K.FEE, TODAY, actor=CLERK, now=on(3, 8, 10))
    await at(clock, outside, on(3, 9, 12))
    assert await said("nears") == [date(2026, 3, 9)]


async def test_time_that_was_given_back_lets_it_run_again(db, clock, outside) -> None:
    row = await a_clock(K.APPEAL_JUDGMENT)
    await at(clock, outside, on(3, 20, 9))
    assert (await row_of(row.case_id, row.key)).state is State.EXPIRED
    ask = Ask(
        Granter.OBSTACLE, date(2026, 3, 20), date(2026, 3, 20), days=10,
        obstacle_ended_on=date(2026, 3, 19),
    )  # fmt: skip
    await extend_clock(row.case_id, row.key, ask, actor=CLERK, now=on(3, 20, 10))
    assert (await row_of(row.case_id, row.key)).state is State.RUNNING
    await at(clock, outside, on(3, 30))
    assert await said("ran_out") == [date(2026, 3, 17), date(2026, 3, 27)]


async def test_what_is_noted_after_its_end_runs_out_without_a_reminder(db, clock, outside) -> None:
    await a_clock(event_on=date(2026, 1, 5))
    await at(clock, outside, NOW)
    assert (await said("nears"), await said("ran_out")) == ([], [date(2026, 1, 12)])


async def test_a_right_that_lapses_leaves_the_inbox_and_a_late_court_stays_in_it(
    db, clock, outside
) -> None:
    subject = a_subject()
    for key in (K.OBJECTION, K.ANSWER, K.COMPLAINT_COPY):
        await start_clock(subject, key, TODAY, actor=CLERK, now=NOW)
    await at(clock, outside, on(4, 1))
    found = await Clock.filter(case_id=subject.id).order_by("key").values_list("key", "queue")
    assert dict(found) == {
        K.OBJECTION: Queue.DONE,
        K.ANSWER: Queue.OPEN,  # the hearing can now be listed
        K.COMPLAINT_COPY: Queue.OPEN,
    }


async def test_48_hours_are_counted_to_the_hour(db, clock, outside) -> None:
    await a_clock(K.URGENT_PRESERVATION, event_at=NOW)  # from 11:00 on Monday to Wednesday 11:00
    await at(clock, outside, on(3, 4, 11) - timedelta(seconds=1))
    assert (await said("nears"), await said("ran_out")) == ([date(2026, 3, 4)], [])
    await at(clock, outside, on(3, 4, 11))
    assert await said("ran_out") == [date(2026, 3, 4)]


# --- new holidays, new reminders


@atomic
async def holidays_of_2027(now) -> None:
    await import_year(ADMINISTRATOR, year=2027, text=NOTICE, source="虚构通知", now=now)


async def test_an_imported_year_makes_it_certain_and_says_what_moved(db, clock, outside) -> None:
    now = on(12, 10, 10)
    fixed = await a_clock(K.CONFIRMATION_REQUEST, date(2026, 12, 10), now=now)
    early = await a_clock(K.FEE, date(2026, 10, 12), now=now)
    assert (fixed.due_on, fixed.provisional) == (date(2027, 1, 11), True)
    await holidays_of_2027(now)
    await at(clock, outside, now)
    row = await row_of(fixed.case_id, fixed.key)
    assert (row.due_on, row.provisional) == (date(2027, 1, 12), False)
    line = await ClockChange.filter(clock_id=row.id).order_by("-place").first()
    assert (line.act, line.from_on, line.to_on) == (
        Act.RECKON,
        date(2027, 1, 11),
        date(2027, 1, 12),
    )
    assert (await row_of(early.case_id, early.key)).due_on == early.due_on
    before = await everything()
    assert await reckon_year(2027, now=now) == 0
    assert await everything() == before


async def test_another_reminder_is_taken_up_by_every_running_clock(db, clock, outside) -> None:
    row = await a_clock()
    await set_reminder(ADMINISTRATOR, K.FEE, 4, now=NOW)
    await at(clock, outside, NOW)
    row = await row_of(row.case_id, K.FEE)
    assert (row.near_on, row.amber_on) == (date(2026, 3, 5), date(2026, 3, 5))
    fresh = await a_clock()
    assert fresh.near_on == date(2026, 3, 5)
    before = await everything()
    await set_reminder(ADMINISTRATOR, K.FEE, 4, now=NOW)
    assert await everything() == before
    await set_reminder(ADMINISTRATOR, K.FEE, 0, now=NOW)
    await at(clock, outside, on(3, 9, 9))
    assert await said("nears") == [date(2026, 3, 9)] * 2


@pytest.mark.parametrize("days", [-1, 366])
async def test_a_reminder_has_bounds_and_is_the_administrators(db, days) -> None:
    with pytest.raises(NotValid):
        await set_reminder(ADMINISTRATOR, K.FEE, days, now=NOW)
    with pytest.raises(NotAllowed):
        await set_reminder(CLERK, K.FEE, 3, now=NOW)
    assert await Fact.all().count() == 0
