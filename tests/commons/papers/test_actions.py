"""Papers are drawn up once, signed by all, issued once, and stopped when they were wrong."""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from commons.access.actor import SYSTEM
from commons.errors import NotAllowed, NotNow, NotValid
from commons.evidence_log.models import Leaf, entries_of
from commons.outbox import Fact
from commons.papers import actions, issuing_actions, models
from commons.papers.marks import Strokes, ThumbPrint
from commons.papers.models import Paper, Signature
from commons.papers.render import Rendered
from commons.papers.rules import Circumstances, Signer, Stage
from tests.commons.papers.builders import A_NAME, NOW, TRANSCRIPT, a_paper, a_view, signers

pytestmark = pytest.mark.usefixtures("db")


async def sign(paper_id: UUID, signer_id: UUID, **changes: Any) -> Stage:
    shown = (await models.view_paper(paper_id)).content_hash
    facts: dict[str, Any] = {"shown_hash": shown, "mark": A_NAME, "actor": SYSTEM, "now": NOW}
    return await actions.sign(paper_id, signer_id=signer_id, **(facts | changes))


async def an_issued_paper(**changes: Any) -> UUID:
    paper_id = await a_paper(signers=(), **changes)
    printed = Rendered(b"%PDF-", paper_id.hex * 2, "cd" * 32, 2, 3)
    await issuing_actions.archive(paper_id, printed, actor=SYSTEM, now=NOW)
    return paper_id


async def acts_of(paper_id: UUID) -> list[str]:
    return [one.act for one in await Leaf.filter(subject=f"paper:{paper_id}").order_by("at")]


async def told() -> list[tuple[str, Mapping[str, str]]]:
    return [(one.topic, json.loads(one.body)) for one in await Fact.all().order_by("emitted_at")]


async def test_a_paper_drawn_up_is_open_and_known_in_the_evidence_log() -> None:
    people = signers(2)
    paper_id = await a_paper(signers=people)
    view = await models.view_paper(paper_id)
    assert (view.stage, view.template_version, view.code) == (Stage.OPEN, 3, "")
    assert [one.id for one in view.waits_for()] == [one.id for one in people]
    (entry,) = await entries_of(f"paper:{paper_id}")
    assert (entry.act, entry.facts) == (
        "paper.drawn_up",
        {
            "kind": "transcript",
            "subject": view.subject,
            "content_hash": view.content_hash,
            "template": TRANSCRIPT,
        },
    )
    assert await told() == []


async def test_drawing_up_the_same_content_again_finds_the_same_paper() -> None:
    subject, people = f"mediation:{uuid4()}", signers(2)
    first = await a_paper(subject=subject, signers=people)
    await sign(first, people[0].id)
    assert await a_paper(subject=subject, signers=people) == first
    await sign(first, people[1].id)
    assert await a_paper(subject=subject, signers=people) == first
    assert await Paper.all().count() == 1


async def test_a_changed_content_voids_the_paper_and_the_signatures_under_it() -> None:
    subject, people = f"mediation:{uuid4()}", signers(2)
    first = await a_paper(subject=subject, signers=people)
    await sign(first, people[0].id)
    second = await a_paper(
        subject=subject,
        signers=people,
        view=a_view(claim="退还七百元。"),
        now=NOW + timedelta(minutes=1),
    )
    before, after = await models.papers_of(subject)
    assert [(before.id, before.stage), (after.id, after.stage)] == [
        (first, Stage.VOID),
        (second, Stage.OPEN),
    ]
    assert await Signature.filter(paper_id=first).values_list("void", flat=True) == [True]
    with pytest.raises(NotNow):
        await sign(first, people[1].id)


async def test_another_signer_makes_it_another_paper() -> None:
    subject = f"mediation:{uuid4()}"
    first = await a_paper(subject=subject, signers=signers(2))
    assert await a_paper(subject=subject, signers=signers(3)) != first


async def test_an_issued_paper_stays_valid_beside_a_later_one() -> None:
    subject = f"mediation:{uuid4()}"
    first = await an_issued_paper(subject=subject)
    await a_paper(subject=subject, view=a_view(claim="补正。"))
    assert (await models.view_paper(first)).stage is Stage.ISSUED


async def test_a_paper_without_signers_takes_effect_at_once() -> None:
    paper_id = await a_paper(signers=())
    view = await models.view_paper(paper_id)
    assert (view.stage, view.effective_at) == (Stage.SIGNED, NOW)
    assert [topic for topic, _ in await told()] == ["commons.papers.signed"]


