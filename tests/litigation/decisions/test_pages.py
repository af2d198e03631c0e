"""Decisions as a browser sees them: written, signed, served, appealed, paid."""

import json
import logging
from datetime import timedelta
from uuid import uuid4

import pytest

from commons.access.actor import Actor
from commons.papers.models import view_paper
from litigation.cases.models import CaseParty
from litigation.decisions import queries
from litigation.decisions.models import CourtDecision, DecisionPayment, DecisionReach
from litigation.decisions.rules import DecisionKind, DecisionStage, Pronounced, ServedWay
from litigation.hearings.models import Hearing
from litigation.hearings.paper_rules import PaperKind
from tests.litigation.decisions.builders import a_decision, a_reader
from tests.litigation.hearings.builders import NOW, SITS_ON, STARTS_AT, Trial, a_court, a_held_trial

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]
BYTES_MAX = 80 * 1024
TYPED = "虚构：打进去的字"
AFTER = STARTS_AT - NOW + timedelta(hours=3)
MARK = json.dumps({"width": 300, "height": 100, "strokes": [[[1, 1], [90, 40], [200, 20]]]})
PARTS = dict.fromkeys(("claims", "facts", "law", "result", "costs"), TYPED)


async def a_party(trial: Trial, name: str) -> tuple[CaseParty, Actor]:
    row = await CaseParty.get(case_id=trial.case_id, name=name)
    return row, a_reader(row.account_id)


async def issued(trial: Trial, clock) -> str:
    clock.move(AFTER)
    return f"/decisions/{await a_decision(trial)}"


async def test_a_judgment_is_begun_written_drawn_up_signed_and_issued(desk, clock):
    trial = await a_held_trial()
    clock.move(AFTER)
    list_url = f"/cases/{trial.case_id}/decisions"
    async with desk(trial.judge) as browser:
        assert "还没有裁判文书" in (await browser.get(list_url)).text
        early = await browser.post(list_url, data={"kind": "deemed_withdrawal"})
        assert early.status_code == 409
        begun = await browser.post(list_url, data={"kind": "judgment"})
        here = begun.headers["location"]
        lacking = await browser.post(f"{here}/draw")
        assert (lacking.status_code, 'href="#f-facts"' in lacking.text) == (422, True)
        form = {**PARTS, "version": "0", "amount": "abc", "perform_days": "10"}
        wrong = await browser.post(f"{here}/text", data=form)
        assert (wrong.status_code, TYPED in wrong.text, 'value="abc"' in wrong.text) == (
            422,
            True,
            True,
        )
        form |= {"amount": "680", "version": str((await CourtDecision.get()).version)}
        assert (await browser.post(f"{here}/text", data=form)).status_code == 303
        stale = await browser.post(f"{here}/text", data=form | {"claims": "另一个窗口"})
        assert (stale.status_code, "另一个窗口" in stale.text) == (409, True)
        assert (await browser.post(f"{here}/draw")).status_code == 303
        shown = await browser.get(here)
        assert len(shown.content) < BYTES_MAX
        row = await CourtDecision.get()
        paper = await view_paper(row.paper_id)
        here_paper = f"/cases/{trial.case_id}/trial-papers/{paper.id}"
        assert f'href="{here_paper}"' in shown.text
        judge, clerk = paper.signers
        mark = {"shown_hash": paper.content_hash, "mark": MARK}
        empty = await browser.post(f"{here_paper}/sign/{judge.id}", data=mark | {"mark": "{}"})
        assert empty.status_code == 422
        foreign = await browser.post(f"{here_paper}/sign/{clerk.id}", data=mark)
        assert foreign.status_code == 403
        assert (await browser.get(f"{here_paper}/sign/{judge.id}")).status_code == 200
        assert (await browser.get(f"{here_paper}/sign/{judge.id}/thumb")).status_code == 200
        done = await browser.post(f"{here_paper}/sign/{judge.id}", data=mark)
        assert done.headers["location"] == here_paper
    async with desk(trial.clerk) as browser:
        assert (await browser.post(f"{here_paper}/sign/{clerk.id}", data=mark)).status_code == 303
        again = await browser.post(f"{here_paper}/sign/{clerk.id}", data=mark)
        assert again.status_code == 409
        assert "已签" in (await browser.get(here_paper)).text
        assert (await browser.get(f"{here_paper}/pdf")).content.startswith(b"%PDF")
    assert (await CourtDecision.get()).stage is DecisionStage.ISSUED


