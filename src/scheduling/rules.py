"""When a hearing may be put where: windows, working days, court hours, rooms, and who is taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from commons.almanac import Almanac
from commons.errors import NotNow, NotValid, Problem
from commons.flow import Flow

# The step of every start and the unit in which people and rooms are taken.
GRID = 15
MINUTES_MIN, MINUTES_MAX = GRID, 8 * 60
OPENS, CLOSES = 8 * 60, 18 * 60  # house rule: earliest start and latest end of the day
PEOPLE_MAX = 60
SEATS_MAX = 500
FEATURES_MAX = 20
NAME_MAX = 60
LABEL_MAX = 200
WEIGHT_MAX = 10_000


class State(StrEnum):
    """Where a request for a hearing stands."""

    WAITING = "waiting"
    LISTED = "listed"
    HELD = "held"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    LIST = "list"
    UNLIST = "unlist"
    HOLD = "hold"
    WITHDRAW = "withdraw"
    ASK = "ask"


FLOW: Flow[State, Act] = Flow(
    name="hearing request",
    start=State.WAITING,
    moves={
        (State.WAITING, Act.LIST): State.LISTED,
        (State.WAITING, Act.WITHDRAW): State.WITHDRAWN,
        (State.LISTED, Act.LIST): State.LISTED,
        (State.LISTED, Act.UNLIST): State.WAITING,
        (State.LISTED, Act.WITHDRAW): State.WITHDRAWN,
        (State.LISTED, Act.HOLD): State.HELD,
        (State.WITHDRAWN, Act.ASK): State.WAITING,
    },
)


class Outcome(StrEnum):
    """What became of a listed hearing: whether its time was used, or is free again."""

    USED = "used"
    FREED = "freed"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who cannot be in two hearings at once, and the island they come from."""

    id: UUID
    island: str = ""
    is_remote: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """A hearing that wants a place. `reference_id` is the asker's own name for it."""

    reference_id: UUID
    organisation_id: UUID
    label: str
    island: str
    earliest_on: date
    latest_on: date
    minutes: int
    grade: str
    weight: int = 0
    judge_level: str = ""
    judge_id: UUID | None = None
    seats: int = 0
    features: frozenset[str] = frozenset()
    people: tuple[Attendee, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A day, a start in minutes since midnight, a room and a judge."""

    on: date
    start: int
    room_id: UUID
    judge_id: UUID


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """What a room offers."""

    id: UUID
    organisation_id: UUID
    seats: int
    features: frozenset[str]
    is_closed: bool = False


def check_wish(wish: Wish) -> Wish:
    """A wish comes from our own code: what is wrong with it is a defect, save for the window."""
    assert MINUTES_MIN <= wish.minutes <= MINUTES_MAX
    assert 0 <= wish.seats <= SEATS_MAX
    assert 0 <= wish.weight <= WEIGHT_MAX
    assert len(wish.people) <= PEOPLE_MAX
    assert len(wish.features) <= FEATURES_MAX
    assert len({one.id for one in wish.people}) == len(wish.people), "nobody comes twice"
    if wish.latest_on < wish.earliest_on:
        raise NotNow("scheduling.window_is_empty")
    return wish


def check_place(
    wish: Wish, place: Place, room: RoomFacts, almanac: Almanac, *, today: date
) -> Place:
    """Refuse a place that the wish, the calendar or the room forbids; every field by name."""
    problems: dict[str, Problem] = {}
    if problem := _day_problem(wish, place.on, almanac, today):
        problems["on"] = problem
    if place.start % GRID:
        problems["start"] = Problem("scheduling.not_on_grid", {"grid": GRID})
    elif place.start < OPENS or place.start + wish.minutes > CLOSES:
        problems["start"] = Problem("scheduling.outside_hours")
    if problem := _room_problem(wish, room):
        problems["room_id"] = problem
    if wish.judge_id is not None and place.judge_id != wish.judge_id:
        problems["judge_id"] = Problem("scheduling.judge_is_fixed")
    if problems:
        raise NotValid(fields=problems)
    return place


def _day_problem(wish: Wish, on: date, almanac: Almanac, today: date) -> Problem | None:
    if not wish.earliest_on <= on <= wish.latest_on:
        facts = {"earliest": wish.earliest_on.isoformat(), "latest": wish.latest_on.isoformat()}
        return Problem("scheduling.outside_window", facts)
    if on < today:
        return Problem("scheduling.day_is_past")
    if name := almanac.name_of(on):
        return Problem("scheduling.day_is_off", {"name": name})
    return None


def _room_problem(wish: Wish, room: RoomFacts) -> Problem | None:
    if room.organisation_id != wish.organisation_id or room.is_closed:
        return Problem("form.not_a_choice")
    # Those who take part by video need no chair.
    if room.seats < max(wish.seats, sum(not one.is_remote for one in wish.people)):
        return Problem("scheduling.too_few_seats", {"seats": room.seats})
    if missing := wish.features - room.features:
        return Problem("scheduling.room_lacks", {"features": "、".join(sorted(missing))})
    return None


def slots_of(start: int, minutes: int) -> range:
    """Number the quarter hours that a hearing takes, a begun one counting whole."""
    return range(start // GRID, -(-(start + minutes) // GRID))


def taken_by(wish: Wish, place: Place) -> frozenset[str]:
    """Name everybody and everything that this hearing takes for itself."""
    people = {place.judge_id, *(one.id for one in wish.people)}
    return frozenset({f"room:{place.room_id}", *(f"person:{one}" for one in people)})


def bookings(wish: Wish, place: Place) -> Iterator[tuple[str, int]]:
    """List every quarter hour of everybody and everything, in one order for all writers."""
    slots = slots_of(place.start, wish.minutes)
    return ((key, slot) for key in sorted(taken_by(wish, place)) for slot in slots)


def clock_time(start: int) -> str:
    return f"{start // 60:02d}:{start % 60:02d}"


def read_clock_time(text: str) -> int:
    """Read 09:30 as minutes since midnight."""
    hours, _, minutes = text.replace("：", ":").partition(":")
    if not (hours.isascii() and hours.isdecimal() and minutes.isascii() and minutes.isdecimal()):
        raise NotValid("scheduling.not_a_time")
    if int(hours) > 23 or int(minutes) > 59 or len(minutes) != 2:  # noqa: PLR2004 - a clock
        raise NotValid("scheduling.not_a_time")
    return int(hours) * 60 + int(minutes)
