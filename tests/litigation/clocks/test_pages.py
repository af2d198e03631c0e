"""The court's pages of clocks: everything shown, everything kept, nothing for strangers."""

import logging
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

import httpx2
import pytest

from commons.access.actor import ANYONE, Actor, Role
from commons.providers.ports import Outside
from commons.web.site import build_site
from litigation.clocks.actions import start_clock
from litigation.clocks.alarm_actions import ring
from litigation.clocks.keys import ClockKey, Exclusion
from litigation.clocks.models import Clock, ClockExtension, ClockReminder, ClockSpan
from litigation.clocks.routes import routes
from litigation.clocks.rules import Queue, State
from litigation.clocks.time_actions import exclude_time
from litigation.clocks.views import ROWS_PER_PAGE
from tests.litigation.clocks.builders import (
    ADMINISTRATOR,
    CLERK,
    JUDGE,
    NOW,
    STRANGER,
    TODAY,
    a_clock,
    a_subject,
    everything,
    row_of,
)
from tests.litigation.mediation.builders import an_actor

K = ClockKey
HOME = "http://127.0.0.1:8000"
Desk = Callable[[Actor], "httpx2.AsyncClient"]


@pytest.fixture
def desk(db: None, outside: Outside) -> Desk:
    people: dict[str, Actor] = {}

    async def find_actor(token: str, now: datetime) -> Actor:
        return people.get(token, ANYONE)

    application = build_site(routes=routes, outside=outside, find_actor=find_actor)

    def browser(actor: Actor) -> httpx2.AsyncClient:
        token = str(actor.account_id or "")
        people[token] = actor
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=application),
            base_url=HOME,
            headers={"origin": HOME},
            cookies={"session": token} if token else {},
        )

    return browser


def shown(text: str) -> list[str]:
    """Name the cases of the list in their order."""
    return re.findall(r"<p>(虚构\w+)<span", text)


async def four_lights() -> None:
    """One clock of each colour, the names by it, in the order of their last days."""
    for title, key, event_on in (
        ("虚构红", K.COMPLAINT_COPY, date(2026, 2, 2)),
        ("虚构黄", K.ANSWER, date(2026, 2, 14)),
        ("虚构绿", K.TRIAL_SPECIAL, TODAY),
    ):
        await a_clock(key, event_on, subject=a_subject(title=title))
    row = await a_clock(K.ENFORCEMENT_TERM, TODAY, subject=a_subject(title="虚构灰"))
    await exclude_time(row.case_id, Exclusion.SUSPENSION, TODAY, actor=CLERK, now=NOW)
    for late in await Clock.filter(ends_at__lt=NOW):
        await ring(late.id, late.alarm, now=NOW)


async def test_the_inbox_puts_the_least_time_first_and_filters_by_light(desk) -> None:
    await four_lights()
    async with desk(CLERK) as web:
        every = await web.get("/clocks")
        assert every.status_code == 200
        # The request for a longer trial is a clock of its own.
        assert shown(every.text) == ["虚构红", "虚构黄", "虚构绿", "虚构绿"]
        for light, name in (
            ("red", "虚构红"), ("amber", "虚构黄"), ("green", "虚构绿"), ("grey", "虚构灰"),
        ):  # fmt: skip
            found = shown((await web.get(f"/clocks?light={light}")).text)
            assert set(found) == {name}, light
        for odd in ("?light=blue", "?page=0", "?page=abc", "?page=99999", "?holder=x"):
            assert (await web.get(f"/clocks{odd}")).status_code == 200
        red = (await web.get("/clocks?light=red")).text
        assert "已超期" in red
        assert "法院逾期" in red
        assert "《民事诉讼法》第128条" in red


async def test_the_inbox_filters_by_holder(desk) -> None:
    await a_clock(subject=a_subject(title="虚构甲"))
    await a_clock(subject=a_subject(title="虚构乙", holder_id=None, holder_name=""))
    await a_clock(
        subject=a_subject(title="虚构丙", holder_id=JUDGE.account_id, holder_name=JUDGE.name)
    )
    async with desk(CLERK) as web:
        for holder, name in (
            ("mine", "虚构甲"), ("nobody", "虚构乙"), (str(JUDGE.account_id), "虚构丙"),
        ):  # fmt: skip
            assert shown((await web.get(f"/clocks?holder={holder}")).text) == [name]
        assert len(shown((await web.get("/clocks?holder=")).text)) == 3
        text = (await web.get(f"/clocks?light=green&holder={JUDGE.account_id}")).text
        assert f"?light=red&amp;holder={JUDGE.account_id}" in text


