"""Canaries: what is told in confidence, offered or proposed never leaves its compartment.

Online Mediation Rules art. 18. Each canary is a word that occurs nowhere else; each test first
makes sure that its own mediator really reads it, so that a silent canary is not a dead one.
"""

import dataclasses
import json
import logging
import typing
from uuid import uuid4

import pytest
from tortoise import Tortoise, connections

from commons.evidence_log.models import entries_of
from commons.outbox import Errand, Fact
from litigation.mediation.parties import Side
from litigation.mediation.rules import Stage
from litigation.record import actions, fact_actions, offer_actions
from litigation.record.actions import ForTheCourt
from litigation.record.bargaining import OfferAct
from litigation.record.entries import (
    Confidences,
    CourtRecord,
    FactEntry,
    JointRecord,
    LineEntry,
    OfferEntry,
)
from litigation.record.queries import confidences, court_record, joint_record
from litigation.record.rules import READERS, Compartment, LineKind, Reader
from tests.litigation.mediation.builders import MEDIATOR, NOW, put_in_stage
from tests.litigation.record.builders import (
    a_claim,
    a_fact,
    a_line,
    a_reply,
    a_saying,
    a_scene,
    a_view,
    an_exhibit,
    an_issue,
    an_offer,
    some_terms,
)
from tests.litigation.record.site import browse

CAUCUS_A = ("金丝雀甲方底线", "金丝雀甲方更正", "金丝雀甲方报价")
CAUCUS_B = ("金丝雀乙方底线", "金丝雀乙方报价")
PRIVATE = ("金丝雀私记", "金丝雀半句")
JOINT = (
    "金丝雀让步",
    "金丝雀方案",
    "金丝雀报价",
    "金丝雀还价",
    "金丝雀未固定事实",
    "金丝雀撤下事实",
)
AMOUNT = "7654321"  # 76,543.21 yuan, offered in caucus
AMOUNTS = (AMOUNT, "76543.21", "76,543.21")
EVERY = (*CAUCUS_A, *CAUCUS_B, *PRIVATE, *JOINT, *AMOUNTS)
PLAIN = ("寻常诉求", "寻常答辩", "寻常收据", "寻常理由", "寻常争点", "寻常固定事实", "寻常经过")


async def a_mined_scene():
    """Plant a canary in every place that holds confidences, and plain words in all others."""
    scene = await a_scene()
    line_id = await a_line(scene, CAUCUS_A[0], compartment=Compartment.CAUCUS_A)
    await actions.supplement(
        MEDIATOR, scene.id, line_id, a_saying(CAUCUS_A[1]), form_key=uuid4(), now=NOW
    )
    in_caucus = some_terms(int(AMOUNT), CAUCUS_A[2])
    await an_offer(scene, in_caucus, compartment=Compartment.CAUCUS_A, party=scene.applicant)
    await a_line(scene, CAUCUS_B[0], compartment=Compartment.CAUCUS_B)
    await an_offer(scene, some_terms(words=CAUCUS_B[1]), compartment=Compartment.CAUCUS_B)
    await a_line(scene, PRIVATE[0], compartment=Compartment.MEDIATOR)
    await actions.keep_unsent(MEDIATOR, scene.id, Compartment.MEDIATOR, PRIVATE[1], now=NOW)
    await a_line(scene, JOINT[0], without_prejudice=True)
    await a_line(scene, JOINT[1], kind=LineKind.PROPOSAL)
    offer_id = await an_offer(scene, some_terms(words=JOINT[2]))
    await offer_actions.counter(
        MEDIATOR,
        scene.id,
        offer_id,
        scene.applicant.id,
        some_terms(words=JOINT[3]),
        form_key=uuid4(),
        now=NOW,
    )
    open_fact = await a_fact(scene, JOINT[4])
    gone = await a_fact(scene, JOINT[5])
    await fact_actions.withdraw_fact(MEDIATOR, scene.id, gone, now=NOW)
    await plain_words(scene, open_fact)
    return scene


