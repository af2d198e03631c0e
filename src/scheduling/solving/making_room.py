"""When a full plan has no place for a hearing: the one other hearing whose move costs the least."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduling.solving.cases import Case, Spot
from scheduling.solving.desk import Desk
from scheduling.solving.inserting import Place, cheapest_spots, every_offer, place_at, window
from scheduling.solving.problem import Assignment

Found = tuple[int, int, Spot, Spot]
"""Total delta, who moves, where to, and the place it makes."""


@dataclass(frozen=True, slots=True)
class Move:
    """One hearing moves, another one gets a place; `delta` is what both together cost the plan."""

    hearing: str
    old: Assignment
    new: Place
    place: Place
    delta: int


def cheapest_move(desk: Desk, case: Case) -> Move | None:
    """Find the move of one other hearing that makes room at the least cost for both.

    Pinned hearings stay, published ones move only with notice. Every place of the other hearing
    is weighed, and for each the cheapest place that it leaves; None when no single move helps.
    """
    best: Found | None = None
    for other in _who_may_help(desk, case):
        old = desk.lift(other)
        found = _cheapest_pair(desk, case, other, old, None if best is None else best[0])
        desk.place(other, old)
        if found is not None:
            best = found
    return None if best is None else _as_move(desk, case, best)


def _who_may_help(desk: Desk, case: Case) -> list[Case]:
    hearing = desk.tables.problem.hearings[case.number]
    first, last = hearing.release, hearing.deadline
    chain = {number for number, _ in (*case.before, *desk.tables.after[case.number])}
    return [
        other
        for other in desk.tables.cases
        if other.pinned is None
        and other.number != case.number
        and (spot := desk.spots[other.number]) is not None
        and (first <= spot.day <= last or other.number in chain)
    ]


def _cheapest_pair(
    desk: Desk, case: Case, other: Case, old: Spot, most: int | None
) -> Found | None:
    """Weigh the places of a lifted hearing, cheapest first, against what they leave."""
    days = _days_that_change(desk, case, other, old)
    least = _least_left(desk, case, other, days)
    if least is None:
        return None
    best: Found | None = None
    kept = desk.price(other, old)
    for price, saved, spot in _ways_out(desk, case, other, days):
        bound = price + least - kept
        if most is not None and bound - saved >= most:
            break
        desk.place(other, spot)
        found = cheapest_spots(desk, case, 1, days)
        desk.lift(other)
        if found and (most is None or price + found[0][0] - kept < most):
            most = price + found[0][0] - kept
            best = (most, other.number, spot, found[0][1])
    return best


def _days_that_change(desk: Desk, case: Case, other: Case, old: Spot) -> range:
    """On which days a place can appear: that of the old spot, any day for one before or after."""
    if any(number == other.number for number, _ in (*case.before, *desk.tables.after[case.number])):
        return range(desk.tables.days)
    return range(old.day, old.day + 1)


def _least_left(desk: Desk, case: Case, other: Case, days: range) -> int | None:
    """What a place costs at least when the other one is nowhere; None if there is none even so."""
    if any(number == other.number for number, _ in case.before):
        return -case.left_out - _saved_at_most(desk)
    found = cheapest_spots(desk, case, 1, days)
    return found[0][0] if found else None


def _saved_at_most(desk: Desk) -> int:
    problem = desk.tables.problem
    longest = max((half.end - half.start for half in problem.sessions), default=0)
    return problem.weights.sitting + problem.weights.idle * longest // problem.grid


def _ways_out(desk: Desk, case: Case, other: Case, days: range) -> list[tuple[int, int, Spot]]:
    """List price, what the newcomer may save by it, and spot; the cheapest first.

    On other days the bench does not matter to the newcomer and the cheapest does; on the same
    day every bench that differs in somebody he needs is another way.
    """
    ways = []
    first, last = window(desk, other)
    for day in range(first, last + 1):
        for (price, _, start, room, judge), benches in every_offer(desk, other, day):
            if day not in days:
                staff = benches.staff(judge, start)
                assert staff is not None
                ways.append((price, 0, Spot(day, start, room, staff)))
                continue
            saved = _saved_beside(desk, case, room, judge)
            spots = (Spot(day, start, room, one) for one in benches.every_staff(judge, start))
            ways += [
                (desk.price(other, spot), saved, spot) for spot in _unlike(desk, case, other, spots)
            ]
    return sorted(ways, key=lambda way: (way[0] - way[1], way[0], way[2].day, way[2].start))


def _saved_beside(desk: Desk, case: Case, room: int, judge: int) -> int:
    """How much less a place may cost beside the moved hearing: one sitting, one trip for both."""
    tables = desk.tables
    weights = tables.problem.weights
    saved = _saved_at_most(desk) if judge in case.judges else 0
    if tables.circuit[tables.room_venue[room]]:
        saved += weights.trip_open + weights.trip_person * sum(count for count, _ in case.roles)
    return saved


def _unlike(desk: Desk, case: Case, other: Case, spots: Iterator[Spot]) -> list[Spot]:
    """Keep the cheapest of those spots that take the same people away from the newcomer."""
    needed = {*case.everyone, *(one for _, people in case.roles for one in people)}
    kept: dict[frozenset[int], tuple[int, Spot]] = {}
    for spot in spots:
        taken = frozenset(one for group in spot.staff for one in group if one in needed)
        price = desk.price(other, spot)
        if taken not in kept or price < kept[taken][0]:
            kept[taken] = price, spot
    return [spot for _, spot in kept.values()]


def _as_move(desk: Desk, case: Case, found: Found) -> Move:
    """Name it; each place is priced in the order in which it is taken, so the sum is exact."""
    delta, number, new, spot = found
    other = desk.tables.cases[number]
    old = desk.lift(other)
    moved = place_at(desk, other, new)
    desk.place(other, new)
    place = place_at(desk, case, spot)
    desk.lift(other)
    desk.place(other, old)
    hearing = desk.tables.problem.hearings[number].id
    return Move(hearing, desk.tables.assignment_of(other, old), moved, place, delta)
