"""What clocks do by themselves: remind, run out, and follow new holidays and new reminders."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from tortoise.expressions import Q

from commons.access.actor import SYSTEM, Actor, Permission
from commons.db import atomic
from commons.evidence_log.log import record
from commons.outbox import emit
from litigation.clocks.companions import borrowed_stillness, follow
from litigation.clocks.facts import Longer, Span
from litigation.clocks.keeping import deed, settle, the_world
from litigation.clocks.keys import ClockKey
from litigation.clocks.models import Clock, ClockExtension, ClockReminder, ClockSpan
from litigation.clocks.rules import ENDED, FLOW, Act, State, check_near_days
from litigation.clocks.standing import World, stand
from litigation.clocks.table import TABLE
from litigation.events import ClockNears, ClockRanOut, ReminderChanged

CLOCKS_AT_ONCE_MAX = 500
# A notice reaches back into December; a last day rolls over a few weeks at most.
YEAR_REACHES_BACK = (12, 1)
YEAR_REACHES_ON = (1, 31)


@atomic
async def ring(clock_id: UUID, number: int, *, now: datetime) -> None:
    """Let a clock remind or run out. An alarm of an older number is stale: nothing happens."""
    row = await Clock.filter(id=clock_id).select_for_update().first()
    if row is None or row.alarm != number or row.state is not State.RUNNING:
        return
    if now >= row.ends_at:
        state = FLOW.step(row.state, Act.RUN_OUT)
        change = await settle(row, await deed(Act.RUN_OUT, SYSTEM, now), {"state": state})
        # Holidays that became known this minute may have given it more time after all.
        if change is not None and change.state is State.EXPIRED:
            await emit(ClockRanOut(row.id, row.case_id, row.key.value, row.part, row.due_on))
    elif not row.was_reminded:
        await settle(row, await deed(Act.REMIND, SYSTEM, now), {"was_reminded": True})
        if row.was_reminded:
            await emit(ClockNears(row.id, row.case_id, row.key.value, row.part, row.due_on))


@atomic
async def set_reminder(actor: Actor, key: ClockKey, near_days: int, *, now: datetime) -> None:
    """Say how many days before its end people want to hear of this kind of clock."""
    actor.must(Permission.CLOCKS_ARRANGE)
    check_near_days(near_days)
    row = await ClockReminder.filter(key=key).select_for_update().first()
    before = row.near_days if row else TABLE[key].near_days
    if before == near_days:
        return
    if row is None:
        await ClockReminder.create(key=key, near_days=near_days)
    else:
        await row.keep(near_days=near_days)
    facts = {"from": before, "to": near_days}
    await record(f"clocks:{key.value}", "clocks.reminder_set", facts, actor=actor, at=now)
    await emit(ReminderChanged(key=key.value))


async def reckon_key(key: ClockKey, *, now: datetime) -> int:
    """Put every running clock of one kind by its new reminder; says how many changed."""
    return await _reckon(Q(key=key), now=now)


async def reckon_year(year: int, *, now: datetime) -> int:
    """Count anew what a new holiday table can move: what ends in that year or close to it."""
    first = date(year - 1, *YEAR_REACHES_BACK)
    last = date(year + 1, *YEAR_REACHES_ON)
    return await _reckon(Q(due_on__gte=first) & Q(due_on__lte=last), now=now)


async def _reckon(which: Q, *, now: datetime) -> int:
    """Look at all, and take in hand only those whose day or reminder has moved."""
    moved, last = 0, None
    world = await the_world()
    while True:
        rows = Clock.filter(which & ~Q(state__in=sorted(ENDED)))
        batch = (
            await (rows.filter(id__gt=last) if last else rows)
            .order_by("id")
            .limit(CLOCKS_AT_ONCE_MAX)
        )
        if not batch:
            return moved
        last = batch[-1].id
        spans, longer = await _facts_of(batch)
        for row in batch:
            if _differs(row, spans[row.case_id], longer[row.id], world, now):
                moved += await _reckon_one(row.id, now=now)


def _differs(
    row: Clock, spans: list[Span], longer: list[Longer], world: World, now: datetime
) -> bool:
    anew = stand(
        row.clock_facts(tuple(spans), tuple(longer)),
        world,
        state=row.state,
        since_on=row.since_on,
        was_reminded=row.was_reminded,
        still_since=borrowed_stillness(row),
        now=now,
    )
    return any(getattr(row, name) != value for name, value in anew.changes().items())


async def _facts_of(
    batch: list[Clock],
) -> tuple[defaultdict[UUID, list[Span]], defaultdict[UUID, list[Longer]]]:
    spans: defaultdict[UUID, list[Span]] = defaultdict(list)
    longer: defaultdict[UUID, list[Longer]] = defaultdict(list)
    for each in await ClockSpan.filter(case_id__in=list({row.case_id for row in batch})):
        spans[each.case_id].append(each.span())
    for grant in await ClockExtension.filter(clock_id__in=[row.id for row in batch]):
        longer[grant.clock_id].append(grant.longer())
    return spans, longer


@atomic
async def _reckon_one(clock_id: UUID, *, now: datetime) -> int:
    row = await Clock.filter(id=clock_id).select_for_update().get()
    if row.state in ENDED:
        return 0
    by = await deed(Act.RECKON, SYSTEM, now)
    change = await settle(row, by, still_since=borrowed_stillness(row))
    if change is None:
        return 0
    await follow(row, by)
    return 1
