"""Enforcement as a browser sees it: asked for, taken in, carried out, closed."""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest

from commons.papers.models import Paper
from litigation.enforcement.asking_actions import AskedFor
from litigation.enforcement.list_queries import list_enforcements
from litigation.enforcement.models import Enforcement, EnforcementMoney, EnforcementStep
from litigation.enforcement.paper_kinds import SENT_TO, EnforcementPaper
from litigation.enforcement.queries import view_enforcement
from litigation.enforcement.recipients import recipients_of
from litigation.enforcement.rules import EnforcementStage, Measure
from tests.litigation.enforcement.builders import (
    LATE_AT,
    a_side,
    a_title,
    asked,
    money,
    running,
    sides,
    step,
)
from tests.litigation.enforcement.test_sharing_deeds import another
from tests.litigation.hearings.builders import NOW

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]
BYTES_MAX = 80 * 1024
TYPED = "虚构：打进去的字"
PRESS = {"press": "yes"}


@pytest.fixture(autouse=True)
def late(clock) -> None:
    clock.move(LATE_AT - NOW)


async def test_a_creditor_asks_with_one_page_and_keeps_what_was_typed(desk):
    trial, decision_id = await a_title()
    creditor, debtor = await sides(trial)
    here = f"/decisions/{decision_id}/enforcement"
    async with desk(creditor) as browser:
        assert f'href="{here}"' in (await browser.get(f"/decisions/{decision_id}")).text
        shown = (await browser.get(here)).text
        for words in (
            "（2026）虚构民初12号民事判决书",
            "虚构甲",
            "虚构乙",
            "2028年12月20日",
            "680.00",
        ):
            assert words in shown, words
        wrong = await browser.post(here, data={"rate": "3,45", "clues": TYPED})
        assert (wrong.status_code, TYPED in wrong.text, 'value="3,45"' in wrong.text) == (
            422,
            True,
            True,
        )
        done = await browser.post(
            here, data={"rate": "3.45", "rate_from_on": "2026-12-10", "clues": TYPED}
        )
        row = await Enforcement.get()
        assert done.headers["location"] == f"/enforcements/{row.id}"
        assert (row.rate_bp, row.clues) == (345, TYPED)
        assert "已经申请执行" in (await browser.get(here)).text
        assert f'href="/enforcements/{row.id}"' in (await browser.get("/enforcements")).text
    async with desk(debtor) as browser:
        seen = (await browser.get(f"/enforcements/{row.id}")).text
        assert ("680.00" in seen, TYPED in seen) == (True, False)
        assert f'href="{here}"' not in (await browser.get(f"/decisions/{decision_id}")).text
    async with desk(a_side(uuid4())) as browser:
        assert (await browser.get(f"/enforcements/{row.id}")).status_code == 404
        assert "虚构甲" not in (await browser.get("/enforcements")).text


async def test_the_court_takes_it_in_and_carries_it_out(desk):
    run = await asked()
    here = f"/enforcements/{run.id}"
    async with desk(run.clerk) as browser:
        version = (await run.row()).version
        assert (await browser.post(f"{here}/accept", data={"version": version})).status_code == 303
        stale = await browser.post(f"{here}/accept", data={"version": version})
        assert stale.status_code == 409
        for part in ("", "/money", "/measures", "/settlement", "/sharing", "/papers", "/end"):
            page = await browser.get(f"{here}{part}")
            assert (page.status_code, len(page.content) < BYTES_MAX) == (200, True), part
        key = str(uuid4())
        form = {"key": key, "measure": "freeze", "on": "2026-12-30", "target": TYPED}
        lacking = await browser.post(f"{here}/measures", data=form)
        assert (lacking.status_code, TYPED in lacking.text) == (422, True)
        form["until_on"] = "2027-06-30"
        for _ in range(2):
            assert (await browser.post(f"{here}/measures", data=form)).status_code == 303
        assert await EnforcementStep.all().count() == 1
        form = {"key": str(uuid4()), "amount": "abc", "received_on": "2026-12-30", "came": "sold"}
        assert 'value="abc"' in (await browser.post(f"{here}/money", data=form)).text
        form["amount"] = "100.00"
        for _ in range(2):
            assert (await browser.post(f"{here}/money", data=form)).status_code == 303
        assert "580.00" in (await browser.get(here)).text
        wrong = await EnforcementMoney.get()
        back = f"{here}/money/{wrong.id}/back"
        assert (await browser.post(back, data={"words": ""})).status_code == 422
        assert (await browser.post(back, data={"words": TYPED})).status_code == 303
        assert "680.00" in (await browser.get(here)).text


async def test_a_settlement_is_typed_line_by_line(desk):
    run = await running()
    here = f"/enforcements/{run.id}/settlement"
    async with desk(run.clerk) as browser:
        version = str((await run.row()).version)
        form = {"version": version, "words": TYPED, "plan": "2027-01-31 300.00\n下个月 300"}
        wrong = await browser.post(here, data=form)
        assert (wrong.status_code, "第 2 行" in wrong.text, "下个月 300" in wrong.text) == (
            422,
            True,
            True,
        )
        form["plan"] = "2027年1月31日 300.00\n2027-02-28 300"
        done = await browser.post(here, data=form)
        assert done.headers["location"] == f"/enforcements/{run.id}"
        shown = (await browser.get(f"/enforcements/{run.id}")).text
        assert ("2027年2月28日" in shown, "未到期" in shown) == (True, True)


