"""Which case goes first, and why: the reasons stand on the case for everybody to see."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Reason(StrEnum):
    """Why a case goes before others, the strongest first."""

    LEAVES_SOON = "leaves_soon"
    NEAR_ITS_TERM = "near_its_term"  # 司发〔2015〕14号 art. 25
    GREEN_CHANNEL = "green_channel"
    PERSON_IN_NEED = "person_in_need"
    FAST_TRACK = "fast_track"


# How many days ahead a departure or the end of a term counts as near: assumptions.
LEAVES_WITHIN_DAYS = 14
TERM_WITHIN_DAYS = 15


@dataclass(frozen=True, slots=True)
class PriorityFacts:
    leaves_on: date | None = None
    term_due_on: date | None = None
    is_green: bool = False
    has_relief: bool = False
    is_fast: bool = False


@dataclass(frozen=True, slots=True)
class Priority:
    """A rank, 0 first, and the reasons in their order."""

    rank: int
    reasons: tuple[Reason, ...]


def priority(facts: PriorityFacts, *, today: date) -> Priority:
    """Rank a case; with no reason it waits its turn."""
    checks = (
        (_within(facts.leaves_on, today, LEAVES_WITHIN_DAYS), Reason.LEAVES_SOON),
        (_within(facts.term_due_on, today, TERM_WITHIN_DAYS), Reason.NEAR_ITS_TERM),
        (facts.is_green, Reason.GREEN_CHANNEL),
        (facts.has_relief, Reason.PERSON_IN_NEED),
        (facts.is_fast, Reason.FAST_TRACK),
    )
    reasons = tuple(reason for holds, reason in checks if holds)
    order = tuple(Reason)
    return Priority(order.index(reasons[0]) if reasons else len(order), reasons)


def _within(day: date | None, today: date, days: int) -> bool:
    return day is not None and (day - today).days <= days