async def test_the_last_signature_mints_the_code_and_tells_it_once() -> None:
    people = signers(2)
    paper_id = await a_paper(signers=people)
    assert await sign(paper_id, people[0].id) is Stage.OPEN
    assert await told() == []
    later = NOW + timedelta(minutes=3)
    assert await sign(paper_id, people[1].id, now=later) is Stage.SIGNED
    view = await models.view_paper(paper_id)
    assert (view.stage, view.effective_at) == (Stage.SIGNED, later)
    assert (await models.find_by_code(view.code.lower())) == view
    assert await told() == [
        (
            "commons.papers.signed",
            {"paper_id": str(paper_id), "kind": "transcript", "subject": view.subject},
        )
    ]
    assert sorted(await acts_of(paper_id)) == [
        "paper.completed",
        "paper.drawn_up",
        "paper.signed",
        "paper.signed",
    ]


async def test_what_was_signed_and_how_is_in_the_evidence_log_without_names() -> None:
    (person,) = signers(1)
    paper_id = await a_paper(signers=(person,))
    thumb = ThumbPrint("王小岚（虚构）", "调解员")
    await sign(paper_id, person.id, mark=thumb, circumstances=Circumstances(device="平板"))
    entry = next(e for e in await entries_of(f"paper:{paper_id}") if e.act == "paper.signed")
    assert entry.facts is not None
    assert {name: entry.facts[name] for name in ("signer_id", "way")} == {
        "signer_id": str(person.id),
        "way": "thumb_print",
    }
    assert "王小岚" not in json.dumps(entry.facts, ensure_ascii=False)
    (view,) = (await models.view_paper(paper_id)).signers
    assert (view.signed_at, view.way) == (NOW, "thumb_print")


@pytest.mark.parametrize(
    ("changes", "kind", "reason"),
    [
        ({"shown_hash": "00" * 32}, NotNow, "papers.changed_since_shown"),
        ({"signer_id": uuid4()}, NotAllowed, "papers.not_a_signer"),
        ({"mark": Strokes(10, 10, ())}, NotValid, "papers.mark_empty"),
        ({"mark": ThumbPrint("王😀", "调解员")}, NotValid, "papers.glyph_missing"),
    ],
)
async def test_a_refused_signature_changes_nothing(
    changes: dict[str, Any], kind: type[Exception], reason: str
) -> None:
    people = signers(2)
    paper_id = await a_paper(signers=people)
    before = (await models.view_paper(paper_id), await Leaf.all().count())
    wanted = {"signer_id": people[0].id} | changes
    with pytest.raises(kind) as refusal:
        await sign(paper_id, **wanted)
    assert refusal.value.reason == reason  # type: ignore[attr-defined]
    assert (await models.view_paper(paper_id), await Leaf.all().count()) == before
    assert await told() == []


async def test_forty_people_sign_at_once_and_none_is_lost() -> None:
    people = signers(40)
    paper_id = await a_paper(signers=people)
    stages = await asyncio.gather(*(sign(paper_id, one.id) for one in people))
    assert sorted(stages) == [Stage.OPEN] * 39 + [Stage.SIGNED]
    assert await Signature.filter(paper_id=paper_id).count() == 40
    assert len(await told()) == 1


async def test_one_person_who_taps_ten_times_signs_once() -> None:
    people = signers(2)
    paper_id = await a_paper(signers=people)
    taps = [sign(paper_id, people[0].id) for _ in range(10)]
    outcomes = await asyncio.gather(*taps, return_exceptions=True)
    refused = [one.reason for one in outcomes if isinstance(one, NotNow)]
    assert refused == ["papers.already_signed"] * 9
    assert await Signature.filter(paper_id=paper_id).count() == 1


async def test_twenty_who_draw_up_the_same_at_once_get_one_paper() -> None:
    subject, people = f"mediation:{uuid4()}", signers(2)
    drawn = [a_paper(subject=subject, signers=people) for _ in range(20)]
    outcomes = await asyncio.gather(*drawn, return_exceptions=True)
    found = {one for one in outcomes if isinstance(one, UUID)}
    refused = {one.reason for one in outcomes if isinstance(one, NotNow)}
    assert len(found) == await Paper.filter(subject=subject).count() == 1
    assert refused <= {"db.changed_meanwhile"}


async def test_nothing_is_drawn_up_that_cannot_be_printed() -> None:
    with pytest.raises(NotValid) as refusal:
        await a_paper(signers=(Signer(uuid4(), "王\U00020003", "申请人"),))
    assert (refusal.value.reason, refusal.value.facts["char"]) == (
        "papers.glyph_missing",
        "\U00020003",
    )
    assert (await Paper.all().count(), await Leaf.all().count()) == (0, 0)


async def test_the_papers_of_a_subject_are_listed_and_only_those() -> None:
    one, three = f"mediation:{uuid4()}", f"mediation:{uuid4()}"
    await a_paper(subject=one)
    for number in range(3):
        await a_paper(subject=three, kind=f"kind{number}", signers=signers(2))
    assert [len(await models.papers_of(subject)) for subject in (one, three)] == [1, 3]