async def test_it_is_pronounced_and_the_record_of_it_drawn_up(desk, clock):
    trial = await a_held_trial()
    here = await issued(trial, clock)
    async with desk(trial.judge) as browser:
        too_early = await browser.post(f"{here}/pronouncement")
        assert too_early.status_code == 409
        said = {"how": "at_once", "on": "2026-12-09"}
        wrong = await browser.post(f"{here}/pronounce", data=said)
        assert (wrong.status_code, 'value="2026-12-09"' in wrong.text) == (422, True)
        said["on"] = SITS_ON.isoformat()
        for _ in range(2):
            assert (await browser.post(f"{here}/pronounce", data=said)).status_code == 303
        assert (await browser.post(f"{here}/pronouncement")).status_code == 303
        shown = await browser.get(here)
    row = await CourtDecision.get()
    assert (row.pronounced_how, row.pronounced_on) == (Pronounced.AT_ONCE, SITS_ON)
    drawn = await queries.view_decision(trial.judge, row.id, today=SITS_ON)
    papers = {one.kind: one for one in drawn.papers}
    assert {PaperKind.JUDGMENT.value, PaperKind.PRONOUNCEMENT.value} <= set(papers)
    capacities = [one.capacity for one in papers[PaperKind.PRONOUNCEMENT.value].signers]
    assert capacities == ["原告", "被告", "审判员", "书记员"]
    assert "宣判笔录" in shown.text


async def test_services_and_appeals_are_noted_party_by_party(desk, clock):
    trial = await a_held_trial()
    here = await issued(trial, clock)
    one, two = await DecisionReach.all().order_by("place")
    async with desk(trial.clerk) as browser:
        assert (await browser.get(f"{here}/parties/{uuid4()}")).status_code == 404
        served = {"way": "public", "served_on": SITS_ON.isoformat()}
        wrong = await browser.post(f"{here}/parties/{one.party_id}/served", data=served)
        assert (wrong.status_code, 'id="f-way"' in wrong.text) == (422, True)
        served["way"] = "direct"
        ahead = await browser.post(
            f"{here}/parties/{one.party_id}/served", data=served | {"served_on": "2027-12-01"}
        )
        assert ahead.status_code == 422
        for _ in range(2):
            done = await browser.post(f"{here}/parties/{one.party_id}/served", data=served)
            assert done.status_code == 303
        appeal = {"appealed_on": "2026-12-11"}
        assert (
            await browser.post(f"{here}/parties/{two.party_id}/appeal", data=appeal)
        ).status_code == 422
        appeal["appealed_on"] = SITS_ON.isoformat()
        assert (
            await browser.post(f"{here}/parties/{two.party_id}/appeal", data=appeal)
        ).status_code == 303
        assert "上诉" in (await browser.get(f"{here}/parties/{two.party_id}")).text
        assert (await browser.get(here)).status_code == 200
    async with desk(trial.judge) as browser:
        wrong = await browser.post(
            f"{here}/result", data={"became": "uphold", "became_on": "2027-12-01"}
        )
        assert (wrong.status_code, 'href="#f-became_on"' in wrong.text) == (422, True)
        said = {"became": "uphold", "became_on": SITS_ON.isoformat()}
        assert (await browser.post(f"{here}/result", data=said)).status_code == 303
    row = await CourtDecision.get()
    assert (row.stage, row.effective_on) == (DecisionStage.EFFECTIVE, SITS_ON)


async def test_a_party_sees_its_own_days_and_the_result_only_once_served(desk, clock):
    trial = await a_held_trial()
    here = await issued(trial, clock)
    one, two = await DecisionReach.all().order_by("place")
    await DecisionReach.filter(id=two.id).update(served_on=SITS_ON, way=ServedWay.DIRECT)
    _, plaintiff = await a_party(trial, one.name)
    _, defendant = await a_party(trial, two.name)
    async with desk(plaintiff) as browser:
        waiting = await browser.get(here)
        assert ("680" in waiting.text, 'href="/d"' in waiting.text) == (False, True)
        assert two.name not in waiting.text
        assert (await browser.get(f"{here}/text")).status_code == 403
        assert (await browser.get(f"{here}/parties/{one.party_id}")).status_code == 403
        assert (await browser.get(f"{here}/payments")).status_code == 404
    async with desk(defendant) as browser:
        served = await browser.get(here)
        assert "680" in served.text
        payments = await browser.get(f"{here}/payments")
        assert ("380" in payments.text, "<form" in payments.text.split("<main")[1]) == (
            False,
            False,
        )
        assert (await browser.get(f"/cases/{trial.case_id}/decisions")).status_code == 200


