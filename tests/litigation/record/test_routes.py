"""The record on the screen: every page opens, every form keeps what was typed, files stay caged."""

import re
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest

from litigation.mediation.rules import Stage
from litigation.record.models import (
    AgreedFact,
    Claim,
    CourtNote,
    Exhibit,
    ExhibitFile,
    ExhibitView,
    Issue,
    Offer,
    TranscriptLine,
    UnsentText,
)
from litigation.record.routes import routes
from litigation.record.rules import Compartment, FactStage
from tests.commons.uploads.files import pdf_with_root, photo_with_place, script
from tests.litigation.mediation.builders import put_in_stage
from tests.litigation.record.builders import (
    a_claim,
    a_fact,
    a_file,
    a_line,
    a_reply,
    a_scene,
    a_view,
    an_exhibit,
    an_issue,
    an_offer,
)
from tests.litigation.record.site import browse

TABS = ["", "/claims", "/exhibits", "/issues"]
OWN_TABS = ["/caucus-a", "/caucus-b", "/private", "/facts", "/offers", "/court"]


def url(scene, path=""):
    return f"/mediations/{scene.id}/record{path}"


async def full_scene():
    scene = await a_scene()
    for compartment in Compartment:
        await a_line(scene, compartment=compartment)
    claim_id = await a_claim(scene)
    await a_reply(scene, claim_id)
    exhibit_id = await an_exhibit(scene, files=(a_file(),))
    await a_view(scene, exhibit_id)
    fact_id = await a_fact(scene)
    issue_id = await an_issue(scene, claim_ids=frozenset({claim_id}))
    offer_id = await an_offer(scene)
    line = await TranscriptLine.filter(matter_id=scene.id).first()
    singles = [
        f"/claims/{claim_id}",
        f"/exhibits/{exhibit_id}/views",
        f"/issues/{issue_id}",
        f"/facts/{fact_id}",
        f"/offers/{offer_id}",
        f"/lines/{line.id}",
    ]
    return scene, singles


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
async def test_its_own_mediator_opens_every_page(site, language):
    scene, singles = await full_scene()
    async with browse(site, "mediator", language=language) as mediator:
        for path in [*TABS, *OWN_TABS, *singles]:
            shown = await mediator.get(url(scene, path))
            assert (path, shown.status_code, shown.text.count("<h1")) == (path, 200, 1)
            assert "style=" not in shown.text
            assert "onclick" not in shown.text


async def test_staff_open_the_exchange_and_none_of_the_confidences(site):
    scene, singles = await full_scene()
    async with browse(site, "clerk") as clerk:
        found = {
            path: (await clerk.get(url(scene, path))).status_code
            for path in [*TABS, *OWN_TABS, *singles]
        }
    expected = dict.fromkeys([*TABS, *singles[:3]], 200) | dict.fromkeys(
        [*OWN_TABS, *singles[3:]], 403
    )
    assert found == expected


@pytest.mark.parametrize("who", ["stranger", "other_mediator"])
async def test_for_a_stranger_nothing_is_there(site, who):
    scene, singles = await full_scene()
    file = await ExhibitFile.get()
    async with browse(site, who) as stranger:
        for path in [*TABS, *OWN_TABS, *singles, f"/files/{file.id}", f"/files/{file.id}/small"]:
            assert (path, (await stranger.get(url(scene, path))).status_code) == (path, 404)


async def test_nobody_writes_for_somebody_else(site):
    scene, _ = await full_scene()
    posts = [one for one in routes if "POST" in one.methods]
    counts = await counted()
    for who, expected in (("stranger", {404, 422}), ("clerk", {403}), ("", {401})):
        async with browse(site, who) as client:
            for route in posts:
                path = re.sub(r"\{matter_id:uuid\}", str(scene.id), route.path)
                path = re.sub(r"\{\w+:uuid\}", str(uuid4()), path).replace("{place}", "private")
                answer = await client.post(path, data={"key": str(uuid4()), "text": "虚构"})
                assert answer.status_code in expected | {404}, (who, path, answer.status_code)
    assert await counted() == counts


async def counted():
    kinds = (TranscriptLine, Claim, Exhibit, ExhibitView, Issue, AgreedFact, Offer, CourtNote)
    return [await kind.all().count() for kind in kinds]


async def test_a_line_is_written_once_even_if_the_button_is_pressed_twice(mediator):
    scene = await a_scene()
    form = {"key": str(uuid4()), "kind": "statement", "text": "虚构：我说一句。", "who": ""}
    for _ in range(2):
        answer = await mediator.post(url(scene, "/caucus-a"), files=parts(form))
        assert (answer.status_code, answer.headers["location"]) == (303, url(scene, "/caucus-a"))
    (line,) = await TranscriptLine.all()
    assert (line.text, line.compartment) == ("虚构：我说一句。", Compartment.CAUCUS_A)


def parts(form):
    return [(name, (None, value)) for name, value in form.items()]


