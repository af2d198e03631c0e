"""Drawing up the papers of an enforcement when somebody of the court asks for one."""

from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotNow
from commons.evidence_log.log import record
from commons.papers import actions as papers_of_floor
from litigation.enforcement.models import access_enforcement
from litigation.enforcement.paper_kinds import TEMPLATES, TITLES, EnforcementPaper, drawable
from litigation.enforcement.papers import Run, content
from litigation.enforcement.queries import view_enforcement
from litigation.enforcement.shapes import SharingView
from litigation.enforcement.views import EnforcementView

WRITE = Permission.CASE_WRITE


@atomic
async def draw_up(
    actor: Actor, enforcement_id: UUID, kind: EnforcementPaper, *, court: str, now: datetime
) -> UUID:
    """Draw up one paper; the same content again finds the one that is there."""
    row = await access_enforcement(actor, enforcement_id, WRITE, lock=True)
    one = await view_enforcement(actor, enforcement_id, WRITE, now=now)
    plan = plan_in(one)
    if kind not in drawable(one.stage, one.closing, has_plan=plan is not None):
        raise NotNow("enforcement.paper_not_now")
    paper_id = await papers_of_floor.draw_up(
        kind=kind.value,
        subject=row.paper_subject,
        number=row.name,
        title=TITLES[kind],
        template=TEMPLATES[kind],
        view=content(kind, run_of(one, plan, court=court, now=now)),
        signers=(),
        actor=actor,
        now=now,
    )
    noted = {"paper": str(paper_id), "kind": kind.value}
    await record(row.subject, "enforcement.paper_drawn", noted, actor=actor, at=now)
    return paper_id


def plan_in(one: EnforcementView) -> SharingView | None:
    """Find the plan that stands: the newest that was not dropped."""
    return next((each for each in one.sharings if each.dropped_on is None), None)


def run_of(one: EnforcementView, plan: SharingView | None, *, court: str, now: datetime) -> Run:
    return Run(
        court=court,
        drawn_on=day_of(now),
        basis=one.basis,
        effective_on=one.effective_on,
        due_on=one.due_on,
        ask_until_on=one.ask_until_on,
        principal_fen=one.principal_fen,
        interest_fen=one.interest_fen,
        rate_bp=one.rate_bp,
        rate_from_on=one.rate_from_on,
        account=one.account,
        fee_fen=one.fee_fen,
        sides=one.sides,
        clues=one.clues,
        judge=one.judge_name,
        accepted_on=one.accepted_on,
        closing=one.closing,
        words=one.words,
        paid_fen=one.account.paid_fen,
        sharing=plan,
    )
