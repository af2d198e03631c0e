"""What the service asks of a planning child, and the limits that the child must live within."""

from dataclasses import dataclass
from typing import Literal

from scheduling.solving.outcomes import Budget

GIBIBYTE = 1024**3
START_SECONDS_MAX = 90.0
"""What a child may take to start and to end, beside its budget, on a machine under load."""
STEPS_SECONDS_MAX = 3600.0
"""How long a run with a number of steps may take: it has no other clock."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use; beyond it the system ends the child, and the service lives on."""

    memory_bytes_max: int = 3 * GIBIBYTE
    cpu_seconds_max: int | None = None
    seconds_max: float | None = None
    grace_seconds: float = 20.0

    def seconds_for(self, budget: Budget) -> float:
        if self.seconds_max is not None:
            return self.seconds_max
        by_steps = budget.steps is not None
        return (STEPS_SECONDS_MAX if by_steps else budget.seconds) + START_SECONDS_MAX

    def cpu_seconds_for(self, budget: Budget) -> int:
        """Two threads may run all the time: more is a defect."""
        return self.cpu_seconds_max or 2 * int(self.seconds_for(budget) + self.grace_seconds) + 1


@dataclass(frozen=True, slots=True)
class Task:
    """One errand for one child."""

    what: Literal["solve", "repair"]
    budget: Budget
    seed: int
    memory_bytes_max: int
    cpu_seconds_max: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a child could not do its errand, as a stable reason key."""

    reason: str
