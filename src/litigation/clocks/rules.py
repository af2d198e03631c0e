"""How a clock stands, what may happen to it, and what a change of its facts has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from commons.almanac import SHANGHAI
from commons.errors import NotValid, Problem
from commons.flow import Flow
from litigation.clocks.facts import Reckoned
from litigation.clocks.keys import ClockKey, Duty
from litigation.clocks.shapes import ClockRule

WORDS_MAX = 500
TITLE_MAX = 120
PART_MAX = 80
NEAR_DAYS_MAX = 365
# Somebody is reminded when the working day begins, not at midnight.
REMIND_AT = time(8, 0)


class State(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    STOPPED = "stopped"
    EXPIRED = "expired"


class Act(StrEnum):
    """What happens to a clock."""

    START = "start"
    MOVE = "move"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    RUN_OUT = "run_out"
    REVIVE = "revive"
    MEET = "meet"
    STOP = "stop"
    RECKON = "reckon"
    REMIND = "remind"


FLOW: Flow[State, Act] = Flow(
    name="clock",
    start=State.RUNNING,
    moves={
        (State.RUNNING, Act.PAUSE): State.PAUSED,
        (State.RUNNING, Act.RUN_OUT): State.EXPIRED,
        (State.RUNNING, Act.MEET): State.MET,
        (State.RUNNING, Act.STOP): State.STOPPED,
        (State.PAUSED, Act.RESUME): State.RUNNING,
        (State.PAUSED, Act.MEET): State.MET,
        (State.PAUSED, Act.STOP): State.STOPPED,
        # A grant, an exclusion noted later or a corrected day can give time back.
        (State.EXPIRED, Act.REVIVE): State.RUNNING,
        (State.EXPIRED, Act.PAUSE): State.PAUSED,
        (State.EXPIRED, Act.MEET): State.MET,
        (State.EXPIRED, Act.STOP): State.STOPPED,
        (State.MET, Act.MEET): State.MET,
        # What was stopped by mistake, or begins once more.
        (State.STOPPED, Act.START): State.RUNNING,
        (State.MET, Act.START): State.RUNNING,
    },
)
ENDED = frozenset({State.MET, State.STOPPED})


class Queue(StrEnum):
    """In which list a clock stands: kept beside the state so that one index serves the inbox."""

    OPEN = "open"
    STILL = "still"
    DONE = "done"


def queue_of(state: State, rule: ClockRule) -> Queue:
    """Keep in the inbox what runs, and what has run out as long as the court must act."""
    if state is State.PAUSED:
        return Queue.STILL
    court_acts = rule.duty is Duty.COURT and not rule.is_backward
    court_acts = court_acts or rule.asks_court
    if state is State.RUNNING or (state is State.EXPIRED and court_acts):
        return Queue.OPEN
    return Queue.DONE


@dataclass(frozen=True, slots=True)
class Subject:
    """The case a clock belongs to, as far as a clock has to know it."""

    id: UUID
    organisation_id: UUID
    title: str
    holder_id: UUID | None = None
    holder_name: str = ""

    def changes(self) -> Mapping[str, object]:
        return {
            "organisation_id": self.organisation_id,
            "title": self.title[:TITLE_MAX],
            "holder_id": self.holder_id,
            "holder_name": self.holder_name,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """What a deed changed on one clock: from which last day to which."""

    clock_id: UUID
    key: ClockKey
    part: str
    act: Act
    state: State
    from_on: date | None
    to_on: date


def state_after(state: State, found: Reckoned, *, now: datetime) -> State:
    """Say how a clock stands after a new count. Running out is told by its alarm alone."""
    if state in ENDED:
        return state
    if found.still_since is not None:
        return state if state is State.PAUSED else FLOW.step(state, Act.PAUSE)
    if state is State.PAUSED:
        return FLOW.step(state, Act.RESUME)
    if state is State.EXPIRED and found.ends_at > now:
        return FLOW.step(state, Act.REVIVE)
    return state


def near_at(near_on: date) -> datetime:
    return datetime.combine(near_on, REMIND_AT, tzinfo=SHANGHAI)


def next_alarm(*, near_on: date, ends_at: datetime, was_reminded: bool, now: datetime) -> datetime:
    """Say when a running clock speaks next: before its end once, and at its end."""
    remind_at = near_at(near_on)
    if was_reminded or ends_at <= now or remind_at >= ends_at:
        return ends_at
    return remind_at


def is_reminded_again(*, near_on: date, was_reminded: bool, now: datetime) -> bool:
    """Keep a reminder as given, unless the new last day is so late that another one lies ahead."""
    return was_reminded and near_at(near_on) <= now


def check_done_on(on: date, *, earliest: date, today: date) -> date:
    """Refuse a day before the event or one that has not come."""
    if not earliest <= on <= today:
        span = {"earliest": earliest.isoformat(), "latest": today.isoformat()}
        raise NotValid(fields={"on": Problem("clocks.day_out_of_range", span)})
    return on


def check_span(*, from_on: date, to_on: date | None, today: date) -> None:
    problems: dict[str, Problem] = {}
    if from_on > today:
        problems["from_on"] = Problem("clocks.day_to_come")
    if to_on is not None and not from_on <= to_on <= today:
        problems["to_on"] = Problem("clocks.ends_before_it_begins")
    if problems:
        raise NotValid(fields=problems)


def check_near_days(near_days: int) -> int:
    if not 0 <= near_days <= NEAR_DAYS_MAX:
        raise NotValid(
            fields={"near_days": Problem("clocks.near_days_max", {"max": NEAR_DAYS_MAX})}
        )
    return near_days
