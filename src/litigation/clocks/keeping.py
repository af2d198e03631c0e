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
from litigation.events import ClockAlarm, ClockChanged

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
    put_right(row, await spans_of(row.case_id), by, still_since=still_since)
    await row.save(force_create=True)
    await _ring_later(row, by.now)
    return await _write_down(row, by, before=None, place=1)


def put_right(
    row: Clock, spans: tuple[Span, ...], by: Deed, *, still_since: date | None = None
) -> None:
    """Reckon a new clock and set its alarm; nothing is kept yet."""
    standing = stand(
        row.clock_facts(spans, ()),
        by.world,
        state=State.RUNNING,
        since_on=row.since_on,
        was_reminded=False,
        still_since=still_since,
        now=by.now,
    )
    row.update_from_dict(standing.changes())
    row.alarm = 1 if row.state is State.RUNNING else 0


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
    found = alarm_of(row, now)
    if found is not None:
        alarm, due_at, key = found
        await emit(alarm, due_at=due_at, key=key)


def alarm_of(row: Clock, now: datetime) -> tuple[ClockAlarm, datetime, str] | None:
    """Say what a running clock will ring, when, and under which key."""
    if row.state is not State.RUNNING:
        return None
    due_at = next_alarm(
        near_on=row.near_on, ends_at=row.ends_at, was_reminded=row.was_reminded, now=now
    )
    alarm = ClockAlarm(clock_id=row.id, number=row.alarm)
    return alarm, due_at, alarm_key(row.id, row.alarm)


def alarm_key(clock_id: UUID, number: int) -> str:
    return f"clocks:alarm:{clock_id}:{number}"


async def _write_down(row: Clock, by: Deed, *, before: date | None, place: int) -> Change:
    await change_of(row, by, before=before, place=place).save(force_create=True)
    facts = facts_of_change(row, before=before)
    await record(row.subject, f"clocks.{by.act.value}", facts, actor=by.actor, at=by.now)
    await emit(ClockChanged(clock_id=row.id, case_id=row.case_id, key=row.key.value))
    return Change(row.id, row.key, row.part, by.act, row.state, before, row.due_on)


def change_of(row: Clock, by: Deed, *, before: date | None, place: int) -> ClockChange:
    """Make one line of a clock's history."""
    return ClockChange(
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


def facts_of_change(row: Clock, *, before: date | None) -> dict[str, Json]:
    return {
        "clock": row.key.value,
        "part": row.part,
        "state": row.state.value,
        "from": before.isoformat() if before else None,
        "to": row.due_on.isoformat(),
    }