async def plain_words(scene, open_fact):
    claim_id = await a_claim(scene, PLAIN[0])
    await a_reply(scene, claim_id, PLAIN[1])
    exhibit_id = await an_exhibit(scene, PLAIN[2])
    await a_view(scene, exhibit_id, PLAIN[3])
    fixed = await a_fact(scene, PLAIN[5])
    await fact_actions.fix_facts(scene.id, [fixed], uuid4(), NOW)
    await an_issue(scene, PLAIN[4], fact_ids=frozenset({open_fact, fixed}))
    words = ForTheCourt(PLAIN[6])
    await actions.write_for_the_court(MEDIATOR, scene.id, words, form_key=uuid4(), now=NOW)


def singing(text: str, canaries=EVERY) -> list[str]:
    return [canary for canary in canaries if canary in text]


async def test_the_court_reads_every_plain_word_and_hears_no_canary(db):
    scene = await a_mined_scene()
    text = repr(await court_record(scene.id))
    assert singing(text) == []
    assert singing(text, PLAIN) == list(PLAIN)


async def test_both_sides_read_the_joint_part_and_nothing_of_a_caucus(db):
    scene = await a_mined_scene()
    text = repr(await joint_record(scene.id))
    assert singing(text) == list(JOINT)
    assert singing(text, PLAIN[:-1]) == list(PLAIN[:-1])


@pytest.mark.parametrize(
    ("compartment", "canaries"),
    [
        (Compartment.CAUCUS_A, (*CAUCUS_A, AMOUNT)),
        (Compartment.CAUCUS_B, CAUCUS_B),
        (Compartment.MEDIATOR, PRIVATE),
    ],
)
async def test_one_compartment_holds_its_own_canaries_and_no_other(db, compartment, canaries):
    scene = await a_mined_scene()
    text = repr(await confidences(MEDIATOR, scene.id, compartment))
    assert singing(text) == list(canaries)


async def test_its_own_mediator_reads_every_canary_on_his_pages(site):
    scene = await a_mined_scene()
    base = f"/mediations/{scene.id}/record"
    pages = ["", "/caucus-a", "/caucus-b", "/private", "/facts", "/offers"]
    async with browse(site, "mediator") as mediator:
        text = "".join([(await mediator.get(base + page)).text for page in pages])
    assert singing(text) == [one for one in EVERY if one not in {AMOUNT, "76543.21"}]


@pytest.mark.parametrize("who", ["clerk", "head", "other_mediator", "stranger", ""])
@pytest.mark.parametrize("stage", [Stage.UNDER_WAY, Stage.ENDED])
async def test_nobody_else_finds_a_canary_on_any_page(site, who, stage):
    scene = await a_mined_scene()
    await put_in_stage(scene.id, stage)
    base = f"/mediations/{scene.id}"
    pages = [*[f"{base}/record{one}" for one in RECORD_PAGES], base, "/mediations"]
    async with browse(site, who) as client:
        text = "".join([(await client.get(page)).text for page in pages])
    assert singing(text) == []
    may_see = who in {"clerk", "head"}
    assert singing(text, PLAIN) == (list(PLAIN) if may_see else [])


@pytest.mark.parametrize("who", ["mediator", "clerk"])
async def test_no_search_finds_a_matter_by_what_was_said_in_confidence(site, who):
    scene = await a_mined_scene()
    async with browse(site, who) as client:
        by_name = await client.post("/mediations", data={"search": "虚构甲"})
        assert str(scene.id) in by_name.text
        for canary in EVERY:
            answer = await client.post("/mediations", data={"search": canary})
            assert (canary, str(scene.id) in answer.text) == (canary, False)


RECORD_PAGES = [
    "",
    "/claims",
    "/exhibits",
    "/issues",
    "/facts",
    "/offers",
    "/caucus-a",
    "/caucus-b",
    "/private",
    "/court",
    "/changes",
    "/private/changes",
]


