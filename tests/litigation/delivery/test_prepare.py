"""A paper goes to each recipient once, by the ladder, whatever providers and restarts do."""

from datetime import timedelta

import pytest

from commons.access.actor import SYSTEM
from commons.almanac import FixedClock
from commons.evidence_log.models import Leaf
from commons.papers.models import view_paper
from commons.providers.ports import Arrival
from commons.providers.sandbox import Fault, Sandbox
from litigation.delivery import actions, attempts, listening
from litigation.delivery.events import AttemptDue
from litigation.delivery.models import Attempt, Delivery
from litigation.delivery.rules import Channel, Stage, State
from tests.litigation.delivery.builders import (
    CHEN_PHONE,
    LIN_PHONE,
    NOW,
    a_delivery,
    a_recipient,
    an_outside,
    work,
)

pytestmark = pytest.mark.usefixtures("db")


async def states() -> list[tuple[Channel, State]]:
    return [(row.channel, row.state) for row in await Attempt.all().order_by("ordinal")]


async def test_the_recipient_gets_one_message_with_court_name_code_and_hotline(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    row, _ = await a_delivery()
    await work(sandbox, clock)
    paper = await view_paper(row.paper_id)
    text = (
        "【虚构县人民法院】林**：您有一份《调解告知书》（虚构调1号）待领取。"
        f"文书识别码 {paper.code}。请在本院“领取文书”页面输入识别码，"
        "凭本手机验证后阅读、下载。本短信不含链接，如有疑问请拨打12368核实。"
    )
    assert [sms.text for sms in sandbox.sms] == [text]
    assert [(sms.phone, sms.template) for sms in sandbox.sms] == [(LIN_PHONE, "paper_waiting")]
    assert await states() == [(Channel.SMS, State.SENT)]


async def test_preparing_twice_changes_nothing(sandbox: Sandbox, clock: FixedClock) -> None:
    recipient = a_recipient()
    row, _ = await a_delivery(recipients=[recipient])
    again = await actions.prepare(row.paper_id, [recipient], actor=SYSTEM, now=NOW)
    await work(sandbox, clock)
    assert again == (row.id,)
    assert await Delivery.all().count() == 1
    assert len(sandbox.sms) == 1
    acts = await Leaf.filter(act="delivery.prepared").count()
    assert acts == 1


async def test_one_code_goes_to_each_of_three_recipients(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    people = [a_recipient(phone=f"+861380501000{n}") for n in range(3)]
    await a_delivery(recipients=people)
    await work(sandbox, clock)
    assert sorted(sms.phone for sms in sandbox.sms) == sorted(str(one.phone) for one in people)


async def test_wechat_comes_first_and_a_text_message_only_when_it_fails(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    sandbox.wechat_sender.fail(Fault.REFUSE)
    await a_delivery(recipients=[a_recipient(open_id="o-invented")])
    await work(sandbox, clock)
    assert await states() == [(Channel.WECHAT, State.PERMANENT), (Channel.SMS, State.SENT)]
    assert (len(sandbox.wechat), len(sandbox.sms)) == (0, 1)


async def test_an_unopened_wechat_notice_is_followed_by_a_text_message_after_two_hours(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    await a_delivery(recipients=[a_recipient(open_id="o-invented")])
    await work(sandbox, clock)
    assert (len(sandbox.wechat), len(sandbox.sms)) == (1, 0)
    clock.move(timedelta(hours=2))
    await work(sandbox, clock)
    assert (len(sandbox.wechat), len(sandbox.sms)) == (1, 1)
    clock.move(timedelta(hours=72))
    await work(sandbox, clock)
    assert [row.stage for row in await Delivery.all()] == [Stage.STALLED]
    assert (len(sandbox.wechat), len(sandbox.sms)) == (1, 1)


async def test_a_recipient_without_phone_and_wechat_needs_a_person_at_once() -> None:
    row, _ = await a_delivery(recipients=[a_recipient(phone=None)])
    assert row.stage is Stage.STALLED
    assert await Attempt.all().count() == 0


async def test_a_busy_provider_gets_the_same_message_again_later(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    sandbox.sms_sender.fail(Fault.BUSY, Fault.BUSY)
    await a_delivery()
    for _ in range(3):
        await work(sandbox, clock)
        clock.move(timedelta(minutes=5))
    assert len(sandbox.sms) == 1
    assert await states() == [(Channel.SMS, State.SENT)]
    [attempt] = await Attempt.all()
    assert sandbox.sms[0].key == str(attempt.id)


async def test_a_provider_that_stays_busy_is_given_up_after_five_tries(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    sandbox.sms_sender.fail(*[Fault.BUSY] * 20)
    await a_delivery()
    for _ in range(12):
        await work(sandbox, clock)
        clock.move(timedelta(minutes=31))
    assert sandbox.sms_sender.calls == 5
    assert await states() == [(Channel.SMS, State.TEMPORARY)]


async def test_a_lost_answer_is_asked_about_and_never_sent_twice(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    sandbox.sms_sender.fail(Fault.LOST_ANSWER)
    await a_delivery()
    await work(sandbox, clock)
    assert await states() == [(Channel.SMS, State.UNKNOWN)]
    clock.move(timedelta(minutes=2))
    await work(sandbox, clock)
    assert await states() == [(Channel.SMS, State.SENT)]
    assert (sandbox.sms_sender.calls, len(sandbox.sms)) == (1, 1)


async def test_a_message_that_never_arrived_at_the_provider_is_sent_after_asking(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    sandbox.sms_sender.fail(Fault.SILENT)
    await a_delivery()
    await work(sandbox, clock)
    clock.move(timedelta(minutes=2))
    await work(sandbox, clock)
    assert await states() == [(Channel.SMS, State.SENT)]
    assert (sandbox.sms_sender.calls, len(sandbox.sms)) == (2, 1)


async def test_a_restart_between_sending_and_writing_down_sends_nothing_twice(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    await a_delivery()
    [row] = await Attempt.all()
    outside = an_outside(sandbox, clock)
    # The first process takes the message in hand, sends it, and is killed before the answer.
    errand = await attempts.take(row.id, NOW)
    assert errand is not None
    await listening._send(errand, outside)
    for _ in range(3):
        await listening.on_attempt_due(AttemptDue(attempt_id=row.id), outside)
    assert (sandbox.sms_sender.calls, len(sandbox.sms)) == (1, 1)
    assert await states() == [(Channel.SMS, State.SENT)]


async def test_the_carriers_report_is_understood_by_the_worker_and_only_strengthens(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    await a_delivery()
    await work(sandbox, clock)
    key = sandbox.sms[0].key
    for arrival in (Arrival.DELIVERED, Arrival.TEMPORARY, Arrival.DELIVERED):
        posted = sandbox.sms_sender.callback(key, arrival, words="DELIVRD", at=NOW)
        await attempts.note_callback("sandbox-sms", posted.body, NOW)
    await work(sandbox, clock)
    assert await states() == [(Channel.SMS, State.DELIVERED)]
    [row] = await Attempt.all()
    assert row.words == "DELIVRD"


async def test_nothing_goes_out_after_a_block(sandbox: Sandbox, clock: FixedClock) -> None:
    row, _ = await a_delivery(recipients=[a_recipient(), a_recipient(phone=CHEN_PHONE)])
    await attempts.withdraw_queued(row.paper_id, NOW)
    await work(sandbox, clock)
    assert sandbox.sms == []
    assert await states() == [(Channel.SMS, State.WITHDRAWN)] * 2
