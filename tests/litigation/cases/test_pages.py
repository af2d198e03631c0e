"""The pages of the room as a browser sees them: from the door to the papers."""

from uuid import uuid4

import pytest

from commons.access.actor import ANYONE, Role
from litigation.cases.models import Case, CaseParty, FeeNotice, FeeRelief, Motion
from litigation.cases.rules import Side, Stage
from tests.litigation.cases.builders import (
    CLERK,
    COURT,
    JUDGE,
    STRANGER,
    TOURIST,
    a_case,
    a_court,
    a_submitted,
    an_actor,
    notice_of,
)

pytestmark = pytest.mark.anyio
BYTES_MAX = 80 * 1024
PRESS = {"press": "yes"}
SCREENS = {
    "court": {"organisation_id": str(COURT), "filed_as": "party", "island": "虚构屿"},
    "plaintiff": {"kind": "person", "name": "虚构甲", "phone": "13805010001"},
    "defendant": {"kind": "person", "name": "虚构乙", "domicile": "taiwan"},
    "claims": {
        "cause": "租赁合同纠纷",
        "fee_kind": "property",
        "item_1": "退还押金",
        "amount_1": "3,000.00",
    },
    "story": {"agreement": "虚构：租船。", "breach": "虚构：不退押金。"},
    "evidence": {"evidence": "合同；本人；约定押金\n照片"},
    "service": {"service_address": "虚构路1号", "e_consent": "yes"},
    "wishes": {"wants_mediation": "no", "wants_online": "yes", "leaves_on": "2026-12-01"},
}


async def test_the_door_leads_without_an_account_and_blocks_nothing(desk):
    async with desk(ANYONE) as browser:
        page = await browser.get("/start")
        assert page.status_code == 200
        wrong = await browser.get("/start?trouble=debt&yuan=abc")
        assert (wrong.status_code, "abc" in wrong.text) == (422, True)
        right = await browser.get("/start?trouble=debt&yuan=3000")
        assert right.headers["location"] == "/start?trouble=debt&amount=300000"
        whole = "/start?trouble=debt&amount=300000&other=nothing&place=elsewhere"
        whole += "&tried=sued&talk=no&when=longer"
        advice = await browser.get(whole)
    # Row 1.01: it warns, prints its reasons, and every door stays open.
    assert advice.status_code == 200
    for words in ("去立案", "先调解", "先投诉", "先问一问", "明确的被告", "约 50.00 元"):
        assert words in advice.text, words
    assert (await nonsense(desk)).headers["location"] == "/start"


async def nonsense(desk):
    async with desk(ANYONE) as browser:
        return await browser.get(
            "/start?trouble=x&amount=y&other=z&place=&tried=&talk=&when=", follow_redirects=False
        )


async def test_a_complaint_is_written_screen_by_screen_and_handed_in(desk):
    await a_court()
    async with desk(TOURIST) as browser:
        begun = await browser.post("/filings", data={"trouble": "rent", "amount": "300000"})
        where = begun.headers["location"]
        base = where.rpartition("/")[0]
        for version, (screen, said) in enumerate(SCREENS.items(), 1):
            assert (await browser.get(f"{base}/{screen}")).status_code == 200, screen
            sent = await browser.post(f"{base}/{screen}", data={**said, "version": str(version)})
            assert sent.status_code == 303, (screen, sent.text[-3000:])
        assert sent.headers["location"].endswith("/check")
        check = await browser.get(f"{base}/check")
        assert "退还押金 3,000.00" in check.text
        assert (await browser.get(base)).status_code == 200
        assert "虚构乙" in (await browser.get("/filings")).text
        for _ in range(2):
            done = await browser.post(f"{base}/check", data={"version": "9"})
            assert done.status_code == 303
        case = await Case.get()
        shown = await browser.get(done.headers["location"])
    assert case.receipt_number in shown.text
    assert str(case.leaves_on) == "2026-12-01"
    assert len(shown.content) < BYTES_MAX


async def test_what_was_typed_wrongly_is_shown_again_and_named(desk):
    async with desk(TOURIST) as browser:
        begun = await browser.post("/filings", data=PRESS)
        base = begun.headers["location"].rpartition("/")[0]
        sent = await browser.post(
            f"{base}/claims",
            data={"version": "1", "cause": "虚构", "fee_kind": "property", "item_1": "赔钱"},
        )
    assert sent.status_code == 422
    assert 'value="赔钱"' in sent.text
    assert "f-amount_1" in sent.text


