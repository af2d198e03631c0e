"""The judge of a plan: every rule that it breaks, and what it costs; written without the solver."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduling.solving.constraints import HARD
from scheduling.solving.preferences import SOFT
from scheduling.solving.problem import Breach, Plan, Problem
from scheduling.solving.timetable import is_moved, lay_out


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on a plan. `terms` are the costs by wish, `objective` is their sum.

    `scheduled` counts the hearings that have a place, `published` those whose place was known
    before, and `moved` those of them that now have another day or another start.
    """

    breaches: tuple[Breach, ...]
    terms: Mapping[str, int]
    objective: int
    scheduled: int
    published: int
    moved: int

    @property
    def allowed(self) -> bool:
        return not self.breaches


def check(problem: Problem, plan: Plan) -> Report:
    """Judge any plan, however wrong: what stands nowhere is a breach and counts as left out."""
    table = lay_out(problem, plan)
    terms = {name: wish(table) for name, wish in SOFT.items()}
    published = [hearing for hearing in problem.hearings if hearing.published is not None]
    return Report(
        breaches=tuple(breach for rule in HARD for breach in rule(table)),
        terms=terms,
        objective=sum(terms.values()),
        scheduled=len(table.placed),
        published=len(published),
        moved=sum(is_moved(one) for one in table.placed.values()),
    )
