"""Which facts forbid one place: of the day, of the room, and of everybody who has to be there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scheduling.solving.facts import Clash, Fact, Kind
from scheduling.solving.problem import Hearing, Room
from scheduling.solving.timetable import Placed, Timetable


@dataclass(frozen=True, slots=True)
class Wish:
    """A hearing, a day and a start; the timetable beside it does not hold the hearing."""

    hearing: Hearing
    day: int
    start: int

    @property
    def end(self) -> int:
        return self.start + self.hearing.duration

    def meets(self, start: int, end: int) -> bool:
        return start < self.end and self.start < end


def of_the_day(table: Timetable, wish: Wish) -> Iterator[Fact]:
    """Name the statutory window, the notice, and the order of hearings."""
    hearing, day = wish.hearing, wish.day
    if day < hearing.release:
        yield Fact(Kind.RELEASE, (hearing.id,), (day, hearing.release))
    if day > hearing.deadline:
        yield Fact(Kind.DEADLINE, (hearing.id,), (day, hearing.deadline))
    known = hearing.published
    if known and (day, wish.start) != (known.day, known.start) and day < table.problem.notice_day:
        yield Fact(Kind.NOTICE, (hearing.id,), (day, table.problem.notice_day))
    yield from _of_the_order(table, wish)


def _of_the_order(table: Timetable, wish: Wish) -> Iterator[Fact]:
    for after in wish.hearing.after:
        earlier = table.placed.get(after.hearing)
        if earlier is None:
            yield Fact(Kind.ORDER, (after.hearing,), (after.min_days,))
        elif wish.day < earlier.day + after.min_days:
            yield Fact(Kind.ORDER, (after.hearing,), (after.min_days, earlier.day))
    for later in table.placed.values():
        for after in later.hearing.after:
            if after.hearing == wish.hearing.id and later.day < wish.day + after.min_days:
                yield from in_the_way(wish, later, Clash.ORDER)


def of_the_room(table: Timetable, wish: Wish, room: Room) -> Iterator[Fact]:
    for span in room.closed:
        if span[0] == wish.day and wish.meets(*span[1:]):
            yield Fact(Kind.ROOM_CLOSED, (room.id,), span)
    for other in table.in_room.get((room.id, wish.day), ()):
        if wish.meets(other.start - room.turnover, other.end + room.turnover):
            yield from in_the_way(wish, other, Clash.ROOM, room.id)


def of_everybody_called(table: Timetable, wish: Wish, room: Room) -> Iterator[Fact]:
    """Name what keeps the parties away, be they called in person or by video."""
    attend = wish.hearing.attend
    for person in dict.fromkeys((*attend, *wish.hearing.remote)):
        yield from of_his_time(table, wish, person, Kind.PARTY_ABSENT)
        if person in attend:
            yield from of_his_way(table, wish, person, room)


def of_the_bench(table: Timetable, wish: Wish, person: str, room: Room) -> Iterator[Fact]:
    yield from of_his_time(table, wish, person, Kind.STAFF_ABSENT)
    yield from of_his_way(table, wish, person, room)


def of_his_time(table: Timetable, wish: Wish, person: str, absent: Kind) -> Iterator[Fact]:
    one = table.people[person]
    for span in one.busy:
        if span[0] == wish.day and wish.meets(*span[1:]):
            yield Fact(absent, (person,), span)
    row = table.with_person.get((person, wish.day), ())
    for other in row:
        if wish.meets(other.start, other.end):
            yield from in_the_way(wish, other, Clash.PERSON, person)
    if one.max_day is not None and minutes(row) + wish.hearing.duration > one.max_day:
        yield Fact(Kind.LONG_DAY, (person,), (wish.day, one.max_day))


def of_his_way(table: Timetable, wish: Wish, person: str, room: Room) -> Iterator[Fact]:
    """Name the boats that he misses, and the other houses in which he has to be."""
    home = table.home_zone[person]
    there = next(one.zone for one in table.problem.venues if one.id == room.venue)
    yield from _of_the_boats(table, wish, person, (home, there))
    half = half_of(table, wish)
    for other in table.with_person.get((person, wish.day), ()):
        if person not in other.present or wish.meets(other.start, other.end):
            continue
        if other.venue.zone != there:
            yield from in_the_way(wish, other, Clash.ZONE, person)
        elif other.venue.id != room.venue and other.session == half:
            yield from in_the_way(wish, other, Clash.VENUE, person)


def _of_the_boats(
    table: Timetable, wish: Wish, person: str, way: tuple[str, str]
) -> Iterator[Fact]:
    home, there = way
    window = table.problem.access[home].get(there)
    if window is None:
        yield Fact(Kind.NO_CROSSING, way, touched=person)
    elif wish.start < window[0]:
        yield Fact(Kind.FIRST_BOAT, way, (window[0],), touched=person)
    if window is not None and wish.end > window[1]:
        yield Fact(Kind.LAST_BOAT, way, (window[1],), touched=person)
    for zone in way if home != there else ():
        if wish.day in table.closed_days[zone]:
            yield Fact(Kind.NO_SAILING, (zone,), (wish.day,), touched=person)


def in_the_way(wish: Wish, other: Placed, clash: Clash, touched: str = "") -> Iterator[Fact]:
    """Another hearing is here; one that must come before would be missed if it were lifted."""
    kind = Kind.HEARING if other.hearing.pinned is None else Kind.FIXED_HEARING
    yield Fact(kind, (other.id,), (other.day, other.start, other.end), clash, touched)
    for after in wish.hearing.after:
        if after.hearing == other.id:
            yield Fact(Kind.ORDER, (other.id,), (after.min_days, other.day))


def half_of(table: Timetable, wish: Wish) -> int | None:
    for number, half in enumerate(table.problem.sessions):
        if half.start <= wish.start and wish.end <= half.end:
            return number
    return None


def minutes(row: Iterable[Placed]) -> int:
    return sum(one.hearing.duration for one in row)
