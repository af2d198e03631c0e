"""A complaint, a filed case and one of everything in it, for the access table; all invented."""

from typing import Any
from uuid import uuid4

from commons.access.actor import Actor, Permission, Role
from commons.access.models import Organisation
from commons.almanac import day_of
from commons.db import atomic
from commons.papers.models import view_paper
from litigation.cases import filing_actions, motion_actions, paper_actions, register_actions
from litigation.cases.charging import RefundGround, ReliefGround, ReliefKind
from litigation.cases.fee_actions import owe
from litigation.cases.models import Case, CaseParty
from litigation.cases.motions import MotionKind
from litigation.cases.paper_kinds import CasePaper
from litigation.cases.relief_actions import ask_relief
from litigation.cases.rules import Side, Stage
from litigation.clocks.actions import start_clock
from litigation.clocks.keys import ClockKey
from litigation.clocks.rules import Subject
from litigation.decisions import actions as decisions
from litigation.decisions.models import CourtDecision, DecisionReach
from litigation.decisions.rules import DecisionKind, DecisionStage, ServedWay
from litigation.hearings.actions import AskedFor, ask_for_hearing
from litigation.hearings.adjourning import Reason, Verdict
from litigation.hearings.models import Adjournment, people_of
from scheduling.models import CourtRoom, HearingRequest
from tests.access_table.enforcement_world import give_enforcement, give_file, give_large_file
from tests.litigation.cases.builders import WAYS, a_complaint, an_actor, notice_of
from tests.litigation.mediation.builders import NOW


async def give_case(actor: Actor, tribunal: Organisation) -> dict[str, Any]:
    """Let this person hand a complaint in, if he may, and the tribunal file it."""
    may_file = actor.may(Permission.CASE_FILE)
    filer = actor if may_file else an_actor(Role.TOURIST)
    filing_id = await filing_actions.start_filing(filer, {}, now=NOW)
    complaint = a_complaint(organisation_id=tribunal.id)
    case_id = await filing_actions.submit(filer, filing_id, complaint, version=None, now=NOW)
    clerk = an_actor(Role.CLERK, tribunal.id)
    await register_actions.accept(clerk, case_id, WAYS, version=None, now=NOW)
    things = await _fill(await Case.get(id=case_id), clerk, actor)
    own = {"case_id": case_id, "case": await Case.get(id=case_id), **things}
    if may_file:
        own["filing_id"] = await filing_actions.start_filing(filer, {}, now=NOW)
    return own


async def _fill(case: Case, clerk: Actor, owner: Actor) -> dict[str, Any]:
    notice = await notice_of(case)
    other = await CaseParty.get(case_id=case.id, side=Side.DEFENDANT)
    relief_id = await ask_relief(
        clerk,
        case.id,
        notice.id,
        kind=ReliefKind.DEFER,
        ground=ReliefGround.OTHER_DEFER,
        words="虚构：台风",
        now=NOW,
    )
    motion_id = await motion_actions.move(
        clerk,
        case.id,
        MotionKind.JURISDICTION,
        party_id=other.id,
        words="虚构：应由虚构邻县法院管辖",
        form_key=uuid4(),
        now=NOW,
    )
    paper_id = await paper_actions.draw_up(clerk, case.id, CasePaper.COMPLAINT, WAYS, now=NOW)
    subject = Subject(case.id, case.organisation_id, case.name)
    clock = await start_clock(subject, ClockKey.EVIDENCE, case.submitted_on, actor=clerk, now=NOW)
    assert clock is not None
    return {
        "clock_id": clock.clock_id,
        "case_party_id": other.id,
        "notice_id": notice.id,
        "relief_id": relief_id,
        "refund_id": await _owed(case, clerk),
        "motion_id": motion_id,
        "case_paper_id": paper_id,
        **await _hearing(case, clerk, owner),
        **await _decision(case, other),
        **await give_enforcement(case, clerk, owner),
        **await give_file(case),
        **await give_large_file(case, owner),
    }


async def _hearing(case: Case, clerk: Actor, owner: Actor) -> dict[str, Any]:
    """Bring the case into the pool, and let somebody wish to put its hearing off."""
    fresh = await _pool(case, owner)
    hearing_id = await ask_for_hearing(clerk, fresh.id, AskedFor(), now=NOW)
    request = await HearingRequest.get(reference_id=hearing_id)
    room = await CourtRoom.create(
        organisation_id=case.organisation_id, name=f"虚构法庭{uuid4().hex[:6]}", seats=9
    )
    wish = await Adjournment.create(
        case_id=case.id,
        asked_by=clerk.account_id,
        hearing_id=hearing_id,
        reason=Reason.EXCUSED,
        verdict=Verdict.JUDGE,
        done_before=0,
        words="虚构：生病",
        asked_at=NOW,
        asked_by_name="虚构人",
    )
    return {
        "hearing_id": hearing_id,
        "person_id": (await people_of(hearing_id))[0].id,
        "adjournment_id": wish.id,
        "request_id": request.id,
        "room_id": room.id,
    }


@atomic
async def _pool(case: Case, owner: Actor) -> Case:
    fresh = await Case.get(id=case.id)
    await fresh.keep(
        stage=Stage.POOL,
        judge_id=owner.account_id,
        judge_name="虚构法官",
        clerk_id=uuid4(),
        clerk_name="虚构书记员",
    )
    return fresh


@atomic
async def _decision(case: Case, party: CaseParty) -> dict[str, Any]:
    """Let a ruling be drawn up for the signatures, and count it as issued and served."""
    judge = an_actor(Role.JUDGE, case.organisation_id)
    decision_id = await decisions.begin(judge, case.id, DecisionKind.WITHDRAWAL, now=NOW)
    row = await CourtDecision.get(id=decision_id)
    await row.keep(facts="虚构", result="虚构：准许撤诉", amount_fen=100)
    paper_id = await decisions.draw_up(judge, row.id, court="虚构县人民法院", now=NOW)
    await row.refresh_from_db()
    await row.keep(stage=DecisionStage.ISSUED, issued_on=day_of(NOW))
    await DecisionReach.create(
        decision_id=row.id,
        party_id=party.id,
        name=party.name,
        served_on=day_of(NOW),
        way=ServedWay.DIRECT,
        place=1,
    )
    paper = await view_paper(paper_id)
    return {
        "decision_id": row.id,
        "trial_paper_id": paper_id,
        "trial_paper": paper,
        "trial_signer_id": paper.signers[-1].id,
    }


@atomic
async def _owed(case: Case, clerk: Actor) -> object:
    row = await owe(case, RefundGround.PAID_TWICE, 100, None, actor=clerk, now=NOW)
    return row.id
