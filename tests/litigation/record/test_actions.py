"""Writing the transcript: once per form, only by its own mediator, corrected only by adding."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from commons.access.actor import SYSTEM
from commons.errors import NotAllowed, NotFound, NotNow, NotValid
from commons.evidence_log.models import Leaf
from commons.outbox import Fact
from litigation.mediation.rules import Stage
from litigation.record import actions
from litigation.record.actions import ForTheCourt
from litigation.record.models import CourtNote, TranscriptLine, UnsentText
from litigation.record.queries import confidences, joint_record
from litigation.record.rules import Compartment, Grade, LineKind
from tests.litigation.mediation.builders import (
    CLERK,
    MEDIATOR,
    NOW,
    OTHER_MEDIATOR,
    STRANGER,
    STUDIO_HEAD,
    put_in_stage,
)
from tests.litigation.record.builders import a_line, a_saying, a_scene

CONFIDENTIAL = [Compartment.CAUCUS_A, Compartment.CAUCUS_B, Compartment.MEDIATOR]


async def acts(scene) -> list[str]:
    rows = await Leaf.filter(subject=scene.matter.subject, act__startswith="record.")
    return sorted(row.act for row in rows)


async def test_lines_are_numbered_from_one_in_each_compartment(db):
    scene = await a_scene()
    for compartment in (Compartment.JOINT, Compartment.CAUCUS_A, Compartment.JOINT):
        await a_line(scene, compartment=compartment)
    rows = await TranscriptLine.filter(matter_id=scene.id).order_by("compartment", "number")
    assert [(row.compartment, row.number) for row in rows] == [
        (Compartment.CAUCUS_A, 1),
        (Compartment.JOINT, 1),
        (Compartment.JOINT, 2),
    ]
    assert await acts(scene) == ["record.line_written"] * 3


async def test_a_form_sent_twice_makes_one_line_and_one_act(db):
    scene = await a_scene()
    key = uuid4()
    first = await a_line(scene, key=key)
    second = await a_line(scene, key=key, now=NOW + timedelta(seconds=1))
    assert first == second
    assert await TranscriptLine.filter(matter_id=scene.id).count() == 1
    assert await acts(scene) == ["record.line_written"]


async def test_the_same_form_with_other_words_is_not_silently_dropped(db):
    scene = await a_scene()
    key = uuid4()
    await a_line(scene, "虚构：五千元。", key=key)
    with pytest.raises(NotNow) as refused:
        await a_line(scene, "虚构：六千元。", key=key)
    assert refused.value.reason == "record.form_used"
    assert [row.text for row in await TranscriptLine.all()] == ["虚构：五千元。"]


async def test_a_form_of_one_matter_does_not_answer_for_another(db):
    one, other = await a_scene(), await a_scene()
    key = uuid4()
    await a_line(one, key=key)
    with pytest.raises(NotNow):
        await a_line(other, key=key)


async def test_a_speaker_of_the_matter_is_named_and_a_foreign_one_refused(db):
    scene, other = await a_scene(), await a_scene()
    await a_line(scene, party_id=scene.respondent.id)
    await a_line(scene)
    with pytest.raises(NotFound):
        await a_line(scene, party_id=other.respondent.id)
    rows = await TranscriptLine.filter(matter_id=scene.id).order_by("number")
    assert [row.speaker for row in rows] == ["虚构乙", "虚构调解员"]


@pytest.mark.parametrize("compartment", Compartment)
@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (STRANGER, NotFound),
        (OTHER_MEDIATOR, NotFound),
        (STUDIO_HEAD, NotAllowed),
        (CLERK, NotAllowed),
        (SYSTEM, NotAllowed),
    ],
)
async def test_only_its_own_mediator_writes_or_reads_a_compartment(db, compartment, actor, refusal):
    scene = await a_scene()
    with pytest.raises(refusal):
        await a_line(scene, compartment=compartment, actor=actor)
    with pytest.raises(refusal):
        await actions.keep_unsent(actor, scene.id, compartment, "虚构", now=NOW)
    with pytest.raises(refusal):
        await confidences(actor, scene.id, compartment)
    assert await TranscriptLine.all().count() == 0
    assert await UnsentText.all().count() == 0
    assert await acts(scene) == []


@pytest.mark.parametrize("stage", [Stage.REGISTERED, Stage.ACCEPTED])
async def test_before_it_has_begun_only_the_mediators_own_notes_are_written(db, stage):
    scene = await a_scene(stage)
    for compartment in (Compartment.JOINT, Compartment.CAUCUS_A, Compartment.CAUCUS_B):
        with pytest.raises(NotNow) as refused:
            await a_line(scene, compartment=compartment)
        assert refused.value.reason == "record.not_begun"
    await a_line(scene, compartment=Compartment.MEDIATOR)
    assert [row.compartment for row in await TranscriptLine.all()] == [Compartment.MEDIATOR]


@pytest.mark.parametrize("stage", [Stage.AGREED, Stage.ENDED, Stage.CONFIRMED])
async def test_after_the_end_nothing_is_written_but_a_supplement(db, stage):
    scene = await a_scene()
    line_id = await a_line(scene, "虚构：八百元。")
    await put_in_stage(scene.id, stage)
    for compartment in Compartment:
        with pytest.raises(NotNow) as refused:
            await a_line(scene, compartment=compartment)
        assert refused.value.reason == "record.matter_has_ended"
    await actions.supplement(
        MEDIATOR, scene.id, line_id, a_saying("虚构：应为六百元。"), form_key=uuid4(), now=NOW
    )
    lines = (await joint_record(scene.id)).lines
    assert [(line.text, line.kind, line.corrects_number) for line in lines] == [
        ("虚构：八百元。", LineKind.STATEMENT, None),
        ("虚构：应为六百元。", LineKind.SUPPLEMENT, 1),
    ]


async def test_a_correction_of_confidential_words_stays_where_they_are(db):
    scene = await a_scene()
    line_id = await a_line(scene, compartment=Compartment.CAUCUS_B)
    await actions.supplement(
        MEDIATOR, scene.id, line_id, a_saying("虚构更正"), form_key=uuid4(), now=NOW
    )
    row = await TranscriptLine.get(kind=LineKind.SUPPLEMENT)
    assert (row.compartment, row.without_prejudice) == (Compartment.CAUCUS_B, True)


async def test_a_supplement_needs_a_line_of_the_same_matter(db):
    one, other = await a_scene(), await a_scene()
    line_id = await a_line(one)
    with pytest.raises(NotValid) as refused:
        await actions.supplement(MEDIATOR, other.id, line_id, a_saying(), form_key=uuid4(), now=NOW)
    assert refused.value.fields["line"].reason == "record.line_not_found"
    with pytest.raises(NotValid):
        await a_line(one, kind=LineKind.SUPPLEMENT)


async def test_a_proposal_is_without_prejudice_even_if_nobody_ticked_it(db):
    scene = await a_scene()
    await a_line(scene, kind=LineKind.PROPOSAL)
    await a_line(scene, kind=LineKind.RESULT)
    record = await joint_record(scene.id)
    assert [line.without_prejudice for line in record.proposals] == [True]
    assert [line.without_prejudice for line in record.results] == [False]


async def test_a_two_hundred_thousand_character_statement_is_refused_and_nothing_is_kept(db):
    scene = await a_scene()
    with pytest.raises(NotValid) as refused:
        await a_line(scene, "字" * 200_000)
    problem = refused.value.fields["text"]
    assert (problem.reason, problem.facts) == (
        "record.text_too_long",
        {"max": 20_000, "length": 200_000},
    )
    assert await TranscriptLine.all().count() == 0
    assert await acts(scene) == []


async def test_what_is_being_typed_is_kept_and_gone_once_it_is_said(db):
    scene = await a_scene()
    for text in ("虚构", "虚构未完"):
        await actions.keep_unsent(MEDIATOR, scene.id, Compartment.CAUCUS_A, text, now=NOW)
    shown = await confidences(MEDIATOR, scene.id, Compartment.CAUCUS_A)
    assert (shown.unsent, shown.lines) == ("虚构未完", ())
    assert (await confidences(MEDIATOR, scene.id, Compartment.JOINT)).unsent == ""
    await a_line(scene, "虚构未完成的话", compartment=Compartment.CAUCUS_A)
    assert (await confidences(MEDIATOR, scene.id, Compartment.CAUCUS_A)).unsent == ""


async def test_what_is_written_for_the_court_is_added_and_never_overwritten(db):
    scene = await a_scene()
    for course, grade in (("虚构：调解两次。", None), ("虚构：调解三次。", Grade.FAST)):
        words = ForTheCourt(course, grade=grade, minutes=40)
        await actions.write_for_the_court(MEDIATOR, scene.id, words, form_key=uuid4(), now=NOW)
    notes = await CourtNote.filter(matter_id=scene.id).order_by("number")
    assert [note.course for note in notes] == ["虚构：调解两次。", "虚构：调解三次。"]
    assert await acts(scene) == ["record.written_for_court"] * 2


async def test_writing_sends_nothing_to_anybody(db):
    scene = await a_scene()
    before = await Fact.all().count()
    for compartment in Compartment:
        await a_line(scene, compartment=compartment)
    assert await Fact.all().count() == before


async def test_twenty_presses_at_once_of_one_button_make_one_line(db):
    scene = await a_scene()
    key = uuid4()
    ids = await asyncio.gather(*(a_line(scene, key=key) for _ in range(20)))
    assert len(set(ids)) == 1
    assert await TranscriptLine.all().count() == 1


async def test_twenty_lines_at_once_get_twenty_numbers(db):
    scene = await a_scene()
    await asyncio.gather(*(a_line(scene) for _ in range(20)))
    rows = await TranscriptLine.filter(matter_id=scene.id).order_by("number")
    assert [row.number for row in rows] == list(range(1, 21))
