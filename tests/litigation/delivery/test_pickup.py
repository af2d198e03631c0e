"""A code opens nothing by itself; its holder gets in, everybody else learns nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from commons.almanac import FixedClock
from commons.codes import new_code
from commons.errors import NotNow
from commons.evidence_log.models import Leaf
from commons.outbox import Fact
from commons.providers.sandbox import Sandbox
from litigation.delivery import pickup_actions
from litigation.delivery.models import Delivery, Otp, Pickup, Sighting, Spending
from litigation.delivery.pickup_rules import Asked, Source
from litigation.delivery.rules import Seen, Stage
from tests.litigation.delivery.builders import (
    CHEN_PHONE,
    HOME,
    LIN_PHONE,
    NOW,
    a_delivery,
    a_recipient,
    an_open_visit,
    digits_in,
    work,
)

pytestmark = pytest.mark.usefixtures("db")

TAIL = LIN_PHONE[-4:]


async def asked(code: str, tail: str = TAIL, *, source: Source = HOME) -> tuple[str, Asked]:
    token = await pickup_actions.begin(code, NOW)
    return token, await pickup_actions.ask_for_otp(token, tail, source, NOW)


async def messages(sandbox: Sandbox, clock: FixedClock) -> list[str]:
    """Let the worker send, and return the texts with six digits in them."""
    await work(sandbox, clock)
    return [sms.text for sms in sandbox.sms if sms.template == "pickup_code"]


async def test_the_holder_gets_six_digits_and_is_let_in_under_a_new_token(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    row, code = await a_delivery()
    token, answer = await asked(code)
    [text] = await messages(sandbox, clock)
    assert answer is Asked.GO_ON
    opened = await pickup_actions.confirm(token, digits_in(text), HOME, NOW)
    assert opened is not None
    assert opened != token
    assert [(one.seen, one.delivery_id) for one in await Sighting.all()] == [(Seen.OPENED, row.id)]
    assert (await Delivery.get(id=row.id)).stage is Stage.OPENED
    assert await Leaf.filter(act="delivery.opened", subject=f"paper:{row.paper_id}").count() == 1
    with pytest.raises(NotNow, match="visit_over"):
        await pickup_actions.confirm(token, digits_in(text), HOME, NOW)


async def test_the_digits_are_forgotten_once_they_were_sent(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    await asked(code)
    assert await Otp.filter(digits=None).count() == 0
    await work(sandbox, clock)
    assert await Otp.filter(digits=None).count() == 1


@pytest.mark.parametrize("wrong", ["code", "tail"])
async def test_a_wrong_code_and_a_wrong_phone_get_the_same_answer_and_no_message(
    wrong: str, sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    await work(sandbox, clock)
    told = len(sandbox.sms)
    token, answer = await asked(*((new_code(),) if wrong == "code" else (code, "9999")))
    await work(sandbox, clock)
    assert answer is Asked.GO_ON
    assert len(sandbox.sms) == told
    assert await pickup_actions.confirm(token, "123456", HOME, NOW) is None
    assert await Sighting.all().count() == 0


async def test_right_and_wrong_leave_the_same_rows_behind() -> None:
    """Reliability A4: whoever watches time or storage must not tell right from wrong."""
    left = []
    _, code = await a_delivery()
    for attempt in (code, new_code()):
        before = [await one.all().count() for one in (Pickup, Otp, Spending, Fact, Leaf)]
        await asked(attempt, source=Source(f"198.51.100.{len(left)}", ""))
        after = [await one.all().count() for one in (Pickup, Otp, Spending, Fact, Leaf)]
        left.append([now - then for then, now in zip(before, after, strict=True)])
    # The rows of one network and of everybody were made by the first and are shared by both.
    left[0][2] -= 2
    assert left[0] == left[1]


async def test_a_code_lives_ten_minutes(sandbox: Sandbox, clock: FixedClock) -> None:
    _, code = await a_delivery()
    token, _ = await asked(code)
    [text] = await messages(sandbox, clock)
    clock.move(timedelta(minutes=10))
    assert await pickup_actions.confirm(token, digits_in(text), HOME, clock.now()) is None


async def test_digits_belong_to_the_browser_that_asked(sandbox: Sandbox, clock: FixedClock) -> None:
    _, code = await a_delivery()
    await asked(code)
    [text] = await messages(sandbox, clock)
    other, _ = await asked(code)
    assert await pickup_actions.confirm(other, digits_in(text), HOME, NOW) is None


async def test_after_five_wrong_tries_the_right_digits_are_wrong_too(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    token, _ = await asked(code)
    [text] = await messages(sandbox, clock)
    wrong = f"{(int(digits_in(text)) + 1) % 1_000_000:06}"
    for _ in range(5):
        assert await pickup_actions.confirm(token, wrong, HOME, NOW) is None
    assert await pickup_actions.confirm(token, digits_in(text), HOME, NOW) is None


async def gathered(deed: Callable[[], Awaitable[str | None]], times: int) -> list[object]:
    return await asyncio.gather(*(deed() for _ in range(times)), return_exceptions=True)


async def test_two_hundred_at_once_with_wrong_digits_are_looked_at_five_times(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    token, _ = await asked(code)
    [text] = await messages(sandbox, clock)
    wrong = f"{(int(digits_in(text)) + 1) % 1_000_000:06}"
    answers = await gathered(lambda: pickup_actions.confirm(token, wrong, HOME, NOW), 200)
    assert answers == [None] * 200
    assert [row.tries_left for row in await Otp.all()] == [0]


async def test_forty_at_once_with_the_right_digits_let_exactly_one_in(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    token, _ = await asked(code)
    [text] = await messages(sandbox, clock)
    answers = await gathered(lambda: pickup_actions.confirm(token, digits_in(text), HOME, NOW), 40)
    assert len([one for one in answers if isinstance(one, str)]) == 1
    assert await Sighting.filter(seen=Seen.OPENED).count() == 1


async def test_one_phone_gets_one_message_a_minute_and_five_an_hour(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    token = await pickup_actions.begin(code, NOW)
    sent = []
    for _ in range(14):
        await pickup_actions.ask_for_otp(token, TAIL, HOME, clock.now())
        if await Pickup.filter(is_careful=True).exists():
            await pickup_actions.ask_for_otp(token, LIN_PHONE, HOME, clock.now())
        sent.append(len(await messages(sandbox, clock)))
        clock.move(timedelta(seconds=61))
    assert max(sent) == 5
    assert sent[:3] == [1, 2, 3]


async def test_a_second_request_within_a_minute_keeps_the_first_digits_good(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    token, _ = await asked(code)
    await pickup_actions.ask_for_otp(token, TAIL, HOME, NOW)
    [text] = await messages(sandbox, clock)
    assert await pickup_actions.confirm(token, digits_in(text), HOME, NOW) is not None


async def test_ten_wrong_codes_a_minute_make_an_address_careful_but_never_lock_the_holder(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    answers = [(await asked(new_code()))[1] for _ in range(11)]
    assert answers == [Asked.GO_ON] * 10 + [Asked.CAREFUL]
    _, code = await a_delivery()
    token, answer = await asked(code)
    assert answer is Asked.CAREFUL
    assert await pickup_actions.ask_for_otp(token, LIN_PHONE, HOME, NOW) is Asked.GO_ON
    [text] = await messages(sandbox, clock)
    assert await pickup_actions.confirm(token, digits_in(text), HOME, NOW) is not None


async def test_right_codes_cost_nothing() -> None:
    people = [a_recipient(phone=f"+86138050100{n:02}") for n in range(15)]
    _, code = await a_delivery(recipients=people)
    for person in people[:4]:
        assert (await asked(code, str(person.phone)[-4:]))[1] is Asked.GO_ON
    spent = await Spending.filter(key__startswith="guess_").values_list("spent", flat=True)
    assert list(spent) == [0, 0, 0]


async def test_guesses_from_a_thousand_addresses_are_counted_together() -> None:
    answers = []
    for number in range(20):
        source = Source(f"2001:db8:{number:x}::1", "")
        answers += [(await asked(new_code(), source=source))[1] for _ in range(4)]
    await Spending.filter(key__startswith="guess_all").update(spent=600)
    _, answer = await asked(new_code(), source=Source("2001:db8:ffff::1", ""))
    assert answers == [Asked.GO_ON] * 80
    assert answer is Asked.CAREFUL


async def test_one_address_may_ask_for_twenty_codes_an_hour(clock: FixedClock) -> None:
    _, code = await a_delivery()
    token = await pickup_actions.begin(code, NOW)
    answers = [await pickup_actions.ask_for_otp(token, TAIL, HOME, NOW) for _ in range(22)]
    assert answers[-2:] == [Asked.LATER] * 2
    assert Asked.LATER not in answers[:20]


async def test_two_recipients_whose_phones_end_alike_each_get_their_own_digits(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    people = [a_recipient(), a_recipient(name="陈虚构", phone="+8613905010001")]
    _, code = await a_delivery(recipients=people)
    token, _ = await asked(code)
    texts = await messages(sandbox, clock)
    assert len(texts) == 2
    second = next(text for text in texts if "陈" in text)
    await pickup_actions.confirm(token, digits_in(second), HOME, NOW)
    [seen] = await Sighting.all()
    assert (await Delivery.get(id=seen.delivery_id)).name == "陈虚构"


async def test_a_phone_not_checked_for_ninety_days_needs_the_end_of_the_identity_number(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    stale = a_recipient(id_tail="002X", phone_checked_at=NOW - timedelta(days=91))
    row, code = await a_delivery(recipients=[stale])
    token = await an_open_visit(code, sandbox, clock)
    assert await Sighting.all().count() == 0
    assert await pickup_actions.identify(token, "0020", HOME, NOW) is False
    assert await pickup_actions.identify(token, "002x", HOME, NOW) is True
    assert [one.delivery_id for one in await Sighting.all()] == [row.id]


async def test_a_phone_checked_lately_is_enough(sandbox: Sandbox, clock: FixedClock) -> None:
    fresh = a_recipient(id_tail="002X", phone_checked_at=NOW - timedelta(days=89))
    _, code = await a_delivery(recipients=[fresh])
    await an_open_visit(code, sandbox, clock)
    assert await Sighting.filter(seen=Seen.OPENED).count() == 1


async def test_old_visits_and_counters_are_swept_away(sandbox: Sandbox, clock: FixedClock) -> None:
    _, code = await a_delivery()
    await an_open_visit(code, sandbox, clock)
    await pickup_actions.sweep(NOW + timedelta(days=4))
    assert [await one.all().count() for one in (Pickup, Otp, Spending)] == [0, 0, 0]
    assert await Sighting.all().count() == 1


async def test_the_other_partys_phone_opens_the_other_partys_delivery(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    people = [a_recipient(), a_recipient(name="陈虚构", phone=CHEN_PHONE)]
    _, code = await a_delivery(recipients=people)
    await an_open_visit(code, sandbox, clock, tail=CHEN_PHONE[-4:])
    [seen] = await Sighting.all()
    assert (await Delivery.get(id=seen.delivery_id)).name == "陈虚构"
