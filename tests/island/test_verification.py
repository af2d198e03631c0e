"""Anyone learns whether a paper is the court's own and unchanged, and nobody learns whose it is."""

import re
from datetime import timedelta

import pytest

from commons.access.actor import SYSTEM
from commons.almanac import FixedClock
from commons.evidence_log import verify
from commons.evidence_log.verify import Trust
from commons.papers import actions, issuing_actions
from commons.papers.models import find_by_sha256, pdf_of, view_paper
from commons.papers.render import Rendered
from tests.commons.papers.builders import A_NAME, a_paper, signers
from tests.island.builders import a_stranger_at_the_verify_page, an_issued_paper

pytestmark = pytest.mark.usefixtures("db")


def verdict_in(text: str) -> str:
    found = re.findall(r'data-verdict="(\w+)"', text)
    return found[0] if len(found) == 1 else f"{len(found)} answers"


async def test_the_page_asks_and_does_not_answer_yet(clock: FixedClock) -> None:
    async with a_stranger_at_the_verify_page(clock) as browser:
        answer = await browser.get("/verify")
    assert (answer.status_code, verdict_in(answer.text)) == (200, "0 answers")
    assert 'name="file"' in answer.text


async def test_the_hash_alone_is_enough_and_tells_no_names(clock: FixedClock) -> None:
    digest, code = await an_issued_paper(clock)
    async with a_stranger_at_the_verify_page(clock) as browser:
        by_hash = await browser.post("/verify", data={"sha256": digest.upper()})
        by_code = await browser.post("/verify", data={"code": code.lower()})
    for answer in (by_hash, by_code):
        assert (answer.status_code, verdict_in(answer.text)) == (200, "genuine")
        assert "自 2026年11月23日 10:00 起没有改动" in answer.text
        assert "调解告知书" in answer.text
        assert digest in answer.text
        assert answer.headers["cache-control"] == "no-store"


async def test_without_scripts_the_file_itself_gets_the_same_answer(clock: FixedClock) -> None:
    digest, _ = await an_issued_paper(clock)
    paper = await find_by_sha256(digest)
    assert paper is not None
    content = await pdf_of(paper.id)
    changed = content[:-1] + b"y"
    async with a_stranger_at_the_verify_page(clock) as browser:
        answers = [
            await browser.post("/verify", files={"file": ("paper.pdf", one, "application/pdf")})
            for one in (content, changed)
        ]
    assert [verdict_in(one.text) for one in answers] == ["genuine", "unknown"]


@pytest.mark.parametrize("verdict", ["blocked", "withdrawn"])
async def test_a_stopped_paper_says_so(clock: FixedClock, verdict: str) -> None:
    digest, code = await an_issued_paper(clock)
    paper = await find_by_sha256(digest)
    assert paper is not None
    stop = {"blocked": actions.block, "withdrawn": actions.withdraw}[verdict]
    await stop(paper.id, reason="虚构的理由", actor=SYSTEM, now=clock.now())
    async with a_stranger_at_the_verify_page(clock) as browser:
        answers = [
            await browser.post("/verify", data=asked)
            for asked in ({"sha256": digest}, {"code": code})
        ]
    assert [verdict_in(one.text) for one in answers] == [verdict, verdict]
    assert all("虚构的理由" not in one.text for one in answers)


async def test_a_code_nobody_has_is_unknown_and_a_slip_is_named(clock: FixedClock) -> None:
    async with a_stranger_at_the_verify_page(clock) as browser:
        unknown = await browser.post("/verify", data={"code": "0000-0000-0000-0"})
        slip = await browser.post("/verify", data={"code": "0000-0000-0000-1"})
    assert (unknown.status_code, verdict_in(unknown.text)) == (200, "unknown")
    assert (slip.status_code, verdict_in(slip.text)) == (422, "0 answers")
    assert "0000-0000-0000-1" in slip.text


async def test_guessing_codes_here_uses_up_the_counters_budget(clock: FixedClock) -> None:
    async with a_stranger_at_the_verify_page(clock) as browser:
        asked = [
            (await browser.post("/verify", data={"code": "0000-0000-0000-0"})).status_code
            for _ in range(12)
        ]
        clock.move(timedelta(hours=3))
        later = await browser.post("/verify", data={"code": "0000-0000-0000-0"})
    assert asked == [200] * 10 + [409] * 2
    assert later.status_code == 200