async def test_the_window_files_and_everybody_sees_every_page(desk):
    case = await a_submitted()
    async with desk(CLERK) as browser:
        assert "收据号" in (await browser.get(f"/cases/{case.id}")).text
        assert (await browser.get(f"/cases/{case.id}/defects")).status_code == 200
        done = await browser.post(f"/cases/{case.id}/accept", data={"version": str(case.version)})
        assert done.status_code == 303
    notice = await notice_of(case)
    pages = ("", "/fee", "/grade", "/motions", "/motions?kind=counterclaim", "/papers")
    for actor in (CLERK, JUDGE, TOURIST):
        async with desk(actor) as browser:
            for page in pages:
                shown = await browser.get(f"/cases/{case.id}{page}")
                assert shown.status_code == 200, (page, shown.text[:500])
                assert len(shown.content) < BYTES_MAX
            assert (await browser.get("/cases")).status_code == 200
            found = await browser.post("/cases", data={"search": "海风", "closed": "yes"})
            assert str(case.id) in found.text
    async with desk(STRANGER) as browser:
        for page in (*pages, f"/fee/{notice.id}/pay"):
            assert (await browser.get(f"/cases/{case.id}{page}")).status_code in {404, 405}


async def test_a_list_of_defects_is_told_answered_and_refused(desk):
    case = await a_submitted()
    here = f"/cases/{case.id}"
    async with desk(CLERK) as browser:
        sent = await browser.post(
            f"{here}/defects",
            data={"version": "1", "defects": "身份证明\n地址", "due_on": "2026-12-10"},
        )
        assert sent.status_code == 303, sent.text[-2000:]
    async with desk(TOURIST) as browser:
        assert "身份证明" in (await browser.get(f"{here}/supplement")).text
        missing = await browser.post(f"{here}/supplement", data={"version": "2", "answer_1": "附"})
        assert missing.status_code == 422
        assert "附" in missing.text
        answers = {"version": "2", "answer_1": "附", "answer_2": "虚构路"}
        assert (await browser.post(f"{here}/supplement", data=answers)).status_code == 303
    async with desk(JUDGE) as browser:
        assert (await browser.get(f"{here}/refuse")).status_code == 200
        said = {"version": "3", "ground": "not_supplemented", "reason": "虚构"}
        assert (await browser.post(f"{here}/refuse", data=said)).status_code == 303
        assert "不予受理" in (await browser.get(here)).text
    assert (await Case.get(id=case.id)).stage is Stage.REFUSED


async def test_relief_is_asked_for_and_decided_on_the_page(desk):
    case = await a_case()
    here, notice = f"/cases/{case.id}/fee", await notice_of(case)
    async with desk(TOURIST) as browser:
        wrong = {"kind": "reduce", "ground": "legal_aid", "words": "虚构困难"}
        refused = await browser.post(f"{here}/{notice.id}/relief", data=wrong)
        assert (refused.status_code, "虚构困难" in refused.text) == (422, True)
        right = {**wrong, "ground": "disaster"}
        assert (await browser.post(f"{here}/{notice.id}/relief", data=right)).status_code == 303
        assert (await browser.post(f"{here}/{notice.id}/pay", data=PRESS)).status_code == 303
        assert "不会按撤诉处理" in (await browser.get(here)).text
    relief = await FeeRelief.get()
    async with desk(JUDGE) as browser:
        said = {"granted": "yes", "percent": "30", "until_on": "2026-12-08", "reason": "虚构"}
        # Somebody is paying: the bank is heard first.
        answer = await browser.post(f"{here}/reliefs/{relief.id}", data=said)
        assert answer.status_code == 409
        lapse = await browser.post(f"{here}/{notice.id}/lapse", data=PRESS)
        assert lapse.status_code == 409
    async with desk(CLERK) as browser:
        spot = {"amount": "275", "receipt_number": "闽财1", "place": "虚构码头"}
        assert (await browser.post(f"{here}/{notice.id}/spot", data=spot)).status_code == 422
        spot |= {"is_circuit": "yes", "asked_by_party": "yes"}
        assert (await browser.post(f"{here}/{notice.id}/spot", data=spot)).status_code == 303
    assert (await FeeNotice.get(id=notice.id)).paid_fen == 275_00


