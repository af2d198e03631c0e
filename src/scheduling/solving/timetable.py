"""A plan laid out beside its problem: who is where and when, so that every rule can be asked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from scheduling.solving.problem import (
    Assignment,
    Hearing,
    Person,
    Plan,
    Problem,
    Role,
    Room,
    Venue,
)

NUMBER_NAMED_MAX = 10**9
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Placed:
    """A hearing at its place.

    `session` is the number of the half-day that holds it whole, or None. `staff` are the known
    people in the roles it asks for; `present` are they and those who attend, each once.
    """

    hearing: Hearing
    place: Assignment
    end: int
    session: int | None
    room: Room
    venue: Venue
    staff: tuple[str, ...]
    present: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.hearing.id

    @property
    def day(self) -> int:
        return self.place.day

    @property
    def start(self) -> int:
        return self.place.start


Row = tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """The immutable view that rules and wishes look at; every `Row` is in order of time.

    `placed` leaves out what stands nowhere: an unknown hearing, a day or a room there is not.
    `sittings` are the hearings that one judge presides over in one half-day of one day.
    """

    problem: Problem
    plan: Plan
    hearings: Mapping[str, Hearing]
    people: Mapping[str, Person]
    rooms: Mapping[str, Room]
    home_zone: Mapping[str, str]
    travel: Mapping[str, Mapping[str, int]]
    closed_days: Mapping[str, frozenset[int]]
    placed: Mapping[str, Placed]
    in_room: Mapping[tuple[str, int], Row]
    with_person: Mapping[tuple[str, int], Row]
    sittings: Mapping[tuple[str, int, int | None], Row]

    def date(self, day: int) -> str:
        """Name a day by its date, or by its number where the problem has no such day."""
        return self.problem.days[day] if 0 <= day < len(self.problem.days) else f"#{clip(day)}"

    def when(self, one: Placed) -> str:
        return f"{self.date(one.day)} {clock(one.start)}-{clock(one.end)}"


def clock(minutes: int) -> str:
    """Write a minute of the day as people do: 09:30."""
    if 0 <= minutes <= 24 * 60:
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{clip(minutes)}'"


def clip(number: int) -> int:
    """Keep a number short enough to be named, however long the file made it."""
    return max(-NUMBER_NAMED_MAX, min(number, NUMBER_NAMED_MAX))


def lay_out(problem: Problem, plan: Plan) -> Timetable:
    hearings = {hearing.id: hearing for hearing in problem.hearings}
    people = {person.id: person for person in problem.people}
    rooms = {room.id: room for room in problem.rooms}
    places = {place.id: place for place in problem.places}
    venues = {venue.id: venue for venue in problem.venues}
    placed = {
        name: _placed(
            problem, hearings[name], place, room=room, venue=venues[room.venue], people=people
        )
        for name, place in plan.assignments.items()
        if name in hearings
        and 0 <= place.day < len(problem.days)
        and (room := rooms.get(place.room)) is not None
    }
    row = sorted(placed.values(), key=lambda one: (one.start, one.id))
    return Timetable(
        problem=problem,
        plan=plan,
        hearings=hearings,
        people=people,
        rooms=rooms,
        home_zone={person.id: places[person.home].zone for person in problem.people},
        travel={person.id: places[person.home].travel for person in problem.people},
        closed_days={zone.id: frozenset(zone.closed_days) for zone in problem.zones},
        placed=placed,
        in_room=_grouped(((one.room.id, one.day), one) for one in row),
        with_person=_grouped(((person, one.day), one) for one in row for person in _parts(one)),
        sittings=_grouped(
            ((judge, one.day, one.session), one) for one in row for judge in one.place.presiding
        ),
    )


def _placed(
    problem: Problem,
    hearing: Hearing,
    place: Assignment,
    *,
    room: Room,
    venue: Venue,
    people: Mapping[str, Person],
) -> Placed:
    end = place.start + hearing.duration
    staff = tuple(one for _, names in filled(hearing, place) for one in names if one in people)
    return Placed(
        hearing=hearing,
        place=place,
        end=end,
        session=_session(problem, place.start, end),
        room=room,
        venue=venue,
        staff=staff,
        present=tuple(dict.fromkeys((*staff, *hearing.attend))),
    )


def is_moved(one: Placed) -> bool:
    """Say whether people were told another day or another start."""
    published = one.hearing.published
    return published is not None and (one.day, one.start) != (published.day, published.start)


def filled(hearing: Hearing, place: Assignment) -> Iterator[tuple[Role, tuple[str, ...]]]:
    """List the roles that a hearing asks for, and who was put into each."""
    for role in hearing.roles:
        yield role, place.roles.get(role.role, ())


def _session(problem: Problem, start: int, end: int) -> int | None:
    for number, session in enumerate(problem.sessions):
        if session.start <= start and end <= session.end:
            return number
    return None


def _parts(one: Placed) -> Iterator[str]:
    """Name everybody whose time is taken: those present, and those who take part by video."""
    yield from one.present
    for person in one.hearing.remote:
        if person not in one.present:
            yield person


def _grouped(pairs: Iterable[tuple[Key, Placed]]) -> dict[Key, Row]:
    found: defaultdict[Key, list[Placed]] = defaultdict(list)
    for key, one in pairs:
        found[key].append(one)
    return {key: tuple(row) for key, row in found.items()}
