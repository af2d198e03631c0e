"""The first plan: the tightest hearing first, each at its cheapest spot; who is in the way moves.

When a hearing finds no spot, the one whose occupants are the easiest to place elsewhere is cleared
for it, and they wait in line again. A hearing that was in trouble often becomes harder to clear
away: guided ejection search (Nagata and Bräysy, 2009, there for vehicle routes).
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from random import Random

from scheduling.solving.cases import Case, Spot
from scheduling.solving.desk import Desk
from scheduling.solving.insertion import Insertion
from scheduling.solving.layouts import lay_out
from scheduling.solving.masks import bits
from scheduling.solving.tables import Tables

TRIES_A_DAY, TRIES_MAX = 4, 40
"""How many occupied spots are weighed for a hearing that finds no free one."""


class FirstPlan:
    """Places all it can; `left` names those for which nothing was found."""

    def __init__(
        self, desk: Desk, rng: Random, *, stop: Callable[[], bool], bare: Desk | None = None
    ) -> None:
        """`bare` has only what is pinned on it; hand it in when you come again and again."""
        self.desk = desk
        self.tables = desk.tables
        self.insertion = Insertion(desk)
        self.rng = rng
        self.stop = stop
        self.bare = lay_out(self.tables, None)[0] if bare is None else bare
        self.trouble = [1] * len(self.tables.cases)
        # A hearing that another one waits for may be asked to lie earlier than its own deadline.
        self.not_after = [case.latest for case in self.tables.cases]
        self.by_day: list[set[int]] = [set() for _ in range(self.tables.days)]
        for number, spot in enumerate(desk.spots):
            if spot is not None:
                self.by_day[spot.day].add(number)

    def build(self, waiting: Iterable[int]) -> list[int]:
        """Place the waiting hearings; returns the numbers of those that stay without a place."""
        queue = [(self._rank(one), one) for one in waiting]
        heapq.heapify(queue)
        left: list[int] = []
        patience = 30 * len(self.tables.cases)
        while queue:
            _, number = heapq.heappop(queue)
            case = self.tables.cases[number]
            if self.desk.spots[number] is not None:
                continue
            missing = [one for one, _ in case.before if self.desk.spots[one] is None]
            if any(one in left for one in missing):
                left.append(number)
                continue
            found = self.insertion.cheapest(case, range(self.not_after[number] + 1))
            if found is not None:
                self._put(case, found[1])
                continue
            patience -= 1
            if patience < 0 or self.stop():
                left.append(number)
                continue
            self.trouble[number] += 1
            cleared = self._clear_for(case)
            if cleared is None and self.not_after[number] < case.latest:
                self.not_after[number] = case.latest
                cleared = {number}
            if cleared is None:
                left.append(number)
            for one in cleared or ():
                heapq.heappush(queue, (self._rank(one), one))
        return self._without_orphans(left)

    def _without_orphans(self, left: list[int]) -> list[int]:
        """What waits for a hearing without a place has none either."""
        found = list(dict.fromkeys(left))
        for number in found:
            for later, _ in self.tables.after[number]:
                case = self.tables.cases[later]
                if self.desk.spots[later] is not None and case.pinned is None:
                    self.by_day[self.desk.lift(case).day].discard(later)
                if later not in found and self.desk.spots[later] is None:
                    found.append(later)
        return found

    def _rank(self, number: int) -> tuple[int, float]:
        """Earlier in the chain first, then who can come first, is urgent and has little choice."""
        case = self.tables.cases[number]
        depth = 0
        one = case
        while one.before and depth < len(self.tables.cases):
            one = self.tables.cases[one.before[0][0]]
            depth += 1
        slack = (case.latest - case.earliest + 1) * len(case.judges)
        return depth, case.earliest + 0.1 * slack - 3 * case.a_day - 8 * self.trouble[number]

    def _put(self, case: Case, spot: Spot) -> None:
        self.desk.place(case, spot)
        self.by_day[spot.day].add(case.number)

    def _clear_for(self, case: Case) -> set[int] | None:
        """Clear the spot whose occupants give the least trouble and take it; None if none is."""
        best: tuple[float, Spot, set[int]] | None = None
        for spot in self._wishes(case):
            weight, cleared = 0.0, set[int]()
            for other in self._in_the_way(case, spot):
                if self.tables.cases[other].pinned is not None:
                    break
                cleared.add(other)
                weight += self.trouble[other]
            else:
                weight += self.rng.random()
                if best is None or weight < best[0]:
                    best = (weight, spot, cleared)
        if best is None:
            return None
        _, spot, cleared = best
        for earlier, lag in case.before:
            self.not_after[earlier] = max(self.tables.cases[earlier].earliest, spot.day - lag)
        for other in cleared:
            self.by_day[self.desk.lift(self.tables.cases[other]).day].discard(other)
        if self.desk.fits(case, spot):
            self._put(case, spot)
            return cleared
        return cleared | {case.number}

    def _wishes(self, case: Case) -> Iterator[Spot]:
        """Draw spots that would be allowed if only the pinned hearings stood."""
        days = list(range(case.earliest, self.not_after[case.number] + 1))
        self.rng.shuffle(days)
        a_day = max(TRIES_A_DAY, TRIES_MAX // max(1, len(days)))
        tries = 0
        for day in days:
            offers = [
                (judge, venue, room, start)
                for judge, venue, room, starts in self.bare.options(case, day)
                for start in bits(starts)
                if self.bare.may_move_to(case, day, start)
            ]
            for judge, venue, room, start in self.rng.sample(offers, min(a_day, len(offers))):
                staff = self._least_trouble(case, day, venue, start, judge)
                if staff is not None:
                    yield Spot(day, start, room, staff)
                tries += 1
            if tries >= TRIES_MAX:
                return

    def _least_trouble(
        self, case: Case, day: int, venue: int, start: int, judge: int
    ) -> tuple[tuple[int, ...], ...] | None:
        """Choose staff that is free now where possible, else whoever could be freed."""
        used = {judge, *case.attend}
        chosen: list[tuple[int, ...]] = [(judge,)]
        for count, people in case.roles[1:]:
            able = [
                one
                for one in people
                if one not in used and self.bare.person_starts(one, day, venue, case) >> start & 1
            ]
            if len(able) < count:
                return None
            self.rng.shuffle(able)
            able.sort(
                key=lambda one: not self.desk.person_starts(one, day, venue, case) >> start & 1
            )
            chosen.append(tuple(able[:count]))
            used.update(able[:count])
        return tuple(chosen)

    def _in_the_way(self, case: Case, spot: Spot) -> Iterator[int]:
        """Name the placed hearings that forbid this spot."""
        tables = self.tables
        staff = {one for group in spot.staff for one in group}
        here = staff | set(case.shared)
        whole = here | set(case.remote)
        sat: dict[int, int] = {}
        for number in sorted(self.by_day[spot.day]):
            other, place = tables.cases[number], self.desk.spots[number]
            assert place is not None
            if _clash(tables, (case, spot, here, whole), (other, place)):
                yield number
                continue
            for one in staff & {one for group in place.staff for one in group}:
                limit = tables.max_day[one]
                sat[one] = sat.get(one, case.minutes) + other.minutes
                if limit is not None and sat[one] > limit:
                    sat[one] -= other.minutes
                    yield number
                    break
        for earlier, lag in case.before:
            placed = self.desk.spots[earlier]
            if placed is not None and placed.day + lag > spot.day:
                yield earlier
        for later, lag in tables.after[case.number]:
            placed = self.desk.spots[later]
            if placed is not None and placed.day < spot.day + lag:
                yield later


def _clash(
    tables: Tables, mine: tuple[Case, Spot, set[int], set[int]], theirs: tuple[Case, Spot]
) -> bool:
    """Whether two hearings of one day cannot stand beside each other."""
    case, spot, here, whole = mine
    other, place = theirs
    end, other_end = spot.start + case.steps, place.start + other.steps
    gap = tables.turnover[spot.room]
    if spot.room == place.room and spot.start < other_end + gap and place.start < end + gap:
        return True
    their_staff = {one for group in place.staff for one in group}
    they = their_staff | set(other.shared)
    if spot.start < other_end and place.start < end:
        return bool(whole & (they | set(other.remote)))
    venue, other_venue = tables.room_venue[spot.room], tables.room_venue[place.room]
    if venue == other_venue or not here & they:
        return False
    same_half = tables.half_of[spot.start] == tables.half_of[place.start]
    return same_half or tables.venue_zone[venue] != tables.venue_zone[other_venue]