async def test_a_two_hundred_thousand_character_paste_is_refused_and_still_in_the_form(mediator):
    scene = await a_scene()
    text = "海" * 200_000
    form = {"key": str(uuid4()), "kind": "statement", "text": text, "who": ""}
    answer = await mediator.post(url(scene), files=parts(form))
    assert answer.status_code == 422
    assert text in answer.text
    assert "200000" in answer.text
    assert await TranscriptLine.all().count() == 0


@pytest.mark.parametrize("path", ["/claims", "/exhibits", "/issues", "/facts", "/offers", "/court"])
async def test_every_form_with_a_mistake_keeps_what_was_typed(mediator, path):
    scene = await a_scene()
    texts = ("text", "item", "name", "basis", "purpose", "words", "course", "reason")
    form = {name: f"虚构的{name}" for name in texts}
    answer = await mediator.post(url(scene, path), files=parts({**form, "grade": "none"}))
    assert answer.status_code == 422
    kept = [name for name in texts if f"虚构的{name}" in answer.text]
    fields = re.findall(r'(?:<textarea|<input)[^>]* name="(\w+)"', answer.text)
    assert kept == [name for name in texts if name in fields]
    assert kept != []


@pytest.mark.parametrize("bad", ["虚构\u202e反写", "虚构\x00零"])
async def test_hidden_characters_are_refused_in_words(mediator, bad):
    scene = await a_scene()
    form = {"key": str(uuid4()), "kind": "statement", "text": bad, "who": ""}
    answer = await mediator.post(url(scene), files=parts(form))
    assert answer.status_code == 422
    assert await TranscriptLine.all().count() == 0


async def test_html_in_a_statement_is_shown_as_text(mediator):
    scene = await a_scene()
    await a_line(scene, "<script>alert(1)</script><b>𠮷</b>")
    shown = await mediator.get(url(scene))
    assert "<script>alert(1)" not in shown.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;𠮷&lt;/b&gt;" in shown.text


async def test_several_photos_are_handed_in_and_shown_caged(mediator):
    scene = await a_scene()
    photo = photo_with_place()
    form = {
        "key": str(uuid4()),
        "party_id": str(scene.applicant.id),
        "name": "虚构照片",
        "kind": "picture",
    }
    files = [*parts(form), ("files", ("甲.jpg", photo)), ("files", ("乙.jpg", photo))]
    answer = await mediator.post(url(scene, "/exhibits"), files=files)
    assert answer.status_code == 303
    kept = await ExhibitFile.all().order_by("position")
    assert [(one.name, one.original_sha256) for one in kept] == [
        ("甲.jpg", sha256(photo).hexdigest()),
        ("乙.jpg", sha256(photo).hexdigest()),
    ]
    for end, media_type in (("", "image/jpeg"), ("/small", "image/jpeg")):
        shown = await mediator.get(url(scene, f"/files/{kept[0].id}{end}"))
        assert shown.headers["content-type"] == media_type
        assert shown.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
        assert "sandbox" in shown.headers.get_list("content-security-policy")[0]
        assert shown.headers.get_list("x-content-type-options") == ["nosniff"]
        assert shown.headers["cache-control"] == "no-store"
        assert b"Exif" not in shown.content
    original = await mediator.post(url(scene, f"/files/{kept[0].id}/original"))
    assert (original.headers["content-type"], original.content) == (
        "application/octet-stream",
        photo,
    )


async def test_a_hostile_file_is_refused_by_name_and_the_words_stay(mediator):
    scene = await a_scene()
    form = {
        "key": str(uuid4()),
        "party_id": str(scene.applicant.id),
        "name": "虚构网页",
        "kind": "picture",
    }
    files = [*parts(form), ("files", ("坏.jpg", b"<html><script>alert(1)</script></html>"))]
    answer = await mediator.post(url(scene, "/exhibits"), files=files)
    assert answer.status_code == 422
    assert "不能收网页" in answer.text
    assert "虚构网页" in answer.text
    assert await Exhibit.all().count() == 0


async def test_a_pdf_with_a_script_is_shown_without_it(mediator):
    scene = await a_scene()
    await an_exhibit(scene, files=(a_file(pdf_with_root(OpenAction=script()), "甲.pdf"),))
    file = await ExhibitFile.get()
    shown = await mediator.get(url(scene, f"/files/{file.id}"))
    assert shown.headers["content-type"] == "application/pdf"
    assert b"JavaScript" not in shown.content


async def test_a_plan_is_typed_line_by_line_and_must_sum(mediator):
    scene = await a_scene()
    form = {
        "key": str(uuid4()),
        "party_id": str(scene.respondent.id),
        "kind": "instalments",
        "amount": "500.00",
        "closes_on": "2026-11-30",
        "plan": "2026-12-01 300.00\n2027-01-01 200.01",
        "place": "joint",
    }
    wrong = await mediator.post(url(scene, "/offers"), files=parts(form))
    assert wrong.status_code == 422
    assert "-0.01" in wrong.text
    assert "2026-12-01 300.00" in wrong.text
    right = {**form, "plan": "2026-12-01 300.00\n2027-01-01 200.00"}
    answer = await mediator.post(url(scene, "/offers"), files=parts(right))
    assert answer.status_code == 303
    assert (await Offer.get()).terms["plan"] == "2026-12-01=30000,2027-01-01=20000"


