"""What other rooms do to clocks: started, moved, met, stopped, handed over; safe to repeat."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from commons.errors import NotNow, NotValid
from commons.evidence_log.models import Leaf
from litigation.clocks.actions import (
    hand_over,
    meet_clock,
    move_start,
    start_clock,
    stop_all,
    stop_clock,
)
from litigation.clocks.keys import ClockKey
from litigation.clocks.models import Clock, ClockChange
from litigation.clocks.rules import Act, Queue, State
from tests.litigation.clocks.builders import (
    CLERK,
    NOW,
    TODAY,
    a_clock,
    a_subject,
    alarms,
    everything,
    moved,
    row_of,
)

K = ClockKey
BY = {"actor": CLERK, "now": NOW}
LATER = NOW + timedelta(days=4)
THEN = {"actor": CLERK, "now": LATER}


async def test_a_clock_starts_once_and_is_written_down(db) -> None:
    subject = a_subject()
    change = await start_clock(subject, K.FEE, TODAY, **BY)
    assert moved(change) == ("", "2026-03-09")
    row = await row_of(subject.id, K.FEE)
    assert (row.state, row.queue, row.due_on) == (State.RUNNING, Queue.OPEN, date(2026, 3, 9))
    assert (row.amber_on, row.near_on) == (date(2026, 3, 7), date(2026, 3, 7))
    assert row.ends_at == datetime(2026, 3, 9, 16, tzinfo=UTC)
    assert (row.title, row.holder_name) == (subject.title, CLERK.name)
    leaf = await Leaf.get()
    assert (leaf.subject, leaf.act) == (f"case:{subject.id}", "clocks.start")
    alarm = await alarms().get()
    # Reminded at eight in the morning, two days before.
    assert (alarm.topic, alarm.due_at) == (
        "litigation.clocks.alarm",
        datetime(2026, 3, 7, 0, tzinfo=UTC),
    )
    before = await everything()
    assert await start_clock(subject, K.FEE, TODAY, **BY) is None
    assert await everything() == before


async def test_another_event_moves_it_and_says_what_changed(db) -> None:
    row = await a_clock()
    change = await start_clock(row.of_case(), K.FEE, date(2026, 3, 3), **THEN)
    assert moved(change) == ("2026-03-09", "2026-03-10")
    again = await move_start(row.case_id, K.FEE, TODAY, words="虚构：回证更正", **THEN)
    assert (moved(again), again.act) == (("2026-03-10", "2026-03-09"), Act.MOVE)
    lines = await ClockChange.filter(clock_id=row.id)
    assert [(one.act, one.from_on, one.to_on, one.words) for one in lines] == [
        (Act.START, None, date(2026, 3, 9), ""),
        (Act.MOVE, date(2026, 3, 9), date(2026, 3, 10), ""),
        (Act.MOVE, date(2026, 3, 10), date(2026, 3, 9), "虚构：回证更正"),
    ]
    # One alarm only: what was set before is taken back.
    assert await alarms().count() == 1


async def test_saving_a_screen_again_blanks_and_changes_nothing(db) -> None:
    """Row 1.23: neither the same day nor an empty field touches a date."""
    row = await a_clock(K.EVIDENCE, length=20)
    before = await everything()
    assert await move_start(row.case_id, K.EVIDENCE, None, **THEN) is None
    assert await move_start(row.case_id, K.EVIDENCE, TODAY, **THEN) is None
    assert await start_clock(row.of_case(), K.EVIDENCE, TODAY, length=20, **THEN) is None
    assert await everything() == before


async def test_two_defendants_have_a_clock_each(db) -> None:
    subject = a_subject()
    for part, day in (("one", TODAY), ("two", date(2026, 3, 4))):
        await start_clock(subject, K.ANSWER, day, part=part, part_name=f"虚构{part}", **THEN)
    await meet_clock(subject.id, K.ANSWER, date(2026, 3, 6), part="two", **THEN)
    found = await Clock.filter(case_id=subject.id).order_by("part").values_list("part", "state")
    assert list(found) == [("one", State.RUNNING), ("two", State.MET)]


async def test_met_in_time_met_late_and_corrected(db) -> None:
    row = await a_clock()
    change = await meet_clock(row.case_id, K.FEE, date(2026, 3, 5), **THEN)
    assert (change.act, change.state) == (Act.MEET, State.MET)
    row = await row_of(row.case_id, K.FEE)
    assert (row.queue, row.done_on) == (Queue.DONE, date(2026, 3, 5))
    assert await alarms().count() == 0, "no reminder for what is done"
    before = await everything()
    assert await meet_clock(row.case_id, K.FEE, date(2026, 3, 5), **THEN) is None
    assert await start_clock(row.of_case(), K.FEE, TODAY, **THEN) is None
    assert await everything() == before
    await meet_clock(row.case_id, K.FEE, date(2026, 3, 4), **THEN)
    assert (await row_of(row.case_id, K.FEE)).done_on == date(2026, 3, 4)


async def test_a_completed_complaint_starts_the_seven_days_again(db) -> None:
    """C01 with Interpretation art. 208: from the day after what was missing came."""
    row = await a_clock(K.FILING_DECISION)
    await stop_clock(row.case_id, K.FILING_DECISION, TODAY, words="虚构：补正", **BY)
    change = await start_clock(row.of_case(), K.FILING_DECISION, date(2026, 3, 6), **THEN)
    assert (change.act, moved(change)) == (Act.START, ("2026-03-09", "2026-03-13"))
    row = await row_of(row.case_id, K.FILING_DECISION)
    assert (row.state, row.done_on, row.queue) == (State.RUNNING, None, Queue.OPEN)


@pytest.mark.parametrize("on", [date(2026, 3, 1), date(2026, 3, 7)])
async def test_a_day_before_the_event_or_to_come_is_refused(db, on) -> None:
    row = await a_clock()
    before = await everything()
    with pytest.raises(NotValid) as caught:
        await meet_clock(row.case_id, K.FEE, on, **THEN)
    assert list(caught.value.fields) == ["on"]
    assert await everything() == before


async def test_what_nobody_started_is_met_and_stopped_without_a_word(db) -> None:
    case_id = uuid4()
    assert await meet_clock(case_id, K.FEE, TODAY, **BY) is None
    assert await stop_clock(case_id, K.FEE, TODAY, **BY) is None
    assert await move_start(case_id, K.FEE, TODAY, **BY) is None
    assert await stop_all(case_id, TODAY, **BY) == ()
    assert await Leaf.all().count() == 0


async def test_a_withdrawn_case_stops_all_its_clocks_and_no_other(db) -> None:
    subject = a_subject()
    for key in (K.FEE, K.TRIAL, K.COMPLAINT_COPY):
        await start_clock(subject, key, TODAY, **BY)
    await meet_clock(subject.id, K.COMPLAINT_COPY, TODAY, **BY)
    other = await a_clock()
    changes = await stop_all(subject.id, TODAY, words="虚构：撤诉", **BY)
    assert {change.key for change in changes} <= {K.FEE, K.TRIAL, K.EXTENSION_REQUEST}
    rows = await Clock.filter(case_id=subject.id)
    assert {row.key: row.state for row in rows} == {
        K.FEE: State.STOPPED,
        K.TRIAL: State.STOPPED,
        K.EXTENSION_REQUEST: State.STOPPED,
        K.COMPLAINT_COPY: State.MET,
    }
    assert (await row_of(other.case_id, K.FEE)).state is State.RUNNING
    assert await alarms().count() == 1
    assert await stop_all(subject.id, TODAY, **BY) == ()


async def test_a_new_judge_and_a_new_number_follow_on_every_clock(db) -> None:
    row = await a_clock()
    await a_clock(K.TRIAL, subject=row.of_case())
    anew = replace(row.of_case(), title="（2026）虚构民初9号", holder_name="虚构法官乙")
    assert await hand_over(anew) == 3
    assert await hand_over(anew) == 0
    assert {one.title for one in await Clock.all()} == {"（2026）虚构民初9号"}


@pytest.mark.parametrize(
    ("key", "more", "field"),
    [
        (K.FILING_DECISION, {"length": 8}, "length"),
        (K.EVIDENCE, {"length": 14}, "length"),
        (K.FEE, {"travel_days": 1}, "travel_days"),
        (K.FEE, {"event_at": NOW}, "event_at"),
        (K.URGENT_PRESERVATION, {}, "event_at"),
    ],
)
async def test_what_the_law_does_not_let_one_fix_is_refused(db, key, more, field) -> None:
    with pytest.raises(NotValid) as caught:
        await start_clock(a_subject(), key, TODAY, **more, **BY)
    assert list(caught.value.fields) == [field]
    assert await Clock.all().count() == 0


async def test_twenty_who_start_it_at_once_start_one(db) -> None:
    subject = a_subject()
    answers = await asyncio.gather(
        *(start_clock(subject, K.FEE, TODAY, **BY) for _ in range(20)), return_exceptions=True
    )
    assert {type(each) for each in answers} <= {type(None), NotNow, type(answers[0])}
    assert await Clock.all().count() == 1
    assert await alarms().count() == 1
    assert await ClockChange.all().count() == 1


async def test_twenty_who_meet_it_at_once_meet_it_once(db) -> None:
    row = await a_clock()
    await asyncio.gather(
        *(meet_clock(row.case_id, K.FEE, TODAY, **BY) for _ in range(20)), return_exceptions=True
    )
    assert await ClockChange.filter(act=Act.MEET).count() == 1
    assert await alarms().count() == 0


async def test_another_day_for_hours_needs_another_instant(db) -> None:
    row = await a_clock(K.URGENT_PRESERVATION, TODAY, event_at=NOW)
    before = await everything()
    with pytest.raises(NotValid):
        await move_start(row.case_id, row.key, TODAY - timedelta(days=1), actor=CLERK, now=NOW)
    assert await move_start(row.case_id, row.key, TODAY, actor=CLERK, now=NOW) is None
    assert await everything() == before
