"""What half days share, as rows of a linear program: hearings, judges, rooms, clerks, boats, order.

Every row holds for every plan that the rules allow. Rows and the quantities in them (overload,
trips, clerks at a venue) are made when a bundle first needs them.
"""

import math
from collections.abc import Collection, Hashable, Mapping

from ortools.math_opt.python.linear_constraints import LinearConstraint
from ortools.math_opt.python.model import Model
from ortools.math_opt.python.variables import Variable

from scheduling.solving.bundles import Choices, HalfDay
from scheduling.solving.pools import Pool, common_pool, companions, stands_alone

Key = tuple[Hashable, ...]
Coefficients = list[tuple[Key, float]]


class Rows:
    """The rows for one group of judges, in one model.

    `share` is the part of the price of opening a trip that this group bears, by (venue, day).
    """

    def __init__(self, choices: Choices, share: Mapping[tuple[int, int], float]) -> None:
        self.choices = choices
        self.tables = choices.tables
        self.weights = self.tables.problem.weights
        self.share = share
        self.model = Model()
        self.rows: dict[Key, LinearConstraint] = {}
        self.quantities: dict[Key, Variable] = {}
        self.pools = {judge: common_pool(choices.cases, judge) for judge in choices.judges}
        alone = {pool: stands_alone(self.tables, pool) for pool in set(self.pools.values()) if pool}
        self._fare = {pool[0]: self.weights.trip_person if alone[pool] else 0 for pool in alone}
        counted = {pool[0] for pool in alone}
        self.companions = companions(self.tables, choices.cases, counted)
        self.inside = {case.number for case in choices.cases}
        self.levels = {
            judge: min(len(self.tables.week_steps[judge]), len(self.weights.overload))
            for judge in choices.judges
        }
        for judge in choices.judges:
            for week in range(self.tables.week_count):
                self._overload_rows(judge, week)

    def row(self, key: Key, most: float = math.inf, least: float = -math.inf) -> bool:
        """Make a row unless it is there; True when it is new."""
        if key in self.rows:
            return False
        self.rows[key] = self.model.add_linear_constraint(lb=least, ub=most)
        return True

    def quantity(self, key: Key, price: float) -> Variable:
        """A quantity of the plan beside its bundles, at least zero."""
        if key not in self.quantities:
            self.quantities[key] = self.model.add_variable(lb=0.0)
            self.model.objective.set_linear_coefficient(self.quantities[key], price)
        return self.quantities[key]

    def _overload_rows(self, judge: int, week: int) -> None:
        for level in range(self.levels[judge]):
            limit = self.tables.week_steps[judge][level]
            self.row(("week", judge, week, level), most=limit / self.tables.grid)
            over = self.quantity(("overload", judge, week, level), self.weights.overload[level])
            self.rows["week", judge, week, level].set_coefficient(over, -1.0)

    def coefficients(self, at: HalfDay, hearings: tuple[int, ...]) -> Coefficients:
        """Name every row that a bundle stands in, and how much of it the bundle takes."""
        tables = self.tables
        judge, day, half, venue = at
        steps = sum(tables.cases[one].minutes for one in hearings) / tables.grid
        found: Coefficients = [(("hearing", one), 1.0) for one in hearings]
        self.row(("half day", judge, day, half), most=1.0)
        found.append((("half day", judge, day, half), 1.0))
        limit = tables.max_day[judge]
        if limit is not None:
            self.row(("day", judge, day), most=limit / tables.grid)
            found.append((("day", judge, day), steps))
        week = tables.weeks[day]
        found += [(("week", judge, week, level), steps) for level in range(self.levels[judge])]
        found += self._rooms(at, hearings)
        if tables.circuit[venue]:
            found += self._trip(at, hearings)
        pool = self.pools[judge]
        if pool is not None:
            found += self._clerks(pool, at, steps)
        return found + self._order(at, hearings)

    def _present(self, people: tuple[int, ...], day: int, half: int) -> int:
        mask = self.choices.half_masks[half]
        days, calendar = self.tables.days, self.tables.calendar
        return sum(bool(mask & ~calendar[one * days + day]) for one in people)

    def _rooms(self, at: HalfDay, hearings: Collection[int]) -> Coefficients:
        """All rooms of a venue together have only so many steps in a half day."""
        key = ("rooms", at.venue, at.day, at.half)
        rooms, turnover = self.choices.rooms(at.venue, at.day, at.half)
        reach = self.choices.length((at.venue, at.day, at.half))
        spare = -(-turnover // self.tables.grid)
        self.row(key, most=rooms * (reach + spare))
        use = sum(self.choices.steps_in_room(one, turnover) for one in hearings)
        return [(key, use)]

    def _trip(self, at: HalfDay, hearings: tuple[int, ...]) -> Coefficients:
        """Whoever is heard or sits on an island opens the trip; who sits there travels."""
        judge, day, half, venue = at
        person = self.weights.trip_person
        opened = self.quantity(
            ("open", venue, day), self.weights.trip_open * self.share.get((venue, day), 1.0)
        )
        travels = self.quantity(("judge travels", judge, venue, day), person)
        self._at_most(("judge there", judge, venue, day, half), travels)
        if self.row(("judge opens", judge, venue, day), most=0.0):
            self.rows["judge opens", judge, venue, day].set_coefficient(travels, 1.0)
            self.rows["judge opens", judge, venue, day].set_coefficient(opened, -1.0)
        found: Coefficients = [(("judge there", judge, venue, day, half), 1.0)]
        for one in hearings:
            self._at_most(("hearing opens", one, venue, day), opened)
            found.append((("hearing opens", one, venue, day), 1.0))
            for kind, count in self.companions[one]:
                travel = self.quantity(("others travel", kind, venue, day), person)
                self._at_most(("others there", one, kind, venue, day), travel)
                found.append((("others there", one, kind, venue, day), count))
        return found

    def _at_most(self, key: Key, quantity: Variable) -> None:
        """Make the row `bundles in it <= quantity`."""
        if self.row(key, most=0.0):
            self.rows[key].set_coefficient(quantity, -1.0)

    def _clerks(self, pool: Pool, at: HalfDay, steps: float) -> Coefficients:
        """Clerks at a venue are enough for each judge there and for all minutes.

        None is in two venues in one half day, nor on two islands in one day.
        """
        number, needed, _ = pool
        _, day, half, venue = at
        here = (number, venue, day, half)
        if ("clerks", *here) not in self.quantities:
            clerks = self.quantity(("clerks", *here), 0.0)
            if self.tables.circuit[venue]:
                travel = self._clerks_travel(pool, venue, day)
                if self.row(("clerks there", *here), most=0.0):
                    self.rows["clerks there", *here].set_coefficient(clerks, 1.0)
                    self.rows["clerks there", *here].set_coefficient(travel, -1.0)
            else:
                self._all_clerks(pool, day, half).set_coefficient(clerks, 1.0)
        clerks = self.quantities["clerks", *here]
        self._at_most(("clerk minutes", *here), clerks)
        self._at_most(("clerk for judge", number, *at), clerks)
        reach = self.choices.length((venue, day, half))
        return [
            (("clerk for judge", number, *at), needed),
            (("clerk minutes", *here), needed * steps / reach),
        ]

    def _clerks_travel(self, pool: Pool, venue: int, day: int) -> Variable:
        key = ("clerks travel", pool[0], venue, day)
        if key not in self.quantities:
            variable = self.quantity(key, self._fare[pool[0]])
            for half in range(self.tables.halves):
                self._all_clerks(pool, day, half).set_coefficient(variable, 1.0)
        return self.quantities[key]

    def _all_clerks(self, pool: Pool, day: int, half: int) -> LinearConstraint:
        number, _, people = pool
        key = ("clerks in all", number, day, half)
        self.row(key, most=self._present(people, day, half))
        return self.rows[key]

    def _order(self, at: HalfDay, hearings: tuple[int, ...]) -> Coefficients:
        """A later hearing lies days after an earlier one, unless it is left out."""
        found: Coefficients = []
        for one in hearings:
            for earlier, lag in self.tables.cases[one].before:
                if earlier in self.inside:
                    found.append((self._order_row(earlier, one, lag), at.day))
            for later, lag in self.tables.after[one]:
                if later in self.inside:
                    found.append((self._order_row(one, later, lag), -at.day))
        return found

    def _order_row(self, earlier: int, later: int, lag: int) -> Key:
        key = ("order", earlier, later)
        if self.row(key, least=lag):
            self.rows[key].set_coefficient(
                self.quantities["left out", later], lag + self.tables.days
            )
        return key
