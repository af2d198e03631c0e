"""After the last signature the paper is printed with all marks, sealed, and archived once."""

import hashlib
import io
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

import pikepdf
import pytest

from commons.access.actor import SYSTEM
from commons.almanac import FixedClock
from commons.evidence_log.models import entries_of
from commons.papers import actions, final, models
from commons.papers.events import PaperSigned
from commons.papers.listeners import on_signed
from commons.papers.marks import ThumbPrint
from commons.papers.render import Renderer
from commons.papers.rules import Circumstances, Stage
from commons.providers.ports import Outside
from commons.providers.sandbox import SandboxSms, SandboxWeChat
from commons.settings import Mode
from tests.commons.papers.builders import A_NAME, NOW, a_paper, signers
from tests.commons.papers.test_render import fonts_in, text_in
from tests.commons.papers.test_seal import settings_in

pytestmark = pytest.mark.usefixtures("db")

STORIES = MappingProxyType({0: A_NAME, 1: ThumbPrint("王小岚（虚构）", "调解员", "手部受伤")})


@pytest.fixture
def outside(tmp_path: Path, renderer: Renderer, clock: FixedClock) -> Outside:
    return Outside(
        settings=settings_in(tmp_path, Mode.TEST),
        clock=clock,
        renderer=renderer,
        sms=SandboxSms(clock),
        wechat=SandboxWeChat(clock),
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


async def test_a_signed_paper_is_printed_sealed_and_issued(outside: Outside) -> None:
    event = await a_signed_paper()
    await on_signed(event, outside)
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


async def test_hearing_it_twice_prints_once(outside: Outside) -> None:
    event = await a_signed_paper()
    await on_signed(event, outside)
    before = await models.view_paper(event.paper_id)
    await on_signed(event, outside)
    assert await models.view_paper(event.paper_id) == before
    acts = [entry.act for entry in await entries_of(f"paper:{event.paper_id}")]
    assert acts.count("paper.issued") == 1


async def test_a_paper_that_lost_its_place_meanwhile_is_not_issued(outside: Outside) -> None:
    event = await a_signed_paper()
    await a_paper(subject=event.subject, signers=signers(3))
    await on_signed(event, outside)
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
