"""From a problem to a plan: a first one at once, then better ones until the time is up.

No plan leaves this file unchecked: what is returned has been judged by `checker.py`, which knows
nothing of the search.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from time import monotonic

from scheduling.solving.bound import Bound, floor
from scheduling.solving.bundles import Column
from scheduling.solving.checker import check
from scheduling.solving.desk import Desk
from scheduling.solving.greedy import FirstPlan
from scheduling.solving.layouts import laid_out_as, lay_out, plan_of, unplaced
from scheduling.solving.outcomes import Budget, Listener, Outcome, Progress
from scheduling.solving.problem import Plan, Problem
from scheduling.solving.search import Search
from scheduling.solving.tables import Tables

HOT, MILD, COLD = 4.0, 2.0, 0.3
"""Heat of the search: at the start, when it starts from a good plan, and at its end."""

SECONDS_A_HEARING = 0.025
"""A program that has less time than this for each hearing would only cost time."""

PIN_BROKEN = "H10-pinned"

WARMING = 0.1
"""The part of the time that is spent on a better plan before the program is asked."""

TAKEN_OUT = (4, 14)
"""How many hearings are taken out at once, at least and at most."""


def solve(
    problem: Problem,
    budget: Budget,
    *,
    seed: int = 1,
    start: Plan | None = None,
    listen: Listener = lambda _: None,
    keep: Callable[[Plan], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Plan the hearings. Never raises for want of a plan: what has no place is listed.

    `keep` is handed the first plan at once, and the one before the program is asked, for a caller
    who may not live to see the last one.
    """
    return _Run(problem, budget, seed, Ears(listen, keep, stop)).solve(start)


@dataclass(frozen=True, slots=True)
class Ears:
    """Whom a run tells where it stands, and who may stop it."""

    listen: Listener
    keep: Callable[[Plan], None]
    stop: Callable[[], bool]


class _Run:
    """One run of the solver, from the first plan to the last."""

    def __init__(self, problem: Problem, budget: Budget, seed: int, ears: Ears) -> None:
        self.began = monotonic()
        self.tables = Tables(problem)
        self.budget = budget
        self.ears = ears
        self.rng = Random(seed)  # noqa: S311 - the same seed must give the same plan
        self.bound = floor(self.tables.cases)

    def solve(self, start: Plan | None) -> Outcome:
        desk, waiting = lay_out(self.tables, start)
        FirstPlan(desk, self.rng, stop=self._over).build(waiting)
        first = self._elapsed()
        self._tell(desk.cost, sum(spot is None for spot in desk.spots))
        self.ears.keep(plan_of(desk))
        wishes: tuple[Column, ...] = ()
        if self._has_time_for_the_program():
            # A better plan first: the nearer it is to the bound, the more can be proven.
            desk = self._search(desk, HOT, (), WARMING)
            self.ears.keep(plan_of(desk))
            wishes = self._program(desk)
        best = self._search(desk, HOT if start is None and not wishes else MILD, wishes)
        plan = plan_of(best)
        report = check(self.tables.problem, plan)
        # A pin that is itself against the rules leaves no allowed plan at all: it is named below.
        assert all(one.code == PIN_BROKEN for one in report.breaches), report.breaches[:3]
        return Outcome(
            plan=plan,
            objective=report.objective,
            bound=self.bound,
            first_plan_seconds=first,
            seconds=self._elapsed(),
            unplaced=unplaced(best),
        )

    def _elapsed(self) -> float:
        return monotonic() - self.began

    def _over(self) -> bool:
        late = self.budget.steps is None and self._elapsed() >= self.budget.seconds
        return late or self.ears.stop()

    def _tell(self, objective: int, unscheduled: int) -> None:
        self.ears.listen(Progress(self._elapsed(), objective, self.bound, unscheduled))

    def _has_time_for_the_program(self) -> bool:
        enough = SECONDS_A_HEARING * len(self.tables.cases)
        return self.budget.steps is None and self._left() * self.budget.program >= enough

    def _left(self) -> float:
        return self.budget.seconds - self._elapsed()

    def _program(self, desk: Desk) -> tuple[Column, ...]:
        """Work out the bound; when there is time, ask the program which half days it wishes for."""
        seconds = self._left() * self.budget.program
        until = self._elapsed() + seconds
        bound = Bound(self.tables, desk)
        self.bound = max(self.bound, bound.value)
        has_all = bound.tighten(self._over, seconds)
        self._rise(bound, desk)
        if not has_all or self._over():
            return ()
        left = min(self._left() * self.budget.program, until - self._elapsed() + seconds)
        wishes = bound.choose(desk.cost, self._over, left)
        self._rise(bound, desk)
        return wishes

    def _rise(self, bound: Bound, desk: Desk) -> None:
        """No bound lies above a plan that is there: what was proven is that no other is cheaper."""
        self.bound = max(self.bound, min(bound.value, desk.cost))
        self._tell(desk.cost, sum(spot is None for spot in desk.spots))

    def _search(
        self, desk: Desk, hot: float, wishes: tuple[Column, ...] = (), part: float = 1.0
    ) -> Desk:
        """Improve a plan for a part of what is left; the hotter, the worse it may get meanwhile."""
        search = Search(desk, self.rng, wishes)
        steps, began = 0, self._elapsed()
        length = max(1e-9, (self.budget.seconds - began) * part)
        while search.free and not self._over() and steps != self.budget.steps:
            done = (
                steps / self.budget.steps
                if self.budget.steps
                else (self._elapsed() - began) / length
            )
            if done >= 1:
                break
            steps += 1
            heat = hot * (1 - done) + COLD * done
            if search.step(heat, self.rng.randint(*TAKEN_OUT)):
                self._tell(search.best_cost, sum(spot is None for spot in search.best))
        return laid_out_as(self.tables, search.best)
