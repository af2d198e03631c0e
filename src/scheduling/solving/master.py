"""The linear program over bundles: every hearing once, nobody and nothing used more than it can be.

Dantzig-Wolfe decomposition: a column is a bundle (`bundles.py`), the rows are what half days share
(`rows.py`). Columns that are missing are found from the duals.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from ortools.math_opt.python.parameters import SolveParameters, SolverType
from ortools.math_opt.python.result import TerminationReason
from ortools.math_opt.python.solve import IncrementalSolver
from ortools.math_opt.python.variables import Variable

from scheduling.solving.bundles import (
    TINY,
    Choices,
    Column,
    HalfDay,
    best_bundles,
    near_bundles,
)
from scheduling.solving.rows import Key, Rows

Items = list[tuple[float, int, int]]
"""Price by the duals, steps and number of each hearing that could be in a bundle, ascending."""

DEAREST = 1.5
"""What leaving a hearing out costs at first, as a multiple of what its place in a plan costs."""


class Master:
    """One program for one group of judges.

    `worth` is a guess at what each hearing costs in a good plan: until the program has columns
    enough, leaving it out costs little more than that, which keeps the duals near the truth.
    """

    def __init__(
        self,
        choices: Choices,
        share: Mapping[tuple[int, int], float],
        worth: Mapping[int, float],
    ) -> None:
        self.choices = choices
        self.tables = choices.tables
        self.rows = Rows(choices, share)
        self.columns: dict[Column, Variable] = {}
        self.value = math.inf
        self.bound = -math.inf
        self._prices: dict[int, float] = {}
        for case in choices.cases:
            guess = DEAREST * worth.get(case.number, float(case.left_out)) + 15
            self._prices[case.number] = min(guess, case.left_out)
            left_out = self.rows.quantity(("left out", case.number), self._prices[case.number])
            self.rows.row(("hearing", case.number), most=1.0, least=1.0)
            self.rows.rows["hearing", case.number].set_coefficient(left_out, 1.0)
        self._duals: dict[Key, float] = {}
        self._values: dict[Variable, float] = {}
        self._solver = IncrementalSolver(self.rows.model, SolverType.GLOP)

    def add(self, at: HalfDay, hearings: Iterable[int]) -> Variable:
        """Add a bundle, or return the column that it already is."""
        column = (at, tuple(sorted(hearings)))
        known = self.columns.get(column)
        if known is not None:
            return known
        variable = self.rows.model.add_variable(lb=0.0)
        self.columns[column] = variable
        price = self.choices.price(at, column[1])
        self.rows.model.objective.set_linear_coefficient(variable, price)
        for key, coefficient in self.rows.coefficients(at, column[1]):
            self.rows.rows[key].set_coefficient(variable, coefficient)
        return variable

    def solve(self, seconds: float) -> bool:
        """Solve with the columns that are there; False when the time was too short."""
        limit = SolveParameters(time_limit=timedelta(seconds=max(0.01, seconds)))
        result = self._solver.solve(params=limit)
        if result.termination.reason != TerminationReason.OPTIMAL:
            return False
        duals = result.dual_values()
        self._duals = {key: duals[row] for key, row in self.rows.rows.items()}
        self._values = result.variable_values()
        self.value = result.objective_value()
        return True

    def used(self) -> list[tuple[float, Column]]:
        """Columns with a positive value, the largest first."""
        found = [
            (value, column)
            for column, variable in self.columns.items()
            if (value := self._values.get(variable, 0.0)) > TINY
        ]
        return sorted(found, key=lambda one: (-one[0], one[1]))

    def raise_prices(self) -> bool:
        """Make leaving out dearer where the program still leaves out; False when nowhere."""
        raised = False
        for case in self.choices.cases:
            variable = self.rows.quantities["left out", case.number]
            price = self._prices[case.number]
            if self._values.get(variable, 0.0) > TINY and price < case.left_out:
                self._prices[case.number] = min(3 * price, case.left_out)
                self.rows.model.objective.set_linear_coefficient(
                    variable, self._prices[case.number]
                )
                raised = True
        return raised

    def price_out(self, per_half_day: int = 3, skip: Collection[int] = ()) -> list[Column]:
        """Find columns that would improve the program, best first, and lift `bound` if it can be.

        The value plus the cheapest bundle of every half day undercuts every plan (Lagrangian
        bound), so `bound` is certain long before the program has all its columns.
        """
        lowest: dict[tuple[int, ...], float] = {}
        found: list[tuple[float, Column]] = []
        for at in self.choices.prices:
            bundles = self._bundles(at, per_half_day, skip)
            if bundles:
                half_day = at[:3]
                lowest[half_day] = min(lowest.get(half_day, 0.0), bundles[0][0])
                found += [(price, (at, chosen)) for price, chosen in bundles]
        if not skip:
            self.bound = max(self.bound, self.value + sum(lowest.values()))
        found.sort()
        return [column for _, column in found]

    def near(self, gap: float, most: int) -> list[Column] | None:
        """Find every column whose reduced cost is at most `gap`; None when more than `most`."""
        found: list[Column] = []
        for at in self.choices.prices:
            items, fixed = self._items(at, math.inf)
            for chosen in near_bundles(items, fixed, *self._room_for(at, len(items)), gap):
                found.append((at, tuple(sorted(chosen))))
                if len(found) > most:
                    return None
        return found

    def _bundles(
        self, at: HalfDay, most: int, skip: Collection[int]
    ) -> list[tuple[float, tuple[int, ...]]]:
        items, fixed = self._items(at, -TINY, skip)
        if not items:
            return []
        return best_bundles(items, fixed, *self._room_for(at, len(items)), most)

    def _room_for(self, at: HalfDay, most: int) -> tuple[int, list[int]]:
        """How many steps a bundle may fill, and what the order of so many hearings costs."""
        gap = self._turnover(at)
        spare = -(-gap // self.tables.grid)
        return self.choices.length(at) + spare, self.choices.order_prices(at, most)

    def _turnover(self, at: HalfDay) -> int:
        rooms, turnover = self.choices.rooms(at.venue, at.day, at.half)
        return turnover if rooms == 1 else 0

    def _items(self, at: HalfDay, below: float, skip: Collection[int] = ()) -> tuple[Items, float]:
        """What the hearings of a half day, and the half day itself, cost by the duals."""
        duals, tables = self._duals, self.tables
        judge, day, half, venue = at
        _, turnover = self.choices.rooms(venue, day, half)
        fixed = tables.problem.weights.sitting - duals.get(("half day", judge, day, half), 0.0)
        fixed -= duals.get(("judge there", judge, venue, day, half), 0.0)
        per_step = -duals.get(("day", judge, day), 0.0)
        for level in range(self.rows.levels[judge]):
            per_step -= duals["week", judge, tables.weeks[day], level]
        pool = self.rows.pools[judge]
        if pool is not None:
            fixed -= pool[1] * duals.get(("clerk for judge", pool[0], *at), 0.0)
            minutes = duals.get(("clerk minutes", pool[0], venue, day, half), 0.0)
            per_step -= pool[1] * minutes / self.choices.length((venue, day, half))
        room = duals.get(("rooms", venue, day, half), 0.0)
        gap = self._turnover(at)
        items = []
        for number, price in self.choices.prices[at].items():
            own = price - self._gain(number, at)
            own += per_step * tables.cases[number].minutes / tables.grid
            if room:
                own -= room * self.choices.steps_in_room(number, turnover)
            if own < below and number not in skip:
                items.append((own, self.choices.steps_in_room(number, gap), number))
        return sorted(items), fixed

    def _gain(self, number: int, at: HalfDay) -> float:
        """What the program would pay to have this hearing placed on this day at this venue."""
        duals, day, venue = self._duals, at.day, at.venue
        gain = duals["hearing", number]
        if self.tables.circuit[venue]:
            gain += duals.get(("hearing opens", number, venue, day), 0.0)
            for kind, count in self.rows.companions[number]:
                gain += count * duals.get(("others there", number, kind, venue, day), 0.0)
        for earlier, _ in self.tables.cases[number].before:
            gain += day * duals.get(("order", earlier, number), 0.0)
        for later, _ in self.tables.after[number]:
            gain -= day * duals.get(("order", number, later), 0.0)
        return gain
