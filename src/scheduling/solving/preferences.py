"""What a good plan spares people, wish by wish: each is a whole number, the smaller the better."""

from collections import Counter
from collections.abc import Callable, Mapping

from scheduling.solving.problem import CIRCUIT, Stability
from scheduling.solving.timetable import Placed, Timetable

Wish = Callable[[Timetable], int]

TRAVEL_STEP = 30


def nothing_left_out(table: Timetable) -> int:
    """`unscheduled`: a hearing without a place costs more than any wait, by its weight."""
    problem = table.problem
    return sum(
        problem.weights.unscheduled + 2 * hearing.weight * len(problem.days)
        for hearing in problem.hearings
        if hearing.id not in table.placed
    )


def soon(table: Timetable) -> int:
    """`waiting`: the days since a hearing could first be held, by its weight."""
    return table.problem.weights.waiting * sum(
        one.hearing.weight * max(0, one.day - one.hearing.release) for one in table.placed.values()
    )


def work_shared_fairly(table: Timetable) -> int:
    """`overload`: the further a judge's week of presiding is above the steps, the dearer."""
    minutes: Counter[tuple[str, int]] = Counter()
    for (judge, day, _), row in table.sittings.items():
        week = table.problem.weeks[day]
        minutes[judge, week] += sum(one.hearing.duration for one in row)
    return sum(
        cost * (max(0, worked - step) // table.problem.grid)
        for (judge, _), worked in minutes.items()
        if judge in table.people
        for step, cost in zip(
            table.people[judge].week_steps, table.problem.weights.overload, strict=False
        )
    )


def few_sittings(table: Timetable) -> int:
    """`sitting`: a judge who has to sit should sit for several hearings."""
    return table.problem.weights.sitting * len(table.sittings)


def no_gaps(table: Timetable) -> int:
    """`idle`: the time of a sitting in which the judge waits for the next hearing."""
    problem = table.problem
    return sum(
        problem.weights.idle
        * max(0, _span(row) - sum(one.hearing.duration for one in row))
        // problem.grid
        for row in table.sittings.values()
    )


def _span(row: tuple[Placed, ...]) -> int:
    return max(one.end for one in row) - row[0].start


def one_room_a_sitting(table: Timetable) -> int:
    """`room_change`: nobody carries files from room to room."""
    return table.problem.weights.room_change * sum(
        len({one.room.id for one in row}) - 1 for row in table.sittings.values()
    )


def near_to_those_who_come(table: Timetable) -> int:
    """`travel`: the half hours on the way, of everybody who comes in person."""
    return table.problem.weights.travel * sum(
        table.travel[person][one.venue.id] // TRAVEL_STEP
        for one in table.placed.values()
        for person in one.hearing.attend
    )


def few_trips_to_the_islands(table: Timetable) -> int:
    """`trip`: each day that a circuit court opens, and each of the staff who goes there."""
    away = [one for one in table.placed.values() if one.venue.kind == CIRCUIT]
    opened = {(one.venue.id, one.day) for one in away}
    going = {(one.venue.id, one.day, person) for one in away for person in one.place.staff}
    weights = table.problem.weights
    return weights.trip_open * len(opened) + weights.trip_person * len(going)


def as_it_was_published(table: Timetable) -> int:
    """`stability`: what people were told should stay: the day, the hour, the room, the judge."""
    weights = table.problem.weights.stability
    return sum(_change(table, one, weights) for one in table.placed.values())


def _change(table: Timetable, one: Placed, weights: Stability) -> int:
    published, cost = one.hearing.published, 0
    if published is None:
        return 0
    if one.day != published.day:
        cost += weights.day
    elif one.start != published.start:
        cost += weights.start
    if one.room.id != published.room:
        is_same_house = table.rooms[published.room].venue == one.venue.id
        cost += weights.room if is_same_house else weights.venue
    if sorted(one.place.presiding) != sorted(published.presiding):
        cost += weights.presiding
    return cost


SOFT: Mapping[str, Wish] = {
    "unscheduled": nothing_left_out,
    "waiting": soon,
    "overload": work_shared_fairly,
    "sitting": few_sittings,
    "idle": no_gaps,
    "room_change": one_room_a_sitting,
    "travel": near_to_those_who_come,
    "trip": few_trips_to_the_islands,
    "stability": as_it_was_published,
}
"""Every wish by the name of its term, in the order of the format."""
