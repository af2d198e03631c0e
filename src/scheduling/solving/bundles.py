"""Which hearings one judge could hear together in one half day at one venue, whatever the order.

A bundle is judged more kindly than any real agenda: its hearings must fit by their minutes, and the
order costs at least what the turnover of a room or one change of room costs. What no bundle can
undercut no plan can, so the bound in `bound.py` may trust it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from scheduling.solving.cases import Case
from scheduling.solving.desk import Desk
from scheduling.solving.masks import first_bit
from scheduling.solving.tables import Tables

TINY = 1e-6


class HalfDay(NamedTuple):
    """One judge's half day at one venue."""

    judge: int
    day: int
    half: int
    venue: int


Column = tuple[HalfDay, tuple[int, ...]]
"""A bundle and its half day; the hearings in ascending order."""


class Choices:
    """The hearings of some judges, and the half days in which each could be heard at all."""

    def __init__(self, tables: Tables, judges: Iterable[int]) -> None:
        self.tables = tables
        self.judges = sorted(judges)
        bench = set(self.judges)
        self.cases = [case for case in tables.cases if bench & set(case.judges)]
        self.prices: dict[HalfDay, dict[int, int]] = {}
        self._reach: dict[tuple[int, ...], tuple[int, int]] = {}
        self._rooms: dict[tuple[int, int, int], tuple[int, int]] = {}
        self._orders: dict[tuple[int, int], list[int]] = {}
        empty = Desk(tables)
        for case in self.cases:
            self._add(empty, case)
        self.half_masks = empty.half_masks

    def _add(self, empty: Desk, case: Case) -> None:
        pinned = case.pinned
        days = range(case.earliest, case.latest + 1) if pinned is None else (pinned.day,)
        for day in days:
            price = case.a_day * (day - case.release)
            for judge, venue, room, allowed in empty.options(case, day):
                starts = allowed
                if pinned is not None:
                    starts &= 1 << pinned.start
                    if judge != pinned.judge or room != pinned.room:
                        continue
                for half, mask in enumerate(empty.half_masks):
                    inside = starts & mask
                    if inside:
                        at = HalfDay(judge, day, half, venue)
                        self.prices.setdefault(at, {})[case.number] = price + case.travel[venue]
                        self._widen(at, inside, case.steps)
                        self._widen((venue, day, half), inside, case.steps)

    def _widen(self, key: tuple[int, ...], starts: int, steps: int) -> None:
        first, last = first_bit(starts), starts.bit_length() - 1 + steps
        low, high = self._reach.get(key, (first, last))
        self._reach[key] = (min(low, first), max(high, last))

    def length(self, key: tuple[int, ...]) -> int:
        """Steps between the first start and the last end that anything offered here can have."""
        low, high = self._reach[key]
        return high - low

    def rooms(self, venue: int, day: int, half: int) -> tuple[int, int]:
        """How many rooms are open for part of the half day; their shortest turnover, minutes."""
        key = (venue, day, half)
        if key not in self._rooms:
            tables = self.tables
            turnovers = [
                tables.problem.rooms[room].turnover
                for room, there in enumerate(tables.room_venue)
                if there == venue
                and self.half_masks[half] & ~tables.room_closed[room * tables.days + day]
            ]
            self._rooms[key] = (len(turnovers), min(turnovers, default=0))
        return self._rooms[key]

    def steps_in_room(self, number: int, turnover: int) -> int:
        """Steps until the next hearing can begin in the same room."""
        return -(-(self.tables.cases[number].minutes + turnover) // self.tables.grid)

    def order_price(self, at: HalfDay, hearings: int) -> int:
        """The least that the order of so many hearings costs in idle steps or changes of room."""
        rooms, turnover = self.rooms(at.venue, at.day, at.half)
        weights = self.tables.problem.weights
        if hearings < 2:  # noqa: PLR2004 - one hearing has no order
            return 0
        waiting = weights.idle * (hearings - 1) * turnover // self.tables.grid
        return min(waiting, weights.room_change) if rooms > 1 else waiting

    def order_prices(self, at: HalfDay, most: int) -> list[int]:
        rooms, turnover = self.rooms(at.venue, at.day, at.half)
        known = self._orders.setdefault((min(rooms, 2), turnover), [])
        while len(known) <= most:
            known.append(self.order_price(at, len(known)))
        return known

    def price(self, at: HalfDay, hearings: Sequence[int]) -> int:
        """The whole price of a bundle apart from overload and trips."""
        prices = self.prices[at]
        own = sum(prices[one] for one in hearings)
        return self.tables.problem.weights.sitting + own + self.order_price(at, len(hearings))


def benches(tables: Tables) -> Iterator[set[int]]:
    """Groups of judges that share no hearing: what one group does never takes another's hearing."""
    groups: list[set[int]] = []
    for case in tables.cases:
        mine = set(case.judges)
        if not mine:
            continue
        apart = []
        for group in groups:
            if group & mine:
                mine |= group
            else:
                apart.append(group)
        groups = [*apart, mine]
    yield from sorted(groups, key=min)


def best_bundles(
    items: list[tuple[float, int, int]],
    fixed: float,
    capacity: int,
    orders: Sequence[int],
    most: int,
) -> list[tuple[float, tuple[int, ...]]]:
    """Find the bundles of negative price: (price, hearings), cheapest first, at most `most`.

    `items` are (price, steps, hearing) of negative price in ascending order, `fixed` is what the
    half day costs by itself, `capacity` its steps, `orders` the price of an order by the number of
    hearings. The cheapest bundle is always found; of the others only those at least half as good
    are looked for.
    """
    found: list[tuple[float, tuple[int, ...]]] = []
    count = len(items)
    rest = [0.0] * (count + 1)
    for place in range(count - 1, -1, -1):
        rest[place] = rest[place + 1] + items[place][0]
    best = -TINY

    def extend(first: int, price: float, left: int, chosen: tuple[int, ...]) -> None:
        nonlocal best
        if chosen:
            total = price + orders[len(chosen)]
            if total < -TINY:
                found.append((total, chosen))
                best = min(best, total)
        for place in range(first, count):
            if price + rest[place] >= best * 0.5:
                return
            own, steps, hearing = items[place]
            if steps <= left:
                extend(place + 1, price + own, left - steps, (*chosen, hearing))

    extend(0, fixed, capacity, ())
    found.sort()
    return found[:most]


def near_bundles(
    items: list[tuple[float, int, int]],
    fixed: float,
    capacity: int,
    orders: Sequence[int],
    gap: float,
) -> Iterator[tuple[int, ...]]:
    """Offer every bundle whose price is at most `gap`; the arguments are those of `best_bundles`.

    Here `items` has those of positive price too, in ascending order.
    """
    count = len(items)
    saved = [0.0] * (count + 1)
    for place in range(count - 1, -1, -1):
        saved[place] = saved[place + 1] + min(0.0, items[place][0])

    def extend(
        first: int, price: float, left: int, chosen: tuple[int, ...]
    ) -> Iterator[tuple[int, ...]]:
        if chosen and price + orders[len(chosen)] <= gap:
            yield chosen
        for place in range(first, count):
            own, steps, hearing = items[place]
            if price + own + saved[place + 1] > gap:
                if own >= 0:
                    return
                continue
            if steps <= left:
                yield from extend(place + 1, price + own, left - steps, (*chosen, hearing))

    yield from extend(0, fixed, capacity, ())
