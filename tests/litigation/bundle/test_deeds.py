"""A file is bound when it is wanted, anew when something changed, and every reader is noted."""

from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import pikepdf
import pytest

from commons.errors import NotFound
from commons.evidence_log.models import Leaf
from commons.outbox import Fact
from commons.papers.events import PaperIssued
from commons.papers.issuing_actions import archive
from commons.papers.models import Paper
from commons.papers.render import Rendered
from commons.providers.ports import Outside
from litigation.bundle import actions, listeners
from litigation.bundle.events import BundleWanted
from litigation.bundle.models import BundleEdition, BundleReading, BundleWish
from litigation.bundle.queries import pdf_of_edition, view_file
from litigation.bundle.rules import Needed, Scope, Section, Standing
from litigation.cases import motion_actions, paper_actions
from litigation.cases.models import Case, CaseParty
from litigation.cases.motions import MotionKind
from litigation.cases.paper_kinds import CasePaper
from litigation.cases.rules import Side
from tests.litigation.bundle.test_binding import a_pdf
from tests.litigation.cases.builders import (
    CLERK,
    JUDGE,
    NOW,
    STRANGER,
    TOURIST,
    WAYS,
    a_case,
)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


async def a_filed() -> Case:
    case = await a_case()
    await printed(case, CasePaper.COMPLAINT)
    return case


def a_print(pdf: bytes, pages: int, version: int) -> Rendered:
    digest = sha256(pdf).hexdigest()
    return Rendered(pdf, digest, digest, pages, version)


async def printed(case: Case, kind: CasePaper, *, pages: int = 2) -> None:
    """Draw a paper up and put a print of so many pages into the archive."""
    paper_id = await paper_actions.draw_up(CLERK, case.id, kind, WAYS, now=NOW)
    row = await Paper.get(id=paper_id)
    pdf = a_pdf(pages)
    await archive(paper_id, a_print(pdf, pages, row.template_version), actor=CLERK, now=NOW)


async def bound(case: Case, outside: Outside, scope: Scope = Scope.COURT) -> BundleEdition | None:
    await listeners.on_bundle_wanted(BundleWanted(case_id=case.id, scope=scope.value), outside)
    return await BundleEdition.filter(case_id=case.id, scope=scope).order_by("-place").first()


async def test_a_wanted_file_is_bound_with_cover_index_numbers_and_hashes(outside):
    case = await a_filed()
    await actions.want(CLERK, case.id, now=NOW)
    assert (await view_file(CLERK, case.id)).is_wanted
    edition = await bound(case, outside)
    assert edition is not None
    pdf = await pdf_of_edition(edition.id)
    with pikepdf.open(BytesIO(pdf)) as opened, opened.open_outline() as outline:
        titles = [one.title for one in outline.root]
        assert len(opened.pages) == edition.pages
    listed = [one["title"] for one in edition.items]
    assert titles == ["封面和目录", *listed, "哈希清单"]
    assert listed[0] == "民事起诉状"
    complaint = edition.items[0]
    assert complaint["last"] - complaint["first"] == 1
    assert edition.items[1]["first"] == complaint["last"] + 1
    view = await view_file(CLERK, case.id)
    assert (view.is_current, view.is_wanted, view.gone) == (True, False, ())
    assert await Leaf.filter(act="bundle.bound").count() == 1


async def test_the_same_file_is_bound_once_however_often_it_is_wanted(outside):
    case = await a_filed()
    for _ in range(2):
        await actions.want(CLERK, case.id, now=NOW)
    assert await Fact.filter(topic=BundleWanted.topic).count() == 1
    for _ in range(2):
        await bound(case, outside)
    assert await BundleEdition.all().count() == 1


async def test_a_change_shows_at_once_and_makes_another_edition(outside):
    case = await a_filed()
    await actions.want(CLERK, case.id, now=NOW)
    first = await bound(case, outside)
    await printed(case, CasePaper.RESPOND)
    view = await view_file(CLERK, case.id)
    assert not view.is_current
    assert [one.title for one in view.items if one.is_new] == ["应诉通知书"]
    event = PaperIssued(paper_id=uuid4(), kind="respond", subject=case.subject)
    await listeners.on_case_paper_issued(event, outside)
    assert (await BundleWish.get()).is_open
    second = await bound(case, outside)
    assert first is not None
    assert second is not None
    assert (first.place, second.place) == (1, 2)
    assert await pdf_of_edition(first.id) != await pdf_of_edition(second.id)


