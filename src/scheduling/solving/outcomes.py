"""What is asked of a planning run, what it tells on its way, and what comes out."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from scheduling.solving.problem import Plan

PROGRAM = 0.3
"""The part of the seconds that the linear program may take."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to search. With `steps` the same seed gives the same plan on any machine.

    `program` is the part of the seconds that may go to the linear program, which gives a bound and
    a plan to start from; 0 leaves it out.
    """

    seconds: float
    steps: int | None = None
    program: float = PROGRAM


class Reason(StrEnum):
    """Why a hearing has no place."""

    NEVER_ALLOWED = "scheduling.never_allowed"  # not even in an empty court
    PINNED_IMPOSSIBLE = "scheduling.pinned_impossible"
    EARLIER_HAS_NONE = "scheduling.earlier_has_none"
    NO_PLACE_FOUND = "scheduling.no_place_found"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands: the cheapest plan so far, what is certain to be unreachable, the time."""

    seconds: float
    objective: int
    bound: float
    unscheduled: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A hearing without a place, and why, as a stable reason key."""

    hearing: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A checked plan and what is known of its worth."""

    plan: Plan
    objective: int
    bound: float
    first_plan_seconds: float
    seconds: float
    unplaced: tuple[Unplaced, ...]

    @property
    def gap(self) -> float:
        """By how much of its objective the plan could still be cheaper at most, 0 to 1."""
        return max(0.0, (self.objective - self.bound) / self.objective) if self.objective else 0.0


Listener = Callable[[Progress], None]
