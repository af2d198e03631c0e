"""Pronouncing a decision: when and how, and the record of it."""

from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.holidays.models import current_almanac
from litigation.decisions import clock_actions, papers, rules
from litigation.decisions.drafting import ruled_of
from litigation.decisions.models import CourtDecision, access_decision
from litigation.decisions.rules import DecisionKind, Pronounced
from litigation.hearings.drafting import course_of, head_of
from litigation.hearings.models import Hearing
from litigation.hearings.paper_actions import put_down, signers_for
from litigation.hearings.paper_rules import PaperKind
from litigation.hearings.rules import Stage

DECIDE = Permission.CASE_DECIDE


@atomic
async def pronounce(
    actor: Actor, decision_id: UUID, *, how: Pronounced, on: date, now: datetime
) -> None:
    """Write down when a judgment was pronounced; from then its delivery is counted (art. 151)."""
    case, row = await access_decision(actor, decision_id, DECIDE, lock=True)
    if row.kind is DecisionKind.MEDIATION_ORDER:
        raise NotNow("decisions.orders_are_not_pronounced")
    if not rules.may_pronounce(row.kind, row.stage):
        raise NotNow("decisions.pronounced_already")
    if on > day_of(now):
        raise NotValid(fields={"on": Problem("decisions.day_lies_ahead")})
    if on < await _heard_on(row):
        raise NotValid(fields={"on": Problem("decisions.pronounced_before_hearing")})
    if row.pronounced_on == on and row.pronounced_how is how:
        return
    due = rules.deliver_by(on, how, await current_almanac())
    await row.keep(pronounced_on=on, pronounced_how=how, deliver_by_on=due.due_on)
    facts: dict[str, Json] = {"how": how.value, "on": on.isoformat()}
    await record(row.subject, "decision.pronounced", facts, actor=actor, at=now)
    await clock_actions.pronounced(case, row, actor=actor, now=now)


async def _heard_on(row: CourtDecision) -> date:
    """Name the day of the hearing that it rests on; without one it is never too early."""
    heard = await Hearing.get_or_none(id=row.hearing_id) if row.hearing_id else None
    return (heard.sits_on if heard else None) or date.min


@atomic
async def draw_record(actor: Actor, decision_id: UUID, *, court: str, now: datetime) -> UUID:
    """Draw up the record of pronouncing, for those who were there and the bench (宣判笔录)."""
    case, row = await access_decision(actor, decision_id, DECIDE, lock=True)
    if row.pronounced_on is None:
        raise NotNow("decisions.not_pronounced_yet")
    sitting = await _sitting_of(row)
    head = await head_of(case, court=court, today=day_of(now))
    course = await course_of(sitting) if sitting else None
    view = papers.pronouncement(head, await ruled_of(row), course.roll if course else ())
    kind = PaperKind.PRONOUNCEMENT
    signers = await signers_for(kind, case, sitting)
    paper_id = await put_down(case, kind, row.id, view, signers=signers, actor=actor, now=now)
    await record(row.subject, "decision.pronouncement_drawn", {}, actor=actor, at=now)
    return paper_id


async def _sitting_of(row: CourtDecision) -> Hearing | None:
    """Find the sitting of that day, whose roll says who heard it; none when nobody was called."""
    sat = await Hearing.filter(case_id=row.case_id, stage__in=[Stage.OPENED, Stage.HELD]).order_by(
        "-place"
    )
    return next((one for one in sat if one.sits_on == row.pronounced_on), None)
