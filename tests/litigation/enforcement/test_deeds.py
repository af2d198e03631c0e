"""An enforcement from the application to its end: each deed once, in time, and by whom it is."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from commons.errors import NotAllowed, NotFound, NotNow, NotValid
from commons.evidence_log.models import Leaf
from commons.outbox import Fact
from litigation.cases.models import CaseParty
from litigation.clocks.keys import ClockKey as K
from litigation.clocks.models import Clock
from litigation.clocks.rules import State
from litigation.decisions.payment_actions import confirm_payment
from litigation.enforcement import actions, asking_actions, course_actions
from litigation.enforcement.asking_actions import AskedFor
from litigation.enforcement.models import (
    Enforcement,
    EnforcementMoney,
    EnforcementParty,
    EnforcementStep,
    SettlementPart,
)
from litigation.enforcement.queries import view_enforcement
from litigation.enforcement.reckoning_queries import account_of
from litigation.enforcement.rules import (
    Came,
    Closing,
    EnforcementSide,
    EnforcementStage,
    Ground,
    Measure,
)
from tests.litigation.enforcement.builders import (
    DAY,
    DUE_ON,
    LATE_AT,
    LATE_ON,
    OWED_FEN,
    WAYS,
    Run,
    a_side,
    a_title,
    asked,
    money,
    running,
    sides,
    step,
)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]
MUCH_LATER = LATE_AT + 200 * DAY


async def everything(run: Run) -> tuple[object, ...]:
    return (
        await Enforcement.all().order_by("id").values(),
        await EnforcementStep.all().count(),
        await EnforcementMoney.all().count(),
        await SettlementPart.all().count(),
        await Leaf.all().count(),
        await Fact.all().count(),
    )


async def clocks(run: Run) -> dict[K, State]:
    rows = await Clock.filter(case_id=run.trial.case_id, key__startswith="enforcement")
    return {row.key: row.state for row in rows}


async def test_the_application_is_taken_from_the_title_and_nothing_is_typed_again():
    run = await asked(wish=AskedFor(clues="虚构：银行账户"))
    row = await run.row()
    assert (row.principal_fen, row.due_on, row.ask_until_on) == (
        OWED_FEN,
        DUE_ON,
        date(2028, 12, 20),
    )
    assert row.basis == "（2026）虚构民初12号民事判决书"
    assert row.title == "虚构甲 申请执行 虚构乙"
    parties = await EnforcementParty.filter(enforcement_id=run.id).order_by("place")
    assert [(one.side, one.name) for one in parties] == [
        (EnforcementSide.CREDITOR, "虚构甲"),
        (EnforcementSide.DEBTOR, "虚构乙"),
    ]
    assert (row.stage, row.number, row.is_late) == (EnforcementStage.ASKED, None, False)
    # Civil Code art. 195: asking breaks the two years off.
    assert await clocks(run) == {K.ENFORCEMENT_REQUEST: State.MET}


async def test_asking_twice_finds_the_application_that_is_open():
    run = await asked()
    before = await everything(run)
    again = await asking_actions.ask_on_decision(
        run.clerk, run.decision_id, AskedFor(), now=LATE_AT + DAY
    )
    assert again == run.id
    assert await everything(run) == before


async def test_nobody_asks_before_the_days_for_performance_are_over():
    trial, decision_id = await a_title()
    creditor, _ = await sides(trial)
    for at, may in ((LATE_AT - 10 * DAY, False), (LATE_AT - 9 * DAY, True)):
        if not may:
            with pytest.raises(NotNow, match="not_due_yet"):
                await asking_actions.ask_on_decision(creditor, decision_id, AskedFor(), now=at)
        else:
            await asking_actions.ask_on_decision(creditor, decision_id, AskedFor(), now=at)
    assert await Enforcement.all().count() == 1


async def test_a_debtor_asks_for_nothing_and_a_stranger_learns_nothing():
    trial, decision_id = await a_title()
    _, debtor = await sides(trial)
    with pytest.raises(NotAllowed):
        await asking_actions.ask_on_decision(debtor, decision_id, AskedFor(), now=LATE_AT)
    with pytest.raises(NotFound):
        await asking_actions.ask_on_decision(a_side(uuid4()), decision_id, AskedFor(), now=LATE_AT)
    assert await Enforcement.all().count() == 0


async def test_what_was_paid_in_full_is_not_enforced():
    trial, decision_id = await a_title()
    creditor, _ = await sides(trial)
    plaintiff = await trial_party(trial)
    await confirm_payment(
        trial.clerk,
        decision_id,
        plaintiff,
        amount_fen=OWED_FEN,
        paid_on=DUE_ON,
        words="",
        form_key=uuid4(),
        now=LATE_AT,
    )
    with pytest.raises(NotNow, match="nothing_owed"):
        await asking_actions.ask_on_decision(creditor, decision_id, AskedFor(), now=LATE_AT)


async def trial_party(trial):
    return (await CaseParty.get(case_id=trial.case_id, place=1)).id


async def test_who_asks_after_two_years_is_taken_in_and_marked():
    run = await asked(at=LATE_AT + timedelta(days=730))
    assert (await run.row()).is_late is True


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (AskedFor(rate_bp=345), "rate_from_on"),
        (AskedFor(rate_from_on=DUE_ON), "rate_from_on"),
        (AskedFor(rate_bp=2_401, rate_from_on=DUE_ON), "rate"),
        (AskedFor(interest_fen=-1), "interest"),
        (AskedFor(clues="长" * 4_001), "clues"),
    ],
)
async def test_what_is_typed_wrongly_is_named(wish, field):
    trial, decision_id = await a_title()
    creditor, _ = await sides(trial)
    with pytest.raises(NotValid) as refused:
        await asking_actions.ask_on_decision(creditor, decision_id, wish, now=LATE_AT)
    assert list(refused.value.fields) == [field]
    assert await Enforcement.all().count() == 0


async def test_an_accepted_application_has_a_number_and_its_terms():
    run = await running()
    row = await run.row()
    assert row.number == "（2026）虚0000执1号"
    # Interpretation art. 480: ten days; 2000 rules art. 5: six months. Both ends are rest days.
    assert (row.notice_by_on, row.term_on) == (date(2027, 1, 11), date(2027, 6, 30))
    assert await clocks(run) == {
        K.ENFORCEMENT_REQUEST: State.MET,
        K.ENFORCEMENT_NOTICE: State.RUNNING,
        K.ENFORCEMENT_TERM: State.RUNNING,
        K.ENFORCEMENT_IDLE: State.RUNNING,
    }
    with pytest.raises(NotNow):
        await actions.accept(run.clerk, run.id, WAYS, version=None, now=LATE_AT)


async def test_the_parties_accept_and_decide_nothing():
    run = await asked()
    for deed in (actions.refuse, actions.satisfy, actions.pause):
        with pytest.raises(NotAllowed):
            await deed(run.creditor, run.id, words="虚构", version=None, now=LATE_AT)
    with pytest.raises(NotAllowed):
        await actions.accept(run.creditor, run.id, WAYS, version=None, now=LATE_AT)
    with pytest.raises(NotFound):
        await actions.withdraw(run.debtor, run.id, words="虚构", version=None, now=LATE_AT)
    assert (await run.row()).stage is EnforcementStage.ASKED


async def test_money_counts_from_its_day_and_a_mistake_is_reversed_in_sight():
    run = await running()
    key = uuid4()
    for _ in range(2):
        await money(run, 300_00, key=key)
    assert (await account_of(await run.row(), on=LATE_ON)).principal_fen == 380_00
    wrong = await EnforcementMoney.get()
    for _ in range(2):
        await course_actions.take_back(
            run.clerk, run.id, wrong.id, words="虚构：记错", now=MUCH_LATER
        )
    assert (await account_of(await run.row(), on=LATE_ON)).principal_fen == OWED_FEN
    assert sorted(await EnforcementMoney.all().values_list("amount_fen", flat=True)) == [
        -300_00,
        300_00,
    ]


@pytest.mark.parametrize(
    ("amount", "on"),
    [(0, LATE_ON), (-1, LATE_ON), (100, date(2026, 12, 9)), (100, date(2030, 1, 1))],
)
async def test_money_that_cannot_be_is_refused(amount, on):
    run = await running()
    before = await everything(run)
    with pytest.raises(NotValid):
        await money(run, amount, on=on)
    with pytest.raises(NotValid):
        await money(run, 100, came=Came.SHARED)
    assert await everything(run) == before


async def test_what_the_creditor_confirmed_on_the_title_counts_too():
    run = await running()
    await confirm_payment(
        run.clerk,
        run.decision_id,
        await trial_party(run.trial),
        amount_fen=80_00,
        paid_on=LATE_ON,
        words="",
        form_key=uuid4(),
        now=LATE_AT,
    )
    assert (await account_of(await run.row(), on=LATE_ON)).principal_fen == 600_00


async def test_a_notice_meets_its_clock_and_a_measure_has_its_longest_time():
    run = await running()
    await step(run, Measure.NOTICE)
    assert (await clocks(run))[K.ENFORCEMENT_NOTICE] is State.MET
    before = await everything(run)
    for until, measure in ((None, Measure.FREEZE), (date(2027, 12, 31), Measure.FREEZE)):
        with pytest.raises(NotValid):
            await step(run, measure, until_on=until)  # Interpretation art. 485: a year
    assert await everything(run) == before
    await step(run, Measure.FREEZE, until_on=date(2027, 12, 30))
    frozen = await EnforcementStep.get(measure=Measure.FREEZE)
    for _ in range(2):
        await course_actions.lift_step(
            run.clerk, run.id, frozen.id, on=LATE_ON + 9 * DAY, form_key=uuid4(), now=MUCH_LATER
        )
    [shown] = [
        one
        for one in (await view_enforcement(run.judge, run.id, now=MUCH_LATER)).steps
        if one.measure is Measure.FREEZE
    ]
    assert (shown.lifted_on, shown.may_lift) == (LATE_ON + 9 * DAY, False)


async def test_days_of_suspension_bear_no_doubled_interest():
    run = await running()
    await step(run, Measure.SUSPEND, on=LATE_ON + DAY, until_on=LATE_ON + 10 * DAY)
    with_rest = await account_of(await run.row(), on=LATE_ON + 20 * DAY)
    # 680 yuan x 0.0175 % = 0.119 a day; 10 days late before, 10 after, 10 rested.
    assert with_rest.late_fen == 238


async def test_a_settlement_has_instalments_and_can_be_broken():
    run = await running()
    parts = ((LATE_ON + 30 * DAY, 300_00), (LATE_ON + 60 * DAY, 300_00))
    await course_actions.settle(
        run.clerk, run.id, parts, words="虚构：分两期", version=None, now=LATE_AT
    )
    await money(run, 300_00, on=LATE_ON + 29 * DAY)
    view = await view_enforcement(run.creditor, run.id, now=LATE_AT + 61 * DAY)
    assert [(one.paid_fen, one.is_missed) for one in view.parts] == [(300_00, False), (0, True)]
    await actions.resume(
        run.clerk, run.id, words="虚构：没有付第二期", version=None, now=MUCH_LATER
    )
    assert (await run.row()).stage is EnforcementStage.RUNNING


@pytest.mark.parametrize(
    "parts",
    [
        (),
        ((LATE_ON - DAY, 100),),
        ((LATE_ON + DAY, 100), (LATE_ON + DAY, 100)),
        ((LATE_ON + DAY, 0),),
        ((LATE_ON + DAY, OWED_FEN * 2),),
    ],
)
async def test_a_plan_that_cannot_be_is_refused(parts):
    run = await running()
    before = await everything(run)
    with pytest.raises(NotValid):
        await course_actions.settle(
            run.clerk, run.id, parts, words="虚构", version=None, now=LATE_AT
        )
    assert await everything(run) == before


async def test_a_run_ends_only_when_everything_was_tried_and_three_months_are_over():
    run = await running()

    async def pause(at) -> None:
        await actions.pause(run.judge, run.id, words="虚构：没有财产", version=None, now=at)

    for measure in (Measure.REPORT, Measure.SEARCH, Measure.SPENDING):
        with pytest.raises(NotNow, match="pause_lacks"):
            await pause(MUCH_LATER)
        await step(run, measure)
    with pytest.raises(NotNow, match="pause_too_early"):
        await pause(LATE_AT + 89 * DAY)
    await pause(LATE_AT + 90 * DAY)
    row = await run.row()
    assert (row.stage, row.closed_on) == (EnforcementStage.PAUSED, None)
    # Interpretation art. 517: taken up again whenever property is found.
    await actions.resume(run.clerk, run.id, words="虚构：发现房屋", version=None, now=MUCH_LATER)


async def test_what_is_paid_is_closed_and_may_be_asked_for_no_more():
    run = await running()
    with pytest.raises(NotValid):
        await actions.satisfy(run.judge, run.id, words="", version=None, now=LATE_AT)
    left = (await account_of(await run.row(), on=LATE_ON)).left_fen
    assert left == OWED_FEN + 1_19  # ten days of 0.119 yuan
    await money(run, left)
    await actions.satisfy(run.judge, run.id, words="", version=None, now=LATE_AT)
    row = await run.row()
    assert (row.stage, row.closing, row.open_key) == (
        EnforcementStage.CLOSED,
        Closing.SATISFIED,
        None,
    )
    assert {one.value: state for one, state in (await clocks(run)).items()} == {
        "enforcement_request": State.MET,
        "enforcement_notice": State.STOPPED,
        "enforcement_term": State.MET,
        "enforcement_idle": State.MET,
    }
    with pytest.raises(NotNow):
        await money(run, 100)


async def test_who_takes_it_back_has_two_years_anew():
    run = await running()
    await actions.withdraw(run.creditor, run.id, words="虚构：先等等", version=None, now=LATE_AT)
    clock = await Clock.get(case_id=run.trial.case_id, key=K.ENFORCEMENT_REQUEST)
    assert (clock.state, clock.due_on) == (State.RUNNING, date(2029, 1, 2))  # 2028-12-30 rests
    made = await asking_actions.ask_on_decision(
        run.creditor, run.decision_id, AskedFor(), now=LATE_AT + DAY
    )
    assert made != run.id


async def test_a_terminated_run_says_why():
    run = await running()
    with pytest.raises(NotValid):
        await actions.terminate(
            run.judge, run.id, Ground.POOR, words=" ", version=None, now=LATE_AT
        )
    await actions.terminate(run.judge, run.id, Ground.POOR, words="虚构", version=None, now=LATE_AT)
    row = await run.row()
    assert (row.closing, row.ground) == (Closing.TERMINATED, Ground.POOR)


async def test_two_tabs_do_not_overwrite_each_other():
    run = await asked()
    version = (await run.row()).version
    await actions.accept(run.clerk, run.id, WAYS, version=version, now=LATE_AT)
    with pytest.raises(NotNow, match="changed_meanwhile"):
        await actions.refuse(run.judge, run.id, words="虚构", version=version, now=LATE_AT)


async def test_the_debtor_sees_what_is_owed_and_not_where_property_was_looked_for():
    run = await asked(wish=AskedFor(clues="虚构：藏在礁石下"))
    await actions.accept(run.clerk, run.id, WAYS, version=None, now=LATE_AT)
    await step(run, Measure.SEARCH, target="虚构银行")
    seen = await view_enforcement(run.debtor, run.id, now=LATE_AT)
    assert (seen.clues, seen.steps, seen.account.principal_fen) == ("", (), OWED_FEN)
    assert seen.acts == frozenset()
    own = await view_enforcement(run.creditor, run.id, now=LATE_AT)
    assert (own.clues, len(own.steps)) == ("虚构：藏在礁石下", 1)
    with pytest.raises(NotFound):
        await view_enforcement(a_side(uuid4()), run.id, now=LATE_AT)
