"""The deeds of decisions start, meet and stop the clocks of their case."""

from datetime import date, timedelta

import pytest

from commons.evidence_log.models import Leaf
from commons.outbox import Fact
from litigation.cases.clock_actions import trial_runs
from litigation.cases.fees import Procedure
from litigation.cases.rules import Ending
from litigation.cases.rules import Stage as CaseStage
from litigation.clocks.keys import ClockKey as K
from litigation.clocks.models import Clock
from litigation.clocks.rules import State
from litigation.decisions import effect_actions, pronouncing_actions
from litigation.decisions.models import DecisionReach
from litigation.decisions.rules import Pronounced, ServedWay
from tests.litigation.decisions.builders import a_decision
from tests.litigation.hearings.builders import (
    NOW,
    SITS_ON,
    STARTS_AT,
    Trial,
    a_held_trial,
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


async def serve(trial: Trial, decision_id, days=(1, 5)) -> None:
    rows = await DecisionReach.filter(decision_id=decision_id).order_by("place")
    for row, after in zip(rows, days, strict=True):
        await effect_actions.note_service(
            trial.clerk,
            decision_id,
            row.party_id,
            served_on=ISSUED + after * DAY,
            way=ServedWay.DIRECT,
            now=LATER,
        )


async def test_a_judgment_starts_its_delivery_and_each_party_has_his_own_days():
    trial = await a_held_trial()
    decision_id = await a_decision(trial)
    for how in (Pronounced.FIXED_DAY, Pronounced.AT_ONCE):
        await pronouncing_actions.pronounce(
            trial.judge, decision_id, how=how, on=ISSUED, now=STARTS_AT + timedelta(hours=3)
        )
    runs = await running(trial)
    assert runs[K.JUDGMENT_DELIVERY] == date(2026, 12, 21)  # C18: ten days, 12-20 is a Sunday
    assert K.JUDGMENT_AT_ONCE not in runs
    await serve(trial, decision_id)
    assert await state_of(trial, K.JUDGMENT_DELIVERY) is State.MET
    rows = await Clock.filter(case_id=trial.case_id, key=K.APPEAL_JUDGMENT).order_by("due_on")
    # C19: 12-26 is a Saturday.
    assert [(one.part_name, one.due_on) for one in rows] == [
        ("虚构甲", date(2026, 12, 28)),
        ("虚构乙", date(2026, 12, 30)),
    ]
    reach = await DecisionReach.get(name="虚构甲")
    await effect_actions.appeal(
        trial.clerk, decision_id, reach.party_id, appealed_on=date(2026, 12, 16), now=LATER
    )
    states = await Clock.filter(part__in=[str(reach.id)]).values_list("state", flat=True)
    assert states == [State.MET]


async def test_small_claims_have_no_days_to_appeal_and_the_two_years_begin():
    trial = await a_held_trial(Procedure.SMALL_CLAIMS)
    await serve(trial, await a_decision(trial))
    runs = await running(trial)
    # C24, art. 250: two years from the last day to pay, ten days after 12-15.
    assert runs == {K.ENFORCEMENT_REQUEST: date(2028, 12, 25)}
    assert await Clock.filter(key__startswith="appeal").count() == 0


async def test_the_term_of_the_trial_is_met_by_pronouncing():
    trial = await a_held_trial()
    case = await trial.case()
    await trial_runs(case, actor=trial.clerk, now=NOW)
    decision_id = await a_decision(trial)
    assert K.TRIAL_SIMPLIFIED in await running(trial)
    await pronouncing_actions.pronounce(
        trial.judge, decision_id, how=Pronounced.AT_ONCE, on=ISSUED, now=LATER
    )
    row = await Clock.get(key=K.TRIAL_SIMPLIFIED)
    assert (row.state, row.done_on) == (State.MET, ISSUED)  # Trial Time Rules 2000 art. 10


async def test_every_move_of_the_case_is_in_the_log_and_its_end_is_told():
    trial = await a_held_trial(Procedure.SMALL_CLAIMS)
    await serve(trial, await a_decision(trial))
    case = await trial.case()
    assert (case.stage, case.ending) == (CaseStage.CLOSED, Ending.JUDGED)
    leaves = await Leaf.filter(subject=case.subject, act="case.moved")
    assert len(leaves) == 4  # scheduled, heard, decided, closed
    assert await Fact.filter(topic="litigation.case.closed").count() == 1