@pytest.mark.parametrize("sent", [{}, {"sha256": "x" * 64}, {"sha256": "ab"}, {"sha256": "x" * 65}])
async def test_what_is_no_question_is_refused(clock: FixedClock, sent: dict[str, str]) -> None:
    async with a_stranger_at_the_verify_page(clock) as browser:
        answer = await browser.post("/verify", data=sent or {"code": " "})
    assert (answer.status_code, verdict_in(answer.text)) == (422, "0 answers")


async def test_a_file_above_the_limit_is_refused(clock: FixedClock) -> None:
    almost, too_much = b"x" * (5 * 2**20 + 1), b"x" * (6 * 2**20)
    async with a_stranger_at_the_verify_page(clock) as browser:
        answers = [
            await browser.post("/verify", files={"file": ("paper.pdf", one, "application/pdf")})
            for one in (almost, too_much)
        ]
    assert [one.status_code for one in answers] == [422, 413]


async def test_whoever_holds_the_file_takes_its_proof_home(clock: FixedClock) -> None:
    digest, _ = await an_issued_paper(clock)
    async with a_stranger_at_the_verify_page(clock) as browser:
        answer = await browser.post("/verify/proof", data={"sha256": digest})
        published = (await browser.get("/verify/key")).text
        head = (await browser.get("/verify/head")).text
        strange = await browser.post("/verify/proof", data={"sha256": "ab" * 32})
    trust = Trust(key=published, remembered=head)
    proven = verify.verify(answer.text, file_hash=digest, trust=trust)
    assert proven.act["act"] == "paper.issued"
    assert strange.status_code == 404


async def test_a_monitor_can_prove_that_the_log_only_grew(clock: FixedClock) -> None:
    async with a_stranger_at_the_verify_page(clock) as browser:
        empty = await browser.get("/verify/head")
        await an_issued_paper(clock)
        old = int((await browser.get("/verify/head")).text.splitlines()[1])
        await an_issued_paper(clock)
        new = int((await browser.get("/verify/head")).text.splitlines()[1])
        grown = await browser.get(f"/verify/growth?old={old}&new={new}")
        beyond = await browser.get(f"/verify/growth?old={old}&new={new + 1}")
        nonsense = await browser.get("/verify/growth?old=x")
    assert (empty.status_code, beyond.status_code, nonsense.status_code) == (404, 404, 404)
    assert (grown.json()["old"], grown.json()["new"], old < new) == (old, new, True)


async def test_a_title_that_names_a_signer_is_not_shown(clock: FixedClock) -> None:
    (signer,) = signers(1)
    for title, shown in (("第1人（虚构）的调解笔录", False), ("调解笔录", True)):
        paper_id = await a_paper(signers=(signer,), title=title)
        facts = (await view_paper(paper_id)).content_hash
        await actions.sign(
            paper_id,
            signer_id=signer.id,
            shown_hash=facts,
            mark=A_NAME,
            actor=SYSTEM,
            now=clock.now(),
        )
        printed = Rendered(b"%PDF-", paper_id.hex * 2, "cd" * 32, 2, 3)
        await issuing_actions.archive(paper_id, printed, actor=SYSTEM, now=clock.now())
        async with a_stranger_at_the_verify_page(clock) as browser:
            answer = await browser.post("/verify", data={"sha256": printed.sha256})
        assert verdict_in(answer.text) == "genuine"
        assert ("调解笔录" in answer.text, signer.name in answer.text) == (shown, False)


async def test_the_page_tells_the_stamped_time_or_that_there_is_none(clock: FixedClock) -> None:
    seen = []
    for stamped in ({"stamped_at": clock.now(), "stamped_by": "虚构时间戳中心"}, {}):
        paper_id = await a_paper(signers=())
        printed = Rendered(b"%PDF-", paper_id.hex * 2, "cd" * 32, 2, 3, **stamped)
        await issuing_actions.archive(paper_id, printed, actor=SYSTEM, now=clock.now())
        async with a_stranger_at_the_verify_page(clock) as browser:
            answer = await browser.post("/verify", data={"sha256": printed.sha256})
        words = (
            "虚构时间戳中心证明：2026年11月23日 10:00已经有这份文书",
            "没有外部机构的时间证明",
        )
        seen.append([one in answer.text for one in words])
    assert seen == [[True, False], [False, True]]
