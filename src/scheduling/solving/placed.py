"""Hearings laid out on everybody's calendar: placed and lifted, and what the whole costs.

Costs are those of `preferences.py`, kept up to date move by move.
"""

from collections.abc import Iterable, Mapping

from scheduling.solving.cases import Case, Spot
from scheduling.solving.scattering import scattered
from scheduling.solving.tables import Tables

Sitting = list[tuple[int, int, int, int]]
"""First and last minute, room and number of each hearing of one judge's half day."""

Reckoned = tuple[int, int, int, list[int], int]
"""Of one sitting: first and last minute, minutes of hearing, its rooms, and what it costs."""


class Placed:
    """Who is where when. `venue_of`, `zone_of` hold a name and how many hearings hold it there."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.spots: list[Spot | None] = [None] * len(tables.cases)
        self.cost = sum(case.left_out for case in tables.cases)
        self.busy = list(tables.calendar)
        self.room_busy = [0] * len(tables.room_closed)
        self.sittings: dict[int, Sitting] = {}
        self.reckoned: dict[int, Reckoned] = {}
        self.load: dict[int, int] = {}
        self._overloads: dict[tuple[int, int], int] = {}
        self.sat: dict[int, int] = {}
        self.venue_of: dict[int, int] = {}
        self.zone_of: dict[int, int] = {}
        self._opened: dict[int, int] = {}
        self._crossed: dict[int, int] = {}
        # By class and day. Equal marks: it stands exactly as it stood, what was found still holds.
        self.marks = [0] * (tables.interests.count * tables.days)
        # What was worked out for the day of a person or a room; gone when that day changes.
        self.of_person: dict[int, dict[int, int]] = {}
        self.of_room: dict[int, dict[int, int]] = {}
        self.half_masks = [
            sum(1 << step for step, one in enumerate(tables.half_of) if one == half)
            for half in range(tables.halves)
        ]
        self.venues = len(tables.venue_zone)

    def price(self, case: Case, spot: Spot) -> int:
        """What the whole plan would cost more with the hearing at this spot than left out."""
        tables = self.tables
        venue = tables.room_venue[spot.room]
        cost = case.a_day * (spot.day - case.release) + case.travel[venue] - case.left_out
        judge = spot.judge
        cost += self.sitting_price(judge, spot.day, spot.start, spot.room, case.minutes)
        cost += self.overload_price(judge, spot.day, case.minutes)
        if case.published is not None:
            cost += self.unrest(case, spot)
        if tables.circuit[venue]:
            cost += self.trip_price(venue, spot.day, spot.staff)
        return cost

    def sitting_price(self, judge: int, day: int, start: int, room: int, minutes: int) -> int:
        tables = self.tables
        key = (judge * tables.days + day) * tables.halves + tables.half_of[start]
        known = self.reckoned.get(key)
        weights = tables.problem.weights
        if known is None:
            return weights.sitting
        first, last, busy, rooms, cost = known
        begin = start * tables.grid
        idle = max(last, begin + minutes) - min(first, begin) - busy - minutes
        others = len(rooms) - (room in rooms)
        return (
            weights.sitting
            + weights.idle * max(0, idle) // tables.grid
            + weights.room_change * others
            - cost
        )

    def reckon(self, sitting: Sitting) -> Reckoned:
        """Reckon one judge's half day: opening it, sitting idle, changing rooms."""
        weights = self.tables.problem.weights
        first = min(one[0] for one in sitting)
        last = max(one[1] for one in sitting)
        busy = sum(one[1] - one[0] for one in sitting)
        rooms = list({one[2] for one in sitting})
        cost = (
            weights.sitting
            + weights.idle * max(0, last - first - busy) // self.tables.grid
            + weights.room_change * (len(rooms) - 1)
        )
        return first, last, busy, rooms, cost

    def overload_price(self, judge: int, day: int, minutes: int) -> int:
        load = self.load.get(judge * self.tables.week_count + self.tables.weeks[day], 0)
        known = self._overloads
        more = known.get((judge, load + minutes))
        if more is None:
            more = known[judge, load + minutes] = self._overload(judge, load + minutes)
        less = known.get((judge, load))
        if less is None:
            less = known[judge, load] = self._overload(judge, load)
        return more - less

    def _overload(self, judge: int, minutes: int) -> int:
        return sum(
            cost * (max(0, minutes - limit) // self.tables.grid)
            for limit, cost in zip(
                self.tables.week_steps[judge], self.tables.problem.weights.overload, strict=False
            )
        )

    def unrest(self, case: Case, spot: Spot) -> int:
        """What it costs to move a published hearing here."""
        known, cost = case.published, self.tables.problem.weights.stability
        assert known is not None
        price = 0
        if spot.day != known.day:
            price += cost.day
        elif spot.start != known.start:
            price += cost.start
        if spot.room != known.room:
            venue = self.tables.room_venue
            price += cost.room if venue[spot.room] == venue[known.room] else cost.venue
        if spot.staff[0] != known.staff[0]:
            price += cost.presiding
        return price

    def trip_price(self, venue: int, day: int, staff: tuple[tuple[int, ...], ...]) -> int:
        weights = self.tables.problem.weights
        trip = self._trip_key(venue, day)
        people = len(self.tables.home)
        price = 0 if trip in self._opened else weights.trip_open
        for group in staff:
            for one in group:
                if trip * people + one not in self._crossed:
                    price += weights.trip_person
        return price

    def crosses(self, person: int, venue: int, day: int) -> bool:
        """Whether somebody already sits at this circuit venue on this day."""
        return self._trip_key(venue, day) * len(self.tables.home) + person in self._crossed

    def _trip_key(self, venue: int, day: int) -> int:
        return venue * self.tables.days + day

    def place(self, case: Case, spot: Spot, price: int | None = None) -> None:
        """Put a hearing at a spot that is allowed; `price` is its price, where it is known."""
        assert self.spots[case.number] is None
        self.cost += self.price(case, spot) if price is None else price
        self.spots[case.number] = spot
        self._mark(case, spot, 1)

    def lift(self, case: Case) -> Spot:
        """Take a hearing out of the plan; its spot can be placed again."""
        spot = self.spots[case.number]
        assert spot is not None
        self.spots[case.number] = None
        self._mark(case, spot, -1)
        self.cost -= self.price(case, spot)
        return spot

    def put_back(self, before: Mapping[int, Spot | None], cost: int) -> None:
        """Let some hearings stand as they stood when the whole cost this much."""
        changed = [one for one, spot in before.items() if self.spots[one] != spot]
        self._all(changed, -1)
        for number in changed:
            self.spots[number] = before[number]
        self._all(changed, 1)
        self.cost = cost

    def _all(self, numbers: Iterable[int], sign: int) -> None:
        for number in numbers:
            spot = self.spots[number]
            if spot is not None:
                self._mark(self.tables.cases[number], spot, sign)

    def _mark(self, case: Case, spot: Spot, sign: int) -> None:
        tables = self.tables
        days, day, room = tables.days, spot.day, spot.room
        mark = sign * scattered(hash((case.number, spot.start, room, spot.staff)))
        of_person = tables.interests.of_person
        self.marks[tables.interests.of_room[room] * days + day] += mark
        venue = tables.room_venue[room]
        half = tables.half_of[spot.start]
        taken = ((1 << case.steps) - 1) << spot.start
        self.room_busy[room * days + day] ^= (
            (1 << (case.steps + tables.turnover[room])) - 1
        ) << spot.start
        self.of_room.pop(room * days + day, None)
        staff = [one for group in spot.staff for one in group]
        for person in (*case.shared, *staff):
            at = person * days + day
            self.marks[of_person[person] * days + day] += mark
            self.of_person.pop(at, None)
            self.busy[at] ^= taken
            _count(self.venue_of, at * tables.halves + half, venue, sign, self.venues)
            _count(self.zone_of, at, tables.venue_zone[venue], sign, self.venues)
        for person in staff:
            _add(self.sat, person * days + day, sign * case.minutes)
        for person in case.remote:
            self.marks[of_person[person] * days + day] += mark
            # Who sits here as well is busy already: marked twice he would be free again.
            if person not in staff:
                self.busy[person * days + day] ^= taken
                self.of_person.pop(person * days + day, None)
        key = (spot.judge * days + day) * tables.halves + half
        entry = (spot.start * tables.grid, spot.start * tables.grid + case.minutes, room)
        sitting = self.sittings.setdefault(key, [])
        if sign > 0:
            sitting.append((*entry, case.number))
        else:
            sitting.remove((*entry, case.number))
        if sitting:
            self.reckoned[key] = self.reckon(sitting)
        else:
            del self.sittings[key], self.reckoned[key]
        _add(self.load, spot.judge * tables.week_count + tables.weeks[day], sign * case.minutes)
        if tables.circuit[venue]:
            trip = self._trip_key(venue, day)
            _add(self._opened, trip, sign)
            for person in staff:
                _add(self._crossed, trip * len(tables.home) + person, sign)


def _add(counts: dict[int, int], key: int, more: int) -> None:
    left = counts.get(key, 0) + more
    if left:
        counts[key] = left
    else:
        del counts[key]


def _count(counts: dict[int, int], key: int, name: int, sign: int, names: int) -> None:
    """Keep a name and how many hearings hold it there as one number: name + names × count."""
    packed = counts.get(key)
    if packed is None:
        counts[key] = name + names * sign
    elif sign < 0 and packed < 2 * names:
        del counts[key]
    else:
        counts[key] = packed + names * sign
