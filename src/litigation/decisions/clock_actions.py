"""The clocks of decisions: delivery, appeal and enforcement, kept by the deeds of a decision.

Every function here is called inside a deed that holds the lock of its case.
"""

from collections.abc import Mapping
from datetime import date, datetime

from commons.access.actor import Actor
from commons.almanac import day_of
from litigation.cases.clock_actions import COURSES, subject_of
from litigation.cases.models import Case
from litigation.clocks.actions import meet_clock, start_clock, stop_clock
from litigation.clocks.keys import ClockKey
from litigation.clocks.table import appeal_key, trial_key
from litigation.decisions.models import CourtDecision, DecisionReach
from litigation.decisions.rules import RULINGS, Pronounced, appeal_days

_DELIVERY: Mapping[Pronounced, ClockKey] = {
    Pronounced.AT_ONCE: ClockKey.JUDGMENT_DELIVERY,
    Pronounced.FIXED_DAY: ClockKey.JUDGMENT_AT_ONCE,
}
_APPEALS = (ClockKey.APPEAL_JUDGMENT, ClockKey.APPEAL_RULING, ClockKey.APPEAL_ABROAD)


async def pronounced(case: Case, row: CourtDecision, *, actor: Actor, now: datetime) -> None:
    """Let the written judgment be due, and end the term of the trial (2000 rules art. 10)."""
    assert row.pronounced_on is not None
    assert row.pronounced_how is not None
    part = str(row.id)
    due = _DELIVERY[row.pronounced_how]
    for key in _DELIVERY.values():
        if key is not due:
            await stop_clock(case.id, key, day_of(now), part=part, actor=actor, now=now)
    await start_clock(subject_of(case), due, row.pronounced_on, part=part, actor=actor, now=now)
    await _trial_is_over(case, row.pronounced_on, actor=actor, now=now)


async def all_served(
    case: Case, row: CourtDecision, on: date, *, actor: Actor, now: datetime
) -> None:
    """Meet the delivery; what was never pronounced ends the trial with its last service."""
    if row.pronounced_on is None:
        await _trial_is_over(case, on, actor=actor, now=now)
        return
    day, part = max(on, row.pronounced_on), str(row.id)
    for key in _DELIVERY.values():
        await meet_clock(case.id, key, day, part=part, actor=actor, now=now)


async def _trial_is_over(case: Case, on: date, *, actor: Actor, now: datetime) -> None:
    key = trial_key(COURSES[case.procedure])
    await meet_clock(case.id, key, on, actor=actor, now=now)


async def appeal_runs(
    case: Case, row: CourtDecision, reach: DecisionReach, *, actor: Actor, now: datetime
) -> None:
    """Begin one party's own days from its own service (Interpretation art. 244)."""
    assert reach.served_on is not None
    if not appeal_days(row.kind, row.procedure, is_abroad=reach.is_abroad):
        return
    key = appeal_key(
        COURSES[row.procedure],
        is_judgment=row.kind not in RULINGS,
        has_domicile=not reach.is_abroad,
    )
    assert key is not None
    await start_clock(
        subject_of(case),
        key,
        reach.served_on,
        part=str(reach.id),
        part_name=reach.name,
        actor=actor,
        now=now,
    )


async def appealed(case: Case, reach: DecisionReach, *, actor: Actor, now: datetime) -> None:
    if reach.appealed_on is None or reach.served_on is None:
        return  # whoever appeals before its own service has no days that run
    on = max(reach.appealed_on, reach.served_on)
    for key in _APPEALS:
        await meet_clock(case.id, key, on, part=str(reach.id), actor=actor, now=now)


async def performance_runs(case: Case, row: CourtDecision, *, actor: Actor, now: datetime) -> None:
    """Begin the two years for asking enforcement of what was ordered (C24, art. 250)."""
    from_on = row.due_on or row.effective_on
    if row.amount_fen and from_on is not None:
        await start_clock(
            subject_of(case),
            ClockKey.ENFORCEMENT_REQUEST,
            from_on,
            part=str(row.id),
            actor=actor,
            now=now,
        )


async def all_paid(case: Case, row: CourtDecision, *, actor: Actor, now: datetime) -> None:
    """Take the two years away: nothing is left that could be enforced."""
    part = str(row.id)
    await stop_clock(
        case.id, ClockKey.ENFORCEMENT_REQUEST, day_of(now), part=part, actor=actor, now=now
    )
