"""Starting the clocks of many cases at once, as they come in from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor
from commons.almanac import day_of
from commons.db import must_be_inside_deed
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record_all
from commons.outbox import emit_all
from litigation.clocks.companions import can_grow
from litigation.clocks.facts import Span
from litigation.clocks.keeping import (
    Deed,
    alarm_of,
    change_of,
    deed,
    facts_of_change,
    put_right,
)
from litigation.clocks.keys import ClockKey
from litigation.clocks.models import Clock, ClockChange, ClockSpan
from litigation.clocks.rules import Act, Subject
from litigation.clocks.table import TABLE


@dataclass(frozen=True, slots=True)
class Wanted:
    """One clock that shall run, with the time of its case that does not count."""

    subject: Subject
    key: ClockKey
    event_on: date
    part: str = ""
    part_name: str = ""
    spans: tuple[Span, ...] = ()
    only_if_running: bool = False  # left out where its last day is over


async def start_many(wanted: Sequence[Wanted], *, actor: Actor, now: datetime) -> int:
    """Start clocks of cases that have none yet, in a few statements; says how many.

    Each stands as `start_clock` and `exclude_time` would have put it one by one; a trial brings
    its last day for asking more time. Nobody is told of a change: nothing waits for these clocks.
    """
    must_be_inside_deed()
    by = await deed(Act.START, actor, now)
    rows: list[Clock] = []
    spans: dict[tuple[UUID, Span], ClockSpan] = {}
    for one in wanted:
        trial = _row(one, by)
        if one.only_if_running and trial.ends_at <= now:
            continue
        rows.append(trial)
        if TABLE[one.key].is_trial and can_grow(TABLE[one.key], ()):
            rows.append(_companion(trial, one, by))
        for span in one.spans:
            case_id, days = one.subject.id, {"from_on": span.from_on, "to_on": span.to_on}
            spans[case_id, span] = ClockSpan(case_id=case_id, reason=span.reason, **days)
    await ClockSpan.bulk_create(list(spans.values()))
    await Clock.bulk_create(rows)
    await ClockChange.bulk_create([change_of(row, by, before=None, place=1) for row in rows])
    await emit_all([alarm for row in rows if (alarm := alarm_of(row, now)) is not None])
    acts: list[tuple[str, str, dict[str, Json]]] = [
        (row.subject, f"clocks.{by.act.value}", facts_of_change(row, before=None)) for row in rows
    ]
    await record_all(acts, actor=actor, at=now)
    return len(rows)


def _row(one: Wanted, by: Deed) -> Clock:
    row = Clock(
        case_id=one.subject.id,
        key=one.key,
        part=one.part,
        part_name=one.part_name,
        event_on=one.event_on,
        facts={},
        since_on=day_of(by.now),
        **one.subject.changes(),
    )
    put_right(row, one.spans, by)
    return row


def _companion(trial: Clock, one: Wanted, by: Deed) -> Clock:
    """Make the last day for asking more time (C14), which follows the end of the trial."""
    row = Clock(
        case_id=one.subject.id,
        key=ClockKey.EXTENSION_REQUEST,
        part=trial.key.value,
        event_on=trial.due_on,
        facts={},
        since_on=trial.event_on,
        **one.subject.changes(),
    )
    put_right(row, one.spans, by, still_since=trial.still_since)
    return row
