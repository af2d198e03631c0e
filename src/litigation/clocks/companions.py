"""The clock that runs beside a trial: until when more time can be asked for (C14)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from commons.almanac import day_of
from litigation.clocks.facts import Longer
from litigation.clocks.keeping import Deed, begin, find, longer_of, settle
from litigation.clocks.keys import ClockKey, Start, Unit
from litigation.clocks.models import Clock
from litigation.clocks.rules import ENDED, FLOW, Act, State
from litigation.clocks.shapes import ClockRule
from litigation.clocks.table import TABLE


async def follow(trial: Clock, by: Deed) -> None:
    """Let both last days of C14 follow the end of the trial; with the trial they stop."""
    rule = TABLE[trial.key]
    if not rule.is_trial:
        return
    ended = trial.state in ENDED or not can_grow(rule, await longer_of(trial.id))
    asking = await companion(trial, ClockKey.EXTENSION_REQUEST)
    if asking is None and not ended:
        await begin_companion(trial, ClockKey.EXTENSION_REQUEST, by)
    # After a grant the longer trial has a last day of its own, to ask the court above.
    again = not ended and by.act in {Act.EXTEND, Act.START}
    for row in (asking, await companion(trial, ClockKey.EXTENSION_DECISION)):
        if row is None:
            continue
        if row.state not in ENDED and ended:
            await _end(row, State.STOPPED, Act.STOP, day_of(by.now), by)
        elif row.state not in ENDED:
            await settle(row, by, _moved(trial), still_since=trial.still_since)
        elif again and row is asking:
            await restart_companion(trial, row, by)


async def companion(trial: Clock, key: ClockKey) -> Clock | None:
    return await find(trial.case_id, key, trial.key.value)


async def begin_companion(trial: Clock, key: ClockKey, by: Deed) -> None:
    row = Clock(
        case_id=trial.case_id,
        key=key,
        part=trial.key.value,
        facts={},
        since_on=trial.event_on,
        **_moved(trial),
    )
    await begin(row, by, still_since=trial.still_since)


async def restart_companion(trial: Clock, row: Clock, by: Deed) -> None:
    state = FLOW.step(row.state, Act.START)
    anew = {"state": state, "done_on": None, "was_reminded": False, **_moved(trial)}
    await settle(row, by, anew, still_since=trial.still_since)


async def meet_companion(trial: Clock, key: ClockKey, on: date, by: Deed) -> None:
    """Note that it was asked for, or decided."""
    row = await companion(trial, key)
    if row is not None and row.state not in ENDED:
        await _end(row, State.MET, Act.MEET, on, by)


async def _end(row: Clock, state: State, act: Act, on: date, by: Deed) -> None:
    assert FLOW.step(row.state, act) is state
    await settle(row, replace(by, act=act), {"state": state, "done_on": on})


def _moved(trial: Clock) -> dict[str, Any]:
    return {"event_on": trial.due_on, **trial.of_case().changes()}


def borrowed_stillness(row: Clock) -> date | None:
    """A last day of C14 stands still with its trial, not by exclusions of its own."""
    return row.still_since if TABLE[row.key].start is Start.TRIAL_ENDS else None


def can_grow(rule: ClockRule, granted: Iterable[Longer]) -> bool:
    """Say whether anybody could still grant more."""
    kept = tuple(granted)
    for grant in rule.grants:
        months = grant.unit is Unit.MONTHS
        used = sum((each.months if months else each.days) for each in kept if each.by is grant.by)
        if grant.most is None or used < grant.most:
            return True
    return False
