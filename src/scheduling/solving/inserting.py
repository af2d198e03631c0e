"""The best places for one more hearing in a full plan, every legal place weighed, nothing moved."""

from bisect import insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from scheduling.solving.benches import Benches
from scheduling.solving.cases import Case, Spot
from scheduling.solving.desk import Desk
from scheduling.solving.masks import bits
from scheduling.solving.problem import Assignment
from scheduling.solving.terms import terms_of

Offer = tuple[int, int, int, int, int]
"""Price, day, start, room and judge."""
TOP = 3
TOP_MAX = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """A place for a hearing: what the whole plan then costs more, and in which terms."""

    assignment: Assignment
    delta: int
    terms: Mapping[str, int]


def place_at(desk: Desk, case: Case, spot: Spot) -> Place:
    terms = terms_of(desk, case, spot)
    return Place(desk.tables.assignment_of(case, spot), sum(terms.values()), terms)


def best_places(desk: Desk, case: Case, top: int = TOP) -> tuple[Place, ...]:
    """Find the cheapest places that differ in day, start or room, each with its cheapest bench."""
    return tuple(place_at(desk, case, spot) for _, spot in cheapest_spots(desk, case, top))


def cheapest_spots(
    desk: Desk, case: Case, top: int, days: range | None = None
) -> list[tuple[int, Spot]]:
    """Find at most `top` spots with their prices, the cheapest first; ties by time, then room."""
    assert desk.spots[case.number] is None
    if case.pinned is not None:
        fits = desk.fits(case, case.pinned) and (days is None or case.pinned.day in days)
        return [(desk.price(case, case.pinned), case.pinned)] if fits else []
    first, last = window(desk, case)
    if days is not None:
        first, last = max(first, days.start), min(last, days.stop - 1)
    found: list[tuple[Offer, Spot]] = []
    for day in range(first, last + 1):
        if len(found) >= top and found[-1][0][0] <= _least(desk, case, day):
            break
        for offer, benches in offers(desk, case, day):
            if len(found) < top or offer < found[-1][0]:
                insort(found, (offer, _spot(offer, benches)), key=lambda one: one[0])
                del found[top:]
    return [(offer[0], spot) for offer, spot in found]


def window(desk: Desk, case: Case) -> tuple[int, int]:
    """First and last day that its own period and the placed neighbours in order allow.

    Unlike the search, which keeps room for those that still wait for a place, this is the rule.
    """
    tables = desk.tables
    hearing = tables.problem.hearings[case.number]
    first, last = max(0, hearing.release), min(tables.days - 1, hearing.deadline)
    for earlier, lag in case.before:
        spot = desk.spots[earlier]
        first = tables.days if spot is None else max(first, spot.day + lag)
    for later, lag in tables.after[case.number]:
        spot = desk.spots[later]
        last = last if spot is None else min(last, spot.day - lag)
    return first, last


def _least(desk: Desk, case: Case, day: int) -> int:
    """No place on this day or later is cheaper: it may close a gap of half a day at most."""
    problem = desk.tables.problem
    longest = max((half.end - half.start for half in problem.sessions), default=0)
    gap = problem.weights.idle * longest // problem.grid
    return case.a_day * (day - case.release) - case.left_out - gap


def _spot(offer: Offer, benches: Benches) -> Spot:
    _, day, start, room, judge = offer
    staff = benches.staff(judge, start)
    assert staff is not None
    return Spot(day, start, room, staff)


def offers(desk: Desk, case: Case, day: int) -> Iterator[tuple[Offer, Benches]]:
    """Offer every legal start and room of a day once, under the judge who costs the least there."""
    for _, group in groupby(every_offer(desk, case, day), key=lambda one: one[0][1:4]):
        yield min(group, key=lambda one: one[0])


def every_offer(desk: Desk, case: Case, day: int) -> Iterator[tuple[Offer, Benches]]:
    """Offer every legal start, room and judge of a day, priced with the cheapest bench."""
    for venue, rooms in desk.open_rooms(case, day).items():
        benches = Benches(desk, case, day, venue)
        judges = list(benches.judges())
        for room, starts in rooms if judges else ():
            for start in bits(starts):
                if not desk.may_move_to(case, day, start):
                    continue
                for judge, free in judges:
                    if not free >> start & 1:
                        continue
                    staff = ((judge,),) if benches.is_simple else benches.staff(judge, start)
                    if staff is not None:
                        price = desk.price(case, Spot(day, start, room, staff))
                        yield (price, day, start, room, judge), benches
