"""A decision by its deeds: written, signed, served on each party, appealed, in effect."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from commons.errors import NotAllowed, NotFound, NotNow, NotValid
from commons.outbox import Fact
from commons.papers.models import Paper, view_paper
from commons.papers.rules import Circumstances
from litigation.cases.fees import Procedure
from litigation.cases.rules import Ending
from litigation.cases.rules import Stage as CaseStage
from litigation.decisions import actions, effect_actions
from litigation.decisions.models import CourtDecision, DecisionReach
from litigation.decisions.rules import DecisionAct, DecisionKind, DecisionStage, ServedWay
from litigation.hearings import paper_actions, sitting_actions
from litigation.hearings.attending import Absence
from litigation.hearings.paper_rules import PaperKind
from litigation.hearings.rules import Part
from litigation.hearings.sheets import Typed
from tests.litigation.decisions.builders import DRAFT, a_decision
from tests.litigation.hearings.builders import (
    COURT,
    STARTS_AT,
    STROKES,
    Trial,
    a_court,
    a_held_trial,
    asked,
    listed,
    opened,
    spoken,
    summoned,
    told,
)

pytestmark = pytest.mark.usefixtures("db")

ISSUED = date(2026, 12, 10)
LATER = STARTS_AT + timedelta(days=40)


async def serve(trial: Trial, decision_id, days=(1, 5), way=ServedWay.DIRECT, now=LATER) -> None:
    rows = await DecisionReach.filter(decision_id=decision_id).order_by("place")
    for row, day in zip(rows, days, strict=True):
        await effect_actions.note_service(
            trial.clerk,
            decision_id,
            row.party_id,
            served_on=ISSUED + timedelta(days=day),
            way=way,
            now=now,
        )


async def test_a_judgment_is_issued_with_the_last_signature_of_the_bench():
    trial = await a_held_trial()
    decision_id = await a_decision(trial)
    row = await CourtDecision.get(id=decision_id)
    assert (row.stage, row.issued_on) == (DecisionStage.ISSUED, ISSUED)
    assert (await trial.case()).stage is CaseStage.DECIDED
    assert [one.name for one in await DecisionReach.all().order_by("place")] == ["虚构甲", "虚构乙"]
    view = (await Paper.get(id=row.paper_id)).view
    assert view["appeal"].startswith("如不服本件，可以在判决书送达之日起15日内")
    assert "第二百六十四条" in view["late"]
    assert await Fact.filter(topic="litigation.decision.issued").count() == 1
    with pytest.raises(NotNow):
        await a_decision(trial)


async def test_a_text_changed_since_it_was_drawn_up_is_not_signed():
    trial = await a_held_trial()
    decision_id = await a_decision(trial, sign=False)
    row = await CourtDecision.get(id=decision_id)
    paper = await view_paper(row.paper_id)
    await actions.write(
        trial.judge,
        decision_id,
        replace(DRAFT, result="一、驳回原告的诉讼请求。"),
        amount_fen=None,
        perform_until_on=None,
        perform_days=None,
        version=None,
        now=STARTS_AT,
    )
    with pytest.raises(NotAllowed, match="bench_signs_itself"):
        await actions.sign(
            trial.clerk,
            decision_id,
            signer_id=paper.signers[0].id,
            shown_hash=paper.content_hash,
            mark=STROKES,
            circumstances=Circumstances(),
            now=STARTS_AT,
        )
    with pytest.raises(NotNow, match="changed_since_drawn_up"):
        await actions.sign(
            trial.judge,
            decision_id,
            signer_id=paper.signers[0].id,
            shown_hash=paper.content_hash,
            mark=STROKES,
            circumstances=Circumstances(),
            now=STARTS_AT,
        )
    assert (await CourtDecision.get(id=decision_id)).stage is DecisionStage.DRAFT


async def test_a_judgment_needs_a_hearing_and_all_its_parts_and_a_judge():
    trial = await asked()
    with pytest.raises(NotNow, match="judgment_after_hearing"):
        await actions.begin(trial.judge, trial.case_id, DecisionKind.JUDGMENT, now=STARTS_AT)
    with pytest.raises(NotAllowed):
        await actions.begin(trial.clerk, trial.case_id, DecisionKind.WITHDRAWAL, now=STARTS_AT)
    foreign = (await a_court("外")).judge
    with pytest.raises(NotFound):
        await actions.begin(foreign, trial.case_id, DecisionKind.WITHDRAWAL, now=STARTS_AT)
    decision_id = await actions.begin(
        trial.judge, trial.case_id, DecisionKind.MEDIATION_ORDER, now=STARTS_AT
    )
    with pytest.raises(NotValid) as caught:
        await actions.draw_up(trial.judge, decision_id, court=COURT, now=STARTS_AT)
    assert list(caught.value.fields) == ["claims", "facts", "result"]


async def test_each_party_may_appeal_until_its_own_day_and_then_the_judgment_binds():
    trial = await a_held_trial()
    decision_id = await a_decision(trial)
    early = STARTS_AT + timedelta(days=6)
    await serve(trial, decision_id, now=early)
    rows = await DecisionReach.all().order_by("place")
    # 12-11 and 12-15 and fifteen days: 12-26 is a Saturday and rolls to Monday.
    assert [one.appeal_until_on for one in rows] == [date(2026, 12, 28), date(2026, 12, 30)]
    assert await Fact.filter(topic="litigation.decision.effect_due").count() == 2
    await effect_actions.settle_effect(decision_id, now=STARTS_AT + timedelta(days=20))
    assert (await CourtDecision.get(id=decision_id)).effective_on is None
    for _ in range(2):
        await effect_actions.settle_effect(decision_id, now=STARTS_AT + timedelta(days=21))
    row = await CourtDecision.get(id=decision_id)
    assert (row.stage, row.effective_on) == (DecisionStage.EFFECTIVE, date(2026, 12, 31))
    assert row.due_on == date(2027, 1, 10)
    case = await trial.case()
    assert (case.stage, case.ending, case.closed_on) == (
        CaseStage.CLOSED,
        Ending.JUDGED,
        date(2026, 12, 31),
    )
    assert await Fact.filter(topic="litigation.decision.effective").count() == 1


async def test_an_appeal_in_time_keeps_the_judgment_from_binding_and_a_late_one_is_refused():
    trial = await a_held_trial()
    decision_id = await a_decision(trial)
    await serve(trial, decision_id, now=STARTS_AT + timedelta(days=6))
    one, two = await DecisionReach.all().order_by("place")

    async def appeal(reach, on: date) -> None:
        await effect_actions.appeal(
            trial.clerk, decision_id, reach.party_id, appealed_on=on, now=LATER
        )

    with pytest.raises(NotNow, match="appeal_too_late"):
        await appeal(one, date(2026, 12, 29))
    for _ in range(2):
        await appeal(two, date(2026, 12, 29))
    assert (await CourtDecision.get(id=decision_id)).stage is DecisionStage.APPEALED
    await effect_actions.settle_effect(decision_id, now=LATER)
    assert (await CourtDecision.get(id=decision_id)).effective_on is None
    await effect_actions.note_result(
        trial.judge, decision_id, DecisionAct.UPHOLD, on=date(2027, 1, 15), now=LATER
    )
    row = await CourtDecision.get(id=decision_id)
    assert (row.stage, row.effective_on) == (DecisionStage.EFFECTIVE, date(2027, 1, 15))


async def test_an_appeal_that_is_dropped_lets_the_judgment_bind():
    trial = await a_held_trial()
    decision_id = await a_decision(trial)
    await serve(trial, decision_id, now=STARTS_AT + timedelta(days=6))
    one, _ = await DecisionReach.all().order_by("place")
    await effect_actions.appeal(
        trial.clerk, decision_id, one.party_id, appealed_on=date(2026, 12, 20), now=LATER
    )
    await effect_actions.note_result(
        trial.judge, decision_id, DecisionAct.DROP_APPEAL, on=date(2027, 1, 10), now=LATER
    )
    assert (await CourtDecision.get(id=decision_id)).effective_on == date(2027, 1, 10)


async def test_small_claims_are_final_with_the_last_service():
    trial = await a_held_trial(Procedure.SMALL_CLAIMS)
    decision_id = await a_decision(trial)
    paper = await Paper.get(id=(await CourtDecision.get(id=decision_id)).paper_id)
    assert "一审终审" in paper.view["appeal"]
    await serve(trial, decision_id, now=STARTS_AT + timedelta(days=6))
    row = await CourtDecision.get(id=decision_id)
    assert (row.stage, row.effective_on) == (DecisionStage.EFFECTIVE, date(2026, 12, 15))


async def test_a_mediation_order_is_never_left_and_binds_with_the_last_signature():
    trial = await a_held_trial()
    decision_id = await a_decision(trial, DecisionKind.MEDIATION_ORDER)
    with pytest.raises(NotValid) as caught:
        await serve(trial, decision_id, way=ServedWay.LEFT, now=STARTS_AT + timedelta(days=6))
    assert caught.value.fields["way"].reason == "decisions.order_never_left"
    await serve(trial, decision_id, way=ServedWay.COLLECTED, now=STARTS_AT + timedelta(days=6))
    row = await CourtDecision.get(id=decision_id)
    assert row.effective_on == date(2026, 12, 15)
    assert (await trial.case()).ending is Ending.MEDIATED


async def test_a_mediation_order_that_is_refused_leads_back_to_a_judgment():
    trial = await a_held_trial()
    decision_id = await a_decision(trial, DecisionKind.MEDIATION_ORDER)
    assert (await trial.case()).stage is CaseStage.DECIDED
    await effect_actions.note_result(
        trial.judge, decision_id, DecisionAct.OVERTURN, on=ISSUED, now=LATER
    )
    assert (await trial.case()).stage is CaseStage.HEARD  # art. 102
    judged = await a_decision(trial, now=LATER)
    assert (await CourtDecision.get(id=judged)).stage is DecisionStage.ISSUED


async def test_a_service_that_cannot_be_is_refused_and_the_same_one_changes_nothing():
    trial = await a_held_trial()
    decision_id = await a_decision(trial)
    for day in (-1, 60):
        with pytest.raises(NotValid):
            await serve(trial, decision_id, days=(day, day))
    await serve(trial, decision_id, now=STARTS_AT + timedelta(days=6))
    before = await Fact.all().count()
    await serve(trial, decision_id, now=STARTS_AT + timedelta(days=6))
    assert await Fact.all().count() == before


async def test_a_plaintiff_who_stayed_away_is_ruled_to_have_withdrawn_only_on_that_ground():
    trial = await told(await summoned(await listed(await asked())))
    for one in await trial.people():
        away = one.part is Part.PLAINTIFF
        await sitting_actions.call(
            trial.clerk,
            trial.hearing_id,
            one.id,
            has_come=not away,
            absence=Absence.NO_REASON if away else None,
            words="",
            now=STARTS_AT,
        )
    with pytest.raises(NotNow, match="no_deemed_withdrawal"):
        await actions.begin(
            trial.judge, trial.case_id, DecisionKind.DEEMED_WITHDRAWAL, now=STARTS_AT
        )
    await sitting_actions.miss(trial.clerk, trial.hearing_id, words="", version=None, now=STARTS_AT)
    decision_id = await a_decision(trial, DecisionKind.DEEMED_WITHDRAWAL)
    await serve(trial, decision_id, now=STARTS_AT + timedelta(days=6))
    assert (await trial.case()).ending is Ending.DEEMED_WITHDRAWN


async def test_a_default_judgment_names_who_stayed_away():
    trial = await told(await summoned(await listed(await asked())))
    await spoken(await opened(trial, away=("虚构乙",), absence=Absence.NO_REASON))
    await sitting_actions.hold(trial.clerk, trial.hearing_id, words="", version=None, now=STARTS_AT)
    decision_id = await a_decision(trial)
    row = await CourtDecision.get(id=decision_id)
    assert row.by_default
    assert (await Paper.get(id=row.paper_id)).view["absent"] == "被告虚构乙"


async def draw(trial: Trial, kind: PaperKind, **typed: object):
    drawn = await paper_actions.draw_up(
        trial.clerk, trial.hearing_id, kind, Typed(**typed), court=COURT, now=STARTS_AT
    )
    return drawn.paper_id


async def test_the_record_is_signed_by_those_who_came_and_then_by_the_bench():
    trial = await told(await summoned(await listed(await asked())))
    with pytest.raises(NotNow, match="record_after_opening"):
        await draw(trial, PaperKind.RECORD)
    await opened(trial)
    with pytest.raises(NotNow, match="record_lacks_phases"):
        await draw(trial, PaperKind.RECORD)
    await spoken(trial)
    paper = await view_paper(await draw(trial, PaperKind.RECORD))
    assert [one.capacity for one in paper.signers] == ["原告", "被告", "审判员", "书记员"]

    async def sign(place: int) -> None:
        await paper_actions.sign(
            trial.clerk,
            trial.case_id,
            paper.id,
            signer_id=paper.signers[place].id,
            shown_hash=paper.content_hash,
            mark=STROKES,
            circumstances=Circumstances(),
            now=STARTS_AT,
        )

    with pytest.raises(NotNow):
        await sign(3)
    await sign(0)
    await spoken(trial)
    with pytest.raises(NotNow, match="changed_since_drawn_up"):
        await sign(1)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (PaperKind.EXPLANATION, {}),
        (PaperKind.TERM, {"words": "虚构：鉴定", "term_ends_on": date(2027, 2, 23)}),
        (PaperKind.PROCEDURE, {"words": "虚构：复杂", "to_procedure": Procedure.ORDINARY}),
        (PaperKind.CIRCUIT, {"words": "虚构：乘船上岛", "vessel": "虚构1号"}),
    ],
)
async def test_each_paper_that_a_person_asks_for_can_be_drawn_up(kind, typed):
    trial = await a_held_trial()
    first = await draw(trial, kind, **typed)
    assert await draw(trial, kind, **typed) == first
    if "words" in typed:
        with pytest.raises(NotValid):
            await draw(trial, kind, **{**typed, "words": " "})


async def test_a_paper_of_another_case_does_not_exist_here():
    trial = await a_held_trial()
    other = await a_court("外")
    paper_id = await draw(trial, PaperKind.EXPLANATION)
    with pytest.raises(NotFound):
        await paper_actions.sign(
            other.clerk,
            trial.case_id,
            paper_id,
            signer_id=paper_id,
            shown_hash="",
            mark=STROKES,
            circumstances=Circumstances(),
            now=STARTS_AT,
        )
