"""What comes back from planning apart: a plan that was judged again, or why there is none."""

from dataclasses import dataclass
from enum import StrEnum

from scheduling.solving.checker import Report
from scheduling.solving.outcomes import Outcome
from scheduling.solving.repairing import Repair


class Ending(StrEnum):
    """How a run came to its end."""

    FINISHED = "finished"
    STOPPED = "stopped"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, judged here and not by the child; `report.allowed` is the verdict."""

    outcome: Outcome
    report: Report
    ending: Ending


@dataclass(frozen=True, slots=True)
class Repaired:
    """The nearest plan after an event, judged here and not by the child."""

    repair: Repair
    report: Report
    ending: Ending


@dataclass(frozen=True, slots=True)
class Failed:
    """No plan came out, and why, as a stable reason key."""

    reason: str
