"""What no plan can undercut, whatever it does: a certified lower bound of the objective.

Column generation, one program for each group of judges that share hearings; small courts are taken
as a whole. What a group of judges pays for opening a trip is its share of the price, and the shares
add up to one, so the sum of the groups' bounds undercuts every plan.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from time import monotonic

from scheduling.solving.bundles import Choices, Column, HalfDay, benches
from scheduling.solving.cases import Case
from scheduling.solving.desk import Desk
from scheduling.solving.integral import choose_whole
from scheduling.solving.master import Master
from scheduling.solving.tables import Tables

WHOLE_MAX = 400
"""Up to so many hearings the court is one program; beyond, each group of judges has its own."""

NEAR_ENOUGH = 0.3
"""A program is done when its value is no more than this above its bound."""


class Bound:
    """Works out the bound; can be stopped at any time, and is then valid, only lower."""

    def __init__(self, tables: Tables, plan: Desk) -> None:
        self.tables = tables
        groups = list(benches(tables))
        if len(tables.cases) <= WHOLE_MAX and groups:
            groups = [set().union(*groups)]
        choices = [Choices(tables, group) for group in groups]
        shares = _shares(choices)
        worth = _worth(plan)
        self.masters = [
            Master(one, share, worth) for one, share in zip(choices, shares, strict=True)
        ]
        self._nobody = sum(case.left_out for case in tables.cases if not case.judges)
        for master in self.masters:
            _learn(master, plan)

    @property
    def value(self) -> int:
        """The bound so far, as an integer since every objective is one; never below zero."""
        found = sum(max(one.bound, floor(one.choices.cases)) for one in self.masters) + self._nobody
        return max(0, math.ceil(found - 0.01))

    def tighten(self, over: Callable[[], bool], seconds: float) -> bool:
        """Add columns until nothing is missing; False when the time was up before."""
        until = monotonic() + seconds
        whole = True
        for place, master in enumerate(self.masters):
            left = (until - monotonic()) / (len(self.masters) - place)
            whole = converge(master, over, left) and whole
        return whole

    def choose(
        self, plan_cost: int, over: Callable[[], bool], seconds: float
    ) -> tuple[Column, ...]:
        """Choose whole half days from programs that have all their columns; may lift the bound."""
        until = monotonic() + seconds
        gap = plan_cost - self.value
        chosen: list[Column] = []
        for place, master in enumerate(self.masters):
            if over():
                break
            left = (until - monotonic()) / (len(self.masters) - place)
            whole = choose_whole(master, gap, left)
            master.bound = max(master.bound, whole.bound)
            chosen += whole.columns
        return tuple(chosen)


def floor(cases: Iterable[Case]) -> int:
    """What hearings cost at least, each by itself on its first day at its nearest venue."""
    return sum(
        min(
            case.left_out,
            case.a_day * (case.earliest - case.release) + min(case.travel.values(), default=0),
        )
        for case in cases
    )


def converge(master: Master, over: Callable[[], bool], seconds: float) -> bool:
    """Bring one program to its end; False when the time was up before."""
    until = monotonic() + seconds
    most = max(300, 2 * len(master.choices.cases))
    while not over() and monotonic() < until:
        if not master.solve(until - monotonic()):
            return False
        missing = master.price_out()
        if not missing or abs(master.value - master.bound) < NEAR_ENOUGH:
            if not master.raise_prices():
                return True
            continue
        for at, hearings in missing[:most]:
            master.add(at, hearings)
    return False


def _learn(master: Master, plan: Desk) -> None:
    """Start with the half days of a known plan."""
    tables = plan.tables
    found: dict[HalfDay, list[int]] = defaultdict(list)
    for case in master.choices.cases:
        spot = plan.spots[case.number]
        if spot is not None:
            venue = tables.room_venue[spot.room]
            at = HalfDay(spot.judge, spot.day, tables.half_of[spot.start], venue)
            found[at].append(case.number)
    for at, hearings in found.items():
        if all(one in master.choices.prices.get(at, {}) for one in hearings):
            master.add(at, hearings)


def _worth(plan: Desk) -> dict[int, float]:
    """What each hearing costs in a known plan, its part of the sitting and the trip included."""
    weights = plan.tables.problem.weights
    found: dict[int, float] = {}
    for case in plan.tables.cases:
        spot = plan.spots[case.number]
        if spot is not None:
            venue = plan.tables.room_venue[spot.room]
            cost = case.a_day * (spot.day - case.release) + case.travel[venue] + weights.sitting
            if plan.tables.circuit[venue]:
                cost += weights.trip_open + 4 * weights.trip_person
            found[case.number] = float(cost)
    return found


def _shares(choices: list[Choices]) -> list[Mapping[tuple[int, int], float]]:
    """Divide the price of each trip among the groups that could make it, by what must go there."""
    wishes: list[dict[tuple[int, int], float]] = []
    for group in choices:
        mine: dict[tuple[int, int], float] = defaultdict(float)
        for at, prices in group.prices.items():
            if group.tables.circuit[at.venue]:
                mine[at.venue, at.day] += sum(
                    10.0 if len(group.tables.cases[one].starts) == 1 else 1.0 for one in prices
                )
        wishes.append(mine)
    total: dict[tuple[int, int], float] = defaultdict(float)
    for mine in wishes:
        for trip, wish in mine.items():
            total[trip] += wish
    return [{trip: wish / total[trip] for trip, wish in mine.items()} for mine in wishes]
