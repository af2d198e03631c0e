"""The counter and the board through the whole front door, as browsers and robots meet them."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import uuid4

import httpx2
import pytest

from commons.access.actor import ANYONE, Actor
from commons.almanac import FixedClock
from commons.codes import new_code
from commons.evidence_log.models import Leaf
from commons.papers.models import view_paper
from commons.providers.ports import Arrival
from commons.providers.sandbox import Sandbox
from commons.web.site import build_site
from island import sandbox_box
from litigation.delivery import routes as delivery
from litigation.delivery.models import Attempt, CallbackNote, Delivery, Pickup, Sighting
from litigation.delivery.rules import Seen, Stage, State
from tests.litigation.delivery.builders import (
    LIN_PHONE,
    NOW,
    PDF,
    a_delivery,
    an_outside,
    digits_in,
    work,
)
from tests.litigation.mediation.builders import MEDIATOR, OTHER_MEDIATOR, STRANGER, a_matter

pytestmark = pytest.mark.usefixtures("db")

PEOPLE = {"m": MEDIATOR, "o": OTHER_MEDIATOR, "s": STRANGER}
OURS = {"origin": "http://testserver"}
# Bots and readers that fetch links by themselves, of messengers, search engines and scanners.
ROBOTS = (  # noqa: SIM905 - thirty names in a list are harder to read
    "facebookexternalhit/1.1 WhatsApp/2.23 TelegramBot Twitterbot/1.0 Slackbot-LinkExpanding"
    " Discordbot/2.0 LinkedInBot/1.0 SkypeUriPreview Googlebot/2.1 bingbot/2.0 Baiduspider/2.0"
    " Sogou-web-spider/4.0 360Spider YisouSpider Bytespider PetalBot YandexBot/3.0 DuckDuckBot/1.1"
    " Applebot/0.1 MicroMessenger/8.0 QQ/9.0 DingTalkBot Mediapartners-Google SafeBrowsing"
    " Barracuda Proofpoint Mimecast Symantec curl/8.0 Wget/1.21 python-httpx/0.28"
).split()


async def find_actor(token: str, now: datetime) -> Actor:
    return PEOPLE.get(token, ANYONE)


@pytest.fixture
async def web(sandbox: Sandbox, clock: FixedClock) -> AsyncIterator[httpx2.AsyncClient]:
    site = build_site(
        routes=[*delivery.routes, *sandbox_box.routes],
        outside=an_outside(sandbox, clock),
        find_actor=find_actor,
    )
    transport = httpx2.ASGITransport(site, client=("203.0.113.7", 4000))
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://testserver", headers=OURS
    ) as client:
        yield client


async def enter(web: httpx2.AsyncClient, code: str, tail: str = LIN_PHONE[-4:]) -> None:
    await web.post("/d", data={"code": code})
    await web.post("/d/phone", data={"phone": tail})


async def get_in(
    web: httpx2.AsyncClient, code: str, sandbox: Sandbox, clock: FixedClock
) -> httpx2.Response:
    await enter(web, code)
    await work(sandbox, clock)
    text = next(sms.text for sms in reversed(sandbox.sms) if sms.template == "pickup_code")
    return await web.post("/d/confirm", data={"otp": digits_in(text)})


def ticket_in(page: httpx2.Response) -> str:
    return page.text.split('name="ticket" value="')[1][:64]


async def test_a_recipient_enters_the_code_reads_and_downloads(
    web: httpx2.AsyncClient, sandbox: Sandbox, clock: FixedClock
) -> None:
    row, code = await a_delivery()
    answer = await get_in(web, code, sandbox, clock)
    assert (answer.status_code, answer.headers["location"]) == (303, "/d/paper")
    waiting = await web.get("/d/paper")
    assert "《调解告知书》" in waiting.text
    assert "你们的权利" not in waiting.text
    answer = await web.post("/d/read")
    assert (answer.status_code, answer.headers["location"]) == (303, "/d/text")
    shown = await web.get("/d/text")
    assert "你们的权利" in shown.text
    file = await web.post("/d/download", data={"ticket": ticket_in(shown)})
    assert file.status_code == 200
    assert file.content == PDF + row.paper_id.bytes
    assert file.headers["content-length"] == str(len(file.content))
    assert [one.seen for one in await Sighting.all().order_by("at", "id")] != []
    counted = {seen: await Sighting.filter(seen=seen).count() for seen in Seen}
    assert counted == dict.fromkeys(Seen, 1)
    acts = await Leaf.filter(subject=f"paper:{row.paper_id}").values_list("act", flat=True)
    wanted = {f"delivery.{seen.value}" for seen in Seen}
    assert wanted <= set(acts)


async def test_a_ticket_pressed_twice_gives_one_file_and_one_refusal(
    web: httpx2.AsyncClient, sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    await get_in(web, code, sandbox, clock)
    await web.post("/d/read")
    ticket = ticket_in(await web.get("/d/text"))
    answers = [await web.post("/d/download", data={"ticket": ticket}) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 409]
    assert await Sighting.filter(seen=Seen.DOWNLOADED).count() == 1


async def test_robots_that_follow_links_leave_no_trace_of_reading(
    web: httpx2.AsyncClient, sandbox: Sandbox, clock: FixedClock
) -> None:
    """Reliability A8 and G-SEC-4: thirty robots, every address, every way of only looking."""
    assert len(ROBOTS) >= 30
    _, code = await a_delivery()
    await get_in(web, code, sandbox, clock)
    await web.post("/d/read")
    before = await Sighting.all().count()
    addresses = ("/d", "/d/phone", "/d/confirm", "/d/paper", "/d/text", "/d/read", "/d/download")
    ways = ({}, {"range": "bytes=0-99"}, {"purpose": "prefetch"}, {"sec-purpose": "prefetch"})
    for robot in ROBOTS:
        for address in addresses:
            for method in ("GET", "HEAD"):
                for way in ways[: 4 if robot == ROBOTS[0] else 1]:
                    answer = await web.request(
                        method, address, headers={"user-agent": robot, **way}
                    )
                    assert answer.status_code < 500
    assert await Sighting.all().count() == before


async def test_a_download_broken_off_is_a_download_but_not_sent_in_full(
    web: httpx2.AsyncClient, sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    await get_in(web, code, sandbox, clock)
    await web.post("/d/read")
    ticket = ticket_in(await web.get("/d/text"))
    application = web._transport.app  # type: ignore[attr-defined]
    sent: list[int] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(1)
        if len(sent) > 2:
            raise OSError("the caller went away")

    body = f"ticket={ticket}".encode()

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    cookie = "; ".join(f"{name}={value}" for name, value in web.cookies.items())
    headers = {
        b"host": b"testserver",
        b"origin": b"http://testserver",
        b"cookie": cookie.encode(),
        b"content-type": b"application/x-www-form-urlencoded",
        b"content-length": str(len(body)).encode(),
    }
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/d/download",
        "raw_path": b"/d/download",
        "root_path": "",
        "scheme": "http",
        "http_version": "1.1",
        "query_string": b"",
        "headers": list(headers.items()),
        "client": ("203.0.113.7", 1),
        "server": ("testserver", 80),
    }
    with pytest.raises(OSError, match="went away"):
        await application(scope, receive, send)
    assert await Sighting.filter(seen=Seen.DOWNLOADED).count() == 1
    assert await Sighting.filter(seen=Seen.SENT_IN_FULL).count() == 0


@pytest.mark.parametrize("kind", ["unknown", "wrong phone", "expired", "blocked"])
async def test_before_the_second_factor_every_answer_is_the_same(
    kind: str, web: httpx2.AsyncClient, clock: FixedClock
) -> None:
    """Reliability A4: same status, same headers, same bytes."""
    row, right = await a_delivery()
    if kind == "expired":
        clock.move(timedelta(days=366))
    if kind == "blocked":
        await Delivery.filter(id=row.id).update(stage=Stage.BLOCKED)
    code = new_code() if kind == "unknown" else right
    tail = "9999" if kind == "wrong phone" else LIN_PHONE[-4:]
    wrong = await answers(web, code, tail)
    web.cookies.clear()
    _, good = await a_delivery(now=clock.now())
    assert wrong == await answers(web, good, LIN_PHONE[-4:])


async def answers(web: httpx2.AsyncClient, code: str, tail: str) -> list[object]:
    """Walk up to the second factor and keep what can be seen from outside."""
    seen: list[object] = []
    for method, address, form in (
        ("POST", "/d", {"code": code}),
        ("GET", "/d/phone", None),
        ("POST", "/d/phone", {"phone": tail}),
        ("GET", "/d/confirm", None),
        ("POST", "/d/confirm", {"otp": "000000"}),
        ("GET", "/d/paper", None),
    ):
        answer = await web.request(method, address, data=form)
        headers = {
            name: len(value) if name == "set-cookie" else value
            for name, value in answer.headers.items()
            if name != "x-request-id"
        }
        seen.append((answer.status_code, headers, answer.text))
    return seen


async def test_a_code_with_a_slip_is_refused_before_anything_is_written(
    web: httpx2.AsyncClient,
) -> None:
    answer = await web.post("/d", data={"code": "0000-0000-0000-1"})
    assert answer.status_code == 422
    assert 'value="0000-0000-0000-1"' in answer.text
    assert await Pickup.all().count() == 0


async def test_a_code_in_the_address_is_no_page_of_ours(web: httpx2.AsyncClient) -> None:
    assert (await web.get(f"/d/{new_code()}")).status_code == 404


async def test_counter_pages_are_not_stored_not_indexed_and_name_no_referrer_elsewhere(
    web: httpx2.AsyncClient,
) -> None:
    answer = await web.get("/d")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert len(answer.content) < 30_000


async def test_a_form_from_another_site_starts_no_visit(web: httpx2.AsyncClient) -> None:
    answer = await web.post(
        "/d", data={"code": new_code()}, headers={"origin": "http://evil.example"}
    )
    assert answer.status_code == 403
    assert await Pickup.all().count() == 0


async def test_a_proven_recipient_is_told_that_the_paper_was_stopped(
    web: httpx2.AsyncClient, sandbox: Sandbox, clock: FixedClock
) -> None:
    row, code = await a_delivery()
    await Delivery.filter(id=row.id).update(stage=Stage.BLOCKED)
    await get_in(web, code, sandbox, clock)
    answer = await web.get("/d/paper")
    assert answer.status_code == 410
    assert "停止领取" in answer.text
    assert await Sighting.all().count() == 0


async def test_leaving_ends_the_visit(
    web: httpx2.AsyncClient, sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    await get_in(web, code, sandbox, clock)
    await web.post("/d/leave")
    answer = await web.get("/d/paper")
    assert (answer.status_code, answer.headers["location"]) == (303, "/d")
    assert await Pickup.all().count() == 0


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
async def test_the_counter_speaks_three_languages(web: httpx2.AsyncClient, language: str) -> None:
    answer = await web.get("/d", headers={"accept-language": language})
    assert f'<html lang="{language}"' in answer.text
    if language == "en":
        assert "Enter the document code from the text message" in answer.text


async def board_of(web: httpx2.AsyncClient, row: Delivery, who: str) -> httpx2.Response:
    return await web.get(f"/deliveries/{row.paper_id}", headers={"cookie": f"session={who}"})


async def test_the_mediator_sees_the_board_and_others_cannot_learn_that_it_exists(
    web: httpx2.AsyncClient, sandbox: Sandbox, clock: FixedClock
) -> None:
    matter = await a_matter()
    row, _ = await a_delivery(subject=matter.subject)
    await work(sandbox, clock)
    shown = await board_of(web, row, "m")
    assert shown.status_code == 200
    assert "林虚构" in shown.text
    assert "138****0001" in shown.text
    assert LIN_PHONE[-8:] not in shown.text
    assert "已发出" in shown.text
    foreign = await board_of(web, row, "o")
    row.paper_id = uuid4()
    missing = await board_of(web, row, "o")
    hide = [answer.headers["x-request-id"] for answer in (foreign, missing)]
    texts = [
        answer.text.replace(request_id, "").replace(str(answer.request.url), "")
        for answer, request_id in zip((foreign, missing), hide, strict=True)
    ]
    assert [foreign.status_code, missing.status_code] == [404, 404]
    assert texts[0] == texts[1]


async def test_a_stranger_is_asked_to_sign_in(web: httpx2.AsyncClient) -> None:
    row, _ = await a_delivery()
    assert (await board_of(web, row, "nobody")).status_code in {303, 401}


async def test_blocking_shuts_the_paper_at_once_and_lists_who_had_opened_it(
    web: httpx2.AsyncClient, sandbox: Sandbox, clock: FixedClock
) -> None:
    matter = await a_matter()
    row, code = await a_delivery(subject=matter.subject)
    await get_in(web, code, sandbox, clock)
    visit = dict(web.cookies)
    answer = await web.post(
        f"/deliveries/{row.paper_id}/block",
        data={"blocking": "wrong_paper"},
        headers={"cookie": "session=m"},
    )
    assert answer.status_code == 303
    shown = await board_of(web, row, "m")
    assert "停止前已经打开的" in shown.text
    web.cookies.update(visit)
    assert (await web.get("/d/paper")).status_code == 410
    assert await Leaf.filter(act="delivery.blocked").count() == 1


async def test_a_notice_is_sent_again_at_a_persons_word(
    web: httpx2.AsyncClient, sandbox: Sandbox, clock: FixedClock
) -> None:
    matter = await a_matter()
    row, _ = await a_delivery(subject=matter.subject)
    await work(sandbox, clock)
    form = {"delivery_id": str(row.id), "channel": "sms"}
    for who, status in (("s", 404), ("m", 303)):
        answer = await web.post(
            f"/deliveries/{row.paper_id}/resend", data=form, headers={"cookie": f"session={who}"}
        )
        assert answer.status_code == status
    await work(sandbox, clock)
    assert len(sandbox.sms) == 2
    assert len({sms.key for sms in sandbox.sms}) == 2


async def test_a_callback_is_only_written_down_and_understood_later(
    web: httpx2.AsyncClient, sandbox: Sandbox, clock: FixedClock
) -> None:
    await a_delivery()
    await work(sandbox, clock)
    posted = sandbox.sms_sender.callback(sandbox.sms[0].key, Arrival.DELIVERED, at=NOW)
    forged = await web.post("/callbacks/sms", content=posted.body)
    assert forged.status_code == 403
    answer = await web.post("/callbacks/sms", content=posted.body, headers=dict(posted.headers))
    assert answer.status_code == 200
    assert await CallbackNote.all().count() == 1
    assert [row.state for row in await Attempt.all()] == [State.SENT]
    await work(sandbox, clock)
    assert [row.state for row in await Attempt.all()] == [State.DELIVERED]


async def test_the_sandbox_shows_what_would_have_been_sent(
    web: httpx2.AsyncClient, sandbox: Sandbox, clock: FixedClock
) -> None:
    row, _ = await a_delivery()
    await work(sandbox, clock)
    shown = await web.get("/admin/outbox-sandbox")
    assert (await view_paper(row.paper_id)).code in shown.text
