"""The fee: asked for with every step, believed only from the bank's answer, let off, refunded."""

from datetime import date, timedelta
from typing import cast

import pytest

from commons.access.actor import SYSTEM
from commons.almanac import FixedClock
from commons.db import atomic
from commons.errors import NotAllowed, NotFound, NotNow, NotValid
from commons.papers.render import Renderer
from commons.providers.ports import Callback, Outside
from commons.providers.sandbox import Fault, Sandbox
from commons.settings import Settings
from commons.worker import rest
from island.wiring import hands
from litigation.cases import fee_actions, pay_actions, relief_actions
from litigation.cases.charging import (
    NoticeStage,
    PaymentStage,
    RefundGround,
    ReliefGround,
    ReliefKind,
)
from litigation.cases.collecting import OnTheSpot
from litigation.cases.fee_queries import view_fee
from litigation.cases.models import Case, FeePayment, FeeRefund, FeeRelief
from litigation.cases.pleading import Standing
from litigation.cases.relief import Decision
from litigation.cases.rules import Ending, Stage
from litigation.mediation.parties import PartyKind
from tests.litigation.cases.builders import (
    CLERK,
    JUDGE,
    NOW,
    STRANGER,
    TOURIST,
    a_case,
    everything,
    notice_of,
    paid,
)
from tests.litigation.mediation.builders import somebody

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]
AFTER = NOW + timedelta(days=8)  # 12-01, the day after the last day for paying
HANDS = hands()
BANK_HEARS = "litigation.case.fee_"


@pytest.fixture
def sandbox(clock: FixedClock) -> Sandbox:
    return Sandbox(clock)


@pytest.fixture
def outside(clock: FixedClock, sandbox: Sandbox, tmp_path) -> Outside:
    return Outside(
        settings=Settings.read({"ISLAND_MODE": "test", "ISLAND_HOME": str(tmp_path)}),
        clock=clock,
        renderer=cast("Renderer", None),
        sms=sandbox.sms_sender,
        wechat=sandbox.wechat_sender,
        stamper=sandbox.stamper,
        payments=sandbox.payments,
        meetings=sandbox.meetings,
    )


@pytest.fixture
def work(outside):
    """Be the worker, as far as money goes: papers are not printed here."""
    listeners = {t: ls for t, ls in HANDS.listeners.items() if t.startswith(BANK_HEARS)}
    listeners.pop("litigation.case.fee_notice_issued")

    async def until_rest() -> None:
        await rest(type(HANDS)(listeners), outside)

    return until_rest


async def pay(case: Case, now=NOW) -> FeePayment:
    notice = await notice_of(case)
    payment_id = await pay_actions.start_collection(TOURIST, case.id, notice.id, now=now)
    return await FeePayment.get(id=payment_id)


async def test_the_notice_counts_down_and_shows_every_step():
    case = await a_case()
    [notice] = (await view_fee(TOURIST, case.id, now=NOW)).notices
    assert (notice.days_left, notice.may_lapse) == (7, False)
    # Art. 13(1)1: 50 for the first ten thousand, 2.5 % of the next twenty thousand; art. 16: half.
    assert [line.reason for line in notice.lines] == [
        "fees.property_base",
        "fees.bracket",
        "fees.halved_summary",
    ]
    with pytest.raises(NotFound):
        await view_fee(STRANGER, case.id, now=NOW)


async def test_a_fee_is_paid_only_when_the_bank_says_so_on_being_asked(work, sandbox, clock):
    case = await a_case()
    payment = await pay(case)
    assert (await pay(case)).id == payment.id  # pressed twice
    await work()
    payment = await FeePayment.get(id=payment.id)
    assert payment.pay_url.endswith(payment.key)
    assert (await Case.get(id=case.id)).stage is Stage.FEE_DUE
    assert sandbox.payments.pay(payment.key)
    # A callback only wakes the question up, whoever sent it.
    keys = sandbox.payments.read_keys(
        Callback(query={}, headers={}, body=b'{"keys":["%s"]}' % payment.key.encode(), at=NOW)
    )
    assert keys == (payment.key,)
    assert await pay_actions.wake_query(payment.key, now=NOW)
    assert not await pay_actions.wake_query("somebody-else", now=NOW)
    assert (await FeePayment.get(id=payment.id)).stage is PaymentStage.ASKED
    await work()
    notice, case = await notice_of(case), await Case.get(id=case.id)
    assert (notice.stage, notice.paid_fen, case.stage) == (NoticeStage.PAID, 275_00, Stage.POOL)
    assert await FeeRefund.all().count() == 0


