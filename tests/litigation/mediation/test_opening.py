"""Opening a matter: numbered, offered, recorded, told; drafts belong to their writer."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from commons.access.actor import ANYONE, Permission, Role
from commons.errors import NotAllowed, NotFound, NotNow, NotValid
from commons.evidence_log.models import Leaf
from commons.outbox import Fact
from litigation.mediation.models import Draft, Matter, MatterCount, Party, access_mediation
from litigation.mediation.opening import Question, QuestionState, questions, states
from litigation.mediation.opening_actions import (
    drop_draft,
    keep_answers,
    open_from_draft,
    open_matter,
    start_draft,
)
from litigation.mediation.parties import Side
from litigation.mediation.rules import Origin, Procedure, Stage, Track
from tests.litigation.mediation.builders import (
    MEDIATOR,
    NOW,
    OTHER_MEDIATOR,
    STRANGER,
    STUDIO,
    an_actor,
    an_opening,
)


async def topics() -> list[str]:
    return sorted(await Fact.all().values_list("topic", flat=True))


async def test_a_matter_is_numbered_offered_recorded_and_told(db) -> None:
    matter_id = await open_matter(MEDIATOR, an_opening(), now=NOW)
    row = await Matter.get(id=matter_id)
    assert row.number == "2026调00001"
    assert (row.track, row.stage) == (Track.NOT_FILED, Stage.REGISTERED)
    assert (row.mediator_id, row.registered_on.isoformat()) == (MEDIATOR.account_id, "2026-11-23")
    # Three working days from Monday.
    assert row.next_due_on.isoformat() == "2026-11-26"
    assert await topics() == [
        "litigation.mediation.acceptance_due",
        "litigation.mediation.offered",
        "litigation.mediation.opened",
    ]
    due = await Fact.get(topic="litigation.mediation.acceptance_due")
    assert due.due_at.isoformat() == "2026-11-26T16:00:00+00:00"
    leaf = await Leaf.get()
    assert (leaf.subject, leaf.act) == (f"mediation:{matter_id}", "mediation.opened")
    assert leaf.facts == {
        "track": "not_filed",
        "origin": "walk_in",
        "organisation_id": str(STUDIO),
    }


async def test_numbers_phones_and_addresses_are_not_readable_in_the_table(db) -> None:
    await open_matter(MEDIATOR, an_opening(), now=NOW)
    rows = await Party.all().using_db(None).values("number_masked", "phone_masked", "name")
    assert rows == [
        {"number_masked": "110105********002X", "phone_masked": "138****0001", "name": "虚构甲"},
        {"number_masked": "830000********0012", "phone_masked": "138****0002", "name": "虚构乙"},
    ]
    connection = Party._meta.db
    _, raw = await connection.execute_query("SELECT number, phone, address FROM mediation_party")
    for row in raw:
        for value in dict(row).values():
            assert isinstance(value, bytes | memoryview)
            assert b"1380501" not in bytes(value)
    assert [party.number for party in await Party.all()] == [
        "11010519491231002X",
        "830000199001010012",
    ]


async def test_a_filed_matter_keeps_its_case_number_and_procedure(db) -> None:
    opening = an_opening(origin=Origin.COURT_REFERRAL)
    row = await Matter.get(id=await open_matter(MEDIATOR, opening, now=NOW))
    assert (row.track, row.case_number, row.procedure, row.stage) == (
        Track.FILED,
        "（2026）虚构民初1号",
        Procedure.SUMMARY,
        Stage.REGISTERED,
    )


async def test_refused_mediation_goes_straight_to_the_fee_notice(db) -> None:
    row = await Matter.get(
        id=await open_matter(MEDIATOR, an_opening(origin=Origin.REFUSAL), now=NOW)
    )
    assert (row.track, row.stage) == (Track.REFUSED, Stage.FEE_NOTICE)
    assert await topics() == ["litigation.mediation.ended", "litigation.mediation.opened"]
    ended = await Fact.get(topic="litigation.mediation.ended")
    assert '"next_door":"fee_notice"' in ended.body


async def test_a_filed_matter_without_case_number_is_refused_and_nothing_is_kept(db) -> None:
    opening = replace(an_opening(origin=Origin.COURT_REFERRAL), case_number="", procedure=None)
    with pytest.raises(NotValid) as refused:
        await open_matter(MEDIATOR, opening, now=NOW)
    assert set(refused.value.fields) == {"case_number", "procedure"}
    assert (await Matter.all().count(), await Leaf.all().count()) == (0, 0)
    assert await topics() == []


async def test_only_who_may_open_there_opens(db) -> None:
    for actor in (ANYONE, STRANGER, an_actor(Role.CLERK)):
        with pytest.raises(NotAllowed):
            await open_matter(actor, an_opening(), now=NOW)
    assert await Matter.all().count() == 0


async def test_numbers_follow_each_other_and_begin_anew_each_year(db) -> None:
    moments = (NOW, NOW, NOW + timedelta(days=60))
    ids = [await open_matter(MEDIATOR, an_opening(), now=now) for now in moments]
    numbers = [(await Matter.get(id=each)).number for each in ids]
    assert numbers == ["2026调00001", "2026调00002", "2027调00001"]
    assert sorted(await MatterCount.all().values_list("year", "last_number")) == [
        (2026, 2),
        (2027, 1),
    ]


async def test_a_draft_keeps_what_was_answered_screen_by_screen(db) -> None:
    draft_id = await start_draft(MEDIATOR, now=NOW)
    await keep_answers(MEDIATOR, draft_id, {"origin": "walk_in"}, version=1, now=NOW)
    await keep_answers(MEDIATOR, draft_id, {"island": "虚构屿"}, version=2, now=NOW)
    row = await Draft.get(id=draft_id)
    assert row.answers == {"origin": "walk_in", "island": "虚构屿"}


async def test_of_two_who_write_one_draft_the_later_is_told(db) -> None:
    draft_id = await start_draft(MEDIATOR, now=NOW)
    await keep_answers(MEDIATOR, draft_id, {"island": "东屿"}, version=1, now=NOW)
    with pytest.raises(NotNow, match="changed_meanwhile"):
        await keep_answers(MEDIATOR, draft_id, {"island": "西屿"}, version=1, now=NOW)
    assert (await Draft.get(id=draft_id)).answers == {"island": "东屿"}


async def test_a_draft_is_its_writers_alone(db) -> None:
    draft_id = await start_draft(MEDIATOR, now=NOW)
    for actor in (OTHER_MEDIATOR, STRANGER, ANYONE):
        with pytest.raises(NotFound):
            await keep_answers(actor, draft_id, {"island": "x"}, version=None, now=NOW)
        with pytest.raises(NotFound):
            await drop_draft(actor, draft_id)
    await drop_draft(MEDIATOR, draft_id)
    assert await Draft.all().count() == 0


async def test_pressing_twice_opens_one_matter(db) -> None:
    draft_id = await start_draft(MEDIATOR, now=NOW)
    first = await open_from_draft(MEDIATOR, draft_id, an_opening(), version=1, now=NOW)
    again = await open_from_draft(MEDIATOR, draft_id, an_opening(), version=1, now=NOW)
    assert first == again
    assert await Matter.all().count() == 1
    assert (await Draft.get(id=draft_id)).answers == {}


def test_the_task_list_asks_for_a_case_number_only_where_a_case_was_filed() -> None:
    assert Question.FILED not in questions({"origin": "walk_in"})
    assert Question.FILED in questions({"origin": "court_referral"})
    assert Question.FILED in questions({"origin": "refusal"})


def test_the_task_list_shows_what_is_done_and_what_comes_next() -> None:
    assert states({"origin": "walk_in", "island": "虚构屿"}) == (
        (Question.ORIGIN, QuestionState.DONE),
        (Question.PLACE, QuestionState.NEXT),
        (Question.ISLAND, QuestionState.DONE),
        (Question.CAUSE, QuestionState.LATER),
        (Question.APPLICANT, QuestionState.LATER),
        (Question.RESPONDENT, QuestionState.LATER),
    )


async def test_both_first_parties_are_in_the_matter(db) -> None:
    matter_id = await open_matter(MEDIATOR, an_opening(), now=NOW)
    assert await Party.filter(matter_id=matter_id).values_list("side", "name") == [
        (Side.APPLICANT, "虚构甲"),
        (Side.RESPONDENT, "虚构乙"),
    ]


async def test_a_matter_that_is_not_there_looks_like_one_that_is_hidden(db) -> None:
    matter_id = await open_matter(MEDIATOR, an_opening(), now=NOW)
    refusals = []
    for actor, wanted in ((STRANGER, matter_id), (MEDIATOR, uuid4())):
        with pytest.raises(NotFound) as refused:
            await access_mediation(actor, wanted, Permission.MEDIATION_SEE)
        refusals.append((refused.value.reason, refused.value.facts))
    assert refusals[0] == refusals[1]
