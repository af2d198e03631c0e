"""What is done to a clock's time: excluded, resumed, made longer by whoever may.

As in `actions`, the caller has let the actor in and holds the lock of the case.
"""

from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotNow
from commons.evidence_log.log import record
from litigation.clocks.companions import (
    begin_companion,
    companion,
    follow,
    meet_companion,
    restart_companion,
)
from litigation.clocks.extending import Ask, ask_by, extend
from litigation.clocks.keeping import Deed, deed, find, longer_of, settle
from litigation.clocks.keys import ClockKey, Exclusion
from litigation.clocks.models import Clock, ClockExtension, ClockSpan
from litigation.clocks.rules import ENDED, WORDS_MAX, Act, Change, check_done_on, check_span
from litigation.clocks.table import TABLE


@atomic
async def exclude_time(
    case_id: UUID,
    reason: Exclusion,
    from_on: date,
    *,
    actor: Actor,
    now: datetime,
    to_on: date | None = None,
    words: str = "",
) -> tuple[Change, ...]:
    """Stop every clock of the case that this reason stops; with `to_on` note what is over.

    The day `from_on` itself still counts, the days after it do not. Which clocks a reason stops
    is the law's (`excluded` in the table); a clock that starts later is reckoned with it too. One
    reason lasts once at a time: NotNow while it does. What changed on each clock comes back.
    """
    check_span(from_on=from_on, to_on=to_on, today=day_of(now))
    rows = await ClockSpan.filter(case_id=case_id, reason=reason).select_for_update()
    if any((row.from_on, row.to_on) == (from_on, to_on) for row in rows):
        return ()
    if any(row.to_on is None for row in rows):
        raise NotNow("clocks.excluded_already")
    await ClockSpan.create(
        case_id=case_id, reason=reason, from_on=from_on, to_on=to_on, words=words[:WORDS_MAX]
    )
    facts = {"reason": reason.value, "from": from_on.isoformat(), "to": _iso(to_on)}
    await record(f"case:{case_id}", "clocks.time_excluded", facts, actor=actor, at=now)
    act = Act.PAUSE if to_on is None else Act.RECKON
    return await _settle_case(case_id, reason, await deed(act, actor, now, words))


@atomic
async def resume_time(
    case_id: UUID, reason: Exclusion, to_on: date, *, actor: Actor, now: datetime
) -> tuple[Change, ...]:
    """Let the clocks run on: the days since the exclusion began are added at their end.

    `to_on` is the last day that does not count. NotNow where nothing of this reason lasts.
    """
    rows = await ClockSpan.filter(case_id=case_id, reason=reason).select_for_update()
    row = next((each for each in rows if each.to_on is None), None)
    if row is None:
        if any(each.to_on == to_on for each in rows):
            return ()
        raise NotNow("clocks.nothing_excluded")
    check_span(from_on=row.from_on, to_on=to_on, today=day_of(now))
    await row.keep(to_on=to_on)
    facts = {"reason": reason.value, "from": row.from_on.isoformat(), "to": to_on.isoformat()}
    await record(f"case:{case_id}", "clocks.time_resumed", facts, actor=actor, at=now)
    return await _settle_case(case_id, reason, await deed(Act.RESUME, actor, now))


async def _settle_case(case_id: UUID, reason: Exclusion, by: Deed) -> tuple[Change, ...]:
    keys = [key for key, rule in TABLE.items() if reason in rule.excluded]
    rows = Clock.filter(case_id=case_id, key__in=keys, state__not_in=sorted(ENDED))
    changes = []
    for row in await rows.order_by("id").select_for_update():
        change = await settle(row, by)
        if change is not None:
            await follow(row, by)
            changes.append(change)
    return tuple(changes)


@atomic
async def ask_longer(
    case_id: UUID, key: ClockKey, asked_on: date, *, actor: Actor, now: datetime
) -> None:
    """Note that a longer trial was asked for, fifteen days before its end at the latest (C14).

    From here the clock of the decision runs, which is due five days before the end.
    """
    trial = await find(case_id, key, "")
    if trial is None or not TABLE[key].is_trial or trial.state in ENDED:
        raise NotNow("clocks.no_such_clock_runs")
    check_done_on(asked_on, earliest=trial.event_on, today=day_of(now))
    if asked_on > ask_by(trial.due_on):
        raise NotNow("clocks.asked_too_late", latest=ask_by(trial.due_on).isoformat())
    by = await deed(Act.START, actor, now)
    await meet_companion(trial, ClockKey.EXTENSION_REQUEST, asked_on, by)
    known = await companion(trial, ClockKey.EXTENSION_DECISION)
    if known is None:
        await begin_companion(trial, ClockKey.EXTENSION_DECISION, by)
    elif known.state in ENDED and known.event_on != trial.due_on:
        await restart_companion(trial, known, by)


@atomic
async def extend_clock(
    case_id: UUID,
    key: ClockKey,
    ask: Ask,
    *,
    actor: Actor,
    now: datetime,
    part: str = "",
    words: str = "",
) -> Change | None:
    """Make a clock longer by a grant; the same grant a second time changes nothing.

    `ask` says who granted it, when it was asked for and granted, and how much: months or days, as
    the table has it for this granter. NotNow for whoever may not grant it, for what was asked too
    late (a trial: fifteen days before its end, C14), and where all is granted; NotValid for an
    amount beyond the law's most. A party's missed period comes back by Granter.OBSTACLE (art. 86).
    """
    row = await find(case_id, key, part)
    if row is None or row.state in ENDED:
        raise NotNow("clocks.no_such_clock_runs")
    kept = await longer_of(row.id)
    if await _is_known(row.id, ask):
        return None
    by = await deed(Act.EXTEND, actor, now, words)
    longer = extend(
        TABLE[key], kept, ask, due_on=row.due_on, today=day_of(now), almanac=by.world.almanac
    )
    await ClockExtension.create(
        clock_id=row.id,
        granted_by=ask.by,
        months=longer.months,
        days=longer.days,
        asked_on=ask.asked_on,
        granted_on=ask.granted_on,
        was_late=longer.was_late,
        words=words[:WORDS_MAX],
    )
    if TABLE[key].is_trial:
        await meet_companion(row, ClockKey.EXTENSION_REQUEST, ask.asked_on, by)
        await meet_companion(row, ClockKey.EXTENSION_DECISION, ask.granted_on, by)
    change = await settle(row, by)
    await follow(row, by)
    return change


async def _is_known(clock_id: UUID, ask: Ask) -> bool:
    return await ClockExtension.filter(
        clock_id=clock_id,
        granted_by=ask.by,
        months=ask.months,
        days=ask.days,
        asked_on=ask.asked_on,
        granted_on=ask.granted_on,
    ).exists()


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
