"""What other rooms do to clocks inside their own deeds: start, move, meet, stop, hand over.

Nobody's permission is asked here: the deed that calls has let its actor in, and holds the lock
of its case. Each of these may be called twice with the same facts and then changes nothing; each
hands back what it changed, or None. `key` and `part` name the clock within its case.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F, Q

from commons.access.actor import Actor
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotNow, NotValid, Problem
from litigation.clocks.companions import follow
from litigation.clocks.facts import check_instant, check_length, check_travel
from litigation.clocks.keeping import Deed, begin, deed, find, settle
from litigation.clocks.keys import ClockKey
from litigation.clocks.models import Clock
from litigation.clocks.rules import (
    ENDED,
    FLOW,
    PART_MAX,
    Act,
    Change,
    State,
    Subject,
    check_done_on,
)
from litigation.clocks.table import TABLE


@atomic
async def start_clock(
    subject: Subject,
    key: ClockKey,
    event_on: date,
    *,
    actor: Actor,
    now: datetime,
    part: str = "",
    part_name: str = "",
    event_at: datetime | None = None,
    length: int | None = None,
    travel_days: int = 0,
) -> Change | None:
    """Let a clock run from its event. The same event again changes nothing, another one moves it.

    `event_on` is the day of the event itself, which is not counted; a clock that counts back (the
    notice of a hearing) is given the day of the hearing. `part` tells two clocks of one kind apart,
    as the answers of two defendants: an id or a short word, with `part_name` for people. `length`
    is given only where the court fixes it, `event_at` only where hours are counted (art. 103), and
    `travel_days` only for what counts back from a hearing; NotValid where the law has no room for
    it. A trial (C10 to C13) brings its last day for asking more time (C14) with it.

    A clock that was met or stopped begins anew only with another event: a second fee notice, a
    complaint that was completed (art. 126 of the Interpretation: the next day it starts again).
    NotNow when the same clock is started twice at once.
    """
    assert len(part) <= PART_MAX, "a part is an id or a short word"
    assert not (part and TABLE[key].is_trial), "a case is tried once"
    facts = _facts(key, event_at, length, travel_days)
    row = await find(subject.id, key, part)
    if row is not None:
        changes = {"event_on": event_on, "event_at": event_at, "facts": facts}
        return await _restart(row, {**changes, **subject.changes()}, actor, now)
    row = Clock(
        case_id=subject.id,
        key=key,
        part=part,
        part_name=part_name,
        event_on=event_on,
        event_at=event_at,
        facts=facts,
        since_on=day_of(now),
        **subject.changes(),
    )
    return await _begun(row, await deed(Act.START, actor, now))


async def _begun(row: Clock, by: Deed) -> Change:
    try:
        change = await begin(row, by)
    except IntegrityError:  # somebody else started the same clock in this second
        raise NotNow("db.changed_meanwhile") from None
    await follow(row, by)
    return change


async def _restart(
    row: Clock, changes: dict[str, Any], actor: Actor, now: datetime
) -> Change | None:
    if row.state not in ENDED:
        return await _settled(row, await deed(Act.MOVE, actor, now), changes)
    if (row.event_on, row.event_at) == (changes["event_on"], changes["event_at"]):
        return None
    state = FLOW.step(row.state, Act.START)
    changes |= {"state": state, "done_on": None, "was_reminded": False}
    return await _settled(row, await deed(Act.START, actor, now), changes)


def _facts(
    key: ClockKey, event_at: datetime | None, length: int | None, travel_days: int
) -> dict[str, int]:
    rule = TABLE[key]
    check_instant(rule, event_at)
    facts: dict[str, int] = {}
    if check_length(rule, length) is not None and length is not None:
        facts["length"] = length
    if check_travel(rule, travel_days):
        facts["travel_days"] = travel_days
    return facts


async def _settled(row: Clock, by: Deed, changes: dict[str, Any]) -> Change | None:
    change = await settle(row, by, changes)
    if change is not None:
        await follow(row, by)
    return change


@atomic
async def move_start(
    case_id: UUID,
    key: ClockKey,
    event_on: date | None,
    *,
    actor: Actor,
    now: datetime,
    part: str = "",
    event_at: datetime | None = None,
    words: str = "",
) -> Change | None:
    """Correct the event of a clock, or let an interrupted limitation begin anew (art. 195).

    The change says from which last day to which. A day that is not given blanks nothing (the form
    was saved again), the same day changes nothing, and None comes back where no such clock is.
    `words` say why, for the history.
    """
    row = await find(case_id, key, part)
    if row is None or event_on is None:
        return None
    if event_on != row.event_on or event_at is not None:
        check_instant(TABLE[key], event_at)
    changes: dict[str, Any] = {"event_on": event_on, "event_at": event_at or row.event_at}
    return await _settled(row, await deed(Act.MOVE, actor, now, words), changes)


@atomic
async def meet_clock(
    case_id: UUID,
    key: ClockKey,
    on: date,
    *,
    actor: Actor,
    now: datetime,
    part: str = "",
    words: str = "",
) -> Change | None:
    """Note on which day the thing was done; from here nobody is reminded and nothing runs out.

    What was mailed counts from the day of the postmark (art. 85). After the last day it may still
    be noted and is shown as late. Another day than before corrects it. NotValid for a day before
    the event or one to come. None where no such clock is (an older case may have begun without),
    and where it was stopped.
    """
    row = await find(case_id, key, part)
    if row is None or row.state is State.STOPPED:
        return None
    # A notice for a hearing may be noted late, and its event lies ahead: only the future is barred.
    earliest = on if TABLE[key].is_backward else row.event_on
    check_done_on(on, earliest=earliest, today=day_of(now))
    state = FLOW.step(row.state, Act.MEET)
    by = await deed(Act.MEET, actor, now, words)
    return await _settled(row, by, {"state": state, "done_on": on})


@atomic
async def stop_clock(
    case_id: UUID,
    key: ClockKey,
    on: date,
    *,
    actor: Actor,
    now: datetime,
    part: str = "",
    words: str = "",
) -> Change | None:
    """Take a clock away because it has lost its object; what is met or stopped stays as it is.

    `on` is the day on which it lost it, never one to come. For a whole case there is `stop_all`.
    """
    row = await find(case_id, key, part)
    if row is None or row.state in ENDED:
        return None
    return await _stopped(row, on, await deed(Act.STOP, actor, now, words))


@atomic
async def stop_all(
    case_id: UUID,
    on: date,
    *,
    actor: Actor,
    now: datetime,
    keep: frozenset[ClockKey] = frozenset(),
    words: str = "",
) -> tuple[Change, ...]:
    """Stop every clock of a case that has ended, but those in `keep`: they outlive the case."""
    by = await deed(Act.STOP, actor, now, words)
    rows = Clock.filter(case_id=case_id, state__not_in=sorted(ENDED)).order_by("id")
    changes = []
    for row in await rows.exclude(key__in=sorted(keep)).select_for_update():
        fresh = await Clock.get(id=row.id)  # a trial that stops has stopped its companion
        if fresh.state not in ENDED:
            changes.append(await _stopped(fresh, on, by))
    return tuple(change for change in changes if change is not None)


async def _stopped(row: Clock, on: date, by: Deed) -> Change | None:
    if on > day_of(by.now):
        raise NotValid(fields={"on": Problem("clocks.day_to_come")})
    state = FLOW.step(row.state, Act.STOP)
    return await _settled(row, by, {"state": state, "done_on": on})


@atomic
async def hand_over(subject: Subject) -> int:
    """Put all clocks of a case under its present number, place and holder; says how many moved.

    To be called whenever a case gets its number, its judge, or another court: the inbox shows and
    lets in by what stands here.
    """
    changes = subject.changes()
    differs = Q(organisation_id__not=subject.organisation_id)
    differs |= Q(title__not=changes["title"]) | Q(holder_name__not=subject.holder_name)
    differs |= Q(holder_id__isnull=subject.holder_id is not None)
    if subject.holder_id is not None:
        differs |= Q(holder_id__not=subject.holder_id)
    # One statement: whoever draws a number is waited for by everybody who draws the next.
    return await Clock.filter(differs, case_id=subject.id).update(
        version=F("version") + 1, **changes
    )
