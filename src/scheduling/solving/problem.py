"""What has to be planned, in the court's words: hearings, people, rooms, islands, and a plan.

The words and their meaning are those of the exchange format "hsp-1", docs/scheduling-format.md.
Times of day are minutes since midnight, intervals are half open, a day is an index into the
working days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

PRESIDING = "presiding"
CIRCUIT = "circuit"

Closed = tuple[int, int, int]
"""A day and the minutes `[from, to)` of it that cannot be used."""


@dataclass(frozen=True, slots=True)
class Session:
    """A half-day sitting; a hearing lies inside one."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Zone:
    """The main island or an outlying one; on a closed day nobody crosses to or from it."""

    id: str
    closed_days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Venue:
    """A court house, a tribunal, a scenic-spot court, or the circuit court of an island."""

    id: str
    zone: str
    kind: str


@dataclass(frozen=True, slots=True)
class Room:
    """A courtroom; `turnover` minutes must pass between two hearings in it."""

    id: str
    venue: str
    seats: int
    features: frozenset[str]
    turnover: int
    closed: tuple[Closed, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where people live, and the minutes from there to each venue."""

    id: str
    zone: str
    travel: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Person:
    """A judge, clerk, assessor, interpreter, lawyer or party; the last two fields are a judge's.

    `max_day` is how many minutes a judge may sit a day; `week_steps` are the minutes of presiding
    a week above which each further step costs more.
    """

    id: str
    kind: str
    home: str
    busy: tuple[Closed, ...]
    max_day: int | None = None
    week_steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """A part in a hearing: `n` different people out of those eligible."""

    role: str
    n: int
    eligible: Annotated[tuple[str, ...], Field(alias="from")]


@dataclass(frozen=True, slots=True)
class After:
    """An earlier hearing that must lie at least `min_days` working days before."""

    hearing: str
    min_days: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """The place of one hearing in a plan: day, minute, room and who sits in which role."""

    day: int
    start: int
    room: str
    roles: Mapping[str, tuple[str, ...]]

    @property
    def presiding(self) -> tuple[str, ...]:
        return self.roles.get(PRESIDING, ())

    @property
    def staff(self) -> tuple[str, ...]:
        return tuple(person for people in self.roles.values() for person in people)


@dataclass(frozen=True, slots=True)
class Hearing:
    """One hearing that wants a place. `release` and `deadline` are its first and last day.

    `attend` come in person; `remote` take part by video, so only their time counts. A `pinned`
    place is kept exactly; a `published` one is known to the parties, so moving it costs.
    """

    id: str
    case: str
    grade: str
    weight: int
    duration: int
    release: int
    deadline: int
    venues: tuple[str, ...]
    features: frozenset[str]
    seats: int
    roles: tuple[Role, ...]
    attend: tuple[str, ...]
    remote: tuple[str, ...]
    after: tuple[After, ...]
    pinned: Assignment | None
    published: Assignment | None


@dataclass(frozen=True, slots=True)
class Stability:
    """What it costs to change a published place."""

    day: int
    start: int
    room: int
    venue: int
    presiding: int


@dataclass(frozen=True, slots=True)
class Weights:
    """What each wish is worth; integers, to be minimised together."""

    unscheduled: int
    waiting: int
    overload: tuple[int, ...]
    sitting: int
    idle: int
    room_change: int
    travel: int
    trip_open: int
    trip_person: int
    stability: Stability


@dataclass(frozen=True, slots=True)
class Event:
    """What upset a published plan: information for people, not used by any rule."""

    kind: str
    day: int
    hit: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that is known before planning begins. `grid` is the step of every start."""

    format: str
    name: str
    grid: int
    days: tuple[str, ...]
    weeks: tuple[int, ...]
    sessions: tuple[Session, ...]
    notice_day: int
    weights: Weights
    zones: tuple[Zone, ...]
    access: Mapping[str, Mapping[str, tuple[int, int] | None]]
    venues: tuple[Venue, ...]
    rooms: tuple[Room, ...]
    places: tuple[Place, ...]
    people: tuple[Person, ...]
    hearings: tuple[Hearing, ...]
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Hearings and their places; a hearing that is left out is not scheduled."""

    instance: str
    assignments: Mapping[str, Assignment] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Breach:
    """One hard rule that a plan breaks: its code, the hearings, and the facts in words."""

    code: str
    hearings: tuple[str, ...]
    detail: str
