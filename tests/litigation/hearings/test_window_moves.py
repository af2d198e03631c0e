"""The window of a hearing moves with the periods of its case, and a told day stays told."""

from datetime import date

import pytest

from commons.evidence_log.models import Leaf
from litigation.cases.clock_actions import subject_of
from litigation.cases.fees import Procedure
from litigation.clocks.actions import meet_clock, start_clock
from litigation.clocks.keys import ClockKey as K
from litigation.hearings import adjourn_actions
from litigation.hearings.adjourning import Reason
from litigation.hearings.models import Hearing
from litigation.hearings.queries import view_hearing
from litigation.hearings.rules import Stage
from litigation.hearings.window_actions import reckon_again
from scheduling.models import HearingRequest
from tests.litigation.hearings.builders import (
    COURT,
    NOW,
    Trial,
    asked,
    listed,
    summoned,
    told,
)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]
COPIES_ON = date(2026, 11, 23)
ANSWER_OVER = date(2026, 12, 9)  # the day after fifteen days from the copy (art. 128)

TOO_EARLY = date(2026, 12, 3)


async def copies_reach(trial: Trial, on: date = COPIES_ON) -> None:
    subject = subject_of(await trial.case())
    await start_clock(subject, K.ANSWER, on, part="1", actor=trial.clerk, now=NOW)


async def moved(trial: Trial) -> tuple[date, date]:
    """Hear of the clock; give the first day in the room and in the pool."""
    await reckon_again(trial.case_id, now=NOW)
    row = await trial.hearing()
    request = await HearingRequest.get(reference_id=row.id)
    return row.earliest_on, request.earliest_on


async def leaves(trial: Trial) -> int:
    about = Leaf.filter(subject=f"hearing:{trial.hearing_id}", act="hearings.window_moved")
    return await about.count()


async def test_a_copy_that_arrives_after_the_wish_moves_the_first_day_in_the_pool():
    trial = await asked(Procedure.ORDINARY)
    assert await moved(trial) == (date(2026, 11, 27), date(2026, 11, 27))
    assert await leaves(trial) == 0
    await copies_reach(trial)
    assert await moved(trial) == (ANSWER_OVER, ANSWER_OVER)
    assert await moved(trial) == (ANSWER_OVER, ANSWER_OVER)
    assert await leaves(trial) == 1


async def test_a_period_that_was_met_gives_the_days_back():
    trial = await asked(Procedure.ORDINARY)
    await copies_reach(trial)
    await moved(trial)
    case_id, day = trial.case_id, COPIES_ON
    await meet_clock(case_id, K.ANSWER, day, part="1", actor=trial.clerk, now=NOW)
    assert await moved(trial) == (date(2026, 11, 27), date(2026, 11, 27))


async def test_a_listed_hearing_keeps_its_day_and_says_that_it_no_longer_fits():
    trial = await listed(await asked(Procedure.ORDINARY), on=TOO_EARLY)
    assert not (await view_hearing(trial.clerk, trial.hearing_id)).line.is_outside
    await copies_reach(trial)
    assert await moved(trial) == (ANSWER_OVER, date(2026, 11, 27))
    row = await trial.hearing()
    assert (row.stage, row.sits_on) == (Stage.LISTED, TOO_EARLY)
    assert (await view_hearing(trial.clerk, trial.hearing_id)).line.is_outside


async def test_who_waived_the_rest_of_the_periods_is_not_made_to_wait():
    trial = await asked(Procedure.ORDINARY, periods_waived=True)
    await copies_reach(trial)
    assert await moved(trial) == (date(2026, 11, 27), date(2026, 11, 27))


@pytest.mark.parametrize(
    ("all_agree", "last_on"),
    [(True, date(2027, 2, 3)), (False, date(2027, 1, 11))],
    ids=["consent lifts the month", "without it the month holds"],
)
async def test_the_month_after_an_adjournment_holds_or_stays_lifted(all_agree: bool, last_on: date):
    trial = await told(await summoned(await listed(await asked())))
    await adjourn_actions.ask_to_adjourn(
        trial.judge,
        trial.hearing_id,
        reason=Reason.EXCUSED,
        cause=None,
        words="虚构：改期",
        all_agree=all_agree,
        court=COURT,
        version=None,
        now=NOW,
    )
    row = await Hearing.get(follows_id=trial.hearing_id)
    before = (row.earliest_on, row.latest_on)
    await reckon_again(trial.case_id, now=NOW)
    await row.refresh_from_db()
    assert (row.earliest_on, row.latest_on) == before
    assert row.latest_on == last_on
