"""How every deed keeps a clock: reckoned anew, its alarm set, the change written down."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.holidays.models import current_almanac
from commons.outbox import cancel, emit
from litigation.clocks.facts import Longer, Span
from litigation.clocks.keys import ClockKey
from litigation.clocks.models import (
    Clock,
    ClockChange,
    ClockExtension,
    ClockSpan,
    near_days_kept,
)
from litigation.clocks.rules import ENDED, WORDS_MAX, Act, Change, State, next_alarm
from litigation.clocks.standing import Standing, World, stand
from litigation.events import ClockAlarm

_COLUMNS = (
    *("title", "organisation_id", "holder_id", "holder_name", "part_name"),
    *("event_on", "event_at", "facts", "done_on"),
    *(each.name for each in fields(Standing)),
)
_ALARMED = ("state", "ends_at", "near_on", "was_reminded")


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does what to clocks, and by which holidays they are reckoned."""

    act: Act
    actor: Actor
    now: datetime
    world: World
    words: str = ""


async def deed(act: Act, actor: Actor, now: datetime, words: str = "") -> Deed:
    return Deed(act, actor, now, await the_world(), words[:WORDS_MAX])


async def the_world() -> World:
    return World(await current_almanac(), await near_days_kept())


async def find(case_id: UUID, key: ClockKey, part: str) -> Clock | None:
    rows = Clock.filter(case_id=case_id, key=key, part=part)
    return await rows.select_for_update().first()


async def spans_of(case_id: UUID) -> tuple[Span, ...]:
    return tuple(row.span() for row in await ClockSpan.filter(case_id=case_id))


async def longer_of(clock_id: UUID) -> tuple[Longer, ...]:
    return tuple(row.longer() for row in await ClockExtension.filter(clock_id=clock_id))


async def begin(row: Clock, by: Deed, *, still_since: date | None = None) -> Change:
    """Keep a clock that was not there before."""
    standing = stand(
        row.clock_facts(await spans_of(row.case_id), ()),
        by.world,
        state=State.RUNNING,
        since_on=row.since_on,
        was_reminded=False,
        still_since=still_since,
        now=by.now,
    )
    row.update_from_dict(standing.changes())
    row.alarm = 1 if row.state is State.RUNNING else 0
    await row.save(force_create=True)
    await _ring_later(row, by.now)
    return await _write_down(row, by, before=None, place=1)


async def settle(
    row: Clock,
    by: Deed,
    changes: Mapping[str, object] | None = None,
    *,
    still_since: date | None = None,
) -> Change | None:
    """Reckon a clock anew after a change of its facts; None when nothing changed."""
    before = {name: getattr(row, name) for name in _COLUMNS}
    row.update_from_dict(dict(changes or {}))
    standing = stand(
        row.clock_facts(await spans_of(row.case_id), await longer_of(row.id)),
        by.world,
        state=row.state,
        since_on=row.since_on,
        was_reminded=row.was_reminded,
        still_since=still_since,
        now=by.now,
    )
    row.update_from_dict(standing.changes())
    changed = {name: getattr(row, name) for name in before if getattr(row, name) != before[name]}
    if not changed:
        return None
    if changed.keys() & set(_ALARMED):
        await cancel(alarm_key(row.id, row.alarm))
        changed["alarm"] = row.alarm = row.alarm + 1
        await _ring_later(row, by.now)
    await row.keep(**changed)
    place = await ClockChange.filter(clock_id=row.id).count() + 1
    return await _write_down(row, by, before=before["due_on"], place=place)


async def _ring_later(row: Clock, now: datetime) -> None:
    if row.state is not State.RUNNING:
        return
    due_at = next_alarm(
        near_on=row.near_on, ends_at=row.ends_at, was_reminded=row.was_reminded, now=now
    )
    await emit(
        ClockAlarm(clock_id=row.id, number=row.alarm),
        due_at=due_at,
        key=alarm_key(row.id, row.alarm),
    )


def alarm_key(clock_id: UUID, number: int) -> str:
    return f"clocks:alarm:{clock_id}:{number}"


async def _write_down(row: Clock, by: Deed, *, before: date | None, place: int) -> Change:
    await ClockChange.create(
        clock_id=row.id,
        act=by.act,
        at=by.now,
        place=place,
        by_name=by.actor.name,
        from_on=before,
        to_on=row.due_on,
        on=row.done_on if row.state in ENDED else None,
        words=by.words,
    )
    facts: dict[str, Json] = {
        "clock": row.key.value,
        "part": row.part,
        "state": row.state.value,
        "from": before.isoformat() if before else None,
        "to": row.due_on.isoformat(),
    }
    await record(row.subject, f"clocks.{by.act.value}", facts, actor=by.actor, at=by.now)
    return Change(row.id, row.key, row.part, by.act, row.state, before, row.due_on)
