"""Every page of every role: readable for everybody, quiet, light, and no wider than a phone."""

import asyncio
import json
import os
import re
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser

from commons.almanac import day_of
from commons.settings import Settings
from tests.browser.conftest import Prepared, a_browser
from tests.browser.crawling import PASSED_BY, Crawler, Found, chosen
from tests.browser.looking import DESK, PHONE, a_window, keep_picture, note_figure
from tests.browser.server import Server
from tests.browser.test_journey import MEDIATOR
from tests.journeys.steps import RESPONDENT, begun, drawing, drawn, opened, recorded
from tests.journeys.walking import Walker

KB = 1024
PUBLIC_KB_MAX, REPEAT_KB_MAX, STAFF_KB_MAX = 30, 8, 80
PUBLIC_REQUESTS_MAX = 6
PUBLIC = ("/", "/help", "/privacy", "/d", "/verify", "/sign-in")
WAYS = {"zh": (PHONE, {}), "en": (DESK, {"lang": "en"})}


@dataclass(frozen=True)
class Seen:
    """What was found on one page, read in one way."""

    where: str
    pattern: str
    way: str
    axe: list[str]
    blocked: list[str]
    said: list[str]
    small: list[str]
    sideways: str
    bytes: int


@dataclass(frozen=True)
class Survey:
    """All of it."""

    seen: list[Seen]
    routes: set[str]
    expected: set[str]
    trouble: list[str]


