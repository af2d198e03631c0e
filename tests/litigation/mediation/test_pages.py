"""The mediator's pages: everything kept, everything answered, nothing shown to strangers."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from commons.access.actor import ANYONE
from commons.almanac import FixedClock
from litigation.mediation.models import Matter, Party
from litigation.mediation.parties import Side
from litigation.mediation.rules import Origin, Stage
from tests.litigation.mediation.builders import (
    APPLICANT_NUMBER,
    CLERK,
    MEDIATOR,
    NOW,
    OTHER_MEDIATOR,
    STRANGER,
    STUDIO_HEAD,
    a_matter,
    side_of,
    somebody,
)


def version_on(text: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', text)
    assert found is not None
    return found[1]


PAGES = ["", "/conflict", "/begin", "/mediator", "/time", "/end", "/parties/new"]
PARTY_PAGES = ["", "/representatives", "/consents", "/identity", "/attempts", "/questions"]


@pytest.mark.parametrize("stage", [Stage.REGISTERED, Stage.ACCEPTED, Stage.UNDER_WAY])
async def test_every_page_of_an_open_matter_opens(desk, stage) -> None:
    matter = await a_matter(stage=stage)
    party = await side_of(matter.id, Side.APPLICANT)
    async with desk(MEDIATOR) as web:
        for path in [*PAGES, *(f"/parties/{party.id}{each}" for each in PARTY_PAGES)]:
            shown = await web.get(f"/mediations/{matter.id}{path}")
            assert (path, shown.status_code) == (path, 200)
            assert shown.text.count("<h1") == 1
            ids = re.findall(r' id="([^"]+)"', shown.text)
            assert sorted(set(ids)) == sorted(ids), path


async def test_a_stranger_cannot_learn_that_it_exists(desk) -> None:
    matter = await a_matter(stage=Stage.ACCEPTED)
    party = await side_of(matter.id, Side.APPLICANT)
    paths = [*PAGES, "/afterwards", "/enforcement", f"/parties/{party.id}"]
    for actor in (STRANGER, OTHER_MEDIATOR):
        async with desk(actor) as web:
            await web.get("/mediations")
            for path in paths:
                hidden = await web.get(f"/mediations/{matter.id}{path}")
                absent = await web.get(f"/mediations/{uuid4()}{path}")
                assert (path, hidden.status_code) == (path, 404)
                assert shape(hidden.text) == shape(absent.text)
            assert "虚构甲" not in (await web.get("/mediations")).text
            found = await web.post("/mediations", data={"search": "虚构甲"})
            assert f"/mediations/{matter.id}" not in found.text


def shape(text: str) -> str:
    return re.sub(r"[0-9a-f]{8}-?[0-9a-f-]{8,}", "", text)


async def test_nobody_is_asked_to_sign_in(desk) -> None:
    matter = await a_matter()
    async with desk(ANYONE) as web:
        for path in ("/mediations", "/mediations/new", f"/mediations/{matter.id}"):
            answer = await web.get(path)
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/sign-in?next=")
        assert (await web.post(f"/mediations/{matter.id}/accept")).status_code == 401


async def test_court_staff_see_and_may_not_write(desk) -> None:
    matter = await a_matter(stage=Stage.UNDER_WAY)
    async with desk(CLERK) as web:
        assert (await web.get(f"/mediations/{matter.id}")).status_code == 200
        assert (await web.get(f"/mediations/{matter.id}/end")).status_code == 403
    async with desk(STUDIO_HEAD) as web:
        assert (await web.get(f"/mediations/{matter.id}/end")).status_code == 403
        sent = await web.post(
            f"/mediations/{matter.id}/end", data={"version": "1", "reason": "other"}
        )
        assert sent.status_code == 403
    assert (await Matter.get(id=matter.id)).stage is Stage.UNDER_WAY


async def test_declare_accept_consent_identify_and_begin(desk) -> None:
    matter = await a_matter()
    here = f"/mediations/{matter.id}"
    async with desk(MEDIATOR) as web:

        async def press(path: str, **data: str) -> int:
            version = version_on((await web.get(path)).text) if "version" not in data else ""
            sent = {"version": version} | data
            return (await web.post(path, data=sent)).status_code

        early = await web.post(f"{here}/accept", data={"version": str(matter.version)})
        assert early.status_code == 409
        assert "请先声明您和双方有没有关系" in early.text
        assert await press(f"{here}/conflict", kind="none") == 303
        version = (await Matter.get(id=matter.id)).version
        accepted = await web.post(f"{here}/accept", data={"version": str(version)})
        assert accepted.status_code == 303
        assert await press(f"{here}/begin", warned="yes") == 409
        for side in (Side.APPLICANT, Side.RESPONDENT):
            party = await side_of(matter.id, side)
            for path, data in (
                ("consents", {"step": "mediation", "answer": "given", "how": "spoken"}),
                (
                    "identity",
                    {"checked_for": "mediation", "how": "original_card", "level": "matched"},
                ),
            ):
                sent = await web.post(f"{here}/parties/{party.id}/{path}", data=data)
                assert sent.status_code == 303
        assert await press(f"{here}/begin") == 409
        assert await press(f"{here}/begin", warned="yes") == 303
    row = await Matter.get(id=matter.id)
    assert (row.stage, row.accepted_on.isoformat()) == (Stage.UNDER_WAY, "2026-11-23")
    # Thirty days from Monday 2026-11-23.
    assert row.term_due_on.isoformat() == "2026-12-23"


async def test_the_second_of_two_writers_is_told_and_keeps_what_he_typed(desk) -> None:
    matter = await a_matter(stage=Stage.UNDER_WAY)
    data = {
        "version": str(matter.version),
        "reason": "too_far_apart",
        "explanation": "虚构：差两万元谈不拢。",
    }
    async with desk(MEDIATOR) as web:
        longer = await web.post(
            f"/mediations/{matter.id}/time/appraisal",
            data={
                "version": str(matter.version),
                "subject_of": "虚构渔排",
                "from_on": "2026-11-23",
            },
        )
        assert longer.status_code == 303
        late = await web.post(f"/mediations/{matter.id}/end", data=data)
    assert late.status_code == 409
    assert "虚构：差两万元谈不拢。" in late.text
    assert (await Matter.get(id=matter.id)).stage is Stage.UNDER_WAY


async def test_re_saving_any_screen_never_blanks_a_stored_day(desk, clock: FixedClock) -> None:
    matter = await a_matter(stage=Stage.UNDER_WAY, origin=Origin.COURT_REFERRAL)
    here = f"/mediations/{matter.id}"
    party = await side_of(matter.id, Side.APPLICANT)
    async with desk(MEDIATOR) as web:

        async def save(page: str, path: str = "", **data: str) -> int:
            version = version_on((await web.get(f"{here}{page}")).text)
            sent = await web.post(f"{here}{path or page}", data={"version": version, **data})
            return sent.status_code

        assert await save("/time", "/time/materials", materials_on="2026-11-23") == 303
        before = await days(matter.id)
        assert before["materials_on"] is not None
        assert before["term_due_on"] is not None
        # Empty, half-filled and repeated saves of every screen of the matter.
        assert await save("/time", "/time/materials", materials_on="") == 422
        assert await save("/time", "/time/longer", days="") == 422
        assert await save("/time", "/time/appraisal", subject_of="", from_on="") == 422
        assert await save("/conflict", kind="none") == 303
        assert await save("/end", reason="") == 422
        assert (
            await save(f"/parties/{party.id}", side="applicant", kind="person", name="虚构甲")
            == 303
        )
        for path, data in (
            ("consents", {"step": "extension", "answer": "given", "how": "phone"}),
            ("attempts", {"channel": "phone", "outcome": "no_answer"}),
            ("questions", {"reached": "no", "unreached_reason": "出海"}),
        ):
            sent = await web.post(f"{here}/parties/{party.id}/{path}", data=data)
            assert sent.status_code == 303
        assert await days(matter.id) == before
    kept = await Party.get(id=party.id)
    assert (kept.number, kept.phone, kept.address, kept.born_on.isoformat()) == (
        APPLICANT_NUMBER,
        "+8613805010001",
        "虚构屿东路1号",
        "1949-12-31",
    )


async def days(matter_id: UUID) -> dict[str, object]:
    row = await Matter.get(id=matter_id)
    return {name: getattr(row, name) for name in row._meta.fields if name.endswith("_on")}


async def test_the_list_is_sorted_by_time_left_and_shows_the_light(desk, clock) -> None:
    late = await a_matter(stage=Stage.ACCEPTED, now=NOW - timedelta(days=60), cause="虚构超期")
    soon = await a_matter(cause="虚构待接受")
    calm = await a_matter(stage=Stage.UNDER_WAY, cause="虚构平静")
    party = await side_of(calm.id, Side.RESPONDENT)
    async with desk(MEDIATOR) as web:
        await web.post(
            f"/mediations/{calm.id}/parties/{party.id}/attempts",
            data={"channel": "phone", "outcome": "reached"},
        )
        shown = (await web.get("/mediations")).text
    places = [shown.index(f"/mediations/{row.id}") for row in (late, soon, calm)]
    assert places == sorted(places)
    assert [shown.count(word) for word in ("已超期", "快到期", "时间充足")] == [1, 1, 1]


async def test_search_finds_by_name_number_phone_and_identity(desk) -> None:
    matter = await a_matter()
    await a_matter(cause="虚构别的", applicant=somebody("虚构丁"))
    async with desk(MEDIATOR) as web:
        for wanted in (matter.number, "虚构乙", "138 0501 0001", APPLICANT_NUMBER):
            shown = (await web.post("/mediations", data={"search": wanted})).text
            assert f"/mediations/{matter.id}" in shown, wanted
        for wanted in ("3805010001", APPLICANT_NUMBER[:10], "%", "没有这个人"):
            shown = (await web.post("/mediations", data={"search": wanted})).text
            assert f'href="/mediations/{matter.id}"' not in shown, wanted
