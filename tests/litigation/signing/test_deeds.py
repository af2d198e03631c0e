"""Papers of a mediation: drawn up from the record, signed, and what the last signature does."""

from datetime import timedelta

import pytest

from commons.errors import NotAllowed, NotFound, NotNow, NotValid
from commons.outbox import Fact
from commons.papers.models import content_of, papers_of, view_paper
from commons.papers.rules import Stage as PaperStage
from litigation.mediation import end_actions
from litigation.mediation.ending import EndReason
from litigation.mediation.models import Matter
from litigation.mediation.rules import Stage
from litigation.record.queries import joint_record
from litigation.record.rules import Compartment, FactStage
from litigation.signing import actions, term_actions
from litigation.signing.drafting import paragraphs_of
from litigation.signing.models import HeardTick, terms_of
from litigation.signing.queries import find_paper
from litigation.signing.rules import PaperKind
from tests.litigation.mediation.builders import CLERK, MEDIATOR, NOW, OTHER_MEDIATOR, STRANGER
from tests.litigation.signing.builders import (
    COURT,
    a_fact,
    a_line,
    a_sitting,
    a_term,
    all_sign,
    drawn,
    sign,
)


async def test_an_agreement_takes_effect_with_the_last_signature(db: None) -> None:
    sitting = await a_sitting()
    await a_term(sitting)
    paper = await drawn(sitting, PaperKind.AGREEMENT)
    for one in paper.signers[:-1]:
        assert await sign(sitting, paper, one.id) is PaperStage.OPEN
    assert (await Matter.get(id=sitting.matter_id)).stage is Stage.UNDER_WAY
    later = NOW + timedelta(minutes=7)
    assert await sign(sitting, paper, paper.signers[-1].id, now=later) is PaperStage.SIGNED
    matter = await Matter.get(id=sitting.matter_id)
    signed = await view_paper(paper.id)
    assert (matter.stage, matter.effective_at) == (Stage.AGREED, later)
    assert (signed.effective_at, len(signed.code.replace("-", ""))) == (later, 13)


async def test_facts_are_fixed_by_the_signatures_of_both_sides_and_only_those_shown(
    db: None,
) -> None:
    sitting = await a_sitting()
    shown = await a_fact(sitting)
    paper = await drawn(sitting, PaperKind.FACTS)
    await all_sign(sitting, paper)
    later = await a_fact(sitting, "后来才提出的事实。")
    facts = {one.id: one.stage for one in (await joint_record(sitting.matter_id)).facts}
    assert facts == {shown: FactStage.FIXED, later: FactStage.PROPOSED}


async def test_a_later_change_stops_the_signing_and_drawing_up_again_voids_the_signatures(
    db: None,
) -> None:
    sitting = await a_sitting()
    await a_term(sitting)
    paper = await drawn(sitting, PaperKind.AGREEMENT)
    await sign(sitting, paper, paper.signers[0].id)
    await a_term(sitting, version=1, what="支付利息", amount_fen=100)
    with pytest.raises(NotNow) as refusal:
        await sign(sitting, paper, paper.signers[1].id)
    assert refusal.value.reason == "signing.changed_since_drawn_up"
    again = await drawn(sitting, PaperKind.AGREEMENT)
    stages = {one.id: one.stage for one in await papers_of(sitting.subject)}
    assert stages == {paper.id: PaperStage.VOID, again.id: PaperStage.OPEN}
    assert [one.signed_at for one in again.signers] == [None] * len(again.signers)


async def test_drawing_up_twice_is_one_paper(db: None) -> None:
    sitting = await a_sitting()
    first = await drawn(sitting, PaperKind.NOTICE)
    second = await drawn(sitting, PaperKind.NOTICE)
    assert first.id == second.id


async def test_nobody_signs_an_agreement_after_the_talks_have_failed(db: None) -> None:
    sitting = await a_sitting()
    await a_term(sitting)
    paper = await drawn(sitting, PaperKind.AGREEMENT)
    await end_actions.end(
        MEDIATOR,
        sitting.matter_id,
        reason=EndReason.TOO_FAR_APART,
        who=None,
        explanation="差距较大",
        version=None,
        now=NOW,
    )
    with pytest.raises(NotNow) as refusal:
        await sign(sitting, paper, paper.signers[0].id)
    assert refusal.value.reason == "signing.agreement_not_at_this_stage"


async def test_a_stranger_cannot_learn_that_a_paper_exists(db: None) -> None:
    sitting = await a_sitting()
    before = await Fact.all().count()
    for actor in (STRANGER, OTHER_MEDIATOR):
        with pytest.raises(NotFound):
            await drawn(sitting, PaperKind.NOTICE, actor=actor)
    assert await papers_of(sitting.subject) == ()
    assert await Fact.all().count() == before


async def test_a_paper_of_another_matter_does_not_exist_here(db: None) -> None:
    mine, other = await a_sitting(), await a_sitting()
    theirs = await drawn(other, PaperKind.NOTICE)
    with pytest.raises(NotFound):
        await sign(mine, theirs, theirs.signers[0].id)