async def test_a_callback_about_money_nobody_paid_changes_nothing(work, sandbox):
    case = await a_case()
    payment = await pay(case)
    await work()
    await pay_actions.wake_query(payment.key, now=NOW)
    await work()
    assert (await notice_of(case)).stage is NoticeStage.DUE
    assert (await FeePayment.get(id=payment.id)).stage is PaymentStage.ASKED


async def test_what_the_bank_took_in_part_or_twice_is_counted_to_the_fen(work, sandbox, clock):
    case = await a_case()
    payment = await pay(case)
    await work()
    sandbox.payments.pay(payment.key, 100_00)
    await pay_actions.wake_query(payment.key, now=NOW)
    await work()
    notice = await notice_of(case)
    assert (notice.stage, notice.paid_fen) == (NoticeStage.DUE, 100_00)
    second = await pay(case)
    assert second.amount_fen == 175_00
    await work()
    sandbox.payments.pay(second.key, 200_00)
    await pay_actions.wake_query(second.key, now=NOW)
    await work()
    [refund] = await FeeRefund.all()
    assert (refund.ground, refund.amount_fen) == (RefundGround.PAID_TWICE, 25_00)
    assert (await Case.get(id=case.id)).stage is Stage.POOL


async def test_a_bank_that_refuses_or_is_silent_leaves_the_fee_unpaid(work, sandbox, clock):
    case = await a_case()
    sandbox.payments.fail(Fault.SILENT, Fault.REFUSE)
    payment = await pay(case)
    await work()  # silent: asked again later with the same key
    assert (await FeePayment.get(id=payment.id)).stage is PaymentStage.ASKED
    clock.move(timedelta(hours=1))
    await work()
    assert (await FeePayment.get(id=payment.id)).stage is PaymentStage.FAILED
    assert (await pay(case)).id != payment.id


async def test_a_case_lapses_after_the_day_and_not_before():
    # Measures art. 22(4); Interpretation art. 213.
    case = await a_case()
    notice = await notice_of(case)
    for days in (0, 6, 7):
        before = await everything()
        with pytest.raises(NotNow) as no:
            await fee_actions.rule_lapsed(JUDGE, case.id, notice.id, now=NOW + timedelta(days=days))
        assert no.value.reason == "cases.fee.not_over_yet"
        assert await everything() == before
    with pytest.raises(NotAllowed):
        await fee_actions.rule_lapsed(CLERK, case.id, notice.id, now=AFTER)
    await fee_actions.rule_lapsed(JUDGE, case.id, notice.id, now=AFTER)
    case = await Case.get(id=case.id)
    assert (case.stage, case.ending) == (Stage.CLOSED, Ending.DEEMED_WITHDRAWN)


async def test_a_case_never_lapses_while_relief_is_asked_for():
    case = await a_case()
    notice = await notice_of(case)
    relief_id = await ask(case, ReliefKind.EXEMPT, ReliefGround.LOWEST_INCOME)
    with pytest.raises(NotNow) as no:
        await fee_actions.rule_lapsed(JUDGE, case.id, notice.id, now=AFTER)
    assert no.value.reason == "cases.fee.relief_is_open"
    # Art. 22(4), 48(3): refused with a reason and another last day, and only then over.
    refusal = Decision(granted=False, reason="虚构：证明不足", until_on=date(2026, 12, 8))
    await relief_actions.decide_relief(JUDGE, case.id, relief_id, refusal, now=AFTER)
    with pytest.raises(NotNow):
        await fee_actions.rule_lapsed(JUDGE, case.id, notice.id, now=AFTER)
    later = NOW + timedelta(days=16)
    await fee_actions.rule_lapsed(JUDGE, case.id, notice.id, now=later)
    assert (await Case.get(id=case.id)).ending is Ending.DEEMED_WITHDRAWN


async def test_a_payment_begun_in_time_is_asked_about_before_the_ruling(work, sandbox, clock):
    case = await a_case()
    notice = await notice_of(case)
    payment = await pay(case)
    await work()
    sandbox.payments.pay(payment.key)
    with pytest.raises(NotNow) as no:
        await fee_actions.rule_lapsed(JUDGE, case.id, notice.id, now=AFTER)
    assert no.value.reason == "cases.fee.payment_is_open"
    clock.move(timedelta(days=8))
    await work()  # the timer of the last day asks the bank by itself
    assert (await notice_of(case)).stage is NoticeStage.PAID
    assert (await Case.get(id=case.id)).stage is Stage.POOL


async def ask(case, kind, ground, words="虚构：领取低保", actor=TOURIST):
    notice = await notice_of(case)
    return await relief_actions.ask_relief(
        actor, case.id, notice.id, kind=kind, ground=ground, words=words, now=NOW
    )


