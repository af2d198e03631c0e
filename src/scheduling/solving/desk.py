"""A plan under work, laid out on everybody's calendar: what is allowed next to what is placed.

The desk never holds a breach: a spot comes from `options`, which offers only what every rule
allows given all that is placed already. Costs are those of `preferences.py`, kept up to date.
"""

from collections.abc import Iterator

from scheduling.solving.masks import at_least, free_starts
from scheduling.solving.tables import Case, Spot, Tables

Sitting = list[tuple[int, int, int, int]]
"""First and last minute, room and number of each hearing of one judge's half day."""

REMEMBERED_MAX = 400_000


class Desk:
    """Who is where when, and what it costs."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.spots: list[Spot | None] = [None] * len(tables.cases)
        self.cost = sum(case.left_out for case in tables.cases)
        self.busy = list(tables.calendar)
        self.room_busy = [0] * len(tables.room_closed)
        self.sittings: dict[int, Sitting] = {}
        self.load: dict[int, int] = {}
        self._sat: dict[int, int] = {}
        self._where: dict[int, int] = {}
        self._zone: dict[int, int] = {}
        self._opened: dict[int, int] = {}
        self._crossed: dict[int, int] = {}
        self._quiet: dict[int, int] = {}
        self._pools: dict[tuple[int, int, int, int, int], int] = {}
        # Equal marks mean that a day stands exactly as it stood: what was worked out still holds.
        self.day_marks = [0] * tables.days
        self.half_masks = [
            sum(1 << step for step, one in enumerate(tables.half_of) if one == half)
            for half in range(tables.halves)
        ]
        self._venues = len(tables.venue_zone)

    # What is allowed ------------------------------------------------------------------

    def quiet(self, case: Case, day: int) -> int:
        """Mark the steps at which somebody who takes part is away by his own calendar."""
        key = case.number * self.tables.days + day
        mask = self._quiet.get(key)
        if mask is None:
            days, calendar = self.tables.days, self.tables.calendar
            mask = 0
            for person in case.everyone:
                mask |= calendar[person * days + day]
            self._quiet[key] = mask
        return mask

    def window(self, case: Case) -> tuple[int, int]:
        """First and last day that the release, the deadline and its neighbours in order allow."""
        first, last = case.earliest, case.latest
        for earlier, lag in case.before:
            spot = self.spots[earlier]
            if spot is None:
                return (1, 0)
            first = max(first, spot.day + lag)
        for later, lag in self.tables.after[case.number]:
            spot = self.spots[later]
            if spot is not None:
                last = min(last, spot.day - lag)
        return (first, last)

    def may_move_to(self, case: Case, day: int, start: int) -> bool:
        """Keep the notice period: a published hearing moves only to a day that is far enough."""
        known = case.published
        return (
            known is None
            or day >= self.tables.problem.notice_day
            or (known.day == day and known.start == start)
        )

    def person_starts(self, person: int, day: int, venue: int, case: Case) -> int:
        """Mark the starts at which somebody can sit in this hearing at the venue, in person."""
        tables = self.tables
        at = person * tables.days + day
        zone = tables.venue_zone[venue]
        home = tables.home[person]
        if home != zone and day in tables.lost_days(home, zone):
            return 0
        limit = tables.max_day[person]
        if limit is not None and self._sat.get(at, 0) + case.minutes > limit:
            return 0
        mask = tables.reachable_starts(home, zone, case.minutes)
        mask &= free_starts(self.busy[at], case.steps, tables.whole)
        return mask & self._stays(person, day, venue) if mask else 0

    def _stays(self, person: int, day: int, venue: int) -> int:
        """Mark the half days in which somebody is at no other venue; none when in another zone."""
        tables = self.tables
        at = person * tables.days + day
        packed = self._zone.get(at)
        if packed is None:
            return tables.whole
        if packed % self._venues != tables.venue_zone[venue]:
            return 0
        mask = tables.whole
        for half in range(tables.halves):
            there = self._where.get(at * tables.halves + half)
            if there is not None and there % self._venues != venue:
                mask &= ~self.half_masks[half]
        return mask

    def open_rooms(self, case: Case, day: int) -> dict[int, list[tuple[int, int]]]:
        """By venue, the rooms and the starts that the parties and the room allow on a day."""
        tables = self.tables
        days = tables.days
        away = self.quiet(case, day)
        for person in case.shared:
            away |= self.busy[person * days + day]
        for person in case.remote:
            away |= self.busy[person * days + day]
        free = free_starts(away, case.steps, tables.whole)
        found: dict[int, list[tuple[int, int]]] = {}
        for room in case.rooms:
            venue = tables.room_venue[room]
            starts = case.starts[venue] & free
            if not starts or day in case.shut[venue]:
                continue
            at = room * days + day
            starts &= free_starts(tables.room_closed[at], case.steps, tables.whole)
            starts &= free_starts(
                self.room_busy[at], case.steps + tables.turnover[room], tables.whole
            )
            for person in case.shared:
                starts &= self._stays(person, day, venue)
            if starts:
                found.setdefault(venue, []).append((room, starts))
        return found

    def role_starts(self, case: Case, day: int, venue: int) -> int:
        """Mark the starts at which every role but the presiding one can be filled."""
        mask = -1
        mark = self.day_marks[day]
        for number, (count, people) in enumerate(case.roles[1:], 1):
            key = (case.pools[number], day, venue, case.minutes, mark)
            starts = self._pools.get(key)
            if starts is None:
                if len(self._pools) >= REMEMBERED_MAX:
                    self._pools.clear()
                starts = at_least(
                    [self.person_starts(one, day, venue, case) for one in people], count
                )
                self._pools[key] = starts
            mask &= starts
            if not mask:
                break
        return mask

    def staff(
        self, case: Case, day: int, venue: int, start: int, judge: int
    ) -> tuple[tuple[int, ...], ...] | None:
        """Fill every role at a start, those who cross to the venue anyway first."""
        used = {judge, *case.attend}
        chosen: list[tuple[int, ...]] = [(judge,)]
        for count, people in case.roles[1:]:
            free = [
                one
                for one in people
                if one not in used and self.person_starts(one, day, venue, case) >> start & 1
            ]
            if len(free) < count:
                return None
            if self.tables.circuit[venue]:
                free.sort(key=lambda one: not self.crosses(one, venue, day))
            chosen.append(tuple(free[:count]))
            used.update(free[:count])
        return tuple(chosen)

    def crosses(self, person: int, venue: int, day: int) -> bool:
        """Whether somebody already sits at this circuit venue on this day."""
        return self._trip_key(venue, day) * len(self.tables.home) + person in self._crossed

    def options(self, case: Case, day: int) -> Iterator[tuple[int, int, int, int]]:
        """Offer judge, venue, room and starts; some start may still lack distinct staff."""
        judges = [one for one in case.judges if one not in case.attend]
        for venue, rooms in self.open_rooms(case, day).items():
            others = -2
            for judge in judges:
                starts = self.person_starts(judge, day, venue, case)
                if starts and others == -2:  # noqa: PLR2004 - not asked yet
                    others = self.role_starts(case, day, venue)
                starts &= others
                if starts:
                    for room, open_starts in rooms:
                        if both := starts & open_starts:
                            yield judge, venue, room, both

    def fits(self, case: Case, spot: Spot) -> bool:
        """Whether exactly this spot, with exactly these people, is allowed now."""
        first, last = self.window(case)
        venue = self.tables.room_venue[spot.room]
        if not first <= spot.day <= last or not self.may_move_to(case, spot.day, spot.start):
            return False
        rooms = dict(self.open_rooms(case, spot.day).get(venue, ()))
        people = [one for group in spot.staff for one in group]
        return (
            bool(rooms.get(spot.room, 0) >> spot.start & 1)
            and all(
                len(group) == count and set(group) <= set(eligible)
                for group, (count, eligible) in zip(spot.staff, case.roles, strict=True)
            )
            and len({*people, *case.attend}) == len(people) + len(case.attend)
            and all(
                self.person_starts(one, spot.day, venue, case) >> spot.start & 1 for one in people
            )
        )

    # What it costs --------------------------------------------------------------------

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

    def _trip_key(self, venue: int, day: int) -> int:
        return venue * self.tables.days + day

    # Placing and lifting --------------------------------------------------------------

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
            _count(self._where, at * tables.halves + half, venue, sign, self._venues)
            _count(self._zone, at, tables.venue_zone[venue], sign, self._venues)
        for person in staff:
            _add(self._sat, person * days + day, sign * case.minutes)
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
