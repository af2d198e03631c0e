"""After the last signature the paper is printed with all marks, sealed, and archived once."""

import hashlib
import io
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pikepdf
import pytest

from commons.access.actor import SYSTEM
from commons.almanac import FixedClock
from commons.evidence_log.models import entries_of
from commons.papers import actions, final, models
from commons.papers.events import PaperPrinted, PaperSigned
from commons.papers.listeners import STAMP_PATIENCE, on_printed, on_signed
from commons.papers.marks import ThumbPrint
from commons.papers.render import Renderer
from commons.papers.rules import Circumstances, Stage
from commons.papers.stamping import open_seal
from commons.providers.faults import Fault
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Mode
from commons.worker import TryLater
from tests.commons.papers.builders import A_NAME, NOW, a_paper, signers
from tests.commons.papers.test_render import fonts_in, text_in
from tests.commons.papers.test_seal import settings_in

pytestmark = pytest.mark.usefixtures("db")

STORIES = MappingProxyType({0: A_NAME, 1: ThumbPrint("王小岚（虚构）", "调解员", "手部受伤")})


@pytest.fixture
def sandbox(clock: FixedClock) -> Sandbox:
    return Sandbox(clock)


@pytest.fixture
def outside(tmp_path: Path, renderer: Renderer, clock: FixedClock, sandbox: Sandbox) -> Outside:
    return Outside(
        settings=settings_in(tmp_path, Mode.TEST),
        clock=clock,
        renderer=renderer,
        sms=sandbox.sms_sender,
        wechat=sandbox.wechat_sender,
        stamper=sandbox.stamper,
        payments=sandbox.payments,
        meetings=sandbox.meetings,
    )


async def a_signed_paper() -> PaperSigned:
    people = signers(2)
    paper_id = await a_paper(signers=people)
    shown = (await models.view_paper(paper_id)).content_hash
    for number, person in enumerate(people):
        await actions.sign(
            paper_id,
            signer_id=person.id,
            shown_hash=shown,
            mark=STORIES[number],
            actor=SYSTEM,
            now=NOW,
            circumstances=Circumstances("调解员平板", ("当面核对身份证件",), claimed_at=NOW),
        )
    return await signed_event(paper_id)


async def signed_event(paper_id: UUID) -> PaperSigned:
    view = await models.view_paper(paper_id)
    return PaperSigned(paper_id=paper_id, kind=view.kind, subject=view.subject)


async def issue(event: PaperSigned, outside: Outside) -> None:
    """Do both errands of a signed paper: the print, and then proof, seal and archive."""
    await on_signed(event, outside)
    printed = PaperPrinted(paper_id=event.paper_id, kind=event.kind, subject=event.subject)
    await on_printed(printed, outside)


async def acts_of(paper_id: UUID) -> list[str]:
    return [entry.act.removeprefix("paper.") for entry in await entries_of(f"paper:{paper_id}")]


async def test_a_signed_paper_is_printed_sealed_and_issued(outside: Outside) -> None:
    event = await a_signed_paper()
    await issue(event, outside)
    view = await models.view_paper(event.paper_id)
    pdf = await models.pdf_of(event.paper_id)
    assert (view.stage, view.issued_at) == (Stage.ISSUED, outside.clock.now())
    assert view.pdf_sha256 == hashlib.sha256(pdf).hexdigest() != view.unsealed_sha256
    text = text_in(pdf)
    for wanted in (view.code, view.content_hash, "手部受伤", "当面核对身份证件", "第2人（虚构）"):
        assert wanted in text
    assert "未经签署" not in text
    assert fonts_in(pdf) <= {"Court-Song", "Court-Song-Bold", "Court-Rare"}
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        assert len(paper.pages) == view.pages
        assert "/AcroForm" in paper.Root


async def test_the_seal_bears_the_time_of_an_authority(outside: Outside, sandbox: Sandbox) -> None:
    event = await a_signed_paper()
    await issue(event, outside)
    view = await models.view_paper(event.paper_id)
    stamp = open_seal(await models.pdf_of(event.paper_id)).stamp
    assert stamp is not None
    assert (view.stamped_at, view.stamped_by) == (stamp.at, stamp.authority)
    assert (stamp.at, stamp.certificate) == (outside.clock.now(), sandbox.stamper.certificate)
    assert (await issued_facts(event.paper_id))["stamped_at"] == stamp.at.isoformat()
    assert await models.count_unstamped(since=NOW - STAMP_PATIENCE) == 0


