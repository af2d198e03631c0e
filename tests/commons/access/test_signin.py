"""Signing in: right twice, wrong in one way only, counted before it is looked at."""

import asyncio
import statistics
import time
from datetime import timedelta
from uuid import uuid4

import pytest

from commons.access import signin
from commons.access.actor import Actor
from commons.access.budgets import forget_old_tries
from commons.access.crypt import new_recovery_codes, recovery_fingerprint
from commons.access.models import Account, CodeStep, RecoveryCode, Session, SignInBudget
from commons.access.rules import HowSignedIn
from commons.access.sessions import actor_of_token
from commons.access.signin import Caller
from commons.errors import NotFound, NotNow, NotValid, Refusal
from commons.evidence_log.models import Leaf
from commons.settings import Mode
from tests.commons.access.builders import NOW, PASSWORD, an_account, code_at

pytestmark = pytest.mark.usefixtures("db")
HERE = Caller("203.0.113.9", "虚构浏览器")
MINUTE = timedelta(minutes=1)


async def step_token(now=NOW, login: str = "lin", password: str = PASSWORD) -> str:
    return await signin.check_password(login, password, caller=HERE, now=now)


async def sign_in(now=NOW) -> str:
    return await signin.check_code(await step_token(now), code_at(now), caller=HERE, now=now)


def wrong_code(now=NOW) -> str:
    near = {code_at(now + timedelta(seconds=30 * n)) for n in (-2, -1, 0, 1, 2)}
    return next(code for code in ("000000", "111111", "222222") if code not in near)


async def reason_of(deed) -> str:
    with pytest.raises(Refusal) as refused:
        await deed
    fields = getattr(refused.value, "fields", {})
    return next((problem.reason for problem in fields.values()), refused.value.reason)


async def test_password_and_code_begin_a_session() -> None:
    account = await an_account()
    token = await sign_in()
    actor = await actor_of_token(token, NOW)
    assert actor is not None
    assert (actor.account_id, actor.verified_at) == (account.id, NOW)
    row = await Session.get()
    assert (row.how, row.device) == (HowSignedIn.PASSWORD_AND_CODE, "虚构浏览器")
    leaf = await Leaf.get(act="access.signed_in")
    assert (leaf.subject, leaf.actor) == (f"account:{account.id}", f"account:{account.id}")
    assert leaf.facts == {"how": "password_and_code", "session_id": str(row.id)}


async def test_the_password_alone_is_worth_nothing() -> None:
    await an_account()
    step = await step_token()
    assert await actor_of_token(step, NOW) is None
    assert await Session.all().count() == 0


async def test_the_name_may_be_typed_in_capitals_and_the_password_in_full_width() -> None:
    await an_account()
    await step_token(login=" LIN ")


async def test_every_wrong_sign_in_gets_the_same_answer() -> None:
    await an_account()
    await an_account("wu", enrolled=False)
    closed = await an_account("he")
    closed.closed_at = NOW
    await closed.save()
    answers = []
    for login, password in [
        ("lin", "不是这个密码不是这个密码"),
        ("nobody", PASSWORD),
        ("wu", PASSWORD),
        ("he", PASSWORD),
        ("", ""),
        ("x" * 500, "y" * 500),
    ]:
        with pytest.raises(NotValid) as refused:
            await step_token(login=login, password=password)
        problem = refused.value.fields["password"]
        answers.append((refused.value.reason, problem.reason, dict(problem.facts)))
        assert refused.value.values == {"login": (login,)}
    assert set(map(str, answers)) == {str(answers[0])}
    assert await CodeStep.all().count() == 0


async def test_an_unknown_name_takes_as_long_as_a_wrong_password() -> None:
    await an_account()
    took: dict[str, list[float]] = {"lin": [], "nobody": []}
    for n in range(8):
        for login, times in took.items():
            begun = time.perf_counter()
            with pytest.raises(Refusal):
                await step_token(now=NOW + n * timedelta(days=2), login=login, password="wrong")
            times.append(time.perf_counter() - begun)
    known, unknown = (statistics.median(some) for some in took.values())
    # Without the dummy work the unknown name would answer in a twentieth of the time.
    assert unknown > known / 2