@pytest.mark.parametrize(
    ("kind", "ground", "payer", "field"),
    [
        # Art. 44(2): exemption for natural persons only.
        (ReliefKind.EXEMPT, ReliefGround.LOWEST_INCOME, PartyKind.ORGANISATION, "kind"),
        # Art. 45 to 47: each relief has its own grounds.
        (ReliefKind.DEFER, ReliefGround.DISASTER, PartyKind.PERSON, "ground"),
        (ReliefKind.REDUCE, ReliefGround.LEGAL_AID, PartyKind.PERSON, "ground"),
    ],
)
async def test_relief_on_another_ground_is_refused_by_name(kind, ground, payer, field):
    case = await a_case(plaintiff=Standing(somebody("虚构甲公司", kind=payer)))
    before = await everything()
    with pytest.raises(NotValid) as no:
        await ask(case, kind, ground)
    assert list(no.value.fields) == [field]
    assert await everything() == before


async def test_a_reduction_is_at_least_thirty_per_cent_and_leaves_the_rest_due():
    # Art. 46(2).
    case = await a_case()
    relief_id = await ask(case, ReliefKind.REDUCE, ReliefGround.DISASTER)
    said = Decision(granted=True, reason="虚构", percent=29, until_on=date(2026, 12, 8))
    with pytest.raises(NotValid):
        await relief_actions.decide_relief(JUDGE, case.id, relief_id, said, now=NOW)
    said = Decision(granted=True, reason="虚构", percent=30, until_on=date(2026, 12, 8))
    await relief_actions.decide_relief(JUDGE, case.id, relief_id, said, now=NOW)
    notice = await notice_of(case)
    assert (notice.stage, notice.waived_fen) == (NoticeStage.DUE, 82_50)
    assert notice.due_on == date(2026, 12, 8)
    assert (await pay(case)).amount_fen == 192_50


@pytest.mark.parametrize(
    ("kind", "ground", "stage"),
    [
        (ReliefKind.DEFER, ReliefGround.LEGAL_AID, NoticeStage.DEFERRED),
        (ReliefKind.EXEMPT, ReliefGround.LOWEST_INCOME, NoticeStage.WAIVED),
    ],
)
async def test_deferred_or_exempted_the_case_goes_into_the_pool(kind, ground, stage):
    case = await a_case()
    relief_id = await ask(case, kind, ground)
    assert await ask(case, kind, ground) == relief_id  # pressed twice
    said = Decision(granted=True, reason="虚构", until_on=date(2027, 1, 15))
    await relief_actions.decide_relief(JUDGE, case.id, relief_id, said, now=NOW)
    assert (await notice_of(case)).stage is stage
    assert (await Case.get(id=case.id)).stage is Stage.POOL
    with pytest.raises(NotNow):
        await relief_actions.decide_relief(JUDGE, case.id, relief_id, said, now=NOW)
    assert await FeeRelief.all().count() == 1


async def test_on_a_circuit_day_the_fee_is_taken_against_a_provincial_receipt():
    # Art. 52(3): circuit hearing, at the party's request, with the receipt; the whole sum.
    case = await a_case()
    notice = await notice_of(case)
    taken = OnTheSpot(275_00, "闽财1234567", "虚构码头", is_circuit=True, asked_by_party=True)
    wrong = OnTheSpot(270_00, "", "虚构码头", is_circuit=False, asked_by_party=False)
    with pytest.raises(NotValid) as no:
        await pay_actions.take_on_the_spot(CLERK, case.id, notice.id, wrong, now=NOW)
    assert set(no.value.fields) == {"amount", "receipt_number", "is_circuit", "asked_by_party"}
    for _ in range(2):
        await pay_actions.take_on_the_spot(CLERK, case.id, notice.id, taken, now=NOW)
    assert await FeePayment.all().count() == 1
    assert (await Case.get(id=case.id)).stage is Stage.POOL


async def test_a_refund_is_noted_once_with_the_banks_number():
    case = await a_case()
    await owed(case)
    refund = await FeeRefund.get(case_id=case.id)
    # Art. 53: within fifteen days.
    assert refund.due_on == date(2026, 12, 8)
    for _ in range(2):
        await fee_actions.note_refund(CLERK, case.id, refund.id, reference="B1", now=NOW)
    with pytest.raises(NotNow):
        await fee_actions.note_refund(CLERK, case.id, refund.id, reference="B2", now=NOW)


async def owed(case) -> None:
    await paid(case)
    await _owe(case)


@atomic
async def _owe(case) -> None:
    row = await Case.get(id=case.id)
    await fee_actions.owe(row, RefundGround.WON, 10_00, None, actor=SYSTEM, now=NOW)
