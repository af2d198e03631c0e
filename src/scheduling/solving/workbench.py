"""A plan that is taken apart and put together: what lies on which day, and what hangs together."""

from random import Random

from scheduling.solving.cases import Case, Spot
from scheduling.solving.desk import Desk


class Workbench:
    """One desk, and by day and by judge what stands on it; `left` are those without a place."""

    def __init__(self, desk: Desk, rng: Random) -> None:
        self.desk = desk
        self.tables = desk.tables
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

    def lift(self, number: int) -> Spot | None:
        if self.desk.spots[number] is None:
            return None
        spot = self.desk.lift(self.tables.cases[number])
        self._forget(number, spot)
        return spot

    def place(self, case: Case, price: int, spot: Spot) -> None:
        self.desk.place(case, spot, price)
        self.by_day[spot.day].add(case.number)
        self.left.discard(case.number)

    def undo(self, before: dict[int, Spot | None], cost: int) -> None:
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
