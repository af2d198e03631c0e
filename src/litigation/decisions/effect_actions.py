"""How a decision reaches each party, is appealed, and takes effect."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from commons.access.actor import SYSTEM, Actor, Permission
from commons.almanac import day_of, end_of
from commons.db import atomic
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.holidays.models import current_almanac
from commons.outbox import emit
from litigation.cases.models import Case
from litigation.cases.rules import Ending
from litigation.decisions import case_actions, clock_actions, rules
from litigation.decisions.events import DecisionEffectDue, DecisionEffective
from litigation.decisions.models import CourtDecision, DecisionReach, access_decision
from litigation.decisions.rules import (
    FLOW,
    DecisionAct,
    DecisionKind,
    DecisionStage,
    ServedWay,
)

DECIDE, WRITE = Permission.CASE_DECIDE, Permission.CASE_WRITE
ENDINGS: Mapping[DecisionKind, Ending] = {
    DecisionKind.JUDGMENT: Ending.JUDGED,
    DecisionKind.MEDIATION_ORDER: Ending.MEDIATED,
    DecisionKind.DISMISSAL: Ending.DISMISSED,
    DecisionKind.DEEMED_WITHDRAWAL: Ending.DEEMED_WITHDRAWN,
    DecisionKind.WITHDRAWAL: Ending.WITHDRAWN,
}


@atomic
async def note_service(
    actor: Actor,
    decision_id: UUID,
    party_id: UUID,
    *,
    served_on: date,
    way: ServedWay,
    now: datetime,
) -> None:
    """Write down when and how one party was served; its own period for appeal begins there."""
    case, row = await access_decision(actor, decision_id, WRITE, lock=True)
    await serve(case, row, party_id, served_on=served_on, way=way, actor=actor, now=now)


async def serve(
    case: Case,
    row: CourtDecision,
    party_id: UUID,
    *,
    served_on: date,
    way: ServedWay,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep one service, inside a deed; the same words again change nothing."""
    if row.stage not in {DecisionStage.ISSUED, DecisionStage.APPEALED}:
        raise NotNow("decisions.not_issued")
    rules.check_way(row.kind, way, row.procedure)
    if row.issued_on is None or not row.issued_on <= served_on <= day_of(now):
        raise NotValid(fields={"served_on": Problem("decisions.served_day_impossible")})
    reach = await _reach(row, party_id)
    if (reach.served_on, reach.way) == (served_on, way):
        return
    reach.served_on = served_on
    due = rules.appeal_until(row.kind, row.procedure, reach.facts(), await current_almanac())
    await reach.keep(
        served_on=served_on,
        way=way,
        appeal_until_on=due.due_on if due else None,
        appeal_provisional=due.provisional if due else False,
    )
    facts: dict[str, Json] = {
        "party": str(party_id),
        "served_on": served_on.isoformat(),
        "way": way.value,
    }
    await record(row.subject, "decision.served", facts, actor=actor, at=now)
    if due is not None:
        # One timer for each last day: effect is decided anew whenever one of them is over.
        key = f"decision:effect:{row.id}:{due.due_on}"
        await emit(DecisionEffectDue(decision_id=row.id), due_at=end_of(due.due_on), key=key)
    await _count(case, row, reach, actor=actor, now=now)
    await _settle(case, row, actor=actor, now=now)


async def _count(
    case: Case, row: CourtDecision, reach: DecisionReach, *, actor: Actor, now: datetime
) -> None:
    if reach.appealed_on is None:
        await clock_actions.appeal_runs(case, row, reach, actor=actor, now=now)
    served = [one.served_on for one in await DecisionReach.filter(decision_id=row.id)]
    days = [on for on in served if on is not None]
    if len(days) == len(served):
        await clock_actions.all_served(case, row, max(days), actor=actor, now=now)


@atomic
async def appeal(
    actor: Actor, decision_id: UUID, party_id: UUID, *, appealed_on: date, now: datetime
) -> None:
    """Take in an appeal; a late one is refused by name of its last day."""
    case, row = await access_decision(actor, decision_id, WRITE, lock=True)
    reach = await _reach(row, party_id)
    if reach.appealed_on is not None:
        return
    stage = FLOW.step(row.stage, DecisionAct.APPEAL)
    if appealed_on > day_of(now) or (row.issued_on and appealed_on < row.issued_on):
        raise NotValid(fields={"appealed_on": Problem("decisions.day_lies_ahead")})
    rules.check_appeal(
        row.kind,
        row.procedure,
        reach.facts(),
        await current_almanac(),
        appealed_on=appealed_on,
    )
    await reach.keep(appealed_on=appealed_on)
    await row.keep(stage=stage)
    await clock_actions.appealed(case, reach, actor=actor, now=now)
    facts: dict[str, Json] = {"party": str(party_id), "appealed_on": appealed_on.isoformat()}
    await record(row.subject, "decision.appealed", facts, actor=actor, at=now)


