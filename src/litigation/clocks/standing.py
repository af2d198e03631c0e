"""What is kept of a clock for lists and reminders, as it follows from its facts."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from commons.almanac import Almanac
from litigation.clocks.facts import ClockFacts
from litigation.clocks.keys import ClockKey
from litigation.clocks.lights import marks
from litigation.clocks.reckoning import reckon
from litigation.clocks.rules import Queue, State, is_reminded_again, queue_of, state_after
from litigation.clocks.table import TABLE


@dataclass(frozen=True, slots=True)
class World:
    """What every clock is reckoned by: the holidays, and when people want to be reminded."""

    almanac: Almanac
    near_days: Mapping[ClockKey, int]

    def near(self, key: ClockKey) -> int:
        return self.near_days.get(key, TABLE[key].near_days)


@dataclass(frozen=True, slots=True)
class Standing:
    """The columns that are never typed, only reckoned."""

    state: State
    queue: Queue
    since_on: date
    due_on: date
    ends_at: datetime
    amber_on: date
    near_on: date
    provisional: bool
    still_since: date | None
    was_reminded: bool

    def changes(self) -> dict[str, object]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


def stand(
    facts: ClockFacts,
    world: World,
    *,
    state: State,
    since_on: date,
    was_reminded: bool,
    still_since: date | None = None,
    now: datetime,
) -> Standing:
    """Reckon a clock and say how it stands; `still_since` lets it stand still with another one."""
    rule = TABLE[facts.key]
    found = reckon(facts, world.almanac)
    if still_since is not None:
        found = replace(found, still_since=still_since, provisional=True)
    began_on = min(since_on, found.due_on) if rule.is_backward else facts.event_on
    marked = marks(began_on=began_on, due_on=found.due_on, near_days=world.near(facts.key))
    after = state_after(state, found, now=now)
    return Standing(
        state=after,
        queue=queue_of(after, rule),
        since_on=began_on,
        due_on=found.due_on,
        ends_at=found.ends_at,
        amber_on=marked.amber_on,
        near_on=marked.near_on,
        provisional=found.provisional,
        still_since=found.still_since if after is State.PAUSED else None,
        was_reminded=is_reminded_again(near_on=marked.near_on, was_reminded=was_reminded, now=now),
    )