async def test_what_nobody_wanted_is_not_bound_by_itself(outside):
    case = await a_filed()
    event = PaperIssued(paper_id=uuid4(), kind="respond", subject=case.subject)
    await listeners.on_case_paper_issued(event, outside)
    await listeners.on_case_paper_issued(
        PaperIssued(paper_id=uuid4(), kind="notice", subject=f"mediation:{uuid4()}"), outside
    )
    assert await BundleWish.all().count() == 0


async def test_an_answer_without_a_paper_stands_in_the_file_as_a_sheet(outside):
    case = await a_filed()
    defendant = await CaseParty.get(case_id=case.id, side=Side.DEFENDANT)
    await motion_actions.move(
        CLERK,
        case.id,
        MotionKind.ANSWER,
        party_id=defendant.id,
        words="虚构：车有划痕。",
        form_key=uuid4(),
        now=NOW,
    )
    view = await view_file(CLERK, case.id)
    answers = [one.title for one in view.items if one.section is Section.ANSWER]
    assert answers == [f"答辩状（{defendant.name}）"]
    assert dict(view.twelve)[Needed.ANSWER] is Standing.PRESENT


async def test_a_party_has_its_own_edition_and_reads_no_other(outside):
    case = await a_case(actor=TOURIST)
    await printed(case, CasePaper.COMPLAINT)
    for person in (TOURIST, CLERK):
        await actions.want(person, case.id, now=NOW)
    own = await bound(case, outside, Scope.PARTIES)
    court = await bound(case, outside)
    assert own is not None
    assert court is not None
    await actions.note_reading(TOURIST, case.id, own.id, now=NOW)
    await actions.note_reading(JUDGE, case.id, own.id, now=NOW)
    for person, edition in ((TOURIST, court), (STRANGER, own)):
        with pytest.raises(NotFound):
            await actions.note_reading(person, case.id, edition.id, now=NOW)
    assert sorted(await BundleReading.all().values_list("name", flat=True)) == sorted(
        (TOURIST.name, JUDGE.name)
    )
    seen = await view_file(TOURIST, case.id)
    assert (seen.scope, seen.twelve, seen.readings) == (Scope.PARTIES, (), ())
    assert len((await view_file(JUDGE, case.id)).readings) == 2
    with pytest.raises(NotFound):
        await view_file(STRANGER, case.id)


async def test_a_print_that_cannot_be_bound_is_stood_in_for_by_a_slip(outside):
    case = await a_case()
    paper_id = await paper_actions.draw_up(CLERK, case.id, CasePaper.COMPLAINT, WAYS, now=NOW)
    row = await Paper.get(id=paper_id)
    broken = a_print(b"%PDF-1.7 broken", 1, row.template_version)
    await archive(paper_id, broken, actor=CLERK, now=NOW)
    await actions.want(CLERK, case.id, now=NOW)
    edition = await bound(case, outside)
    assert edition is not None
    assert edition.items[0]["first"] == edition.items[0]["last"]


async def test_the_page_offers_binding_and_hands_out_what_was_bound(desk, outside):
    case = await a_filed()
    here = f"/cases/{case.id}/file"
    async with desk(CLERK) as browser:
        assert "还没有装订过" in (await browser.get(here)).text
        assert (await browser.post(here, data={"press": "yes"})).status_code == 303
        assert "正在装订" in (await browser.get(here)).text
        edition = await bound(case, outside)
        assert edition is not None
        shown = (await browser.get(here)).text
        assert ("与现在的材料一致" in shown, edition.sha256 in shown) == (True, True)
        taken = await browser.post(f"{here}/{edition.id}", data={"press": "yes"})
        assert taken.content == await pdf_of_edition(edition.id)
        assert CLERK.name in (await browser.get(here)).text
        assert (await browser.post(f"{here}/{uuid4()}", data={"press": "yes"})).status_code == 404
    async with desk(STRANGER) as browser:
        assert (await browser.get(here)).status_code == 404


async def test_nobody_acts_for_a_case_that_is_not_there(outside):
    gone = BundleWanted(case_id=uuid4(), scope=Scope.COURT.value)
    await listeners.on_bundle_wanted(gone, outside)
    await actions.want_again(uuid4(), now=NOW)
    assert await BundleEdition.all().count() == 0