async def test_the_inbox_has_pages(desk) -> None:
    for n in range(ROWS_PER_PAGE + 2):
        await a_clock(K.FEE, TODAY + timedelta(days=n % 3), subject=a_subject(title=f"虚构{n:03d}"))
    async with desk(CLERK) as web:
        first = await web.get("/clocks?holder=mine")
        second = await web.get("/clocks?holder=mine&page=2")
        assert len(shown(first.text)) == ROWS_PER_PAGE
        assert len(set(shown(first.text)) | set(shown(second.text))) == ROWS_PER_PAGE + 2
        assert "holder=mine&amp;page=2" in first.text
        assert len(first.content) < 80 * 1024
        assert 'rel="next"' not in second.text


async def test_lists_ask_the_database_the_same_number_of_times(desk, caplog) -> None:
    subject = a_subject()
    await start_clock(subject, K.FEE, TODAY, actor=CLERK, now=NOW)
    async with desk(CLERK) as web:
        paths = ("/clocks", f"/clocks/cases/{subject.id}")
        one = [await asked(web, path, caplog) for path in paths]
        for key in (K.ANSWER, K.EVIDENCE):
            await start_clock(subject, key, TODAY, actor=CLERK, now=NOW)
        three = [await asked(web, path, caplog) for path in paths]
    assert one == three == [1, 5]


async def asked(web, path: str, caplog: pytest.LogCaptureFixture) -> int:
    """Count the questions that one page asks the database, by the driver's own log."""
    caplog.clear()
    with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
        assert (await web.get(path)).status_code == 200
    return sum("SELECT" in record.getMessage() for record in caplog.records)


async def test_the_page_of_a_case_says_why_what_happened_and_what_then(desk) -> None:
    row = await a_clock(K.TRIAL)
    await exclude_time(
        row.case_id, Exclusion.APPRAISAL, date(2026, 3, 2), to_on=TODAY, actor=CLERK, now=NOW
    )
    async with desk(JUDGE) as web:
        page = await web.get(f"/clocks/cases/{row.case_id}")
    assert page.status_code == 200
    for said in (
        row.title,
        "审限（普通程序）",
        "2026年9月2日",
        "《民事诉讼法》第152条",
        "2026-03-02当日不计入",
        "满6个月，期间末日为2026-09-02",
        "法院逾期",
        "本院院长、上级法院",
        "开始计时",
        "申请延长审限",
        "2026年8月18日",
    ):
        assert said in page.text, said
    ids = re.findall(r' id="([^"]+)"', page.text)
    assert sorted(set(ids)) == sorted(ids)
    assert "{" not in re.sub(r"<style>.*?</style>", "", page.text, flags=re.DOTALL)


async def test_every_clock_can_be_shown_in_every_language(desk) -> None:
    subject = a_subject()
    for key in ClockKey:
        if key not in {K.EXTENSION_REQUEST, K.EXTENSION_DECISION}:
            at = NOW if key is K.URGENT_PRESERVATION else None
            await start_clock(subject, key, TODAY, event_at=at, actor=CLERK, now=NOW)
    async with desk(CLERK) as web:
        for tongue in ("zh-CN", "zh-TW", "en"):
            page = await web.get(f"/clocks/cases/{subject.id}", headers={"accept-language": tongue})
            assert page.status_code == 200
            table = await web.get("/clocks", headers={"accept-language": tongue})
            assert table.status_code == 200
    async with desk(ADMINISTRATOR) as web:
        assert (await web.get("/admin/clocks")).status_code == 200


async def test_a_clerk_excludes_and_resumes_time(desk, clock) -> None:
    row = await a_clock(K.TRIAL)
    here = f"/clocks/cases/{row.case_id}"
    clock.move(timedelta(days=40))
    async with desk(CLERK) as web:
        form = {"reason": "appraisal", "from_on": "2026-03-20", "words": "虚构鉴定"}
        sent = await web.post(f"{here}/exclude", data=form)
        assert (sent.status_code, sent.headers["location"]) == (303, here)
        assert "停着" in (await web.get(here)).text
        wrong = await web.post(f"{here}/resume", data={"ends": "appraisal", "resumed_on": "x"})
        assert wrong.status_code == 422
        early = await web.post(
            f"{here}/resume", data={"ends": "appraisal", "resumed_on": "2026-03-19"}
        )
        assert early.status_code == 422
        assert 'href="#f-resumed_on"' in early.text
        assert 'id="f-resumed_on"' in early.text
        ended = {"ends": "appraisal", "resumed_on": "2026-03-30"}
        assert (await web.post(f"{here}/resume", data=ended)).status_code == 303
        assert (await web.post(f"{here}/resume", data=ended)).status_code == 303
    row = await row_of(row.case_id, K.TRIAL)
    assert (row.state, row.due_on) == (State.RUNNING, date(2026, 9, 14))
    assert await ClockSpan.all().count() == 1


