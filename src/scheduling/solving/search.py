"""Better and better: some hearings are taken out of the plan and put back in a cleverer order.

Large neighbourhood search (Shaw, 1998) with simulated annealing as the rule of acceptance (Ropke
and Pisinger, 2006). What is taken out together hangs together: one judge's days, one day, one room,
one boat trip, or hearings that share people.
"""

import math
from collections.abc import Callable
from random import Random

from scheduling.solving.cases import Case, Spot
from scheduling.solving.desk import Desk
from scheduling.solving.insertion import Insertion

Ruin = Callable[["Search", int], list[int]]


class Search:
    """Improves one desk in place; `best` is the cheapest plan that was seen."""

    def __init__(self, desk: Desk, rng: Random) -> None:
        self.desk = desk
        self.tables = desk.tables
        self.insertion = Insertion(desk)
        self.rng = rng
        self.free = [case.number for case in self.tables.cases if case.pinned is None]
        self.by_day: list[set[int]] = [set() for _ in range(self.tables.days)]
        self.by_judge: dict[int, list[int]] = {}
        self.left: set[int] = set()
        for number in self.free:
            for judge in self.tables.cases[number].judges:
                self.by_judge.setdefault(judge, []).append(number)
            spot = desk.spots[number]
            if spot is None:
                self.left.add(number)
            else:
                self.by_day[spot.day].add(number)
        self.best = list(desk.spots)
        self.best_cost = desk.cost
        self.scores = [1.0] * len(RUINS)

    def step(self, temperature: float, size: int) -> bool:
        """Take out about `size` hearings and put them back; True when the best plan got better."""
        if not self.free:
            return False
        which = self.rng.choices(range(len(RUINS)), self.scores)[0]
        chosen = RUINS[which](self, size)
        if not chosen:
            return False
        before = self.desk.cost
        out = [*chosen, *self._unplaced(3)]
        stood = {number: self._lift(number) for number in out}
        self._recreate(out)
        after = self.desk.cost
        threshold = before - temperature * math.log(max(1e-12, self.rng.random()))
        if after >= threshold:
            self._undo(stood, before)
            self.scores[which] = max(0.2, self.scores[which] * 0.999)
            return False
        if after < before:
            self.scores[which] = min(5.0, self.scores[which] + 0.05)
        if after < self.best_cost:
            self.best_cost = after
            self.best = list(self.desk.spots)
            return True
        return False

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
                self._place(case, *found)

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

    def _lift(self, number: int) -> Spot | None:
        if self.desk.spots[number] is None:
            return None
        spot = self.desk.lift(self.tables.cases[number])
        self._forget(number, spot)
        return spot

    def _place(self, case: Case, price: int, spot: Spot) -> None:
        self.desk.place(case, spot, price)
        self.by_day[spot.day].add(case.number)
        self.left.discard(case.number)

    def _undo(self, before: dict[int, Spot | None], cost: int) -> None:
        spots = self.desk.spots
        for number in before:
            self._forget(number, spots[number])
        self.desk.put_back(before, cost)
        for number, spot in before.items():
            if spot is not None:
                self.by_day[spot.day].add(number)
                self.left.discard(number)

    def _forget(self, number: int, spot: Spot | None) -> None:
        if spot is not None:
            self.by_day[spot.day].discard(number)
            self.left.add(number)

    def with_followers(self, numbers: list[int]) -> list[int]:
        """A hearing that waits for one that is taken out comes out with it."""
        found = dict.fromkeys(numbers)
        queue = list(numbers)
        while queue:
            for later, _ in self.tables.after[queue.pop()]:
                if later not in found and self.tables.cases[later].pinned is None:
                    found[later] = None
                    queue.append(later)
        return list(found)

    def day_of(self, number: int) -> int:
        """The day of a hearing that has a place."""
        spot = self.desk.spots[number]
        assert spot is not None
        return spot.day

    def near(self, numbers: list[int], day: int, most: int) -> list[int]:
        """Those of the hearings that lie nearest to a day, and what must come out with them."""
        numbers.sort(key=lambda one: abs(self.day_of(one) - day) + self.rng.random())
        return self.with_followers(numbers[:most])

    def somewhere(self) -> tuple[int, Spot] | None:
        """Draw a hearing; None when it has no place."""
        number = self.rng.choice(self.free)
        spot = self.desk.spots[number]
        return None if spot is None else (number, spot)


def some_days_of_a_judge(search: Search, size: int) -> list[int]:
    judge = search.rng.choice(list(search.by_judge))
    spots = search.desk.spots
    mine = [
        one
        for one in search.by_judge[judge]
        if (spot := spots[one]) is not None and spot.judge == judge
    ]
    return search.near(mine, search.day_of(search.rng.choice(mine)), size) if mine else []


def a_day(search: Search, size: int) -> list[int]:
    drawn = search.somewhere()
    if drawn is None:
        return []
    there = sorted(search.by_day[drawn[1].day])
    return search.with_followers(search.rng.sample(there, min(size, len(there))))


def a_room_for_some_days(search: Search, size: int) -> list[int]:
    drawn = search.somewhere()
    if drawn is None:
        return []
    _, spot = drawn
    spots = search.desk.spots
    there = [
        one
        for day in range(max(0, spot.day - 3), min(search.tables.days, spot.day + 4))
        for one in sorted(search.by_day[day])
        if (other := spots[one]) is not None and other.room == spot.room
    ]
    return search.near(there, spot.day, size)


def related(search: Search, size: int) -> list[int]:
    """Hearings near in time that share a judge, or could."""
    drawn = search.somewhere()
    if drawn is None:
        return []
    seed, spot = drawn
    judges = set(search.tables.cases[seed].judges) | {spot.judge}
    reach = search.rng.choice((2, 5, 10))
    around = range(max(0, spot.day - reach), min(search.tables.days, spot.day + reach + 1))
    there = [
        one
        for day in around
        for one in sorted(search.by_day[day])
        if judges & set(search.tables.cases[one].judges)
    ]
    chosen = search.rng.sample(there, min(size, len(there)))
    return search.with_followers(list(dict.fromkeys([seed, *chosen])))


def a_boat_trip(search: Search, size: int) -> list[int]:
    """What is heard on an island around one day, and what could have gone there."""
    drawn = search.somewhere()
    if drawn is None:
        return []
    seed, spot = drawn
    circuit = search.tables.circuit
    islands = [venue for venue in search.tables.cases[seed].starts if circuit[venue]]
    if not islands:
        return []
    venue = search.rng.choice(islands)
    there = [
        one
        for one in search.free
        if venue in search.tables.cases[one].starts and search.desk.spots[one] is not None
    ]
    return search.near(there, spot.day, size)


RUINS: tuple[Ruin, ...] = (some_days_of_a_judge, a_day, a_room_for_some_days, related, a_boat_trip)