@atomic
async def note_result(
    actor: Actor, decision_id: UUID, act: DecisionAct, *, on: date, now: datetime
) -> None:
    """Write down what became of an appeal: dropped, upheld, or overturned."""
    case, row = await access_decision(actor, decision_id, DECIDE, lock=True)
    if act not in {DecisionAct.DROP_APPEAL, DecisionAct.UPHOLD, DecisionAct.OVERTURN}:
        raise NotValid(fields={"became": Problem("form.not_a_choice")})
    stage = FLOW.step(row.stage, act)
    if on > day_of(now):
        raise NotValid(fields={"became_on": Problem("decisions.day_lies_ahead")})
    await row.keep(stage=stage)
    await record(row.subject, f"decision.{act.value}", {}, actor=actor, at=now)
    if act is DecisionAct.DROP_APPEAL:
        for reach in await DecisionReach.filter(decision_id=row.id).exclude(appealed_on=None):
            await reach.keep(appealed_on=None)
        # When every period is over, it binds from the day the withdrawal was allowed, not before.
        await _settle(case, row, actor=actor, now=now, not_before=on)
    elif act is DecisionAct.UPHOLD:
        # The judgment of second instance is final; the first one binds since that day.
        await _bind(case, row, on, provisional=False, actor=actor, now=now)
    elif row.kind is DecisionKind.MEDIATION_ORDER:
        # Art. 102: who goes back on it before signing for it gets a judgment, without delay.
        await case_actions.reopen(case, actor=actor, now=now)
    else:
        # What the higher court decided, or sent back under a new number, ends this case here.
        await case_actions.close(case, ENDINGS[row.kind], actor=actor, now=now)


@atomic
async def settle_effect(decision_id: UUID, *, now: datetime) -> None:
    """Ask anew whether a decision binds: called by the timer of each last day."""
    found = await locked(decision_id)
    if found is not None and found[1].stage is DecisionStage.ISSUED:
        await _settle(*found, actor=SYSTEM, now=now)


async def locked(decision_id: UUID) -> tuple[Case, CourtDecision] | None:
    """Take a decision for the service itself: its case first, as every deed of a case does."""
    found = await CourtDecision.get_or_none(id=decision_id)
    if found is None:
        return None
    case = await Case.filter(id=found.case_id).select_for_update().get()
    return case, await CourtDecision.filter(id=decision_id).select_for_update().get()


async def _settle(
    case: Case,
    row: CourtDecision,
    *,
    actor: Actor,
    now: datetime,
    not_before: date = date.min,
) -> None:
    if row.stage is not DecisionStage.ISSUED:
        return
    reached = await DecisionReach.filter(decision_id=row.id).order_by("place")
    effect = rules.effect_of(
        row.kind,
        row.procedure,
        (one.facts() for one in reached),
        await current_almanac(),
        today=day_of(now),
    )
    if effect.effective_on is None:
        return
    await row.keep(stage=FLOW.step(row.stage, DecisionAct.TAKE_EFFECT))
    await _bind(
        case,
        row,
        max(effect.effective_on, not_before),
        provisional=effect.provisional,
        actor=actor,
        now=now,
    )


async def _bind(
    case: Case, row: CourtDecision, on: date, *, provisional: bool, actor: Actor, now: datetime
) -> None:
    await row.keep(effective_on=on, effect_provisional=provisional)
    await case_actions.close(case, ENDINGS[row.kind], actor=actor, now=now)
    await clock_actions.performance_runs(case, row, actor=actor, now=now)
    facts: dict[str, Json] = {"effective_on": on.isoformat()}
    await record(row.subject, "decision.effective", facts, actor=actor, at=now)
    bound = DecisionEffective(decision_id=row.id, case_id=row.case_id, effective_on=on)
    await emit(bound)


async def _reach(row: CourtDecision, party_id: UUID) -> DecisionReach:
    reach = await DecisionReach.filter(decision_id=row.id, party_id=party_id).first()
    if reach is None:
        raise NotFound("decisions.no_such_party")
    return reach