def run(work: Coroutine[Any, Any, None]) -> None:
    """Playwright holds this thread's event loop, so this runs in another one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def broken(mediator: Walker, agreed: str) -> None:
    """Have an agreement confirmed and not kept, so that the way to enforcement opens."""
    today = day_of(datetime.now(UTC)).isoformat()
    await mediator.open(f"{agreed}/afterwards")
    await mediator.send({"asked_on": today}, having="asked_on")
    ruling = {"confirmed": "yes", "ruling_number": "（2026）虚构民特1号", "decided_on": today}
    await mediator.send(ruling, having="decided_on")
    text = await mediator.open(f"{agreed}/afterwards")
    party = re.findall(r'name="by" value="([^"]+)"', text)[-1]
    kept = {"by": party, "performance_due_on": "2026-11-22", "words": "虚构：到期没有付款。"}
    await mediator.send(kept, to="/broken")
    assert "/enforcement" in mediator.answer.text, mediator.answer.text


async def furnish(server: Server, agreed: str) -> None:
    """Add what the demonstration lacks: a half-written draft, papers that wait to be signed."""
    async with httpx2.AsyncClient(
        base_url=server.url, headers={"origin": server.url}, timeout=30
    ) as client:
        mediator = Walker(client)
        await mediator.open(server.links[MEDIATOR])
        here = await opened(mediator)
        await begun(mediator, here)
        await recorded(mediator, here)
        await drawn(mediator, here, "facts")
        await drawing(mediator, here, "notice")
        await broken(mediator, agreed)
        await opened(mediator, is_registered=False)
        assert RESPONDENT["name"] in mediator.answer.text


@pytest.fixture(scope="module")
def survey(prepared: Prepared, server: Server) -> Survey:
    """Walk everywhere, and look at everything with two browsers at once."""
    run(furnish(server, prepared.matter("agreed")))
    settings = Settings.read({"ISLAND_MODE": "demo", "ISLAND_HOME": str(server.home)})
    crawler = Crawler(server, settings)
    found = [page for role in ("", *server.links) for page in crawler.walk(role)]
    targets = [(one, way) for way in WAYS for one in chosen(found, 1)]
    with ThreadPoolExecutor(2) as threads:
        halves = threads.map(
            lambda half: look_through(server, half, crawler.sessions), (targets[::2], targets[1::2])
        )
        seen = [one for half in halves for one in half]
    keep_notes(seen)
    return Survey(
        seen,
        {one.pattern for one in found},
        {route.path for route in crawler.pages} - PASSED_BY,
        crawler.trouble,
    )


def look_through(
    server: Server, targets: list[tuple[Found, str]], sessions: Mapping[str, str]
) -> list[Seen]:
    with a_browser() as browser:
        return [
            look_at(browser, server, one, way, sessions.get(one.role, "")) for one, way in targets
        ]


def look_at(browser: Browser, server: Server, one: Found, way: str, session: str) -> Seen:
    size, wishes = WAYS[way]
    cookies = wishes | ({"session": session} if session else {})
    language = "en-GB" if way == "en" else "zh-CN"
    with a_window(browser, server.url, size, cookies=cookies, language=language) as eyes:
        eyes.open(one.address)
        weight = eyes.bytes
        keep_picture(eyes.page, f"{way}-{one.pattern.strip('/').replace('/', '_') or 'home'}")
        looks = [eyes.look()]
        if way == "zh":  # the same page again in large letters, as its reader would choose them
            eyes.page.evaluate("() => document.documentElement.classList.add('large')")
            looks.append(eyes.look())
        return Seen(
            where=f"{way} {one.role or 'anybody'} {one.address}",
            pattern=one.pattern,
            way=way,
            axe=[found for look in looks for found in look.axe],
            blocked=eyes.blocked,
            said=eyes.said,
            small=[found for look in looks for found in look.small],
            sideways=" ".join(filter(None, (look.sideways for look in looks))),
            bytes=weight,
        )


def keep_notes(seen: list[Seen]) -> None:
    folder = os.environ.get("ISLAND_SCREENSHOTS")
    if folder:
        notes = [one.__dict__ for one in seen]
        Path(folder, "survey.json").write_text(json.dumps(notes, ensure_ascii=False, indent=1))


def test_every_page_of_the_route_table_was_looked_at(survey: Survey) -> None:
    assert sorted(survey.expected - survey.routes) == []


def test_every_link_that_is_shown_leads_somewhere(survey: Survey) -> None:
    assert survey.trouble == []


def test_axe_finds_nothing_in_chinese_english_and_large(survey: Survey) -> None:
    assert [(one.where, one.axe) for one in survey.seen if one.axe] == []


def test_the_policy_blocks_nothing_of_ours(survey: Survey) -> None:
    assert [(one.where, one.blocked) for one in survey.seen if one.blocked] == []


def test_the_console_stays_silent(survey: Survey) -> None:
    assert [(one.where, one.said) for one in survey.seen if one.said] == []


def test_no_page_scrolls_sideways_at_320_pixels(survey: Survey) -> None:
    assert [(one.where, one.sideways) for one in survey.seen if one.sideways] == []


def test_whatever_is_pressed_is_as_large_as_a_thumb(survey: Survey) -> None:
    assert [(one.where, one.small) for one in survey.seen if one.small] == []


def test_pages_of_staff_weigh_at_most_80_kb(survey: Survey) -> None:
    heavy = [(one.where, one.bytes) for one in survey.seen if one.bytes > STAFF_KB_MAX * KB]
    assert heavy == []


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_is_light_at_first_sight_and_lighter_again(
    browser: Browser, server: Server, address: str
) -> None:
    with a_window(browser, server.url) as eyes:
        eyes.open(address)
        first = (eyes.bytes, eyes.requests)
        eyes.open(address)
        assert first[0] <= PUBLIC_KB_MAX * KB
        assert first[1] <= PUBLIC_REQUESTS_MAX
        # The second visit fetches the style sheet to keep; from the third on only the page comes.
        eyes.open(address)
        note_figure(f"{address}: first {first[0]} B in {first[1]} requests, again {eyes.bytes} B")
        assert eyes.bytes <= REPEAT_KB_MAX * KB


def test_the_policy_really_blocks_what_is_not_ours(browser: Browser, server: Server) -> None:
    with a_window(browser, server.url) as eyes:
        eyes.open("/")
        eyes.page.evaluate(
            """() => {
              const bad = document.createElement("script");
              bad.textContent = "window.ran = true";
              document.body.append(bad);
              document.body.setAttribute("style", "color: red");
            }"""
        )
        assert eyes.page.evaluate("() => window.ran === undefined")
        assert len({one.split()[0] for one in eyes.note_blocked()}) == 2
