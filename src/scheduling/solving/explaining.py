"""Why a hearing stands where it stands, why not on another day, and what would have to change."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduling.solving.blocking import Blocked, least_blocked, rooms_for, starts_for
from scheduling.solving.cases import Case, Spot
from scheduling.solving.desk import Desk
from scheduling.solving.facts import Fact, easiest_first, hardness
from scheduling.solving.inserting import Place, cheapest_spots, place_at
from scheduling.solving.obstacles import Wish
from scheduling.solving.problem import Hearing
from scheduling.solving.timetable import Timetable

ALTERNATIVES = 3
WAYS_MAX = 5


class Impossible(StrEnum):
    """What nobody can give up."""

    NO_ROOM = "no_room"
    NO_START = "no_start"
    NO_BENCH = "no_bench"


@dataclass(frozen=True, slots=True)
class Dearer:
    """Another place, and by how much it costs more than the one compared with, term by term."""

    place: Place
    more: int
    terms: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WhyHere:
    """What the place costs, and the cheapest place on each of some other days."""

    place: Place
    alternatives: tuple[Dearer, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The answer about a day, or a start of it.

    Either `allowed` says what it costs there, or `ways` holds the smallest sets of facts: giving
    up one set makes the wish possible, giving up a part of it does not; the easiest set is first.
    `blocked` says for every start what stands against its easiest place. `impossible` says what
    nobody can give up.
    """

    day: int
    allowed: Dearer | None = None
    ways: tuple[tuple[Fact, ...], ...] = ()
    blocked: tuple[Blocked, ...] = ()
    impossible: Impossible | None = None


def why_here(desk: Desk, case: Case, spot: Spot) -> WhyHere:
    """Compare a place with the cheapest on other days; the hearing itself is off the desk."""
    place = place_at(desk, case, spot)
    others = [
        compared(place_at(desk, case, found[0][1]), place)
        for day in range(desk.tables.days)
        if day != spot.day and (found := cheapest_spots(desk, case, 1, range(day, day + 1)))
    ]
    others.sort(key=lambda one: (one.more, one.place.assignment.day))
    return WhyHere(place, tuple(others[:ALTERNATIVES]))


def compared(place: Place, known: Place) -> Dearer:
    terms = {term: cost - known.terms[term] for term, cost in place.terms.items()}
    return Dearer(place, place.delta - known.delta, terms)


def why_not(desk: Desk, table: Timetable, case: Case, day: int, start: int | None = None) -> WhyNot:
    """Answer for a hearing that is neither on the desk nor in the timetable.

    When the day is allowed, its cheapest place is compared with the cheapest place of all days.
    """
    days = range(day, day + 1)
    for _, spot in cheapest_spots(desk, case, desk.tables.days * 1000, days):
        if start is None or spot.start * desk.tables.grid == start:
            best = cheapest_spots(desk, case, 1)[0][1]
            place = place_at(desk, case, spot)
            return WhyNot(day, compared(place, place_at(desk, case, best)))
    return _blocked(table, desk.tables.problem.hearings[case.number], day, start)


def least_to_give_up(table: Timetable, case: Case) -> WhyNot:
    """Say of all days within its period what is the least, when no day has a place."""
    hearing = table.problem.hearings[case.number]
    days = range(max(0, hearing.release), min(len(table.problem.days) - 1, hearing.deadline) + 1)
    answers = [_blocked(table, hearing, day, None) for day in days]
    known = [one for one in answers if one.ways]
    return min(known, key=lambda one: hardness(frozenset(one.ways[0])), default=answers[0])


def _blocked(table: Timetable, hearing: Hearing, day: int, start: int | None) -> WhyNot:
    starts = [one for one in starts_for(table, hearing) if start in (None, one)]
    if not rooms_for(table, hearing):
        return WhyNot(day, impossible=Impossible.NO_ROOM)
    if not starts:
        return WhyNot(day, impossible=Impossible.NO_START)
    found = [least_blocked(table, Wish(hearing, day, one)) for one in starts]
    easiest = [ways[0] for ways in found if ways]
    if not easiest:
        return WhyNot(day, impossible=Impossible.NO_BENCH)
    least = min(len(one.facts) for one in easiest)
    sets = {way.facts for ways in found for way in ways if len(way.facts) == least}
    ways = sorted(sets, key=hardness)[:WAYS_MAX]
    return WhyNot(day, ways=tuple(map(easiest_first, ways)), blocked=tuple(easiest))
