"""The mini-program walks the same way with JSON; nothing kept for a repetition is a secret."""

from collections.abc import AsyncIterator
from datetime import datetime
from secrets import token_urlsafe

import httpx2
import pytest

from commons.access.actor import ANYONE, Actor
from commons.almanac import FixedClock
from commons.providers.sandbox import Sandbox
from commons.web.models import IdempotentAnswer
from commons.web.site import build_site
from litigation.delivery import routes as delivery
from litigation.delivery.models import Sighting
from litigation.delivery.rules import Seen
from tests.litigation.delivery.builders import (
    LIN_PHONE,
    PDF,
    a_delivery,
    an_outside,
    digits_in,
    work,
)

pytestmark = pytest.mark.usefixtures("db")
PICKUP = "/api/v1/papers/pickup"


async def nobody(token: str, now: datetime) -> Actor:
    return ANYONE


@pytest.fixture
async def program(sandbox: Sandbox, clock: FixedClock) -> AsyncIterator[httpx2.AsyncClient]:
    site = build_site(
        routes=delivery.routes,
        outside=an_outside(sandbox, clock),
        find_actor=nobody,
        find_bearer=nobody,
    )
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(site),
        base_url="http://testserver",
        headers={"authorization": f"Pickup {token_urlsafe(32)}"},
    ) as client:
        yield client


async def post(program: httpx2.AsyncClient, path: str, **body: str) -> httpx2.Response:
    key = {"idempotency-key": token_urlsafe(16)}
    return await program.post(PICKUP + path, json=body, headers=key)


async def test_a_program_fetches_a_paper(
    program: httpx2.AsyncClient, sandbox: Sandbox, clock: FixedClock
) -> None:
    row, code = await a_delivery()
    assert (await post(program, "", code=code)).json() == {"step": "proof", "is_careful": False}
    assert (await post(program, "/phone", phone=LIN_PHONE[-4:])).json() == {"asked": "go_on"}
    await work(sandbox, clock)
    text = next(sms.text for sms in sandbox.sms if sms.template == "pickup_code")
    wrong = f"{(int(digits_in(text)) + 1) % 1_000_000:06}"
    assert (await post(program, "/confirm", otp=wrong)).json() == {"is_right": False}
    assert (await post(program, "/confirm", otp=digits_in(text))).json() == {"is_right": True}
    waiting = (await program.get(f"{PICKUP}/paper")).json()
    assert (waiting["title"], waiting["is_read"]) == ("调解告知书", False)
    assert (await program.get(f"{PICKUP}/text")).status_code == 409
    await post(program, "/read")
    shown = (await program.get(f"{PICKUP}/text")).json()
    assert shown["article"].count("你们的权利") == 1
    file = await program.post(f"{PICKUP}/file", json={"ticket": shown["ticket"]})
    assert file.content == PDF + row.paper_id.bytes
    counted = {seen: await Sighting.filter(seen=seen).count() for seen in Seen}
    assert counted == dict.fromkeys(Seen, 1)
    kept = " ".join([str(row.answer) for row in await IdempotentAnswer.all()])
    for secret in (program.headers["authorization"][7:], code, shown["ticket"], "你们的权利"):
        assert secret not in kept


async def test_a_wrong_try_is_counted_although_the_answer_is_kept(
    program: httpx2.AsyncClient, sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    await post(program, "", code=code)
    await post(program, "/phone", phone=LIN_PHONE[-4:])
    await work(sandbox, clock)
    text = next(sms.text for sms in sandbox.sms if sms.template == "pickup_code")
    wrong = f"{(int(digits_in(text)) + 1) % 1_000_000:06}"
    for _ in range(5):
        await post(program, "/confirm", otp=wrong)
    assert (await post(program, "/confirm", otp=digits_in(text))).json() == {"is_right": False}


@pytest.mark.parametrize("header", ["", "Pickup short", "Bearer " + "x" * 43])
async def test_a_call_without_a_proper_token_is_refused(
    program: httpx2.AsyncClient, header: str
) -> None:
    answer = await program.get(PICKUP, headers={"authorization": header})
    assert answer.status_code == 422


async def test_a_token_starts_one_visit_only(program: httpx2.AsyncClient) -> None:
    _, code = await a_delivery()
    await post(program, "", code=code)
    assert (await post(program, "", code=code)).status_code == 409
