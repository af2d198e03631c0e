"""The pages of the room as a browser sees them: from the pool to the end of a hearing."""

from uuid import uuid4

import pytest

from commons.access.actor import ROLES, Actor, Role
from litigation.cases.models import CaseParty
from litigation.hearings.attending import Absence
from litigation.hearings.models import Adjournment, Hearing, HearingLine
from litigation.hearings.online import Answer
from litigation.hearings.rules import Stage
from scheduling.models import CourtRoom, HearingRequest
from tests.litigation.hearings.builders import (
    NOW,
    STARTS_AT,
    Trial,
    a_case,
    a_court,
    asked,
    listed,
    opened,
    spoken,
    summoned,
    told,
)

pytestmark = pytest.mark.anyio
BYTES_MAX = 80 * 1024
TYPED = "虚构：打进去的字"


def party(account_id) -> Actor:
    reach = dict.fromkeys(ROLES[Role.TOURIST], frozenset((uuid4(),)))
    return Actor(account_id=account_id, name="虚构甲", reach=reach)


STRANGER = party(uuid4())


async def version_of(trial: Trial) -> str:
    return str((await trial.hearing()).version)


async def test_a_hearing_is_asked_for_on_the_page_of_its_case(desk):
    court = await a_court()
    case = await a_case(court)
    here = f"/cases/{case.id}/hearings"
    async with desk(court.clerk) as browser:
        assert "申请排期" in (await browser.get(here)).text
        wrong = {"purpose": "trial", "minutes": "1", "travel_days": "3"}
        refused = await browser.post(here, data=wrong)
        assert (refused.status_code, 'value="3"' in refused.text) == (422, True)
        assert await Hearing.all().count() == 0
        done = await browser.post(here, data={**wrong, "minutes": "45"})
        assert done.status_code == 303
        row = await Hearing.get()
        assert done.headers["location"] == f"/hearings/{row.id}"
        shown = await browser.get(f"/hearings/{row.id}")
        assert await HearingRequest.filter(reference_id=row.id).count() == 1
        assert 'href="/scheduling"' in shown.text
        assert len(shown.content) < BYTES_MAX


async def test_a_place_is_given_by_hand_and_a_wrong_one_is_shown_again(desk):
    trial = await asked()
    request = await HearingRequest.get(reference_id=trial.hearing_id)
    here = f"/scheduling/{request.id}"
    place = {
        "on": "2026-12-10",
        "start": "09:00",
        "room_id": str(trial.court.room_id),
        "judge_id": str(trial.judge.account_id),
    }
    async with desk(trial.clerk) as browser:
        assert (await browser.get("/scheduling")).status_code == 200
        assert (await browser.get(here)).status_code == 200
        wrong = await browser.post(here, data={**place, "start": "25:77"})
        assert (wrong.status_code, "25:77" in wrong.text) == (422, True)
        assert (await browser.post(here, data=place)).status_code == 303
        assert "（2026）虚构民初12号" in (await browser.get("/scheduling?listed=yes")).text


async def test_rooms_are_registered_and_closed(desk):
    court = await a_court()
    room = {
        "organisation_id": str(court.organisation_id),
        "name": "虚构第9法庭",
        "seats": "12",
        "features": "视频",
    }
    async with desk(court.clerk) as browser:
        wrong = await browser.post("/scheduling/rooms", data={**room, "seats": "x"})
        assert (wrong.status_code, "虚构第9法庭" in wrong.text) == (422, True)
        assert (await browser.post("/scheduling/rooms", data=room)).status_code == 303
        row = await CourtRoom.get(name="虚构第9法庭")
        assert "虚构第9法庭" in (await browser.get("/scheduling/rooms")).text
        assert (await browser.post(f"/scheduling/rooms/{row.id}/close")).status_code == 303