async def issued_facts(paper_id: UUID) -> dict[str, Any]:
    (issued,) = [
        entry for entry in await entries_of(f"paper:{paper_id}") if entry.act == "paper.issued"
    ]
    assert issued.facts is not None
    return issued.facts


@pytest.mark.parametrize("fault", [Fault.BUSY, Fault.SILENT, Fault.LOST_ANSWER])
async def test_a_paper_waits_for_its_stamp_but_not_for_ever(
    outside: Outside, sandbox: Sandbox, clock: FixedClock, fault: Fault
) -> None:
    event = await a_signed_paper()
    sandbox.stamper.fail(fault, fault)
    with pytest.raises(TryLater, match="no time stamp yet: sandbox"):
        await issue(event, outside)
    assert (await models.view_paper(event.paper_id)).stage is Stage.SIGNED
    clock.move(STAMP_PATIENCE + timedelta(minutes=10))
    await issue(event, outside)
    view = await models.view_paper(event.paper_id)
    assert (view.stage, view.stamped_at, view.stamped_by) == (Stage.ISSUED, None, "")
    seal = open_seal(await models.pdf_of(event.paper_id))
    assert (seal.stamp, seal.signed.certificate.subject.rfc4514_string() != "") == (None, True)
    assert (await issued_facts(event.paper_id))["stamped_at"] == ""
    assert await models.count_unstamped(since=NOW - STAMP_PATIENCE) == 1


async def test_a_stamp_that_comes_late_is_taken(outside: Outside, sandbox: Sandbox) -> None:
    event = await a_signed_paper()
    sandbox.stamper.fail(Fault.SILENT)
    with pytest.raises(TryLater):
        await issue(event, outside)
    await issue(event, outside)
    assert (await models.view_paper(event.paper_id)).stamped_at == outside.clock.now()


async def test_an_authority_that_refuses_for_good_is_not_waited_for(
    outside: Outside, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    event = await a_signed_paper()
    sandbox.stamper.fail(Fault.REFUSE)
    await issue(event, outside)
    view = await models.view_paper(event.paper_id)
    assert (view.stage, view.stamped_at, sandbox.stamper.calls) == (Stage.ISSUED, None, 1)
    assert "without a time stamp: sandbox: policy not accepted" in caplog.text


async def test_hearing_it_twice_prints_once(outside: Outside) -> None:
    event = await a_signed_paper()
    await issue(event, outside)
    before = await models.view_paper(event.paper_id)
    await issue(event, outside)
    assert await models.view_paper(event.paper_id) == before
    acts = [entry.act for entry in await entries_of(f"paper:{event.paper_id}")]
    assert acts.count("paper.issued") == 1


async def test_a_paper_that_lost_its_place_meanwhile_is_not_issued(outside: Outside) -> None:
    event = await a_signed_paper()
    await a_paper(subject=event.subject, signers=signers(3))
    await issue(event, outside)
    assert (await models.view_paper(event.paper_id)).stage is Stage.VOID


async def test_before_the_last_signature_a_reader_sees_a_draft(outside: Outside) -> None:
    people = signers(2)
    paper_id = await a_paper(signers=people)
    html = await final.html_of(paper_id, outside.renderer, outside.settings)
    article = await final.article_of(paper_id, outside.renderer, outside.settings)
    preview = await final.preview_of(paper_id, outside.renderer, outside.settings)
    assert html.startswith("<!doctype html>")
    assert article.startswith("<article")
    for seen in (html, article, text_in(preview.pdf)):
        assert "未经签署" in seen
        assert "（尚未签名）" in seen
        assert "文书识别码" not in seen


async def test_the_code_reaches_no_server_when_the_square_is_scanned() -> None:
    url = final.verify_url("https://court.example.cn", "ABCDEFGHJKMN*")
    assert url == "https://court.example.cn/d#ABCDEFGHJKMN%2A"
