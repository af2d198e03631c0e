"""Better and better: some hearings are taken out of the plan and put back in a cleverer order.

Large neighbourhood search (Shaw, 1998) with simulated annealing as the rule of acceptance (Ropke
and Pisinger, 2006). What is taken out together hangs together: one judge's days, one day, one room,
one boat trip, or hearings that share people.
"""

import math
from collections.abc import Sequence
from enum import Enum
from random import Random

from scheduling.solving.bundles import Column, HalfDay
from scheduling.solving.desk import Desk
from scheduling.solving.filling import fill
from scheduling.solving.insertion import Insertion
from scheduling.solving.ruins import RUINS
from scheduling.solving.workbench import Workbench

WISHED = 0.3
"""How often a step lays out a half day that the program wished for, when there are wishes."""

COMPANY_MAX = 6
"""At most so many other hearings of the judge come out with a wished half day."""


class Step(Enum):
    """What came of one step."""

    NONE = "none"
    UNDONE = "undone"
    TAKEN = "taken"
    BETTER = "better"
    BEST = "best"


class Search(Workbench):
    """Improves one desk in place; `best` is the cheapest plan that was seen."""

    def __init__(self, desk: Desk, rng: Random, wishes: Sequence[Column] = ()) -> None:
        super().__init__(desk, rng)
        self.wishes = wishes
        self.insertion = Insertion(desk)
        self.best = list(desk.spots)
        self.best_cost = desk.cost
        self.scores = [1.0] * len(RUINS)

    def step(self, temperature: float, size: int) -> bool:
        """Take out about `size` hearings and put them back; True when the best plan got better."""
        if not self.free:
            return False
        if self.wishes and self.rng.random() < WISHED:
            wish = self.rng.choice(self.wishes)
            return self._try(temperature, self._in_the_way_of(wish), wish) == Step.BEST
        which = self.rng.choices(range(len(RUINS)), self.scores)[0]
        step = self._try(temperature, RUINS[which](self, size))
        if step in (Step.BETTER, Step.BEST):
            self.scores[which] = min(5.0, self.scores[which] + 0.05)
        elif step == Step.UNDONE:
            self.scores[which] = max(0.2, self.scores[which] * 0.999)
        return step == Step.BEST

    def _try(self, temperature: float, chosen: list[int], wish: Column | None = None) -> Step:
        """Take hearings out, grant the wish if there is one, put the others back; or undo it."""
        if not chosen:
            return Step.NONE
        before = self.desk.cost
        out = [*chosen, *self._unplaced(3)]
        stood = {number: self.lift(number) for number in out}
        if wish is not None:
            self._grant(wish)
        self._recreate([number for number in out if self.desk.spots[number] is None])
        after = self.desk.cost
        threshold = before - temperature * math.log(max(1e-12, self.rng.random()))
        if after >= threshold:
            self.undo(stood, before)
            return Step.UNDONE
        if after < self.best_cost:
            self.best_cost = after
            self.best = list(self.desk.spots)
            return Step.BEST
        return Step.BETTER if after < before else Step.TAKEN

    def _in_the_way_of(self, wish: Column) -> list[int]:
        """What a wished half day wants, what stands there now, and some more of the judge's."""
        at, hearings = wish
        spots, cases = self.desk.spots, self.tables.cases
        if all(self._half_day_of(one) == at for one in hearings):
            return []
        there = [
            one
            for one in sorted(self.by_day[at.day])
            if (stands := self._half_day_of(one)) is not None and stands[:3] == at[:3]
        ]
        out = [one for one in (*hearings, *there) if cases[one].pinned is None]
        out = self.with_followers(list(dict.fromkeys(out)))
        others = [
            one for one in self.by_judge[at.judge] if spots[one] is not None and one not in set(out)
        ]
        company = self.near(others, at.day, self.rng.randint(0, COMPANY_MAX))
        return list(dict.fromkeys([*out, *company]))

    def _half_day_of(self, number: int) -> HalfDay | None:
        spot, tables = self.desk.spots[number], self.tables
        if spot is None:
            return None
        venue = tables.room_venue[spot.room]
        return HalfDay(spot.judge, spot.day, tables.half_of[spot.start], venue)

    def _grant(self, wish: Column) -> None:
        at, hearings = wish
        for number in fill(
            self.desk, at, [one for one in hearings if self.desk.spots[one] is None]
        ):
            self.by_day[at.day].add(number)
            self.left.discard(number)

    def _unplaced(self, most: int) -> list[int]:
        return self.rng.sample(sorted(self.left), min(most, len(self.left))) if self.left else []

    def _recreate(self, waiting: list[int]) -> None:
        """Put hearings back in an order drawn by lot: any, the urgent first, or the long first."""
        order = list(waiting)
        rank = self.rng.choice((None, self._urgency, self._length))
        if rank is None:
            self.rng.shuffle(order)
        else:
            order.sort(key=lambda one: rank(one) * (0.5 + self.rng.random()))
        noise = self.rng if self.rng.getrandbits(1) else None
        for number in self._in_sequence(order):
            case = self.tables.cases[number]
            found = self.insertion.cheapest(case, noise=noise)
            if found is not None and found[0] < 0:
                self.place(case, *found)

    def _length(self, number: int) -> float:
        return -self.tables.cases[number].steps

    def _urgency(self, number: int) -> float:
        case = self.tables.cases[number]
        return (case.latest - case.earliest + 1) * len(case.judges) / case.a_day

    def _in_sequence(self, order: list[int]) -> list[int]:
        """Earlier hearings of a chain before later ones, else the order stays."""
        waiting = set(order)
        done: dict[int, None] = {}

        def add(number: int) -> None:
            if number not in done and number in waiting:
                for earlier, _ in self.tables.cases[number].before:
                    add(earlier)
                done[number] = None

        for number in order:
            add(number)
        return list(done)