async def test_equal_instalments_are_reckoned_by_the_house(mediator):
    scene = await a_scene()
    form = {
        "key": str(uuid4()),
        "party_id": str(scene.respondent.id),
        "kind": "instalments",
        "amount": "100.00",
        "closes_on": "2026-11-30",
        "count": "3",
        "first_on": "2026-12-31",
    }
    assert (await mediator.post(url(scene, "/offers"), files=parts(form))).status_code == 303
    plan = "2026-12-31=3333,2027-01-31=3333,2027-02-28=3334"
    assert (await Offer.get()).terms["plan"] == plan


async def test_an_offer_past_its_day_is_marked_even_before_the_timer_rings(mediator, clock):
    scene = await a_scene()
    await an_offer(scene)
    assert "已过期" not in (await mediator.get(url(scene, "/offers"))).text
    clock.move(timedelta(days=4))
    assert "已过期" in (await mediator.get(url(scene, "/offers"))).text


async def test_an_offer_in_caucus_is_told_countered_and_accepted_on_the_screen(mediator):
    scene = await a_scene()
    offer_id = await an_offer(scene, compartment=Compartment.CAUCUS_B)
    here = url(scene, f"/offers/{offer_id}")
    assert "对方还不知道" in (await mediator.get(here)).text
    assert (await mediator.post(f"{here}/tell")).status_code == 303
    counter = {
        "key": str(uuid4()),
        "party_id": str(scene.applicant.id),
        "kind": "pay_now",
        "amount": "600",
        "closes_on": "2026-11-30",
    }
    assert (await mediator.post(f"{here}/counter", files=parts(counter))).status_code == 303
    second = await Offer.get(answers_id=offer_id)
    answer = {"act": "accept", "answered_by": str(scene.respondent.id)}
    there = url(scene, f"/offers/{second.id}")
    assert (await mediator.post(there, files=parts(answer))).status_code == 303
    stages = [row.stage.value for row in await Offer.all().order_by("number")]
    assert stages == ["countered", "accepted"]


async def test_what_is_typed_is_kept_on_a_pause_and_comes_back(mediator):
    scene = await a_scene()
    answer = await mediator.post(url(scene, "/unsent/caucus-b"), files=parts({"text": "虚构半句"}))
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await UnsentText.get()).compartment is Compartment.CAUCUS_B
    assert "虚构半句" in (await mediator.get(url(scene, "/caucus-b"))).text
    assert "虚构半句" not in (await mediator.get(url(scene, "/caucus-a"))).text


async def test_a_line_is_corrected_on_a_page_of_its_own(mediator):
    scene = await a_scene()
    line_id = await a_line(scene)
    form = {"key": str(uuid4()), "text": "虚构更正", "who": str(scene.applicant.id)}
    answer = await mediator.post(url(scene, f"/lines/{line_id}"), files=parts(form))
    assert answer.status_code == 303
    assert "更正第 1 条" in (await mediator.get(url(scene))).text


async def test_after_the_end_the_pages_show_without_forms(mediator):
    scene, _ = await full_scene()
    await put_in_stage(scene.id, Stage.ENDED)
    for path in [*TABS, *OWN_TABS]:
        shown = await mediator.get(url(scene, path))
        forms = re.findall(r'<form[^>]*action="([^"]*)"', shown.text)
        assert [one for one in forms if "/record" in one] == [], path


async def test_a_fact_proposed_on_the_screen_waits_for_both_signatures(mediator):
    scene = await a_scene()
    form = {"key": str(uuid4()), "text": "虚构：双方签过合同。"}
    assert (await mediator.post(url(scene, "/facts"), files=parts(form))).status_code == 303
    fact = await AgreedFact.get()
    assert fact.stage is FactStage.PROPOSED
    taken = await mediator.post(url(scene, f"/facts/{fact.id}/withdraw"))
    assert taken.status_code == 303
    assert (await AgreedFact.get()).stage is FactStage.WITHDRAWN


async def test_issues_are_raised_linked_and_settled_on_the_screen(mediator):
    scene = await a_scene()
    exhibit_id = await an_exhibit(scene)
    form = {"key": str(uuid4()), "text": "虚构：是否付清"}
    assert (await mediator.post(url(scene, "/issues"), files=parts(form))).status_code == 303
    assert "还没有证据" in (await mediator.get(url(scene, "/issues"))).text
    issue = await Issue.get()
    here = url(scene, f"/issues/{issue.id}")
    linked = {"version": "1", "exhibits": str(exhibit_id)}
    assert (await mediator.post(here, files=parts(linked))).status_code == 303
    assert "还没有证据" not in (await mediator.get(url(scene, "/issues"))).text
    late = {"version": "1", "reason": "虚构"}
    assert (await mediator.post(f"{here}/settle", files=parts(late))).status_code == 409
    settled = {"version": "2", "reason": "虚构：双方认可"}
    assert (await mediator.post(f"{here}/settle", files=parts(settled))).status_code == 303
    assert "已无争议" in (await mediator.get(url(scene, "/issues"))).text