async def test_money_is_shared_on_one_page(desk, clock):
    run = await running()
    other = await another(run)
    here = f"/enforcements/{run.id}/sharing"
    async with desk(run.judge) as browser:
        form = {
            "method": "proportion",
            "available": "900",
            "received_on": "2026-12-30",
            "taking_part": str(other),
        }
        assert (await browser.post(here, data=form)).status_code == 303
        shown = (await browser.get(here)).text
        assert ("300.00" in shown, "600.00" in shown, "2027年1月14日" in shown) == (True,) * 3
        plan = next(
            part.partition("/pay")[0] for part in shown.split(f"{here}/") if "/pay" in part[:60]
        )
        early = await browser.post(f"{here}/{plan}/pay", data=PRESS)
        assert early.status_code == 409
        assert (
            await browser.post(f"{here}/{plan}/object", data={"words": TYPED})
        ).status_code == 303
        clock.move(timedelta(days=16))
        assert (await browser.post(f"{here}/{plan}/pay", data=PRESS)).status_code == 409
        done = await browser.post(f"{here}/{plan}/pay", data={"in_spite": "yes"})
        assert done.status_code == 303
        assert "已经付清" in (await browser.get(here)).text


async def test_the_ways_out_ask_for_words_and_a_closed_one_offers_nothing(desk):
    run = await running()
    here = f"/enforcements/{run.id}"
    async with desk(run.judge) as browser:
        for act in ("satisfy", "withdraw", "terminate"):
            form = {"version": str((await run.row()).version), "words": "", "ground": "poor"}
            refused = await browser.post(f"{here}/{act}", data=form)
            assert refused.status_code == 422, act
        early = await browser.post(f"{here}/pause", data=form | {"words": TYPED})
        assert (early.status_code, TYPED in early.text) == (409, True)
        done = await browser.post(f"{here}/satisfy", data=form | {"words": "余款放弃（虚构）"})
        assert done.status_code == 303
        shown = (await browser.get(here)).text
        assert ("余款放弃" in shown, f'href="{here}/end"' in shown) == (True, False)
        assert "没有执行案件" in (await browser.get("/enforcements")).text
        assert "虚构甲" in (await browser.get("/enforcements?closed=yes")).text


async def test_every_paper_can_be_drawn_up_in_its_time_and_reaches_its_sides(desk):
    run = await running()
    other = await another(run)
    here = f"/enforcements/{run.id}"
    async with desk(run.judge) as browser:
        early = await browser.post(f"{here}/papers/draw/enforcement_closing")
        assert early.status_code == 409
        assert (await browser.post(f"{here}/papers/draw/nonsense")).status_code == 404
        form = {"method": "proportion", "available": "9", "received_on": "2026-12-30"}
        await browser.post(f"{here}/sharing", data=form | {"taking_part": str(other)})
        await money(run, 700_00)
        for kind in EnforcementPaper:
            if kind is EnforcementPaper.CLOSING:
                form = {"version": str((await run.row()).version)}
                assert (await browser.post(f"{here}/satisfy", data=form)).status_code == 303
            drawn = await browser.post(f"{here}/papers/draw/{kind.value}")
            assert drawn.status_code == 303, kind
            page = await browser.get(drawn.headers["location"])
            assert page.status_code == 200
            pdf = await browser.get(drawn.headers["location"] + "/print")
            assert pdf.content.startswith(b"%PDF"), kind
    drawn = Paper.filter(kind__startswith="enforcement_")
    assert await drawn.count() == len(EnforcementPaper)
    assert (await run.row()).stage is EnforcementStage.CLOSED
    for kind in EnforcementPaper:
        people = await recipients_of(kind.value, (await run.row()).paper_subject)
        assert len(people) == len(SENT_TO.get(kind, ())), kind
    assert await recipients_of("judgment", (await run.row()).paper_subject) == ()


async def test_list_and_page_ask_the_same_questions_for_one_line_and_for_three(caplog):
    async def questions() -> int:
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
            await list_enforcements(run.clerk, shows_closed=False, page=1, now=LATE_AT)
            await view_enforcement(run.clerk, run.id, now=LATE_AT)
        return sum("SELECT" in record.getMessage() for record in caplog.records)

    run = await running()
    await money(run, 1_00)
    await step(run, Measure.SEARCH)
    one = await questions()
    for number in ("执3", "执4"):
        await another(run, number=number)
        await money(run, 1_00)
        await step(run, Measure.SEARCH)
    assert await questions() == one


async def test_an_application_of_strangers_is_not_there(desk):
    run = await asked(wish=AskedFor())
    async with desk(a_side(uuid4())) as browser:
        for part in ("", "/money", "/end"):
            assert (await browser.get(f"/enforcements/{run.id}{part}")).status_code == 404
