"""The sandbox takes every message once, remembers it, and fails exactly as told."""

from datetime import UTC, datetime

import pytest

from commons.almanac import FixedClock
from commons.providers.ports import Accepted, Arrival, Refused, Report, Sms, Unknown, WeChatNote
from commons.providers.sandbox import KEPT_MAX, Fault, Sandbox

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SMS = Sms("k1", "+8613805010001", "虚构的短信")


@pytest.fixture
def box() -> Sandbox:
    return Sandbox(FixedClock(NOW))


async def test_it_remembers_what_it_was_asked(box: Sandbox) -> None:
    note = WeChatNote("k2", "o-invented", "paper_waiting", {"文书": "虚构"})
    assert await box.sms_sender.send(SMS) == Accepted("sandbox-sms-1")
    assert await box.wechat_sender.send(note) == Accepted("sandbox-wechat-1")
    assert (box.sms, box.wechat) == ([SMS], [note])


async def test_the_same_key_is_the_same_message(box: Sandbox) -> None:
    first = await box.sms_sender.send(SMS)
    assert await box.sms_sender.send(SMS) == first
    assert box.sms == [SMS]


@pytest.mark.parametrize(
    ("fault", "answer", "asked_later", "taken"),
    [
        (Fault.REFUSE, Refused, Refused, 0),
        (Fault.BUSY, Refused, Refused, 0),
        (Fault.SILENT, Unknown, Refused, 0),
        (Fault.LOST_ANSWER, Unknown, Accepted, 1),
    ],
)
async def test_it_fails_when_told_to_and_tells_the_truth_when_asked(
    box: Sandbox, fault: Fault, answer: type, asked_later: type, taken: int
) -> None:
    box.sms_sender.fail(fault)
    assert type(await box.sms_sender.send(SMS)) is answer
    assert type(await box.sms_sender.ask("k1")) is asked_later
    assert len(box.sms) == taken
    assert type(await box.sms_sender.send(SMS)) is Accepted


async def test_it_can_be_out_of_reach_for_a_question(box: Sandbox) -> None:
    box.sms_sender.fail(Fault.UNREACHABLE)
    assert type(await box.sms_sender.ask("k1")) is Unknown


async def test_its_memory_is_bounded(box: Sandbox) -> None:
    for number in range(KEPT_MAX + 5):
        await box.sms_sender.send(Sms(f"k{number}", SMS.phone, SMS.text))
    assert len(box.sms) == KEPT_MAX


async def test_its_callback_is_genuine_and_readable_by_itself_alone(box: Sandbox) -> None:
    await box.sms_sender.send(SMS)
    posted = box.sms_sender.callback("k1", Arrival.DELIVERED, words="ok", at=NOW)
    assert box.sms_sender.is_genuine(posted)
    assert not box.wechat_sender.is_genuine(posted)
    assert box.sms_sender.read_reports(posted.body) == (
        Report("sandbox-sms-1", Arrival.DELIVERED, "ok", NOW),
    )