async def test_people_are_summoned_called_and_heard(desk, clock):
    trial = await listed(await asked())
    here = f"/hearings/{trial.hearing_id}"
    plaintiff, defendant = await trial.people()
    async with desk(trial.clerk) as browser:
        person = {"part": "witness", "name": "", "phone": "13900001111"}
        wrong = await browser.post(f"{here}/people", data=person)
        assert (wrong.status_code, "13900001111" in wrong.text) == (422, True)
        assert (await browser.get(f"{here}/people")).status_code == 200
        done = await browser.post(f"{here}/people", data={**person, "name": "虚构证人"})
        assert done.status_code == 303
        stale = await browser.post(f"{here}/summon", data={"version": "999"})
        assert stale.status_code == 409
        done = await browser.post(f"{here}/summon", data={"version": await version_of(trial)})
        assert done.status_code == 303
        one = f"{here}/people/{plaintiff.id}"
        said = {"told": "served", "told_on": "", "words": TYPED}
        wrong = await browser.post(f"{one}/told", data=said)
        assert (wrong.status_code, TYPED in wrong.text) == (422, True)
        done = await browser.post(f"{one}/told", data={**said, "told_on": "2026-11-23"})
        assert done.status_code == 303
        early = await browser.post(f"{here}/open", data={"version": await version_of(trial)})
        assert early.status_code == 409
        clock.move(STARTS_AT - NOW)
        absent = {"has_come": "no", "absence": "", "words": TYPED}
        wrong = await browser.post(f"{one}/call", data=absent)
        assert (wrong.status_code, TYPED in wrong.text) == (422, True)
        for each in await trial.people():
            one = f"{here}/people/{each.id}"
            assert (await browser.post(f"{one}/call", data={"has_come": "yes"})).status_code == 303
            sent = await browser.post(f"{one}/identity", data={"how": "x"})
            assert sent.status_code == 422
            sent = await browser.post(f"{one}/identity", data={"how": "original_card"})
            assert sent.status_code == 303
        assert "身份已核对" in (await browser.get(here)).text
        done = await browser.post(f"{here}/open", data={"version": await version_of(trial)})
        assert done.headers["location"] == f"{here}/record"
    assert (await trial.hearing()).stage is Stage.OPENED
    assert defendant.name == "虚构乙"


async def test_the_record_is_written_once_however_often_the_button_is_pressed(desk, clock):
    trial = await opened(await told(await summoned(await listed(await asked()))))
    clock.move(STARTS_AT - NOW)
    here = f"/hearings/{trial.hearing_id}/record"
    line = {"key": str(uuid4()), "phase": "opening", "speaker": "审判员", "text": TYPED}
    async with desk(trial.clerk) as browser:
        wrong = await browser.post(here, data={**line, "speaker": ""})
        assert (wrong.status_code, TYPED in wrong.text) == (422, True)
        for _ in range(2):
            assert (await browser.post(here, data=line)).status_code == 303
        assert TYPED in (await browser.get(here)).text
    assert await HearingLine.all().count() == 1


@pytest.mark.parametrize("ending", ["hold", "miss"])
async def test_a_sitting_ends_on_its_page(desk, clock, ending):
    trial = await told(await summoned(await listed(await asked())))
    away = () if ending == "hold" else ("虚构乙",)
    trial = await spoken(await opened(trial, away=away, absence=Absence.TECHNICAL))
    clock.move(STARTS_AT - NOW)
    here = f"/hearings/{trial.hearing_id}/end"
    async with desk(trial.clerk) as browser:
        assert (await browser.get(here)).status_code == 200
        wrong = await browser.post(here, data={"version": "1", "words": TYPED})
        assert (wrong.status_code, TYPED in wrong.text) == (422, True)
        said = {"version": await version_of(trial), "ending": ending, "words": TYPED}
        assert (await browser.post(here, data=said)).status_code == 303
    stage = (await trial.hearing()).stage
    assert stage is {"hold": Stage.HELD, "miss": Stage.NO_SHOW}[ending]


@pytest.mark.parametrize(
    ("ending", "stage"), [("cancel", Stage.CANCELLED), ("strike", Stage.IN_ERROR)]
)
async def test_a_listed_hearing_is_cancelled_or_was_an_error(desk, ending, stage):
    trial = await listed(await asked())
    said = {"version": await version_of(trial), "ending": ending, "words": ""}
    async with desk(trial.clerk) as browser:
        wrong = await browser.post(f"/hearings/{trial.hearing_id}/end", data=said)
        assert wrong.status_code == 422
        done = await browser.post(
            f"/hearings/{trial.hearing_id}/end", data={**said, "words": TYPED}
        )
        assert done.status_code == 303
    assert (await trial.hearing()).stage is stage


