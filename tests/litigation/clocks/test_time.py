"""Excluded time, more time, and the last day on which more time can be asked for."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from commons.errors import NotNow, NotValid
from commons.evidence_log.models import Leaf
from litigation.clocks.actions import meet_clock, start_clock, stop_clock
from litigation.clocks.extending import Ask
from litigation.clocks.keys import ClockKey, Exclusion, Granter
from litigation.clocks.models import Clock, ClockExtension, ClockSpan
from litigation.clocks.rules import Act, Queue, State
from litigation.clocks.time_actions import ask_longer, exclude_time, extend_clock, resume_time
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

K, X, G = ClockKey, Exclusion, Granter
MAY = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
THEN = {"actor": CLERK, "now": MAY}
AUGUST = {"actor": CLERK, "now": datetime(2026, 8, 20, 2, 0, tzinfo=UTC)}
SIX = Ask(G.PRESIDENT, asked_on=date(2026, 8, 10), granted_on=date(2026, 8, 20), months=6)


async def test_an_appraisal_stops_the_trial_and_gives_its_days_back(db) -> None:
    row = await a_clock(K.TRIAL)
    (stopped,) = await exclude_time(row.case_id, X.APPRAISAL, date(2026, 4, 1), **THEN)
    assert (stopped.act, stopped.state, moved(stopped)) == (
        Act.PAUSE,
        State.PAUSED,
        ("2026-09-02", "2026-09-02"),
    )
    row = await row_of(row.case_id, K.TRIAL)
    assert (row.queue, row.still_since, row.provisional) == (Queue.STILL, date(2026, 4, 1), True)
    asking = await row_of(row.case_id, K.EXTENSION_REQUEST, "trial")
    assert (asking.state, asking.still_since) == (State.PAUSED, date(2026, 4, 1))
    assert await alarms().count() == 0, "what stands still reminds of nothing"
    (resumed,) = await resume_time(row.case_id, X.APPRAISAL, date(2026, 4, 21), **THEN)
    assert (resumed.state, moved(resumed)) == (State.RUNNING, ("2026-09-02", "2026-09-22"))
    row = await row_of(row.case_id, K.TRIAL)
    assert (row.still_since, row.provisional, row.queue) == (None, False, Queue.OPEN)
    asking = await row_of(row.case_id, K.EXTENSION_REQUEST, "trial")
    assert (asking.state, asking.due_on) == (State.RUNNING, date(2026, 9, 7))
    acts = await Leaf.filter(act__startswith="clocks.time").order_by("act").values_list("act")
    assert [one for (one,) in acts] == ["clocks.time_excluded", "clocks.time_resumed"]


async def test_excluding_and_resuming_twice_changes_nothing(db) -> None:
    row = await a_clock(K.TRIAL)
    await exclude_time(row.case_id, X.SUSPENSION, date(2026, 4, 1), **THEN)
    before = await everything()
    assert await exclude_time(row.case_id, X.SUSPENSION, date(2026, 4, 1), **THEN) == ()
    with pytest.raises(NotNow, match="excluded_already"):
        await exclude_time(row.case_id, X.SUSPENSION, date(2026, 4, 2), **THEN)
    assert await everything() == before
    await resume_time(row.case_id, X.SUSPENSION, date(2026, 4, 11), **THEN)
    before = await everything()
    assert await resume_time(row.case_id, X.SUSPENSION, date(2026, 4, 11), **THEN) == ()
    with pytest.raises(NotNow, match="nothing_excluded"):
        await resume_time(row.case_id, X.SUSPENSION, date(2026, 4, 12), **THEN)
    assert await everything() == before


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 5, 7), None, "from_on"),
        (date(2026, 4, 1), date(2026, 5, 7), "to_on"),
        (date(2026, 4, 1), date(2026, 3, 31), "to_on"),
    ],
)
async def test_time_to_come_or_backwards_is_not_excluded(db, first, last, field) -> None:
    row = await a_clock(K.TRIAL)
    with pytest.raises(NotValid) as caught:
        await exclude_time(row.case_id, X.AUDIT, first, to_on=last, **THEN)
    assert list(caught.value.fields) == [field]
    assert await ClockSpan.all().count() == 0


async def test_only_clocks_that_the_reason_stops_are_touched(db) -> None:
    subject = a_subject()
    for key in (K.ANSWER, K.EVIDENCE, K.TRIAL, K.FEE):
        await start_clock(subject, key, TODAY, actor=CLERK, now=NOW)
    now = datetime(2026, 3, 12, 2, tzinfo=UTC)
    changes = await exclude_time(
        subject.id, X.JURISDICTION, date(2026, 3, 5), to_on=date(2026, 3, 12), actor=CLERK, now=now
    )
    assert {change.key: moved(change)[1] for change in changes} == {
        K.EVIDENCE: "2026-03-24",
        K.TRIAL: "2026-09-09",
    }


async def test_a_case_that_becomes_ordinary_keeps_its_excluded_time(db) -> None:
    """Interpretation art. 258: the six months count from the filing, as the three did."""
    row = await a_clock(K.TRIAL_SIMPLIFIED)
    await exclude_time(row.case_id, X.APPRAISAL, date(2026, 4, 1), to_on=date(2026, 4, 21), **THEN)
    await stop_clock(row.case_id, K.TRIAL_SIMPLIFIED, date(2026, 5, 6), **THEN)
    change = await start_clock(row.of_case(), K.TRIAL, row.event_on, **THEN)
    assert moved(change) == ("", "2026-09-22")


async def test_the_president_grants_six_months_and_the_last_day_for_asking_follows(db) -> None:
    row = await a_clock(K.TRIAL)
    asking = await row_of(row.case_id, K.EXTENSION_REQUEST, "trial")
    assert (asking.event_on, asking.due_on) == (date(2026, 9, 2), date(2026, 8, 18))
    await ask_longer(row.case_id, K.TRIAL, SIX.asked_on, **AUGUST)
    asking = await row_of(row.case_id, K.EXTENSION_REQUEST, "trial")
    deciding = await row_of(row.case_id, K.EXTENSION_DECISION, "trial")
    assert (asking.state, asking.done_on) == (State.MET, SIX.asked_on)
    assert (deciding.state, deciding.due_on) == (State.RUNNING, date(2026, 8, 28))
    before = await everything()
    await ask_longer(row.case_id, K.TRIAL, SIX.asked_on, **AUGUST)
    assert await everything() == before
    change = await extend_clock(row.case_id, K.TRIAL, SIX, words="虚构：疑难", **AUGUST)
    assert (change.act, moved(change)) == (Act.EXTEND, ("2026-09-02", "2027-03-02"))
    asking = await row_of(row.case_id, K.EXTENSION_REQUEST, "trial")
    deciding = await row_of(row.case_id, K.EXTENSION_DECISION, "trial")
    # The court above may be asked before the new end.
    assert (asking.state, asking.due_on) == (State.RUNNING, date(2027, 2, 15))
    assert (deciding.state, deciding.done_on) == (State.MET, SIX.granted_on)
    before = await everything()
    assert await extend_clock(row.case_id, K.TRIAL, SIX, **AUGUST) is None
    assert await everything() == before
    with pytest.raises(NotNow, match="granted_in_full"):
        await extend_clock(row.case_id, K.TRIAL, replace(SIX, months=1), **AUGUST)
    assert await ClockExtension.all().count() == 1


async def test_where_nobody_can_grant_more_nobody_is_asked_any_more(db) -> None:
    row = await a_clock(K.TRIAL_SIMPLIFIED)
    now = {"actor": CLERK, "now": datetime(2026, 5, 15, 2, tzinfo=UTC)}
    ask = Ask(G.PRESIDENT, date(2026, 5, 10), date(2026, 5, 15), months=1)
    change = await extend_clock(row.case_id, K.TRIAL_SIMPLIFIED, ask, **now)
    assert moved(change) == ("2026-06-02", "2026-07-02")
    asking = await row_of(row.case_id, K.EXTENSION_REQUEST, "trial_simplified")
    assert asking.state is State.MET


async def test_who_asks_in_the_last_fifteen_days_is_refused(db) -> None:
    row = await a_clock(K.TRIAL)
    before = await everything()
    late = date(2026, 8, 19)
    with pytest.raises(NotNow, match="asked_too_late"):
        await ask_longer(row.case_id, K.TRIAL, late, **AUGUST)
    with pytest.raises(NotNow, match="asked_too_late"):
        await extend_clock(row.case_id, K.TRIAL, replace(SIX, asked_on=late), **AUGUST)
    with pytest.raises(NotNow, match="no_such_clock_runs"):
        await extend_clock(row.case_id, K.TRIAL_SMALL_CLAIM, SIX, **AUGUST)
    with pytest.raises(NotNow, match="no_such_clock_runs"):
        await ask_longer(row.case_id, K.FEE, SIX.asked_on, **AUGUST)
    assert await everything() == before


async def test_a_judged_case_needs_no_last_day_for_asking(db) -> None:
    row = await a_clock(K.TRIAL)
    await meet_clock(row.case_id, K.TRIAL, date(2026, 5, 6), **THEN)
    asking = await row_of(row.case_id, K.EXTENSION_REQUEST, "trial")
    assert (asking.state, await alarms().count()) == (State.STOPPED, 0)


async def test_a_party_who_missed_the_end_in_a_typhoon_gets_days_back(db) -> None:
    """Civil Procedure Law art. 86."""
    row = await a_clock(K.APPEAL_JUDGMENT)
    now = {"actor": CLERK, "now": datetime(2026, 3, 24, 2, tzinfo=UTC)}
    ask = Ask(
        G.OBSTACLE, date(2026, 3, 20), date(2026, 3, 24), days=10,
        obstacle_ended_on=date(2026, 3, 18),
    )  # fmt: skip
    change = await extend_clock(row.case_id, K.APPEAL_JUDGMENT, ask, **now)
    assert moved(change) == ("2026-03-17", "2026-03-27")
    assert await Clock.filter(state=State.RUNNING).count() == 1
