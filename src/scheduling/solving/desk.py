"""A plan under work: what is allowed next to what is placed.

The desk never holds a breach: a spot comes from `options`, which offers only what every rule
allows given all that is placed already.
"""

from collections.abc import Iterator

from scheduling.solving.cases import Case, Spot
from scheduling.solving.masks import at_least, free_starts
from scheduling.solving.placed import Placed
from scheduling.solving.tables import Tables

REMEMBERED_MAX = 400_000


class Desk(Placed):
    """Tells where a hearing may still go."""

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables)
        self._quiet: dict[int, int] = {}
        self._pools: dict[tuple[int, int, int, int, int], int] = {}

    def mark(self, classes: tuple[int, ...], day: int) -> int:
        """Tell how a day stands for some classes: equal marks, nothing changed for any of them."""
        marks, days = self.marks, self.tables.days
        mark = 0
        for one in classes:
            mark += marks[one * days + day]
        return mark

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
            if spot is not None:
                first = max(first, spot.day + lag)
            elif case.pinned is None:  # a pinned one stands first, what it waits for must follow
                return (1, 0)
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
        at = person * self.tables.days + day
        known = self.of_person.get(at)
        if known is None:
            known = self.of_person[at] = {}
        key = case.minutes * self.venues + venue
        starts = known.get(key)
        if starts is None:
            starts = known[key] = self._person_starts(person, day, venue, case)
        return starts

    def _person_starts(self, person: int, day: int, venue: int, case: Case) -> int:
        tables = self.tables
        at = person * tables.days + day
        zone = tables.venue_zone[venue]
        home = tables.home[person]
        if home != zone and day in tables.lost_days(home, zone):
            return 0
        limit = tables.max_day[person]
        if limit is not None and self.sat.get(at, 0) + case.minutes > limit:
            return 0
        mask = tables.reachable_starts(home, zone, case.minutes)
        mask &= free_starts(self.busy[at], case.steps, tables.whole)
        return mask & self._stays(person, day, venue) if mask else 0

    def _stays(self, person: int, day: int, venue: int) -> int:
        """Mark the half days in which somebody is at no other venue; none when in another zone."""
        tables = self.tables
        at = person * tables.days + day
        packed = self.zone_of.get(at)
        if packed is None:
            return tables.whole
        if packed % self.venues != tables.venue_zone[venue]:
            return 0
        mask = tables.whole
        for half in range(tables.halves):
            there = self.venue_of.get(at * tables.halves + half)
            if there is not None and there % self.venues != venue:
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
            starts &= self._room_starts(room, day, case.steps)
            for person in case.shared:
                starts &= self._stays(person, day, venue)
            if starts:
                found.setdefault(venue, []).append((room, starts))
        return found

    def _room_starts(self, room: int, day: int, steps: int) -> int:
        """Mark the starts at which a room is open, and free until it has turned over."""
        tables = self.tables
        at = room * tables.days + day
        known = self.of_room.get(at)
        if known is None:
            known = self.of_room[at] = {}
        starts = known.get(steps)
        if starts is None:
            starts = free_starts(tables.room_closed[at], steps, tables.whole)
            wide = steps + tables.turnover[room]
            starts &= free_starts(self.room_busy[at], wide, tables.whole)
            known[steps] = starts
        return starts

    def role_starts(self, case: Case, day: int, venue: int) -> int:
        """Mark the starts at which every role but the presiding one can be filled."""
        mask = -1
        seen = self.tables.interests.of_pool
        for number, (count, people) in enumerate(case.roles[1:], 1):
            pool = case.pools[number]
            key = (pool, day, venue, case.minutes, self.mark(seen[pool], day))
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
