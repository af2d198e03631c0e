"""The pages of access through the whole front door: sign in, account, people, places, duty."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest

from commons.access import actions, routes
from commons.access.actor import Role
from commons.access.models import Account, DutyTurn, Grant, OrganisationMove, Session
from commons.access.places import OrganisationKind
from commons.access.sessions import actor_of_token
from commons.access.signin import demo_token
from commons.almanac import FixedClock
from commons.papers.render import Renderer
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Keys, Mode, Settings
from commons.web.site import build_site
from tests.commons.access.builders import (
    PASSWORD,
    a_court,
    a_grant,
    an_account,
    an_organisation,
    code_at,
)

pytestmark = pytest.mark.usefixtures("db")
SITE = "http://island.test"
MINUTE = timedelta(minutes=1)
PRESSED = {"again": ""}  # a form of nothing but a button


@asynccontextmanager
async def a_browser(clock: FixedClock, mode: Mode = Mode.TEST) -> AsyncIterator[httpx2.AsyncClient]:
    settings = Settings(
        mode=mode,
        home=Path("unused"),
        database_url="sqlite://:memory:",
        public_url=SITE,
        hosts=("island.test",),
        court_name="虚构县人民法院",
        court_code="闽0128",
        service_name="虚构诉讼服务",
        hotline="12368",
        keys=Keys(vault=bytes(32), log_seed=bytes(32), tokens={"k1": bytes(32)}),
    )
    outside = Outside(settings, clock, Renderer(1), *Sandbox(clock).ports)
    site = build_site(routes=routes.routes, outside=outside, find_actor=actor_of_token)
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=site),
        base_url=SITE,
        headers={"origin": SITE, "accept-language": "zh-CN"},
    ) as browser:
        yield browser


async def sign_in(browser: httpx2.AsyncClient, clock: FixedClock, login: str = "lin") -> None:
    await browser.post("/sign-in", data={"login": login, "password": PASSWORD})
    answer = await browser.post("/sign-in/code", data={"code": code_at(clock.now())})
    assert answer.status_code == 303, answer.text


def said(answer: httpx2.Response) -> list[str]:
    """Return what the error summary of a page says."""
    summary = re.search(r'id="problems">(.*?)</div>', answer.text, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", summary[1], re.DOTALL) if summary else []
    return [html.unescape(re.sub(r"<[^>]+>", "", line)).strip() for line in lines]


async def an_admin(clock: FixedClock) -> tuple:
    island, court, east, west = await a_court()
    account = await an_account("admin-chen", "陈虚构")
    await a_grant(account, Role.ADMINISTRATOR, island)
    return account, court, east, west


async def test_a_mediator_signs_in_and_out(clock: FixedClock) -> None:
    await an_account()
    async with a_browser(clock) as browser:
        asked = await browser.get("/account")
        assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=/account")
        form = await browser.get("/sign-in?next=/account")
        assert form.status_code == 200
        first = await browser.post(
            "/sign-in", data={"login": "lin", "password": PASSWORD, "next": "/account"}
        )
        assert first.headers["location"] == "/sign-in/code?next=/account"
        assert (await browser.get(first.headers["location"])).status_code == 200
        second = await browser.post(
            "/sign-in/code", data={"code": code_at(clock.now()), "next": "/account"}
        )
        assert (second.status_code, second.headers["location"]) == (303, "/account")
        cookies = second.headers.get_list("set-cookie")
        assert any(c.startswith("session=") and "HttpOnly" in c for c in cookies)
        mine = await browser.get("/account")
        assert (mine.status_code, mine.headers["cache-control"]) == (200, "no-store")
        assert "林虚构" in mine.text
        old = browser.cookies["session"]
        out = await browser.post("/sign-out")
        assert out.headers["location"] == "/"
        browser.cookies.set("session", old, domain="island.test")
        assert (await browser.get("/account")).status_code == 303


async def test_a_wrong_sign_in_says_so_and_keeps_the_name_but_never_the_password(
    clock: FixedClock,
) -> None:
    await an_account()
    async with a_browser(clock) as browser:
        wrong = {"login": "lin", "password": "dies-ist-falsch", "next": "/account"}
        answer = await browser.post("/sign-in", data=wrong)
        unknown = await browser.post("/sign-in", data=wrong | {"login": "nobody"})
        assert said(answer) == said(unknown) == ["密码：账号或密码不对。请检查后再试。"]
        assert (answer.status_code, unknown.status_code) == (422, 422)
        assert 'value="lin"' in answer.text
        assert 'name="next" value="/account"' in answer.text
        assert "dies-ist-falsch" not in answer.text
        empty = await browser.post("/sign-in", data={"login": "", "password": ""})
        assert (empty.status_code, len(said(empty))) == (422, 2)


async def test_waiting_is_said_in_minutes(clock: FixedClock) -> None:
    await an_account()
    async with a_browser(clock) as browser:
        for _ in range(5):
            await browser.post("/sign-in", data={"login": "lin", "password": "x"})
        answer = await browser.post("/sign-in", data={"login": "lin", "password": PASSWORD})
    assert answer.status_code == 409
    assert said(answer) == ["输错次数较多。请等 1 分钟再试，或联系本单位管理员。"]


async def test_a_wrong_code_stays_on_its_page_and_a_dead_step_begins_again(
    clock: FixedClock,
) -> None:
    await an_account()
    async with a_browser(clock) as browser:
        assert (await browser.get("/sign-in/code")).headers["location"] == "/sign-in"
        await browser.post("/sign-in", data={"login": "lin", "password": PASSWORD})
        wrong = await browser.post("/sign-in/code", data={"code": "12345"})
        assert (wrong.status_code, 'action="/sign-in/code"' in wrong.text) == (422, True)
        clock.move(10 * MINUTE)
        late = await browser.post("/sign-in/code", data={"code": code_at(clock.now())})
        assert (late.status_code, 'action="/sign-in"' in late.text) == (409, True)
        assert said(late) == ["这次登录已失效。请从账号和密码重新开始。"]
    assert await Session.all().count() == 0


@pytest.mark.parametrize("way", ["//evil.example", "https://evil.example", "/\\evil", "/sign-out"])
async def test_no_sign_in_leads_to_another_site(clock: FixedClock, way: str) -> None:
    await an_account()
    async with a_browser(clock) as browser:
        page = await browser.get("/sign-in", params={"next": way})
        assert 'name="next" value="/"' in page.text
        first = await browser.post(
            "/sign-in", data={"login": "lin", "password": PASSWORD, "next": way}
        )
        assert first.headers["location"] == "/sign-in/code"
        second = await browser.post(
            "/sign-in/code", data={"code": code_at(clock.now()), "next": way}
        )
        assert second.headers["location"] == "/"


async def test_signing_in_again_ends_the_session_before(clock: FixedClock) -> None:
    await an_account()
    async with a_browser(clock) as browser:
        await sign_in(browser, clock)
        clock.move(MINUTE)
        await sign_in(browser, clock)
    assert await Session.filter(ended_at=None).count() == 1


async def test_the_first_administrator_enrols_on_the_page(clock: FixedClock) -> None:
    token = await actions.bootstrap(login="chen", name="陈虚构", now=clock.now())
    async with a_browser(clock) as browser:
        path = f"/sign-in/enrol/{token}"
        page = await browser.get(path)
        assert (page.status_code, "data:image/svg+xml" in page.text) == (200, True)
        secret = re.search(r"密钥为：<br><span class=\"code\">(\w+)<", page.text)[1]
        code = code_at(clock.now(), secret)
        good = {"password": PASSWORD, "repeated": PASSWORD, "code": code}
        for change, words in [
            (
                {"repeated": "另一个密码另一个密码"},
                "再输入一次：两次输入的密码不一样。请重新输入。",
            ),
            (
                {"password": "kurz", "repeated": "kurz"},
                "密码：密码太短，至少要 12 个字。可以用一句只有您知道的话。",
            ),
            (
                {"code": "000000"},
                "验证器上的 6 位数字：验证码不对，或已经用过。请等验证器换出新的数字再输入。",
            ),
        ]:
            answer = await browser.post(path, data=good | change)
            assert (answer.status_code, said(answer)) == (422, [words])
        done = await browser.post(path, data=good)
        assert done.status_code == 200
        assert len(re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", done.text)) == 10
        assert (await browser.get("/admin/people")).status_code == 200
        assert (await browser.get(path)).status_code == 404


async def test_a_demo_link_enters_in_the_demo_and_is_no_page_elsewhere(clock: FixedClock) -> None:
    island, *_ = await a_court()
    account = await an_account(enrolled=False)
    await a_grant(account, Role.TOURIST, island)
    link = f"/sign-in/demo/{demo_token(account.id)}"
    async with a_browser(clock, Mode.DEMO) as browser:
        assert link in (await browser.get("/sign-in")).text
        for _ in range(2):
            answer = await browser.get(f"{link}?next=/account")
            assert (answer.status_code, answer.headers["location"]) == (303, "/account")
        assert (await browser.get("/account")).status_code == 200
        assert (await browser.get(link[:-1])).status_code == 404
    for mode in (Mode.TEST, Mode.PRODUCTION):
        async with a_browser(clock, mode) as browser:
            assert (await browser.get(link)).status_code == 404
            assert "/sign-in/demo/" not in (await browser.get("/sign-in")).text


async def test_i_look_after_my_own_account(clock: FixedClock) -> None:
    account = await an_account()
    async with a_browser(clock) as browser, a_browser(clock) as other:
        await sign_in(browser, clock)
        clock.move(MINUTE)
        await sign_in(other, clock)
        for path in ("/account", "/account/password", "/account/telephone", "/account/codes"):
            assert (await browser.get(path)).status_code == 200
        new = "一个全新而且很长的好密码"
        form = {"old": PASSWORD, "new": new, "repeated": new}
        wrong = await browser.post("/account/password", data=form | {"old": "x"})
        assert (wrong.status_code, said(wrong)) == (422, ["现在的密码：现在的密码不对。"])
        done = await browser.post("/account/password", data=form)
        assert done.status_code == 303
        assert (await other.get("/account")).status_code == 303
        spoken = await browser.post("/account/language", data={"language": "en"})
        assert spoken.headers["location"] == "/account?lang=en"
        assert "Sign-in security" in (await browser.get("/account?lang=en")).text
    assert (await Account.get(id=account.id)).language == "en"


async def test_a_code_is_asked_in_the_same_form_once_ten_minutes_have_passed(
    clock: FixedClock,
) -> None:
    await an_account()
    async with a_browser(clock) as browser:
        await sign_in(browser, clock)
        assert 'name="again"' not in (await browser.get("/account/codes")).text
        clock.move(10 * MINUTE)
        assert 'name="again"' in (await browser.get("/account/codes")).text
        for again, words in [
            ("", "请输入手机验证器上的 6 位数字。"),
            ("123", "验证码不对，或已经用过。请等验证器换出新的数字再输入。"),
        ]:
            answer = await browser.post("/account/codes", data={"again": again})
            assert (answer.status_code, said(answer)) == (422, [f"动态验证码：{words}"])
        done = await browser.post("/account/codes", data={"again": code_at(clock.now())})
        assert done.status_code == 200
        assert 'name="again"' not in (await browser.get("/account/codes")).text
        clock.move(10 * MINUTE)
        asked = await browser.get("/sign-in/again?next=/account/codes")
        assert 'value="/account/codes"' in asked.text
        code = code_at(clock.now())
        verified = await browser.post(
            "/sign-in/again", data={"code": code, "next": "/account/codes"}
        )
        assert verified.headers["location"] == "/account/codes"


async def test_a_telephone_is_changed_by_its_picture(clock: FixedClock) -> None:
    account = await an_account()
    async with a_browser(clock) as browser:
        await sign_in(browser, clock)
        await browser.post("/account/telephone/new", data=PRESSED)
        secret = (await Account.get(id=account.id)).totp_next
        page = await browser.get("/account/telephone")
        assert (secret in page.text, "data:image/svg+xml" in page.text) == (True, True)
        done = await browser.post("/account/telephone", data={"code": code_at(clock.now(), secret)})
        assert done.status_code == 303
    assert (await Account.get(id=account.id)).totp_secret == secret


async def test_an_administrator_adds_a_person_who_enrols(clock: FixedClock) -> None:
    _, _, east, _ = await an_admin(clock)
    async with a_browser(clock) as browser:
        await sign_in(browser, clock, "admin-chen")
        form = {
            "name": "王虚构",
            "login": "wang",
            "role": "mediator",
            "organisation": str(east.id),
            "from_on": "2026-11-23",
        }
        wrong = await browser.post("/admin/people/new", data=form | {"login": "ADMIN-CHEN"})
        assert said(wrong) == ["登录账号：这个账号已有人使用。请换一个。"]
        assert 'value="王虚构"' in wrong.text
        assert f'value="{east.id}" selected' in wrong.text
        done = await browser.post("/admin/people/new", data=form)
        link = re.search(rf"{SITE}(/sign-in/enrol/[\w-]+)", done.text)[1]
        assert "王虚构" in (await browser.get("/admin/people?q=王")).text
        assert "王虚构" not in (await browser.get("/admin/people?q=陈")).text
        account = await Account.get(login="wang")
        assert (await browser.get(f"/admin/people/{account.id}")).status_code == 200
    async with a_browser(clock) as newcomer:
        assert (await newcomer.get(link)).status_code == 200


async def test_roles_are_given_and_taken_back_on_the_page(clock: FixedClock) -> None:
    mine, _, east, _ = await an_admin(clock)
    account = await an_account()
    row = await a_grant(account, Role.CLERK, east)
    async with a_browser(clock) as browser:
        await sign_in(browser, clock, "admin-chen")
        base = f"/admin/people/{account.id}"
        form = {"role": "judge", "organisation": str(east.id), "from_on": "2026-11-23"}
        assert (await browser.post(f"{base}/roles", data=form)).status_code == 303
        assert (await browser.post(f"{base}/roles/{row.id}/end", data=PRESSED)).status_code == 303
        again = await browser.post(f"{base}/roles/{row.id}/end", data=PRESSED)
        assert (again.status_code, said(again)) == (409, ["这个角色已经收回。"])
        page = (await browser.get(base)).text
        assert ("已收回" in page, "法官" in page) == (True, True)
        own = await browser.post(f"/admin/people/{mine.id}/roles", data=form)
        assert (own.status_code, said(own)) == (
            403,
            ["不能给自己授权或停用自己。请由另一位管理员办理。"],
        )
        assert (await browser.post(f"{base}/invite", data=PRESSED)).status_code == 200
        assert (await browser.post(f"{base}/close", data=PRESSED)).status_code == 303
    assert await Grant.filter(account=account, role=Role.JUDGE).count() == 1
    assert (await Account.get(id=account.id)).closed_at == clock.now()


async def test_a_transfer_is_shown_with_its_history(clock: FixedClock) -> None:
    _, court, east, west = await an_admin(clock)
    studio = await an_organisation(OrganisationKind.STUDIO, east)
    async with a_browser(clock) as browser:
        await sign_in(browser, clock, "admin-chen")
        tree = (await browser.get("/admin/organisations")).text
        assert [one.title in tree for one in (court, east, west, studio)] == [True] * 4
        base = f"/admin/organisations/{studio.id}"
        wrong = await browser.post(f"{base}/transfer", data={"parent": str(west.id)})
        assert (wrong.status_code, f'value="{west.id}" selected' in wrong.text) == (422, True)
        done = await browser.post(
            f"{base}/transfer", data={"parent": str(west.id), "reason": "区划调整"}
        )
        assert done.status_code == 303
        page = (await browser.get(base)).text
        assert "从「虚构东庭」移交到「虚构西庭」" in page
        made = await browser.post(
            f"/admin/organisations/{east.id}/parts", data={"kind": "studio", "title": "新工作室"}
        )
        assert (await browser.get(made.headers["location"])).status_code == 200
    assert await OrganisationMove.all().count() == 1


async def test_duty_is_arranged_over_midnight_and_cancelled(clock: FixedClock) -> None:
    _, _, east, _ = await an_admin(clock)
    account = await an_account()
    await a_grant(account, Role.MEDIATOR, east)
    form = {
        "account": str(account.id),
        "organisation": str(east.id),
        "on": "2026-11-23",
        "from_time": "20:00",
        "until_time": "08:00",
    }
    async with a_browser(clock) as browser:
        await sign_in(browser, clock, "admin-chen")
        wrong = await browser.post("/admin/duty", data=form | {"from_time": "25:00"})
        assert (wrong.status_code, said(wrong)) == (422, ["开始：请填写时间，例如 08:30。"])
        assert (await browser.post("/admin/duty", data=form)).status_code == 303
        turn = await DutyTurn.get()
        assert turn.until_at - turn.from_at == timedelta(hours=12)
        assert "林虚构" in (await browser.get("/admin/duty")).text
        twice = await browser.post("/admin/duty", data=form)
        assert said(twice) == ["人员：此人这段时间已在别处值班。请换一个时间或人员。"]
        assert (await browser.post(f"/admin/duty/{turn.id}/cancel")).status_code == 303
        assert (await browser.post(f"/admin/duty/{turn.id}/cancel")).status_code == 409


async def test_whoever_is_no_administrator_is_told_no(clock: FixedClock) -> None:
    _, court, east, _ = await a_court()
    account = await an_account()
    await a_grant(account, Role.MEDIATOR, east)
    async with a_browser(clock) as browser:
        await sign_in(browser, clock)
        answers = {
            path: (await browser.get(path)).status_code
            for path in (
                "/admin/people",
                "/admin/people/new",
                f"/admin/people/{account.id}",
                "/admin/duty",
                "/admin/organisations",
                f"/admin/organisations/{east.id}",
                f"/admin/organisations/{court.id}",
            )
        }
    assert list(answers.values()) == [403, 403, 403, 403, 200, 200, 404]


async def test_a_form_from_another_site_changes_nothing(clock: FixedClock) -> None:
    await an_account()
    async with a_browser(clock) as browser:
        await sign_in(browser, clock)
        foreign = {"origin": "https://evil.example"}
        for path in ("/sign-out", "/account/language", "/account/sessions/end"):
            answer = await browser.post(path, data={"language": "en"}, headers=foreign)
            assert answer.status_code == 403
    assert await Session.filter(ended_at=None).count() == 1


@pytest.mark.parametrize("text", ["\x00", "\u202egnal", "a" * 100_000, "<script>alert(1)</script>"])
async def test_hostile_input_is_a_refusal_and_never_a_defect(clock: FixedClock, text: str) -> None:
    await an_account()
    async with a_browser(clock) as browser:
        for data in ({"login": text, "password": text}, {"login": "lin", "password": text}):
            answer = await browser.post("/sign-in", data=data)
            assert answer.status_code == 422
            assert "<script>alert" not in answer.text
        await browser.post("/sign-in", data={"login": "lin", "password": PASSWORD})
        answer = await browser.post("/sign-in/code", data={"code": text, "next": text})
        assert answer.status_code == 422