async def test_it_moves_online_with_everybody_s_answer_and_keeps_its_slot(desk):
    trial = await told(await summoned(await listed(await asked())))
    here = f"/hearings/{trial.hearing_id}"
    before = (await trial.hearing()).starts_at
    async with desk(trial.clerk) as browser:
        assert (await browser.get(f"{here}/switch")).status_code == 200
        for one in await trial.people():
            desk_of = f"{here}/people/{one.id}"
            assert (await browser.get(desk_of)).status_code == 200
            wrong = await browser.post(f"{desk_of}/answer", data={"words": TYPED})
            assert (wrong.status_code, TYPED in wrong.text) == (422, True)
            done = await browser.post(f"{desk_of}/answer", data={"answer": "agreed"})
            assert done.status_code == 303
        wish = {"version": await version_of(trial), "why": "ferry", "bar": "", "words": TYPED}
        wrong = await browser.post(f"{here}/switch", data={**wish, "why": "x"})
        assert (wrong.status_code, TYPED in wrong.text) == (422, True)
        assert (await browser.post(f"{here}/switch", data=wish)).status_code == 303
        assert TYPED in (await browser.get(here)).text
    row = await trial.hearing()
    assert (row.mode.value, row.starts_at) == ("online", before)
    async with desk(trial.judge) as browser:
        apart = {"version": str(row.version), "hard": "yes"}
        assert (await browser.post(f"{here}/apart", data=apart)).status_code == 409
        done = await browser.post(f"{here}/apart", data={**apart, "asked_in_writing": "yes"})
        assert done.status_code == 303


async def test_a_party_answers_for_itself_and_sees_only_itself(desk):
    trial = await listed(await asked())
    plaintiff, defendant = await trial.people()
    here = f"/cases/{trial.case_id}/hearings"
    async with desk(party(plaintiff.account_id)) as browser:
        shown = await browser.get(here)
        assert "这次开庭能不能在线进行" in shown.text
        answer = f"{here}/{trial.hearing_id}/answer/{plaintiff.id}"
        wrong = await browser.post(answer, data={"words": TYPED})
        assert (wrong.status_code, TYPED in wrong.text) == (422, True)
        assert (await browser.post(answer, data={"answer": "agreed"})).status_code == 303
        other = f"{here}/{trial.hearing_id}/answer/{defendant.id}"
        assert (await browser.post(other, data={"answer": "agreed"})).status_code == 404
        assert (await browser.get(f"/hearings/{trial.hearing_id}")).status_code in {403, 404}
    assert [one.answer for one in await trial.people()] == [Answer.AGREED, Answer.SILENT]


async def test_a_wish_to_adjourn_goes_to_whom_the_law_names(desk):
    trial = await told(await summoned(await listed(await asked())))
    here = f"/hearings/{trial.hearing_id}/adjourn"
    said = {"version": await version_of(trial), "reason": "other", "words": TYPED}
    async with desk(trial.clerk) as browser:
        assert (await browser.get(here)).status_code == 200
        wrong = await browser.post(here, data=said)
        assert (wrong.status_code, TYPED in wrong.text) == (422, True)
        sent = await browser.post(here, data={**said, "cause": "force_majeure"})
        assert sent.status_code == 303
    wish = await Adjournment.get()
    one = f"/adjournments/{wish.id}"
    async with desk(trial.court.president) as browser:
        assert str(wish.id) in (await browser.get("/adjournments")).text
        assert TYPED in (await browser.get(one)).text
        refusing = {"choice": "refuse", "words": ""}
        assert (await browser.post(one, data=refusing)).status_code == 422
        wrong = await browser.post(one, data={"words": TYPED, "choice": "x"})
        assert (wrong.status_code, TYPED in wrong.text) == (422, True)
        assert (await browser.post(one, data={"choice": "grant", "words": ""})).status_code == 303
    assert (await trial.hearing()).stage is Stage.ADJOURNED


async def test_strangers_learn_nothing(desk):
    trial = await told(await summoned(await listed(await asked())))
    request = await HearingRequest.get(reference_id=trial.hearing_id)
    one = (await trial.people())[0]
    places = (
        f"/cases/{trial.case_id}/hearings",
        f"/hearings/{trial.hearing_id}",
        f"/hearings/{trial.hearing_id}/people",
        f"/hearings/{trial.hearing_id}/people/{one.id}",
        f"/hearings/{trial.hearing_id}/record",
        f"/hearings/{trial.hearing_id}/end",
        f"/hearings/{trial.hearing_id}/switch",
        f"/hearings/{trial.hearing_id}/adjourn",
        f"/scheduling/{request.id}",
    )
    elsewhere = await a_court("邻县")
    async with desk(elsewhere.clerk) as browser:
        for place in places:
            assert (await browser.get(place)).status_code == 404, place
    async with desk(STRANGER) as browser:
        for place in places:
            assert (await browser.get(place)).status_code in {403, 404}, place
    assert await CaseParty.filter(case_id=trial.case_id).count() == 2
