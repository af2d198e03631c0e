"""Hearings laid out on everybody's calendar: placed and lifted, and what the whole costs.

Costs are those of `preferences.py`, kept up to date move by move.
"""

from scheduling.solving.cases import Case, Spot
from scheduling.solving.tables import Tables

Sitting = list[tuple[int, int, int, int]]
"""First and last minute, room and number of each hearing of one judge's half day."""


class Placed:
    """Who is where when. `venue_of`, `zone_of` hold a name and how many hearings hold it there."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.spots: list[Spot | None] = [None] * len(tables.cases)
        self.cost = sum(case.left_out for case in tables.cases)
        self.busy = list(tables.calendar)
        self.room_busy = [0] * len(tables.room_closed)
        self.sittings: dict[int, Sitting] = {}
        self.load: dict[int, int] = {}
        self.sat: dict[int, int] = {}
        self.venue_of: dict[int, int] = {}
        self.zone_of: dict[int, int] = {}
        self._opened: dict[int, int] = {}
        self._crossed: dict[int, int] = {}
        # Equal marks mean that a day stands exactly as it stood: what was worked out still holds.
        self.day_marks = [0] * tables.days
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
        half = self.tables.half_of[start]
        sitting = self.sittings.get((judge * self.tables.days + day) * self.tables.halves + half)
        first = start * self.tables.grid
        if not sitting:
            return self.tables.problem.weights.sitting
        return self.sitting_cost([*sitting, (first, first + minutes, room, -1)]) - (
            self.sitting_cost(sitting)
        )

    def sitting_cost(self, sitting: Sitting) -> int:
        """Cost of one judge's half day: opening it, sitting idle, changing rooms."""
        weights = self.tables.problem.weights
        first = min(one[0] for one in sitting)
        last = max(one[1] for one in sitting)
        idle = last - first - sum(one[1] - one[0] for one in sitting)
        rooms = len({one[2] for one in sitting})
        return (
            weights.sitting
            + weights.idle * max(0, idle) // self.tables.grid
            + weights.room_change * (rooms - 1)
        )

    def overload_price(self, judge: int, day: int, minutes: int) -> int:
        load = self.load.get(judge * self.tables.week_count + self.tables.weeks[day], 0)
        return self.overload(judge, load + minutes) - self.overload(judge, load)

    def overload(self, judge: int, minutes: int) -> int:
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

    def place(self, case: Case, spot: Spot) -> None:
        """Put a hearing at a spot that is allowed."""
        assert self.spots[case.number] is None
        self.cost += self.price(case, spot)
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

    def _mark(self, case: Case, spot: Spot, sign: int) -> None:
        tables = self.tables
        days, day, room = tables.days, spot.day, spot.room
        self.day_marks[day] ^= hash((case.number, spot.start, room, spot.staff))
        venue = tables.room_venue[room]
        half = tables.half_of[spot.start]
        taken = ((1 << case.steps) - 1) << spot.start
        self.room_busy[room * days + day] ^= (
            (1 << (case.steps + tables.turnover[room])) - 1
        ) << spot.start
        staff = [one for group in spot.staff for one in group]
        for person in (*case.shared, *staff):
            at = person * days + day
            self.busy[at] ^= taken
            _count(self.venue_of, at * tables.halves + half, venue, sign, self.venues)
            _count(self.zone_of, at, tables.venue_zone[venue], sign, self.venues)
        for person in staff:
            _add(self.sat, person * days + day, sign * case.minutes)
        for person in case.remote:
            # Who sits here as well is busy already: marked twice he would be free again.
            if person not in staff:
                self.busy[person * days + day] ^= taken
        key = (spot.judge * days + day) * tables.halves + half
        entry = (spot.start * tables.grid, spot.start * tables.grid + case.minutes, room)
        sitting = self.sittings.setdefault(key, [])
        if sign > 0:
            sitting.append((*entry, case.number))
        else:
            sitting.remove((*entry, case.number))
            if not sitting:
                del self.sittings[key]
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
