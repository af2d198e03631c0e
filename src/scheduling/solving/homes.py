"""Published places as homes: who may stay, who must leave, and how few leave.

A hearing is at home when its day and start are those that people were told: another room or
another bench at the same time moves nobody's calendar. All else is away.
"""

from collections.abc import Callable, Iterable
from random import Random

from scheduling.solving.cases import Case, Spot
from scheduling.solving.desk import Desk
from scheduling.solving.greedy import FirstPlan
from scheduling.solving.insertion import Insertion
from scheduling.solving.layouts import in_order
from scheduling.solving.squeezing import Squeeze
from scheduling.solving.tables import Tables

AT_HOME_TROUBLE = 50
"""How much rather one clears away a hearing that has moved already than one that is at home."""

Key = tuple[int, int, int]
"""What is to be small, the first first: hearings left out, hearings moved, cost."""


class ReservingDesk(Desk):
    """Keeps the place of a later hearing free while the earlier one of its chain seeks its own."""

    def window(self, case: Case) -> tuple[int, int]:
        first, last = case.earliest, case.latest
        for earlier, lag in case.before:
            spot = self.spots[earlier]
            if spot is not None:
                first = max(first, spot.day + lag)
        for later, lag in self.tables.after[case.number]:
            spot = self.spots[later]
            if spot is not None:
                last = min(last, spot.day - lag)
        return (first, last)


