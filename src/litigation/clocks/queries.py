"""Reading clocks: the inbox of a court, all clocks of one case, the table with its reminders."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q

from commons.access.actor import Actor, Permission
from commons.almanac import Almanac, day_of
from commons.errors import NotFound
from commons.holidays.models import current_almanac
from litigation.clocks.extending import ask_by, decide_by
from litigation.clocks.facts import Longer as Grant
from litigation.clocks.facts import Span
from litigation.clocks.keys import Duty, Granter
from litigation.clocks.lights import Light, light
from litigation.clocks.models import (
    Clock,
    ClockChange,
    ClockExtension,
    ClockSpan,
    access_clocks,
    near_days_kept,
    visible_to,
)
from litigation.clocks.reckoning import reckon
from litigation.clocks.rules import Queue, State
from litigation.clocks.table import TABLE
from litigation.clocks.views import (
    PAGES_MAX,
    ROWS_PER_PAGE,
    CaseClocks,
    ClockLine,
    ClockView,
    HistoryLine,
    Holder,
    Inbox,
    Longer,
    ReminderLine,
    Reminders,
    SpanView,
)

RUNS = frozenset({State.RUNNING, State.EXPIRED})
HISTORY_MAX = 2_000


async def inbox(
    actor: Actor,
    *,
    now: datetime,
    wanted: Light | None = None,
    holder: Holder = Holder.EVERYBODY,
    holder_id: UUID | None = None,
    page: int = 1,
) -> Inbox:
    """List what the actor may see by the time that is left; one query however many lines."""
    actor.must(Permission.CLOCKS_SEE)
    page = min(max(page, 1), PAGES_MAX)
    rows = Clock.filter(visible_to(actor) & _with_light(wanted, now))
    if holder is Holder.NOBODY:
        rows = rows.filter(holder_id=None)
    elif holder is not Holder.EVERYBODY:
        rows = rows.filter(holder_id=actor.account_id if holder is Holder.MINE else holder_id)
    start = (page - 1) * ROWS_PER_PAGE
    found = await rows.order_by("ends_at", "id").offset(start).limit(ROWS_PER_PAGE + 1)
    return Inbox(
        lines=tuple(_line(row, now) for row in found[:ROWS_PER_PAGE]),
        light=wanted,
        holder=holder,
        holder_id=holder_id,
        holder_name=found[0].holder_name if found and holder is Holder.SOMEBODY else "",
        page=page,
        has_more=len(found) > ROWS_PER_PAGE,
    )


def _with_light(wanted: Light | None, now: datetime) -> Q:
    """Put the rule of `lights.light` as a filter."""
    if wanted is Light.GREY:
        return Q(queue=Queue.STILL)
    runs, today = Q(queue=Queue.OPEN), day_of(now)
    if wanted is None:
        return runs
    if wanted is Light.RED:
        return runs & Q(ends_at__lte=now)
    is_amber = Q(amber_on__lte=today) if wanted is Light.AMBER else Q(amber_on__gt=today)
    return runs & Q(ends_at__gt=now) & is_amber


def _line(row: Clock, now: datetime) -> ClockLine:
    rule = TABLE[row.key]
    runs = row.state in RUNS
    return ClockLine(
        id=row.id,
        case_id=row.case_id,
        title=row.title,
        part_name=row.part_name,
        holder_id=row.holder_id,
        holder_name=row.holder_name,
        rule=rule,
        state=row.state,
        light=light(amber_on=row.amber_on, ends_at=row.ends_at, now=now, runs=runs),
        event_on=row.event_on,
        due_on=row.due_on,
        ends_at=row.ends_at,
        days_left=(row.due_on - day_of(now)).days,
        provisional=row.provisional,
        still_since=row.still_since,
        done_on=row.done_on,
        length=row.facts.get("length", rule.length),
    )


async def clocks_of_case(actor: Actor, case_id: UUID, *, now: datetime) -> CaseClocks:
    """Read all clocks of a case; the same few queries however many there are."""
    rows = await access_clocks(actor, case_id, Permission.CLOCKS_SEE)
    spans = await ClockSpan.filter(case_id=case_id)
    ids = [row.id for row in rows]
    grants: defaultdict[UUID, list[Grant]] = defaultdict(list)
    for each in await ClockExtension.filter(clock_id__in=ids):
        grants[each.clock_id].append(each.longer())
    history: defaultdict[UUID, list[HistoryLine]] = defaultdict(list)
    for change in await ClockChange.filter(clock_id__in=ids).limit(HISTORY_MAX):
        history[change.clock_id].append(_history(change))
    almanac = await current_almanac()
    excluded = tuple(span.span() for span in spans)
    return CaseClocks(
        case_id=case_id,
        title=rows[0].title,
        clocks=tuple(
            _view(row, excluded, tuple(grants[row.id]), tuple(history[row.id]), almanac, now)
            for row in rows
        ),
        spans=tuple(SpanView(each.reason, each.from_on, each.to_on, each.words) for each in spans),
        may_write=actor.may(Permission.CLOCKS_WRITE, rows[0].organisation_id),
        today=day_of(now),
    )


def _view(  # noqa: PLR0917 - six things read for one clock
    row: Clock,
    spans: tuple[Span, ...],
    grants: tuple[Grant, ...],
    history: tuple[HistoryLine, ...],
    almanac: Almanac,
    now: datetime,
) -> ClockView:
    rule = TABLE[row.key]
    granters = [each.by for each in rule.grants]
    # Civil Procedure Law art. 86: whoever missed a period through no fault may have it back.
    if rule.duty is Duty.PARTY:
        granters.append(Granter.OBSTACLE)
    return ClockView(
        line=_line(row, now),
        why=reckon(row.clock_facts(spans, grants), almanac).why,
        history=history,
        excludes=tuple(sorted(rule.excluded, key=lambda each: each.value)),
        granters=tuple(granters),
    )


def _history(row: ClockChange) -> HistoryLine:
    return HistoryLine(
        act=row.act,
        at=row.at,
        by_name=row.by_name,
        from_on=row.from_on,
        to_on=row.to_on,
        on=row.on,
        words=row.words,
    )


async def longer_of_clock(actor: Actor, case_id: UUID, clock_id: UUID, *, now: datetime) -> Longer:
    """Read one clock with what is asked before it is made longer."""
    await access_clocks(actor, case_id, Permission.CLOCKS_WRITE)
    case = await clocks_of_case(actor, case_id, now=now)
    clock = next((each for each in case.open if each.line.id == clock_id), None)
    if clock is None or not clock.granters:
        raise NotFound("clocks.not_found")
    due_on, is_trial = clock.line.due_on, clock.line.rule.is_trial
    return Longer(
        case_id=case_id,
        title=case.title,
        clock=clock,
        ask_by=ask_by(due_on) if is_trial else None,
        decide_by=decide_by(due_on) if is_trial else None,
        today=case.today,
    )


async def reminders(actor: Actor) -> Reminders:
    """Read the table of the law with the days on which people are reminded."""
    actor.must(Permission.CLOCKS_ARRANGE)
    kept = await near_days_kept()
    return Reminders(
        lines=tuple(
            ReminderLine(rule, kept.get(key, rule.near_days)) for key, rule in TABLE.items()
        )
    )