async def test_a_code_is_good_once() -> None:
    await an_account()
    await sign_in()
    again = await step_token()
    reason = await reason_of(signin.check_code(again, code_at(NOW), caller=HERE, now=NOW))
    assert reason == "access.wrong_code"
    earlier = code_at(NOW - timedelta(seconds=30))
    assert await reason_of(signin.check_code(again, earlier, caller=HERE, now=NOW)) == reason
    later = NOW + timedelta(seconds=30)
    await signin.check_code(again, code_at(later), caller=HERE, now=later)


@pytest.mark.parametrize(
    ("seconds", "is_good"), [(-60, False), (-30, True), (30, True), (60, False)]
)
async def test_a_telephone_may_be_half_a_minute_off(seconds: int, is_good: bool) -> None:
    await an_account()
    step, code = await step_token(), code_at(NOW + timedelta(seconds=seconds))
    if is_good:
        await signin.check_code(step, code, caller=HERE, now=NOW)
    else:
        assert await reason_of(signin.check_code(step, code, caller=HERE, now=NOW)) == (
            "access.wrong_code"
        )


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "１２３４５６", "²²²²²²", "0" * 9000]
)
async def test_what_is_no_code_is_a_wrong_code(code: str) -> None:
    await an_account()
    reason = await reason_of(signin.check_code(await step_token(), code, caller=HERE, now=NOW))
    assert reason == "access.wrong_code"


async def test_after_five_wrong_codes_one_begins_again_even_with_the_right_one() -> None:
    await an_account()
    step, now = await step_token(), NOW
    for _ in range(5):
        reason = await reason_of(signin.check_code(step, wrong_code(now), caller=HERE, now=now))
        assert reason == "access.wrong_code"
    now += MINUTE
    assert await reason_of(signin.check_code(step, code_at(now), caller=HERE, now=now)) == (
        "access.begin_again"
    )
    assert not await signin.is_step_open(step, now)


async def test_the_code_must_come_within_ten_minutes() -> None:
    await an_account()
    step = await step_token()
    late = NOW + 10 * MINUTE
    assert await reason_of(signin.check_code(step, code_at(late), caller=HERE, now=late)) == (
        "access.begin_again"
    )


async def test_a_step_is_good_for_one_session() -> None:
    await an_account()
    step = await step_token()
    await signin.check_code(step, code_at(NOW), caller=HERE, now=NOW)
    later = NOW + MINUTE
    assert await reason_of(signin.check_code(step, code_at(later), caller=HERE, now=later)) == (
        "access.begin_again"
    )


async def test_failures_make_wait_and_a_full_sign_in_begins_anew() -> None:
    await an_account()
    for _ in range(5):
        await reason_of(step_token(password="不是这个密码不是这个密码"))
    assert await reason_of(step_token()) == "access.wait_before_next_try"
    later = NOW + MINUTE
    await sign_in(later)
    budgets = await SignInBudget.filter(failures__gt=0)
    assert [row.failures for row in budgets] == [6]  # the address keeps what it did in vain
    assert await Leaf.filter(act="access.wait_began").count() == 1


async def test_an_unknown_name_makes_wait_in_the_same_way() -> None:
    answers = [await reason_of(step_token(login="nobody", password="x")) for _ in range(6)]
    assert answers == ["access.not_recognised"] * 5 + ["access.wait_before_next_try"]


async def test_the_right_password_does_not_forgive_wrong_codes() -> None:
    await an_account()
    for _ in range(5):
        step = await step_token()
        await reason_of(signin.check_code(step, wrong_code(), caller=HERE, now=NOW))
    assert await reason_of(step_token()) == "access.wait_before_next_try"


async def test_an_address_that_tries_many_names_is_stopped() -> None:
    await an_account()
    for n in range(50):
        await reason_of(step_token(login=f"name-{n}", password="x"))
    assert await reason_of(step_token()) == "access.wait_before_next_try"
    elsewhere = Caller("198.51.100.1")
    await signin.check_password("lin", PASSWORD, caller=elsewhere, now=NOW)


async def test_of_two_hundred_codes_at_once_five_are_looked_at() -> None:
    await an_account()
    step = await step_token()
    answers = await asyncio.gather(
        *(
            reason_of(signin.check_code(step, wrong_code(), caller=HERE, now=NOW))
            for _ in range(200)
        )
    )
    assert answers.count("access.wrong_code") <= 5
    assert (await CodeStep.get()).tries <= 5