class Homes:
    """A published plan laid over a changed problem, and mended with few moves."""

    def __init__(self, tables: Tables, rng: Random, *, stop: Callable[[], bool]) -> None:
        self.tables = tables
        self.rng = rng
        self.stop = stop
        self.desk = ReservingDesk(tables)
        self.insertion = Insertion(self.desk)
        self.waiting: list[int] = []
        for number in in_order(tables, range(len(tables.cases))):
            case = tables.cases[number]
            spot = case.pinned or case.published
            if spot is not None and self.desk.fits(case, spot):
                self.desk.place(case, spot)
            elif case.pinned is None:
                self.waiting.append(number)
        self._driven_away = set(self.waiting)
        self.hit = [one for one in self.waiting if tables.cases[one].published is not None]
        self._bare = ReservingDesk(tables)
        # Asked a thousand times later: whether a home could hold its hearing in an empty court.
        self._may_stay = {
            one
            for one in range(len(tables.cases))
            if (home := tables.cases[one].published) is not None
            and (
                one not in self.hit
                or _at_home_time(self._bare, tables.cases[one], home) is not None
            )
        }

    def mend(self) -> None:
        """Give every waiting hearing a place: at home, else the cheapest, else another's."""
        waiting = self._tightest_first(self.waiting)
        self.waiting = []
        for number in waiting:
            self._stay(self.tables.cases[number])
        left = [one for one in waiting if self.desk.spots[one] is None]
        left = [one for one in left if not self._settle(self.tables.cases[one])]
        left = [one for one in left if not self._squeeze(self.tables.cases[one])]
        if left:
            self._clear(left)
        self._drop_orphans()

    def settle_all(self, numbers: Iterable[int], noise: Random | None) -> None:
        for number in numbers:
            case = self.tables.cases[number]
            if self.desk.spots[number] is None and not self._stay(case):
                _ = self._settle(case, noise) or self._squeeze(case)
        self._drop_orphans()

    def snapshot(self) -> list[Spot | None]:
        return list(self.desk.spots)

    def restore(self, before: list[Spot | None]) -> None:
        cases, spots = self.tables.cases, self.desk.spots
        other = [one for one, spot in enumerate(before) if spots[one] != spot]
        for number in other:
            if spots[number] is not None:
                self.desk.lift(cases[number])
        for number in other:
            spot = before[number]
            if spot is not None:
                self.desk.place(cases[number], spot)

    def evicted(self) -> list[int]:
        """Name those who could have stayed, had they not made room."""
        return [one for one in self.changed() if self.is_away(one) and one not in self._driven_away]

    def send_home(self, number: int) -> list[int]:
        """Lift a hearing and the changed ones of its home day; put it home; name the others."""
        home = self.tables.cases[number].published
        assert home is not None
        spots = self.desk.spots
        there = [
            one
            for one in self.changed()
            if one != number and (spot := spots[one]) is not None and spot.day == home.day
        ]
        for one in (number, *there):
            self.desk.lift(self.tables.cases[one])
        return there if self._stay(self.tables.cases[number]) else [number, *there]

    def key(self) -> Key:
        spots = self.desk.spots
        return (spots.count(None), sum(map(self.is_away, range(len(spots)))), self.desk.cost)

    def is_away(self, number: int) -> bool:
        spot, home = self.desk.spots[number], self.tables.cases[number].published
        return (
            spot is not None
            and home is not None
            and ((spot.day, spot.start) != (home.day, home.start))
        )

    def changed(self) -> list[int]:
        """Name the hearings that stand elsewhere than published, or nowhere: they may move on."""
        return [
            case.number
            for case in self.tables.cases
            if case.pinned is None and self.desk.spots[case.number] != case.published
        ]

    def chain_order(self, numbers: Iterable[int]) -> list[int]:
        """Keep the order, but what follows another hearing comes after all that do not."""
        wanted = list(numbers)
        chained = [one for one in wanted if self.tables.cases[one].before]
        free = [one for one in wanted if not self.tables.cases[one].before]
        return free + in_order(self.tables, chained)

    def _stay(self, case: Case) -> bool:
        """Keep the published day and start, with the published room and bench if possible."""
        home = case.published
        if home is None or case.number not in self._may_stay:
            return False
        spot = home if self.desk.fits(case, home) else _at_home_time(self.desk, case, home)
        if spot is None:
            return False
        self.desk.place(case, spot)
        return True

    def _settle(self, case: Case, noise: Random | None = None) -> bool:
        found = self.insertion.cheapest(case, noise=noise)
        if found is None:
            return False
        self.desk.place(case, found[1])
        return True

    def _squeeze(self, case: Case) -> bool:
        """Take a spot whose occupants can keep their day and start in another room or bench."""
        return Squeeze(self.desk, self.rng, stop=self.stop, bare=self._bare).squeeze(
            case, self._stay
        )

    def _tightest_first(self, numbers: Iterable[int]) -> list[int]:
        cases = self.tables.cases
        order = sorted(
            numbers,
            key=lambda one: (cases[one].latest - cases[one].earliest) * len(cases[one].judges),
        )
        return self.chain_order(order)

    def _clear(self, left: list[int]) -> None:
        """Make room: whoever is at home is cleared away last, and comes home again if he can."""
        for number in left:  # a later hearing must not keep its earlier one from any place at all
            for later, _ in self.tables.after[number]:
                if self.tables.cases[later].pinned is None and self.desk.spots[later] is not None:
                    self.desk.lift(self.tables.cases[later])
                    left.append(later)
        first = FirstPlan(self.desk, self.rng, stop=self.stop, bare=self._bare)
        for case in self.tables.cases:
            at_home = self.desk.spots[case.number] is not None and not self.is_away(case.number)
            first.trouble[case.number] = AT_HOME_TROUBLE if at_home else 1
        first.build(left)
        self.come_home()

    def come_home(self) -> None:
        """Bring back who could stay where it was published."""
        for number in self.changed():
            case = self.tables.cases[number]
            if self.is_away(number) and number in self._may_stay:
                spot = self.desk.lift(case)
                if not self._stay(case):
                    self.desk.place(case, spot)

    def _drop_orphans(self) -> None:
        """Without its earlier hearing a later one has no place."""
        for number in in_order(self.tables, range(len(self.tables.cases))):
            case = self.tables.cases[number]
            orphan = any(self.desk.spots[earlier] is None for earlier, _ in case.before)
            if orphan and case.pinned is None and self.desk.spots[number] is not None:
                self.desk.lift(case)


def _at_home_time(desk: Desk, case: Case, home: Spot) -> Spot | None:
    """Find the cheapest room and bench for the published day and start."""
    first, last = desk.window(case)
    if not first <= home.day <= last:
        return None
    best: tuple[int, Spot] | None = None
    for judge, venue, room, starts in desk.options(case, home.day):
        if not starts >> home.start & 1:
            continue
        staff = desk.staff(case, home.day, venue, home.start, judge)
        if staff is not None:
            spot = Spot(home.day, home.start, room, staff)
            price = desk.price(case, spot)
            if best is None or price < best[0]:
                best = (price, spot)
    return None if best is None else best[1]