async def test_a_draft_is_nothing_to_the_parties_and_nothing_is_to_strangers(desk, clock):
    trial = await a_held_trial()
    clock.move(AFTER)
    decision_id = await a_decision(trial, sign=False)
    here = f"/decisions/{decision_id}"
    row = await CourtDecision.get()
    _, plaintiff = await a_party(trial, "虚构甲")
    elsewhere = await a_court("邻县")
    places = (
        f"/cases/{trial.case_id}/decisions",
        here,
        f"{here}/text",
        f"{here}/payments",
        f"{here}/parties/{plaintiff.account_id}",
        f"/cases/{trial.case_id}/trial-papers/{row.paper_id}",
        f"/cases/{trial.case_id}/trial-papers/{row.paper_id}/pdf",
        f"/hearings/{trial.hearing_id}/draw/record",
    )
    async with desk(plaintiff) as browser:
        assert (await browser.get(here)).status_code == 404
        assert "判决" not in (await browser.get(places[0])).text.replace("裁判文书", "")
    async with desk(elsewhere.judge) as browser:
        for place in places:
            assert (await browser.get(place)).status_code == 404, place
    async with desk(a_reader(uuid4())) as browser:
        for place in places:
            assert (await browser.get(place)).status_code in {403, 404}, place


async def test_a_payment_is_confirmed_once_and_what_is_wrong_is_shown_again(desk, clock):
    trial = await a_held_trial()
    here = await issued(trial, clock)
    one, two = await DecisionReach.all().order_by("place")
    await DecisionReach.all().update(served_on=SITS_ON, way=ServedWay.DIRECT)
    _, plaintiff = await a_party(trial, one.name)
    pay = {
        "key": str(uuid4()),
        "party_id": str(one.party_id),
        "amount": "0",
        "paid_on": SITS_ON.isoformat(),
        "words": TYPED,
    }
    async with desk(plaintiff) as browser:
        wrong = await browser.post(f"{here}/payments", data=pay)
        assert (wrong.status_code, TYPED in wrong.text) == (422, True)
        other = await browser.post(
            f"{here}/payments", data=pay | {"amount": "300", "party_id": str(two.party_id)}
        )
        assert other.status_code == 404
        for _ in range(2):
            done = await browser.post(f"{here}/payments", data=pay | {"amount": "300"})
            assert done.status_code == 303
        shown = await browser.get(f"{here}/payments")
        assert ("300" in shown.text, "380" in shown.text) == (True, True)
    assert await DecisionPayment.all().count() == 1


async def test_papers_of_a_hearing_are_drawn_up_by_hand(desk, clock):
    trial = await a_held_trial()
    clock.move(AFTER)
    here = f"/hearings/{trial.hearing_id}/draw"
    async with desk(trial.clerk) as browser:
        assert (await browser.get(f"{here}/summons")).status_code == 404
        assert (await browser.get(f"{here}/nothing")).status_code == 404
        for kind in ("record", "circuit", "procedure", "term", "explanation"):
            assert (await browser.get(f"{here}/{kind}")).status_code == 200, kind
        wrong = await browser.post(f"{here}/circuit", data={"vessel": TYPED})
        assert (wrong.status_code, TYPED in wrong.text) == (422, True)
        done = await browser.post(f"{here}/record", data={"words": ""})
        assert done.status_code == 303
        again = await browser.post(f"{here}/record", data={"words": ""})
        assert again.headers["location"] == done.headers["location"]
        shown = await browser.get(done.headers["location"])
        assert shown.text.count("签名</a>") == 3  # two parties and the clerk; the judge for himself
        paper_id = done.headers["location"].rpartition("/")[2]
        paper = await view_paper(paper_id)
        thumb = {
            "shown_hash": paper.content_hash,
            "witness": "",
            "witness_capacity": "",
            "reason": TYPED,
        }
        url = f"{done.headers['location']}/sign/{paper.signers[0].id}/thumb"
        wrong = await browser.post(url, data=thumb)
        assert (wrong.status_code, TYPED in wrong.text) == (422, True)
        by_thumb = thumb | {"witness": "虚构见证人", "witness_capacity": "法警"}
        assert (await browser.post(url, data=by_thumb)).status_code == 303
    assert (await view_paper(paper_id)).signers[0].signed_at is not None


async def test_the_list_takes_the_same_number_of_queries_at_one_and_three_rows(caplog):
    trial = await a_held_trial()
    await a_decision(trial, sign=False)
    counts = []
    for kind in (None, DecisionKind.MEDIATION_ORDER, DecisionKind.WITHDRAWAL):
        if kind:
            await a_decision(trial, kind, sign=False)
        if kind is DecisionKind.MEDIATION_ORDER:
            continue
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
            view = await queries.view_case(trial.clerk, trial.case_id)
        counts.append(len([one for one in caplog.records if "SELECT" in one.getMessage()]))
    assert len(view.decisions) == 3
    assert counts[0] == counts[1] > 0
    assert await Hearing.all().count() == 1