async def test_no_canary_is_logged_logged_as_evidence_or_put_in_the_outbox(db, caplog):
    with caplog.at_level(logging.DEBUG):
        scene = await a_mined_scene()
        await court_record(scene.id)
        await joint_record(scene.id)
    assert singing(caplog.text, (*EVERY, *PLAIN)) == []
    entries = await entries_of(scene.matter.subject)
    written = json.dumps([[one.act, one.actor, one.facts] for one in entries], ensure_ascii=False)
    assert "record.offer_made" in written
    assert singing(written, (*EVERY, *PLAIN)) == []
    outbox = [row.body + (row.key or "") for row in await Fact.all()]
    outbox += [row.body for row in await Errand.all()]
    assert any("offer_id" in body for body in outbox)
    assert singing("".join(outbox), (*EVERY, *PLAIN)) == []


async def test_no_canary_lies_readable_in_any_column_of_any_table(db):
    scene = await a_mined_scene()
    connection = connections.get("default")
    names = [kind._meta.db_table for app in Tortoise.apps.values() for kind in app.values()]
    texts = []
    for name in names:
        sentence = f'SELECT * FROM "{name}"'  # noqa: S608 - the names of our own tables
        for row in await connection.execute_query_dict(sentence):
            texts += [value for value in row.values() if isinstance(value, (str, bytes))]
    assert "record_line" in names
    raw = b"\n".join(one.encode() if isinstance(one, str) else bytes(one) for one in texts)
    assert scene.applicant.name.encode() in raw
    assert [one for one in (*EVERY, *PLAIN) if one.encode() in raw] == []


async def test_a_refused_offer_says_no_amount_in_its_refusal(db):
    scene = await a_mined_scene()
    offer = (await joint_record(scene.id)).offers[0]
    with pytest.raises(Exception) as refused:  # noqa: PT011 - whatever it is, it stays silent
        await offer_actions.answer_offer(
            MEDIATOR,
            scene.id,
            offer.id,
            OfferAct.ACCEPT,
            party_id=scene.applicant.id,
            now=NOW,
        )
    assert singing(repr(refused.value) + repr(getattr(refused.value, "facts", ""))) == []


def kinds_within(kind: object, seen: set[object]) -> set[object]:
    """Every type that can lie anywhere inside a type."""
    if kind in seen:
        return seen
    seen.add(kind)
    for part in typing.get_args(kind):
        kinds_within(part, seen)
    if dataclasses.is_dataclass(kind):
        for field in typing.get_type_hints(kind).values():
            kinds_within(field, seen)
    return seen


def test_the_courts_record_has_no_place_for_a_line_an_offer_or_an_unfixed_fact():
    confidential = {LineEntry, OfferEntry, FactEntry, JointRecord, Confidences}
    assert kinds_within(CourtRecord, set()) & confidential == set()
    assert kinds_within(JointRecord, set()) & confidential == {
        JointRecord,
        LineEntry,
        OfferEntry,
        FactEntry,
    }


def test_the_fields_of_the_courts_record_are_exactly_this_allow_list():
    assert [field.name for field in dataclasses.fields(CourtRecord)] == [
        "matter_id",
        "people",
        "exchange",
        "fixed_facts",
        "words",
        "end_reason",
        "explanation",
        "costly_conduct",
        "court_hints",
    ]


def test_neither_the_court_nor_staff_is_a_reader_of_any_compartment():
    assert {one for readers in READERS.values() for one in readers} & {
        Reader.COURT,
        Reader.STAFF,
    } == set()


async def test_the_link_of_an_issue_to_an_unfixed_fact_is_unknown_to_the_court(db):
    scene = await a_mined_scene()
    record = await court_record(scene.id)
    (issue,) = record.exchange.issues
    assert issue.fact_ids == {fact.id for fact in record.fixed_facts}
    assert len((await joint_record(scene.id)).exchange.issues[0].fact_ids) == 2


async def test_the_numbers_of_the_joint_lines_tell_of_no_caucus(db):
    scene = await a_mined_scene()
    lines = (await joint_record(scene.id)).lines
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert {person.side for person in (await joint_record(scene.id)).people} == {
        Side.APPLICANT,
        Side.RESPONDENT,
    }
