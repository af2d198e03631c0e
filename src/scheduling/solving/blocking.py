"""The smallest set of facts to give up for a wish: of all places and benches of a day, the least.

Whatever is given up makes some place with some bench possible, and nothing smaller does than the
least that any of them needs. So the least over all of them is a smallest set, and no part of it
is enough.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from scheduling.solving.facts import Clash, Fact, Kind, hardness
from scheduling.solving.obstacles import (
    Wish,
    in_the_way,
    minutes,
    of_everybody_called,
    of_the_bench,
    of_the_day,
    of_the_room,
)
from scheduling.solving.problem import Assignment, Hearing, Room
from scheduling.solving.timetable import Placed, Timetable

Facts = frozenset[Fact]
Bench = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Blocked:
    """A place with the fewest facts against it, of all rooms and benches at one start."""

    assignment: Assignment
    facts: Facts


def rooms_for(table: Timetable, hearing: Hearing) -> list[Room]:
    return [
        room
        for room in table.problem.rooms
        if room.venue in hearing.venues
        and hearing.features <= room.features
        and room.seats >= hearing.seats
    ]


def starts_for(table: Timetable, hearing: Hearing) -> list[int]:
    grid = table.problem.grid
    return [
        start
        for half in table.problem.sessions
        for start in range(-(-half.start // grid) * grid, half.end - hearing.duration + 1, grid)
    ]


def least_blocked(table: Timetable, wish: Wish) -> list[Blocked]:
    """Find the easiest places at a start, one for each set of as few facts as possible."""
    day = frozenset(of_the_day(table, wish))
    called = wish.hearing.attend
    kept = _Least()
    for room in rooms_for(table, wish.hearing):
        base = day.union(of_the_room(table, wish, room), of_everybody_called(table, wish, room))
        people = {
            one: frozenset(of_the_bench(table, wish, one, room)) - base
            for role in wish.hearing.roles
            for one in role.eligible
            if one not in called
        }
        pools = [
            (role.role, role.n, [one for one in role.eligible if one in people])
            for role in wish.hearing.roles
        ]
        for bench, against in _benches(pools, people, base, kept):
            place = _place(wish, room, pools, bench)
            for facts in _settled(table, wish, against.union(_pinned(wish, place))):
                kept.take(Blocked(place, facts))
    return sorted(kept.found.values(), key=lambda one: hardness(one.facts))


class _Least:
    """Keeps the smallest sets of facts seen so far, each with a place that it forbids."""

    def __init__(self) -> None:
        self.found: dict[Facts, Blocked] = {}
        self.most: int | None = None

    def is_worse(self, facts: Facts) -> bool:
        """Whether no bench with these facts can be among the least; a long day may still settle."""
        if self.most is None:
            return False
        return sum(one.kind is not Kind.LONG_DAY for one in facts) > self.most

    def take(self, one: Blocked) -> None:
        if self.most is None or len(one.facts) < self.most:
            self.most = len(one.facts)
            self.found.clear()
        if len(one.facts) == self.most:
            self.found.setdefault(one.facts, one)


def _place(
    wish: Wish, room: Room, pools: list[tuple[str, int, list[str]]], bench: Bench
) -> Assignment:
    roles = {pool[0]: group for pool, group in zip(pools, bench, strict=True)}
    return Assignment(wish.day, wish.start, room.id, roles)


def _pinned(wish: Wish, place: Assignment) -> Iterator[Fact]:
    """Name the pinned place, unless this is it."""
    pinned = wish.hearing.pinned
    if pinned is None:
        return
    benches = [
        {role: sorted(names) for role, names in one.roles.items()} for one in (place, pinned)
    ]
    here, there = [(one.day, one.start, one.room) for one in (place, pinned)]
    if here != there or benches[0] != benches[1]:
        yield Fact(Kind.PINNED, (wish.hearing.id,), (pinned.day, pinned.start))


def _benches(
    pools: Sequence[tuple[str, int, list[str]]],
    people: dict[str, Facts],
    facts: Facts,
    kept: _Least,
    used: frozenset[str] = frozenset(),
) -> Iterator[tuple[Bench, Facts]]:
    """Fill every role with different people, leaving out what is worse than the best so far."""
    if kept.is_worse(facts):
        return
    if not pools:
        yield (), facts
        return
    (_, count, pool), *rest = pools
    able = sorted((one for one in pool if one not in used), key=lambda one: len(people[one]))
    for group in combinations(able, count):
        more = facts.union(*(people[one] for one in group))
        for others, all_facts in _benches(rest, people, more, kept, used.union(group)):
            yield (group, *others), all_facts


def _settled(table: Timetable, wish: Wish, facts: Facts) -> Iterator[Facts]:
    """Say what is left to give up when lifted hearings make a judge's day shorter.

    A day that stays too long is given up itself, or by lifting some more of its hearings.
    """
    hard = frozenset(one for one in facts if one.kind is not Kind.LONG_DAY)
    long = {one.target[0]: one for one in facts if one.kind is Kind.LONG_DAY}
    if not long:
        yield facts
        return
    rows = {judge: table.with_person.get((judge, wish.day), ()) for judge in long}
    lifted = {one.target[0] for one in hard}
    earlier = {after.hearing for after in wish.hearing.after}
    free = {
        one.id: one
        for row in rows.values()
        for one in row
        if one.id not in lifted and one.id not in earlier
    }
    for size in range(len(long) + 1):
        for more in combinations(free.values(), size):
            gone = lifted | {one.id for one in more}
            still = {
                long[judge]
                for judge, row in rows.items()
                if _is_too_long(table, wish, judge, [one for one in row if one.id not in gone])
            }
            clashes = chain(*(in_the_way(wish, one, Clash.LONG_DAY) for one in more))
            yield hard.union(still, clashes)


def _is_too_long(table: Timetable, wish: Wish, judge: str, row: list[Placed]) -> bool:
    limit = table.people[judge].max_day
    return limit is not None and minutes(row) + wish.hearing.duration > limit
