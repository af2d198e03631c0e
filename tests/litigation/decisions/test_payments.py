"""Money paid on a decision: confirmed by the one who has it, and the two years taken away."""

from datetime import timedelta
from uuid import uuid4

import pytest

from commons.errors import NotFound, NotNow, NotValid
from commons.evidence_log.models import Leaf
from litigation.cases.fees import Procedure
from litigation.cases.models import CaseParty
from litigation.clocks.keys import ClockKey
from litigation.clocks.models import Clock
from litigation.clocks.rules import State
from litigation.decisions import effect_actions, payment_actions
from litigation.decisions.models import CourtDecision, DecisionPayment, DecisionReach
from litigation.decisions.rules import PAYMENTS_MAX, ServedWay
from tests.litigation.decisions.builders import a_decision, a_reader
from tests.litigation.hearings.builders import SITS_ON, STARTS_AT, Trial, a_court, a_held_trial

pytestmark = pytest.mark.usefixtures("db")
LATER = STARTS_AT + timedelta(days=5)


async def confirm(trial: Trial, decision_id, amount_fen: int, *, by=None, **other) -> None:
    creditor, _ = await DecisionReach.filter(decision_id=decision_id).order_by("place")
    said = {
        "amount_fen": amount_fen,
        "paid_on": SITS_ON,
        "words": "虚构",
        "form_key": uuid4(),
        "now": LATER,
        **other,
    }
    await payment_actions.confirm_payment(by or trial.clerk, decision_id, creditor.party_id, **said)


async def test_what_is_paid_in_full_takes_the_two_years_away():
    trial = await a_held_trial(Procedure.SMALL_CLAIMS)
    decision_id = await a_decision(trial)
    for row in await DecisionReach.all():
        await effect_actions.note_service(
            trial.clerk,
            decision_id,
            row.party_id,
            served_on=SITS_ON,
            way=ServedWay.DIRECT,
            now=LATER,
        )
    limit = Clock.filter(case_id=trial.case_id, key=ClockKey.ENFORCEMENT_REQUEST)
    assert (await limit.get()).state is State.RUNNING
    await confirm(trial, decision_id, 67_999)
    assert (await limit.get()).state is State.RUNNING
    await confirm(trial, decision_id, 1)
    assert (await limit.get()).state is State.STOPPED


async def test_a_confirmation_that_cannot_be_is_refused_and_leaves_everything_alone():
    trial = await a_held_trial()
    decision_id = await a_decision(trial, sign=False)
    with pytest.raises(NotNow, match="not_issued"):
        await payment_actions.confirm_payment(
            trial.clerk,
            decision_id,
            uuid4(),
            amount_fen=1,
            paid_on=SITS_ON,
            words="",
            form_key=uuid4(),
            now=LATER,
        )
    assert await a_decision(trial) == decision_id
    before = await Leaf.all().count()
    for wrong, field in (
        ({"amount_fen": 0}, "amount"),
        ({"amount_fen": -5}, "amount"),
        ({"paid_on": SITS_ON - timedelta(days=1)}, "paid_on"),
        ({"paid_on": LATER.date() + timedelta(days=1)}, "paid_on"),
    ):
        with pytest.raises(NotValid) as refused:
            await confirm(trial, decision_id, wrong.pop("amount_fen", 100), **wrong)
        assert set(refused.value.fields) == {field}
    _, debtor = await DecisionReach.filter(decision_id=decision_id).order_by("place")
    own = await CaseParty.get(id=debtor.party_id)
    for who in (trial.clerk, a_reader(own.account_id)):
        with pytest.raises(NotValid) as refused:
            await payment_actions.confirm_payment(
                who,
                decision_id,
                debtor.party_id,
                amount_fen=68_000,
                paid_on=SITS_ON,
                words="虚构：欠钱的说自己收到了钱",
                form_key=uuid4(),
                now=LATER,
            )
        assert set(refused.value.fields) == {"party_id"}
    stranger = (await a_court("邻县")).clerk
    with pytest.raises(NotFound):
        await confirm(trial, decision_id, 100, by=stranger)
    await CourtDecision.filter(id=decision_id).update(amount_fen=None)
    with pytest.raises(NotNow, match="no_money_ordered"):
        await confirm(trial, decision_id, 100)
    assert await DecisionPayment.all().count() == 0
    assert await Leaf.all().count() == before


async def test_the_list_of_payments_has_an_end():
    trial = await a_held_trial()
    decision_id = await a_decision(trial)
    party = await DecisionReach.filter(decision_id=decision_id).first()
    for _ in range(PAYMENTS_MAX):
        await DecisionPayment.create(
            decision_id=decision_id,
            party_id=party.party_id,
            amount_fen=1,
            paid_on=SITS_ON,
            noted_by="虚构",
            noted_at=LATER,
            form_key=uuid4(),
        )
    with pytest.raises(NotNow, match="too_many_payments"):
        await confirm(trial, decision_id, 100)
