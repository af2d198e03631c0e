"""A day on an island as one trip: who crosses, between which boats, and what is heard in order."""

from dataclasses import dataclass

from scheduling.solving.problem import CIRCUIT, PRESIDING, Plan, Problem
from scheduling.solving.timetable import Placed, lay_out


@dataclass(frozen=True, slots=True)
class Heard:
    """One hearing of a trip in minutes of the day, and whom the court meets there in person."""

    hearing: str
    start: int
    end: int
    room: str
    staff: tuple[str, ...]
    met: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Traveller:
    """One of the staff who crosses; the hearings lie inside `window`, between his two boats."""

    person: str
    home: str
    window: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Trip:
    """All that a court takes to an island on one day.

    `window` is what is left between the latest first boat in and the earliest last boat out of
    those who cross: None when nobody needs a boat, or when somebody has none.
    """

    venue: str
    day: int
    travellers: tuple[Traveller, ...]
    window: tuple[int, int] | None
    hearings: tuple[Heard, ...]
    met: tuple[str, ...]


def trip_of(problem: Problem, plan: Plan, venue: str, day: int) -> Trip:
    """Gather the day of an island's venue; without hearings it is a trip of nobody."""
    table = lay_out(problem, plan)
    zone = next(one.zone for one in problem.venues if one.id == venue)
    there = [one for one in table.placed.values() if (one.venue.id, one.day) == (venue, day)]
    there.sort(key=lambda one: (one.start, one.id))
    staff = dict.fromkeys(person for one in there for person in _bench(one))
    travellers = tuple(
        Traveller(person, home, problem.access[home].get(zone))
        for person in staff
        if (home := table.home_zone[person]) != zone
    )
    return Trip(
        venue=venue,
        day=day,
        travellers=travellers,
        window=_common(tuple(one.window for one in travellers)),
        hearings=tuple(_heard(one) for one in there),
        met=tuple(dict.fromkeys(person for one in there for person in one.hearing.attend)),
    )


def trips(problem: Problem, plan: Plan) -> tuple[Trip, ...]:
    """List every circuit day of a plan, early ones first."""
    table = lay_out(problem, plan)
    days = {(one.day, one.venue.id) for one in table.placed.values() if one.venue.kind == CIRCUIT}
    return tuple(trip_of(problem, plan, venue, day) for day, venue in sorted(days))


def _bench(one: Placed) -> tuple[str, ...]:
    """Name who sits or writes, the presiding judge first."""
    presiding = one.place.roles.get(PRESIDING, ())
    return tuple(dict.fromkeys((*(p for p in presiding if p in one.staff), *one.staff)))


def _heard(one: Placed) -> Heard:
    return Heard(one.id, one.start, one.end, one.room.id, _bench(one), one.hearing.attend)


def _common(windows: tuple[tuple[int, int] | None, ...]) -> tuple[int, int] | None:
    known = [one for one in windows if one is not None]
    if not known or len(known) < len(windows):
        return None
    first, last = max(one[0] for one in known), min(one[1] for one in known)
    return (first, last) if first < last else None
