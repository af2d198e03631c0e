"""The deeds of hearings and decisions start, meet and stop the clocks of their case."""

from datetime import date, timedelta

import pytest

from litigation.cases.clock_actions import subject_of
from litigation.cases.fees import Procedure
from litigation.cases.rules import Stage as CaseStage
from litigation.clocks.actions import start_clock
from litigation.clocks.keys import ClockKey as K
from litigation.clocks.keys import Exclusion
from litigation.clocks.models import Clock
from litigation.clocks.rules import State
from litigation.clocks.time_actions import exclude_time
from litigation.hearings import actions, adjourn_actions
from litigation.hearings.actions import AskedFor
from litigation.hearings.adjourning import Cause, Choice, Reason
from litigation.hearings.models import Adjournment, Hearing
from litigation.hearings.rules import Stage
from litigation.hearings.window import MARGIN_DAYS
from scheduling.models import Booking, HearingRequest
from tests.litigation.hearings.builders import (
    COURT,
    NOW,
    SITS_ON,
    STARTS_AT,
    Trial,
    a_case,
    a_court,
    a_held_trial,
    asked,
    atomic_close,
    listed,
    opened,
    summoned,
    told,
)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]
DAY = timedelta(days=1)
ISSUED = SITS_ON
LATER = STARTS_AT + 6 * DAY


async def running(trial: Trial) -> dict[K, date]:
    """Name what runs, with its last day."""
    rows = await Clock.filter(case_id=trial.case_id, state__in=[State.RUNNING, State.PAUSED])
    return {row.key: row.due_on for row in rows}


async def state_of(trial: Trial, key: K) -> State:
    return (await Clock.get(case_id=trial.case_id, key=key)).state


async def test_the_notice_counts_back_from_the_day_of_the_hearing_and_moves_with_it():
    trial = await listed(await asked(travel_days=1))
    # C07, art. 139: three clear days and one for the way before 12-10.
    assert await running(trial) == {K.HEARING_NOTICE: date(2026, 12, 5)}
    await listed(trial, on=SITS_ON + DAY)
    assert await running(trial) == {K.HEARING_NOTICE: date(2026, 12, 6)}
    await summoned(trial)
    assert await state_of(trial, K.HEARING_NOTICE) is State.MET


async def test_whoever_waived_the_three_days_has_no_last_day_for_the_notice():
    trial = await listed(await asked(notice_waived=True))
    assert await running(trial) == {}  # art. 163


async def test_a_hearing_that_is_called_off_stops_the_notice():
    trial = await listed(await asked())
    await actions.cancel(trial.clerk, trial.hearing_id, words="虚构：撤回", version=None, now=NOW)
    assert await running(trial) == {}
    assert await state_of(trial, K.HEARING_NOTICE) is State.STOPPED


async def put_off(trial: Trial, *, all_agree: bool = False) -> Trial:
    wish_id = await adjourn_actions.ask_to_adjourn(
        trial.judge,
        trial.hearing_id,
        reason=Reason.EXCUSED,
        cause=None,
        words="虚构：生病",
        all_agree=all_agree,
        court=COURT,
        version=None,
        now=NOW,
    )
    assert (await Adjournment.get(id=wish_id)).is_granted
    row = await Hearing.get(follows_id=trial.hearing_id)
    return Trial(trial.court, trial.case_id, row.id)


async def test_a_hearing_that_was_put_off_is_to_be_held_within_a_month():
    trial = await put_off(await summoned(await listed(await asked())))
    assert await running(trial) == {K.NEXT_HEARING: date(2027, 1, 11)}  # C15; 01-10 is a Sunday
    await told(await summoned(await listed(trial)))
    await opened(trial)
    assert await state_of(trial, K.NEXT_HEARING) is State.MET


async def test_where_all_agree_no_month_runs():
    trial = await put_off(await summoned(await listed(await asked())), all_agree=True)
    assert await running(trial) == {}


async def test_force_majeure_lifts_the_month_as_well():
    trial = await summoned(await listed(await asked()))
    wish_id = await adjourn_actions.ask_to_adjourn(
        trial.clerk,
        trial.hearing_id,
        reason=Reason.OTHER,
        cause=Cause.FORCE_MAJEURE,
        words="虚构：台风停航",
        all_agree=False,
        court=COURT,
        version=None,
        now=NOW,
    )
    await adjourn_actions.decide(
        trial.court.president, wish_id, choice=Choice.GRANT, words="", court=COURT, now=NOW
    )
    assert await running(trial) == {}


async def test_after_a_hearing_the_record_may_be_mended_for_five_days():
    trial = await a_held_trial()
    assert await running(trial) == {K.TRANSCRIPT: date(2026, 12, 15)}  # C17, art. 150


async def test_a_case_that_ends_calls_its_hearing_off_and_frees_the_place():
    trial = await summoned(await listed(await asked()))
    await atomic_close(trial)
    for _ in range(2):
        await actions.end_with_case(trial.case_id, now=NOW)
    assert (await trial.hearing()).stage is Stage.CANCELLED
    assert await Booking.all().count() == 0
    assert await running(trial) == {}
    assert (await HearingRequest.get()).sits_on is None
    assert (await trial.case()).stage is CaseStage.CLOSED


async def test_the_window_follows_the_clocks_of_the_case():
    court = await a_court()
    case = await a_case(court, procedure=Procedure.ORDINARY)
    subject = subject_of(case)
    for key, on in ((K.ANSWER, NOW.date()), (K.EVIDENCE, NOW.date() + 9 * DAY)):
        length = 15 if key is K.EVIDENCE else None
        await start_clock(subject, key, on, length=length, actor=court.clerk, now=NOW)
    await start_clock(subject, K.TRIAL, NOW.date(), actor=court.clerk, now=NOW)
    await exclude_time(
        case.id,
        Exclusion.APPRAISAL,
        NOW.date(),
        to_on=NOW.date() + 10 * DAY,
        actor=court.clerk,
        now=NOW + 10 * DAY,
    )
    due = {row.key: row.due_on for row in await Clock.filter(case_id=case.id)}
    hearing_id = await actions.ask_for_hearing(court.clerk, case.id, AskedFor(), now=NOW)
    row = await Hearing.get(id=hearing_id)
    assert row.earliest_on == max(due[K.ANSWER], due[K.EVIDENCE]) + DAY
    # The time of the appraisal does not count, so the last day lies later than six months.
    assert row.latest_on == due[K.TRIAL] - MARGIN_DAYS * DAY
    assert [one["reason"] for one in row.window_why] == [
        "hearings.first_by_evidence",
        "hearings.last_by_term",
    ]