async def test_bad_input_is_said_and_shown_again(desk) -> None:
    row = await a_clock(K.TRIAL)
    before = await everything()
    form = {"reason": "appraisal", "from_on": "2026-03-09", "words": "虚构的说明"}
    async with desk(CLERK) as web:
        refused = await web.post(f"/clocks/cases/{row.case_id}/exclude", data=form)
        assert refused.status_code == 422
        assert "这一天还没有到" in refused.text
        assert 'value="虚构的说明"' in refused.text
        assert (await web.post(f"/clocks/cases/{row.case_id}/exclude")).status_code in {415, 422}
    assert await everything() == before


async def test_the_president_s_grant_is_noted_and_a_late_request_refused(desk, clock) -> None:
    row = await a_clock(K.TRIAL)
    longer = f"/clocks/cases/{row.case_id}/{row.id}"
    clock.move(datetime.fromisoformat("2026-08-20T10:00+08:00") - clock.now())
    form = {
        "by": "president", "months": "6", "asked_on": "2026-08-19", "granted_on": "2026-08-20",
    }  # fmt: skip
    async with desk(JUDGE) as web:
        page = await web.get(f"{longer}/longer")
        assert "最迟 2026年8月18日 申请，2026年8月28日 以前决定。" in page.text
        late = await web.post(f"{longer}/longer", data=form)
        assert late.status_code == 409
        assert "最迟在届满十五日前，也就是 2026-08-18" in late.text
        assert (await web.post(f"{longer}/ask", data={"requested_on": "2026-08-10"})).status_code
        form |= {"asked_on": "2026-08-10"}
        for _ in range(2):
            assert (await web.post(f"{longer}/longer", data=form)).status_code == 303
        page = await web.get(f"/clocks/cases/{row.case_id}")
        assert "本院院长批准延长 6 个月" in page.text
        assert "2026年9月2日 → 2027年3月2日" in page.text
    assert await ClockExtension.all().count() == 1


async def test_what_has_run_out_is_closed_by_hand(desk, clock) -> None:
    row = await a_clock(K.FEE)
    here = f"/clocks/cases/{row.case_id}"
    async with desk(CLERK) as web:
        early = await web.post(f"{here}/{row.id}/close")
        assert early.status_code == 409
        clock.move(timedelta(days=10))
        await ring(row.id, row.alarm, now=clock.now())
        assert "裁定按撤诉处理" in (await web.get("/clocks?light=red")).text
        for _ in range(2):
            sent = await web.post(f"{here}/{row.id}/close")
            assert sent.status_code == 303
        assert shown((await web.get("/clocks")).text) == []
    row = await row_of(row.case_id, K.FEE)
    assert (row.state, row.queue) == (State.STOPPED, Queue.DONE)


async def test_an_administrator_changes_a_reminder(desk) -> None:
    async with desk(ADMINISTRATOR) as web:
        wrong = await web.post("/admin/clocks", data={"key": "fee", "near_days": "400"})
        assert wrong.status_code == 422
        assert 'value="400"' in wrong.text
        sent = await web.post("/admin/clocks", data={"key": "fee", "near_days": "5"})
        assert sent.status_code == 303
        assert (await web.get("/clocks")).status_code == 403
    assert (await ClockReminder.get()).near_days == 5


async def test_a_stranger_cannot_learn_that_it_exists(desk) -> None:
    row = await a_clock(K.TRIAL)
    absent = uuid4()
    for actor in (STRANGER, an_actor(Role.MEDIATOR)):
        async with desk(actor) as web:
            for path in ("", f"/{row.id}/longer"):
                hidden = await web.get(f"/clocks/cases/{row.case_id}{path}")
                missing = await web.get(f"/clocks/cases/{absent}{path}")
                assert hidden.status_code == missing.status_code
                assert hidden.status_code in {403, 404}
    async with desk(STRANGER) as web:
        assert (await web.get(f"/clocks/cases/{row.case_id}")).status_code == 404
        assert shown((await web.get("/clocks")).text) == []
        sent = await web.post(f"/clocks/cases/{row.case_id}/{row.id}/close")
        assert sent.status_code == 404
    async with desk(an_actor(Role.TAIWAN_OFFICER)) as web:
        assert (await web.get(f"/clocks/cases/{row.case_id}")).status_code == 200
        form = {"reason": "appraisal", "from_on": "2026-03-02"}
        denied = await web.post(f"/clocks/cases/{row.case_id}/exclude", data=form)
        assert denied.status_code == 403
    async with desk(CLERK) as web:
        other = await a_clock()
        mixed = await web.get(f"/clocks/cases/{row.case_id}/{other.id}/longer")
        assert mixed.status_code == 404
    async with desk(ANYONE) as web:
        assert (await web.get("/clocks")).status_code == 303
