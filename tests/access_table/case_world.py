"""A complaint, a filed case and one of everything in it, for the access table; all invented."""

from typing import Any
from uuid import uuid4

from commons.access.actor import Actor, Permission, Role
from commons.access.models import Organisation
from commons.db import atomic
from litigation.cases import filing_actions, motion_actions, paper_actions, register_actions
from litigation.cases.charging import RefundGround, ReliefGround, ReliefKind
from litigation.cases.fee_actions import owe
from litigation.cases.models import Case, CaseParty
from litigation.cases.motions import MotionKind
from litigation.cases.paper_kinds import CasePaper
from litigation.cases.relief_actions import ask_relief
from litigation.cases.rules import Side
from litigation.clocks.actions import start_clock
from litigation.clocks.keys import ClockKey
from litigation.clocks.rules import Subject
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
    case = await Case.get(id=case_id)
    own = {"case_id": case_id, "case": case, **await _fill(case, clerk)}
    if may_file:
        own["filing_id"] = await filing_actions.start_filing(filer, {}, now=NOW)
    return own


async def _fill(case: Case, clerk: Actor) -> dict[str, Any]:
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
    }


@atomic
async def _owed(case: Case, clerk: Actor) -> object:
    row = await owe(case, RefundGround.PAID_TWICE, 100, None, actor=clerk, now=NOW)
    return row.id
