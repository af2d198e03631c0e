"""Opening a matter on the screen: one question a page, everything kept, faults named."""

import re

import pytest

from litigation.mediation.models import Draft, Matter
from litigation.mediation.rules import Stage
from tests.litigation.mediation.builders import (
    APPLICANT_NUMBER,
    MEDIATOR,
    OTHER_MEDIATOR,
    OTHER_STUDIO,
    STUDIO,
    a_matter,
)

WHO = {"kind": "person", "number": "", "phone": "", "address": ""}
SCREENS = [
    ("origin", {"origin": "court_referral"}),
    ("filed", {"case_number": "（2026）虚构民初1号", "procedure": "summary"}),
    ("place", {"organisation_id": str(STUDIO), "organisation_kind": "peoples"}),
    ("island", {"island": "虚构屿"}),
    ("cause", {"cause": "租赁合同纠纷", "summary": "虚构的经过。\n第二行。"}),
    ("applicant", {**WHO, "name": "虚构甲", "number": APPLICANT_NUMBER, "phone": "13805010001"}),
    ("respondent", {**WHO, "name": "虚构乙"}),
]


def version_on(text: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', text)
    assert found is not None
    return found[1]


async def test_a_matter_is_opened_screen_by_screen(desk) -> None:
    async with desk(MEDIATOR) as web:
        started = await web.post("/mediations/new")
        assert started.status_code == 303
        where = started.headers["location"]
        for screen, answers in SCREENS:
            assert where.endswith(f"/{screen}")
            shown = await web.get(where)
            assert shown.status_code == 200
            sent = await web.post(where, data={"version": version_on(shown.text), **answers})
            assert sent.status_code == 303
            where = sent.headers["location"]
        assert where.endswith("/check")
        shown = await web.get(where)
        for words in ("（2026）虚构民初1号", "虚构甲", "虚构乙", "法院立案后委托", "简易程序"):
            assert words in shown.text
        done = await web.post(where, data={"version": version_on(shown.text)})
        assert done.status_code == 303
        again = await web.post(where, data={"version": version_on(shown.text)})
        assert again.headers["location"] == done.headers["location"]
        page = await web.get(done.headers["location"])
        assert page.status_code == 200
        assert "2026调00001" in page.text
    assert await Matter.all().count() == 1


async def test_the_draft_is_kept_at_each_screen_and_the_task_list_says_so(desk) -> None:
    async with desk(MEDIATOR) as web:
        where = (await web.post("/mediations/new")).headers["location"]
        shown = await web.get(where)
        await web.post(where, data={"version": version_on(shown.text), "origin": "walk_in"})
        tasks = await web.get(where.rsplit("/", 1)[0])
        assert "已完成 1 项，共 6 项" in tasks.text
        listed = await web.get("/mediations/new")
        assert "1/6" in listed.text
    assert (await Draft.get()).answers == {"origin": "walk_in"}


async def test_a_wrong_number_is_named_and_what_was_typed_stays(desk) -> None:
    async with desk(MEDIATOR) as web:
        where = (
            (await web.post("/mediations/new")).headers["location"].replace("/origin", "/applicant")
        )
        shown = await web.get(where)
        sent = await web.post(
            where,
            data={
                **WHO,
                "version": version_on(shown.text),
                "name": "<script>alert(1)</script>",
                "number": "110105194912310021",
                "phone": "12",
            },
        )
    assert sent.status_code == 422
    assert "<script>alert" not in sent.text
    assert 'value="110105194912310021"' in sent.text
    for field in ("name", "number", "phone"):
        assert f'href="#f-{field}"' in sent.text
    assert (await Draft.get()).answers == {}


@pytest.mark.parametrize(
    ("screen", "answers"),
    [
        ("cause", {"cause": "纠纷", "summary": "长" * 200_000}),
        ("island", {"island": ""}),
        ("origin", {"origin": "nowhere"}),
        ("place", {"organisation_id": "x", "organisation_kind": "peoples"}),
        ("place", {"organisation_id": str(OTHER_STUDIO), "organisation_kind": "peoples"}),
        ("island", {"island": "屿\u202e反"}),
    ],
)
async def test_bad_answers_are_refused_and_nothing_is_kept(desk, screen, answers) -> None:
    async with desk(MEDIATOR) as web:
        where = (await web.post("/mediations/new")).headers["location"]
        where = where.replace("/origin", f"/{screen}")
        sent = await web.post(where, data={"version": "1", **answers})
    assert sent.status_code == 422
    assert (await Draft.get()).answers == {}


async def test_two_hundred_thousand_characters_are_too_much_and_no_defect(desk) -> None:
    matter = await a_matter(stage=Stage.UNDER_WAY)
    async with desk(MEDIATOR) as web:
        sent = await web.post(
            f"/mediations/{matter.id}/end",
            data={"version": matter.version, "reason": "other", "explanation": "长" * 200_000},
        )
    assert sent.status_code == 422
    assert "200000" in sent.text
    assert "长" * 200_000 in sent.text
    assert (await Matter.get(id=matter.id)).stage is Stage.UNDER_WAY


async def test_someone_elses_draft_is_not_found(desk) -> None:
    async with desk(MEDIATOR) as web:
        where = (await web.post("/mediations/new")).headers["location"]
    async with desk(OTHER_MEDIATOR) as web:
        assert (await web.get(where)).status_code == 404
        assert (await web.get(where.replace("/origin", ""))).status_code == 404
        assert (
            await web.post(where, data={"version": "1", "origin": "walk_in"})
        ).status_code == 404
        assert (await web.get(where.replace("/origin", "/nowhere"))).status_code == 404