async def test_one_code_sent_twenty_times_at_once_begins_one_session() -> None:
    await an_account()
    steps = [await step_token() for _ in range(20)]
    answers = await asyncio.gather(
        *(signin.check_code(step, code_at(NOW), caller=HERE, now=NOW) for step in steps),
        return_exceptions=True,
    )
    assert len([answer for answer in answers if isinstance(answer, str)]) == 1
    assert await Session.all().count() == 1


async def test_a_recovery_code_helps_once_however_it_is_typed() -> None:
    account = await an_account()
    code = new_recovery_codes()[0]
    await RecoveryCode.create(account=account, fingerprint=recovery_fingerprint(code))
    typed = code.lower().replace("-", " ")
    await signin.check_code(await step_token(), typed, caller=HERE, now=NOW)
    assert (await Session.get()).how is HowSignedIn.PASSWORD_AND_RECOVERY
    again = signin.check_code(await step_token(), code, caller=HERE, now=NOW)
    assert await reason_of(again) == "access.wrong_code"


async def test_a_fresh_code_makes_the_session_fresh_again() -> None:
    await an_account()
    token = await sign_in()
    later = NOW + 20 * MINUTE
    actor = await actor_of_token(token, later)
    assert actor is not None
    assert await reason_of(signin.verify_again(actor, "123", caller=HERE, now=later)) == (
        "access.wrong_code"
    )
    await signin.verify_again(actor, code_at(later), caller=HERE, now=later)
    again = await actor_of_token(token, later)
    assert again is not None
    assert (actor.verified_at, again.verified_at) == (NOW, later)


async def test_somebody_who_hammers_my_name_does_not_stop_me_from_verifying_again() -> None:
    await an_account()
    actor = await actor_of_token(await sign_in(), NOW)
    assert actor is not None
    stranger = Caller("198.51.100.1")
    for _ in range(6):
        await reason_of(signin.check_password("lin", "x", caller=stranger, now=NOW))
    later = NOW + MINUTE
    await signin.verify_again(actor, code_at(later), caller=HERE, now=later)


async def test_a_demo_link_is_good_again_and_again_but_only_in_the_demo() -> None:
    account = await an_account()
    link = signin.demo_token(account.id)
    for _ in range(2):
        token = await signin.use_demo_link(link, mode=Mode.DEMO, caller=HERE, now=NOW)
        assert (await actor_of_token(token, NOW)).account_id == account.id
    for mode in (Mode.TEST, Mode.PRODUCTION):
        with pytest.raises(NotFound):
            await signin.use_demo_link(link, mode=mode, caller=HERE, now=NOW)
    assert await Session.all().count() == 2


async def test_a_demo_link_cannot_be_made_up() -> None:
    account = await an_account()
    link = signin.demo_token(account.id)
    for wrong in [
        "",
        "x",
        str(account.id),
        f"{account.id}.",
        link[:-1] + ("0" if link[-1] != "0" else "1"),
        link + "0",
        signin.demo_token(uuid4()),
        f"{uuid4()}.{link.split('.')[1]}",
        link + "é",
    ]:
        with pytest.raises(NotFound):
            await signin.use_demo_link(wrong, mode=Mode.DEMO, caller=HERE, now=NOW)
    assert await Session.all().count() == 0


async def test_old_tries_are_forgotten() -> None:
    await an_account()
    await step_token()
    assert await forget_old_tries(NOW + timedelta(days=1)) == 0
    assert await forget_old_tries(NOW + timedelta(days=3)) >= 1
    assert await CodeStep.all().count() == 0


async def test_nobody_verifies_again_without_an_account() -> None:
    with pytest.raises(NotFound):
        await signin.verify_again(Actor(account_id=uuid4()), "1", caller=HERE, now=NOW)


async def test_a_closed_account_cannot_finish_a_sign_in() -> None:
    account = await an_account()
    step = await step_token()
    await Account.filter(id=account.id).update(closed_at=NOW)
    with pytest.raises(NotNow):
        await signin.check_code(step, code_at(NOW), caller=HERE, now=NOW)
