"""Every clock of a mediation: when it started, when it runs out, by which article, what then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from commons.almanac import Almanac
from commons.deadlines import Due, days, workdays
from litigation.clocks.lights import Light
from litigation.mediation.rules import Procedure, Track

ACCEPT_WORKDAYS = 3
PICK_WORKDAYS = 3
CONTACT_WORKDAYS = 3
NOT_FILED_DAYS = 30
FILED_DAYS: Mapping[Procedure, int] = {Procedure.ORDINARY: 15, Procedure.SUMMARY: 7}
CONFIRM_DAYS = 30
AMBER_DAYS = 3


class ClockKind(StrEnum):
    """The clocks a mediation runs by."""

    PICK = "pick"
    ACCEPT = "accept"
    CONTACT = "contact"
    TERM = "term"
    CONFIRMATION = "confirmation"


class ClockState(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Pause:
    """An appraisal: its time does not count (Online Mediation Rules art. 26)."""

    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """The days on record from which every clock is counted."""

    track: Track
    procedure: Procedure | None
    registered_on: date
    offered_on: date | None = None
    taken_on: date | None = None
    accepted_on: date | None = None
    materials_on: date | None = None
    contacted_on: date | None = None
    extension_days: int = 0
    pauses: tuple[Pause, ...] = ()
    closed_on: date | None = None
    effective_on: date | None = None
    asked_confirmation_on: date | None = None


@dataclass(frozen=True, slots=True)
class RunningClock:
    """One clock as a person sees it."""

    kind: ClockKind
    started_on: date
    due_on: date
    provisional: bool
    state: ClockState
    light: Light
    days_left: int
    article: str
    due: Due = field(repr=False)


# Which article sets the clock; the words of article and consequence live in the catalogue.
ARTICLES: Mapping[ClockKind, str] = {
    ClockKind.PICK: "mediation.article.online_mediation_10",
    ClockKind.ACCEPT: "mediation.article.online_mediation_12",
    ClockKind.CONTACT: "mediation.article.online_mediation_15",
    ClockKind.TERM: "mediation.article.online_mediation_24",
    ClockKind.CONFIRMATION: "mediation.article.civil_procedure_205",
}


def clocks(facts: ClockFacts, almanac: Almanac, today: date) -> tuple[RunningClock, ...]:
    """All clocks that have started, in the order in which they start."""
    found = (
        _pick(facts, almanac, today),
        _accept(facts, almanac, today),
        _contact(facts, almanac, today),
        _term(facts, almanac, today),
        _confirmation(facts, almanac, today),
    )
    return tuple(clock for clock in found if clock is not None)


def term(facts: ClockFacts, almanac: Almanac, today: date) -> Due | None:
    """Give the last day of the mediation itself; None before acceptance."""
    start = term_start(facts)
    if start is None or facts.track is Track.REFUSED:
        return None
    length = base_days(facts) + facts.extension_days + _paused_days(facts, start, today)
    return days(start, length, almanac)


def base_days(facts: ClockFacts) -> int:
    # Online Mediation Rules art. 24: 30 days before filing, 15 (ordinary) or 7 (summary) after.
    if facts.track is Track.NOT_FILED:
        return NOT_FILED_DAYS
    return FILED_DAYS[facts.procedure or Procedure.SUMMARY]


def is_paused(pauses: tuple[Pause, ...]) -> bool:
    return any(pause.to_on is None for pause in pauses)


def term_start(facts: ClockFacts) -> date | None:
    # Opinion of 2025 item 3: after filing the term runs from signing for the materials.
    if facts.track is Track.FILED and facts.materials_on is not None:
        return facts.materials_on if facts.accepted_on else None
    return facts.accepted_on


def _paused_days(facts: ClockFacts, start: date, today: date) -> int:
    """Each day of any appraisal once, however the appraisals overlap."""
    still: set[date] = set()
    for pause in facts.pauses:
        first = max(pause.from_on, start)
        last = pause.to_on or facts.closed_on or max(today, first)
        still.update(first + timedelta(days=n) for n in range((last - first).days))
    return len(still)


def _pick(facts: ClockFacts, almanac: Almanac, today: date) -> RunningClock | None:
    if facts.track is Track.REFUSED:
        return None
    due = workdays(facts.registered_on, PICK_WORKDAYS, almanac)
    done = facts.offered_on or facts.closed_on
    return _clock(ClockKind.PICK, facts.registered_on, due, done_on=done, today=today)


def _accept(facts: ClockFacts, almanac: Almanac, today: date) -> RunningClock | None:
    if facts.offered_on is None or facts.track is Track.REFUSED:
        return None
    due = workdays(facts.offered_on, ACCEPT_WORKDAYS, almanac)
    done = facts.taken_on or facts.closed_on
    return _clock(ClockKind.ACCEPT, facts.offered_on, due, done_on=done, today=today)


def _contact(facts: ClockFacts, almanac: Almanac, today: date) -> RunningClock | None:
    if facts.accepted_on is None:
        return None
    due = workdays(facts.accepted_on, CONTACT_WORKDAYS, almanac)
    done = facts.contacted_on or facts.closed_on
    return _clock(ClockKind.CONTACT, facts.accepted_on, due, done_on=done, today=today)


def _term(facts: ClockFacts, almanac: Almanac, today: date) -> RunningClock | None:
    due, start = term(facts, almanac, today), term_start(facts)
    if due is None or start is None:
        return None
    clock = _clock(ClockKind.TERM, start, due, done_on=facts.closed_on, today=today)
    if is_paused(facts.pauses) and facts.closed_on is None:
        return _as_paused(clock)
    return clock


def _confirmation(facts: ClockFacts, almanac: Almanac, today: date) -> RunningClock | None:
    # Civil Procedure Law art. 205: jointly, within 30 days of the agreement taking effect.
    if facts.effective_on is None or facts.track is not Track.NOT_FILED:
        return None
    due = days(facts.effective_on, CONFIRM_DAYS, almanac)
    done = facts.asked_confirmation_on
    return _clock(ClockKind.CONFIRMATION, facts.effective_on, due, done_on=done, today=today)


def _clock(
    kind: ClockKind, started_on: date, due: Due, *, done_on: date | None, today: date
) -> RunningClock:
    in_time = done_on is not None and done_on <= due.due_on
    late = today > due.due_on if done_on is None else not in_time
    state = ClockState.OVER if late else ClockState.MET if in_time else ClockState.RUNNING
    left = (due.due_on - today).days
    return RunningClock(
        kind=kind,
        started_on=started_on,
        due_on=due.due_on,
        provisional=due.provisional,
        state=state,
        light=_light(state, left, done=done_on is not None),
        days_left=left,
        article=ARTICLES[kind],
        due=due,
    )


def _light(state: ClockState, left: int, *, done: bool) -> Light:
    if done:
        return Light.GREY
    if state is ClockState.OVER:
        return Light.RED
    return Light.AMBER if left <= AMBER_DAYS else Light.GREEN


def _as_paused(clock: RunningClock) -> RunningClock:
    return RunningClock(
        kind=clock.kind,
        started_on=clock.started_on,
        due_on=clock.due_on,
        provisional=True,
        state=ClockState.PAUSED,
        light=Light.GREY,
        days_left=clock.days_left,
        article=clock.article,
        due=clock.due,
    )
