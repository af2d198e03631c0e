"""What a court and its plan would look like without one fact that stands in the way."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from scheduling.solving.facts import Fact, Kind
from scheduling.solving.problem import Hearing, Person, Plan, Problem, Room, Zone

WHOLE_DAY = (0, 24 * 60)
Named = TypeVar("Named", Hearing, Person, Room, Zone)
Without = Callable[[Problem, str, Fact], Problem]


def without(
    problem: Problem, plan: Plan, hearing: str, facts: Iterable[Fact]
) -> tuple[Problem, Plan]:
    """Give up facts: a leave is not taken, a boat sails later, another hearing is lifted."""
    for fact in facts:
        if fact.kind in (Kind.HEARING, Kind.FIXED_HEARING):
            others = {one: at for one, at in plan.assignments.items() if one != fact.target[0]}
            plan = Plan(plan.instance, others)
        else:
            problem = WITHOUT[fact.kind](problem, hearing, fact)
    return problem, plan


def _room_open(problem: Problem, _: str, fact: Fact) -> Problem:
    def opened(room: Room) -> Room:
        return replace(room, closed=tuple(one for one in room.closed if one != fact.span))

    return replace(problem, rooms=_changed(problem.rooms, fact.target[0], opened))


def _person_there(problem: Problem, _: str, fact: Fact) -> Problem:
    def there(person: Person) -> Person:
        return replace(person, busy=tuple(one for one in person.busy if one != fact.span))

    return replace(problem, people=_changed(problem.people, fact.target[0], there))


def _longer_day(problem: Problem, _: str, fact: Fact) -> Problem:
    def longer(person: Person) -> Person:
        return replace(person, max_day=None)

    return replace(problem, people=_changed(problem.people, fact.target[0], longer))


def _other_boat(problem: Problem, _: str, fact: Fact) -> Problem:
    """Let an earlier or a later boat sail between two zones, or any boat at all."""
    home, there = fact.target
    first, last = problem.access[home].get(there) or WHOLE_DAY
    if fact.kind is Kind.FIRST_BOAT:
        first = WHOLE_DAY[0]
    elif fact.kind is Kind.LAST_BOAT:
        last = WHOLE_DAY[1]
    ways = {**problem.access[home], there: (first, last)}
    return replace(problem, access={**problem.access, home: ways})


def _boats_sail(problem: Problem, _: str, fact: Fact) -> Problem:
    def calm(zone: Zone) -> Zone:
        return replace(
            zone, closed_days=tuple(day for day in zone.closed_days if day != fact.span[0])
        )

    return replace(problem, zones=_changed(problem.zones, fact.target[0], calm))


def _short_notice(problem: Problem, _: str, fact: Fact) -> Problem:
    return replace(problem, notice_day=min(problem.notice_day, fact.span[0]))


def _any_order(problem: Problem, hearing: str, fact: Fact) -> Problem:
    def free(one: Hearing) -> Hearing:
        kept = tuple(after for after in one.after if after.hearing != fact.target[0])
        return replace(one, after=kept)

    return replace(problem, hearings=_changed(problem.hearings, hearing, free))


def _unpinned(problem: Problem, hearing: str, _: Fact) -> Problem:
    def unpinned(one: Hearing) -> Hearing:
        return replace(one, pinned=None)

    return replace(problem, hearings=_changed(problem.hearings, hearing, unpinned))


def _wider_window(problem: Problem, hearing: str, fact: Fact) -> Problem:
    day = fact.span[0]

    def wider(one: Hearing) -> Hearing:
        if fact.kind is Kind.RELEASE:
            return replace(one, release=min(day, one.release))
        return replace(one, deadline=max(day, one.deadline))

    return replace(problem, hearings=_changed(problem.hearings, hearing, wider))


def _changed(
    things: tuple[Named, ...], name: str, change: Callable[[Named], Named]
) -> tuple[Named, ...]:
    return tuple(change(one) if one.id == name else one for one in things)


WITHOUT: Mapping[Kind, Without] = {
    Kind.ROOM_CLOSED: _room_open,
    Kind.STAFF_ABSENT: _person_there,
    Kind.PARTY_ABSENT: _person_there,
    Kind.LONG_DAY: _longer_day,
    Kind.FIRST_BOAT: _other_boat,
    Kind.LAST_BOAT: _other_boat,
    Kind.NO_CROSSING: _other_boat,
    Kind.NO_SAILING: _boats_sail,
    Kind.NOTICE: _short_notice,
    Kind.ORDER: _any_order,
    Kind.PINNED: _unpinned,
    Kind.RELEASE: _wider_window,
    Kind.DEADLINE: _wider_window,
}
