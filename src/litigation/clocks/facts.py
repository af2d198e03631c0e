"""What a clock is counted from, and what comes out."""

from dataclasses import dataclass
from datetime import date, datetime

from commons.deadlines import Why
from commons.errors import Fact, NotValid, Problem
from litigation.clocks.keys import ClockKey, Exclusion, Granter, Start, Unit
from litigation.clocks.shapes import ClockRule

LENGTH_MAX = 3650
# Longer than any boat and train to an island; a wrong number is a slip of the hand.
TRAVEL_DAYS_MAX = 60


@dataclass(frozen=True, slots=True)
class Span:
    """Time that does not count: the first day not, the last day does; open while it lasts."""

    reason: Exclusion
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class Longer:
    """One grant of more time, in months or in days."""

    by: Granter
    granted_on: date
    months: int = 0
    days: int = 0
    was_late: bool = False  # decided later than art. 1 of the rules of 2019 wants


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """All that a clock is counted from."""

    key: ClockKey
    event_on: date
    event_at: datetime | None = None  # only for clocks of hours
    length: int | None = None  # only where the court or the parties fix it
    travel_days: int = 0  # only for clocks counted back from a hearing
    spans: tuple[Span, ...] = ()
    longer: tuple[Longer, ...] = ()


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The end of a clock and every step of the way there."""

    due_on: date
    ends_at: datetime
    provisional: bool
    why: tuple[Why, ...]
    excluded_days: int = 0
    still_since: date | None = None  # an excluded time lasts: the clock stands still


def check_instant(rule: ClockRule, event_at: datetime | None) -> None:
    """Ask for an instant where hours are counted (art. 103), and nowhere else."""
    if (rule.unit is Unit.HOURS) is not (event_at is not None):
        raise NotValid(fields={"event_at": Problem("clocks.hours_need_an_instant")})


def check_length(rule: ClockRule, length: int | None) -> int | None:
    """Let the court fix a length only where the law lets it, and within the law's bounds."""
    if length is None:
        return None
    if rule.bounds is None:
        raise NotValid(fields={"length": Problem("clocks.length_is_fixed", {"n": rule.length})})
    most = rule.bounds.at_most or LENGTH_MAX
    if not rule.bounds.at_least <= length <= most:
        bounds: dict[str, Fact] = {"least": rule.bounds.at_least, "most": most}
        raise NotValid(fields={"length": Problem("clocks.length_out_of_bounds", bounds)})
    return length


def check_travel(rule: ClockRule, travel_days: int) -> int:
    """Add time on the way only where one counts back from a hearing (art. 139)."""
    if rule.start is not Start.HEARING_DAY:
        if travel_days:
            raise NotValid(fields={"travel_days": Problem("clocks.no_travel_here")})
        return 0
    if not 0 <= travel_days <= TRAVEL_DAYS_MAX:
        raise NotValid(
            fields={"travel_days": Problem("clocks.travel_max", {"max": TRAVEL_DAYS_MAX})}
        )
    return travel_days