async def test_what_was_told_in_caucus_and_what_was_offered_reach_no_paper(db: None) -> None:
    sitting = await a_sitting()
    await a_fact(sitting)
    await a_term(sitting)
    await a_line(sitting, "公开的话")
    for at, compartment in enumerate(Compartment):
        if compartment is not Compartment.JOINT:
            await a_line(sitting, f"密语{at}号", compartment)
    kinds = (PaperKind.NOTICE, PaperKind.TRANSCRIPT, PaperKind.FACTS, PaperKind.AGREEMENT)
    texts = {kind: str(await content_of((await drawn(sitting, kind)).id)) for kind in kinds}
    report = str(await content_of((await drawn(sitting, PaperKind.REPORT)).id))
    assert [kind for kind, text in texts.items() if "密语" in text] == []
    assert "公开的话" in texts[PaperKind.TRANSCRIPT], "the transcript does hold what was said"
    assert ("公开的话" in report, "密语" in report) == (False, False)


async def test_ticks_stand_in_the_transcript_and_a_changed_paragraph_is_read_again(
    db: None,
) -> None:
    sitting = await a_sitting()
    await a_line(sitting, "第一段")
    digests = paragraphs_of(await joint_record(sitting.matter_id))
    ticked = dict(list(digests.items())[:1])
    deed = (MEDIATOR, sitting.matter_id, sitting.applicant.id)
    assert await actions.tick_heard(*deed, ticked, now=NOW) == 1
    assert await actions.tick_heard(*deed, ticked, now=NOW) == 0
    view = await content_of((await drawn(sitting, PaperKind.TRANSCRIPT)).id)
    assert sitting.applicant.name in str(view["lines"])
    with pytest.raises(NotNow) as refusal:
        await actions.tick_heard(*deed, {1: "0" * 64}, now=NOW)
    assert (refusal.value.reason, await HeardTick.all().count()) == ("signing.read_again", 1)


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"method": ""}, "method", "signing.term_needs_method"),
        ({"amount_fen": -1}, "amount", "signing.term_amount"),
        ({"due_on": None}, "due_on", "form.missing"),
        ({"due_on": NOW.date() - timedelta(days=1)}, "due_on", "signing.term_day_is_past"),
        ({"debtor": "路人"}, "debtor", "signing.term_with_a_stranger"),
        ({"what": " "}, "what", "form.missing"),
    ],
)
async def test_a_term_that_could_not_be_enforced_is_refused(
    db: None, changes: dict[str, object], field: str, reason: str
) -> None:
    sitting = await a_sitting()
    with pytest.raises(NotValid) as refusal:
        await a_term(sitting, **changes)
    assert {name: one.reason for name, one in refusal.value.fields.items()} == {field: reason}
    assert await terms_of(sitting.matter_id) is None


async def test_saving_the_clauses_again_never_blanks_a_date_of_a_term(db: None) -> None:
    sitting = await a_sitting()
    await a_term(sitting)
    row = await terms_of(sitting.matter_id)
    assert row is not None
    await term_actions.write_clauses(
        MEDIATOR,
        sitting.matter_id,
        facts="",
        default_clause="",
        costs="",
        wants_confirmation=True,
        version=row.version,
        now=NOW,
    )
    after = await terms_of(sitting.matter_id)
    assert after is not None
    assert after.terms == row.terms


async def test_two_writers_of_the_terms_do_not_overwrite_each_other(db: None) -> None:
    sitting = await a_sitting()
    await a_term(sitting)
    with pytest.raises(NotNow) as refusal:
        await a_term(sitting, version=0, what="另一项")
    row = await terms_of(sitting.matter_id)
    assert row is not None
    assert (refusal.value.reason, len(row.terms)) == ("db.changed_meanwhile", 1)


async def test_the_confirmation_names_the_code_of_the_agreement(db: None) -> None:
    sitting = await a_sitting()
    await a_term(sitting)
    agreement = await drawn(sitting, PaperKind.AGREEMENT)
    await all_sign(sitting, agreement)
    paper = await drawn(sitting, PaperKind.CONFIRMATION)
    view = await content_of(paper.id)
    assert view["agreement_code"] == (await view_paper(agreement.id)).code
    assert (view["court"], len(paper.signers)) == (COURT, 2)


async def test_a_judge_opens_the_facts_but_never_the_transcript(db: None) -> None:
    sitting = await a_sitting()
    await a_fact(sitting)
    transcript = await drawn(sitting, PaperKind.TRANSCRIPT)
    facts = await drawn(sitting, PaperKind.FACTS)
    with pytest.raises(NotAllowed):
        await find_paper(CLERK, sitting.matter_id, transcript.id)
    assert (await find_paper(CLERK, sitting.matter_id, facts.id))[1].id == facts.id
    assert (await find_paper(MEDIATOR, sitting.matter_id, transcript.id))[1].id == transcript.id