async def test_a_callback_is_always_thanked_and_never_believed(desk):
    case = await a_case()
    async with desk(ANYONE) as browser:
        for body in (b"", b"[]", b'{"keys":["x",1]}', b"\xff"):
            assert (await browser.post("/callbacks/payments", content=body)).status_code == 204
    assert (await notice_of(case)).paid_fen == 0


async def test_a_motion_is_made_and_decided_on_the_page(desk):
    case = await a_case()
    here = f"/cases/{case.id}/motions"
    plaintiff = await CaseParty.get(case_id=case.id, side=Side.PLAINTIFF)
    defendant = await CaseParty.get(case_id=case.id, side=Side.DEFENDANT)
    async with desk(TOURIST) as browser:
        said = {"key": str(uuid4()), "kind": "withdrawal", "party_id": str(plaintiff.id)}
        assert (await browser.post(here, data=said)).status_code == 422
        said["words"] = "虚构：已经和解"
        for _ in range(2):
            assert (await browser.post(here, data=said)).status_code == 303
        other = {**said, "key": str(uuid4()), "kind": "answer", "party_id": str(defendant.id)}
        assert (await browser.post(here, data=other)).status_code == 403
    motion = await Motion.get()
    async with desk(JUDGE) as browser:
        said = {"granted": "yes", "reason": "虚构：准许"}
        assert (await browser.post(f"{here}/{motion.id}", data=said)).status_code == 303
        assert (await browser.get(here)).status_code == 200
    assert (await Case.get(id=case.id)).stage is Stage.CLOSED


async def test_parties_join_and_copies_arrive(desk):
    case = await a_case()
    defendant = await CaseParty.get(case_id=case.id, side=Side.DEFENDANT)
    here = f"/cases/{case.id}/parties"
    async with desk(CLERK) as browser:
        assert (await browser.get(here)).status_code == 200
        future = await browser.post(f"{here}/{defendant.id}/copies", data={"on": "2027-01-01"})
        assert future.status_code == 422
        sent = await browser.post(f"{here}/{defendant.id}/copies", data={"on": "2026-11-23"})
        assert sent.status_code == 303
        # Civil Procedure Law art. 128: fifteen days from the day after.
        assert "2026年12月8日" in (await browser.get(f"/cases/{case.id}")).text
        said = {"side": "third", "kind": "person", "name": "虚构丙"}
        assert (await browser.post(here, data=said)).status_code == 303
    assert await CaseParty.filter(case_id=case.id).count() == 3


async def test_grade_and_tables_on_their_pages(desk):
    case = await a_case()
    here = f"/cases/{case.id}/grade"
    async with desk(CLERK) as browser:
        case = await Case.get(id=case.id)
        said = {"version": str(case.version), "ticked": ["group"], "issues": "3"}
        assert (await browser.post(here, data=said)).status_code == 303
        assert "群体性纠纷" in (await browser.get(here)).text
    async with desk(an_actor(Role.ADMINISTRATOR)) as browser:
        wage = {"year": "2025", "province": "福建", "amount": "90000", "published_on": "2026-06-30"}
        assert (await browser.post("/admin/grading/wages", data=wage)).status_code == 422
        wage["source"] = "虚构公报"
        assert (await browser.post("/admin/grading/wages", data=wage)).status_code == 303
        points = {"factor": "parties", "points": "2", "from_on": "2026-11-23", "reason": "虚构"}
        assert (await browser.post("/admin/grading/points", data=points)).status_code == 303
        tables = await browser.get("/admin/grading")
    assert "虚构公报" in tables.text
    assert tables.status_code == 200


async def test_papers_are_drawn_up_and_read(desk):
    case = await a_case()
    here = f"/cases/{case.id}/papers"
    async with desk(CLERK) as browser:
        drawn = await browser.post(f"{here}/draw/fee", data=PRESS)
        assert drawn.status_code == 303
        shown = await browser.get(drawn.headers["location"])
        assert "人民币275.00元" in shown.text
        assert (await browser.post(f"{here}/draw/bench", data=PRESS)).status_code == 409
        assert (await browser.post(f"{here}/draw/nonsense", data=PRESS)).status_code == 404
    async with desk(TOURIST) as browser:
        assert "交纳诉讼费用通知书" in (await browser.get(here)).text
        assert (await browser.post(f"{here}/draw/fee", data=PRESS)).status_code == 403
    async with desk(STRANGER) as browser:
        assert (await browser.get(drawn.headers["location"])).status_code == 404
