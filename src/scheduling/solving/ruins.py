"""What is taken out of a plan together: one judge's days, one day, one room, one boat trip, people.

Each names the hearings to take out, about `size` of them, and none when the draw came to nothing.
"""

from collections.abc import Callable

from scheduling.solving.workbench import Workbench

Ruin = Callable[[Workbench, int], list[int]]


def some_days_of_a_judge(bench: Workbench, size: int) -> list[int]:
    judge = bench.rng.choice(list(bench.by_judge))
    spots = bench.desk.spots
    mine = [
        one
        for one in bench.by_judge[judge]
        if (spot := spots[one]) is not None and spot.judge == judge
    ]
    return bench.near(mine, bench.day_of(bench.rng.choice(mine)), size) if mine else []


def a_day(bench: Workbench, size: int) -> list[int]:
    drawn = bench.somewhere()
    if drawn is None:
        return []
    there = sorted(bench.by_day[drawn[1].day])
    return bench.with_followers(bench.rng.sample(there, min(size, len(there))))


def a_room_for_some_days(bench: Workbench, size: int) -> list[int]:
    drawn = bench.somewhere()
    if drawn is None:
        return []
    _, spot = drawn
    spots = bench.desk.spots
    there = [
        one
        for day in range(max(0, spot.day - 3), min(bench.tables.days, spot.day + 4))
        for one in sorted(bench.by_day[day])
        if (other := spots[one]) is not None and other.room == spot.room
    ]
    return bench.near(there, spot.day, size)


def related(bench: Workbench, size: int) -> list[int]:
    """Hearings near in time that share a judge, or could."""
    drawn = bench.somewhere()
    if drawn is None:
        return []
    seed, spot = drawn
    judges = set(bench.tables.cases[seed].judges) | {spot.judge}
    reach = bench.rng.choice((2, 5, 10))
    around = range(max(0, spot.day - reach), min(bench.tables.days, spot.day + reach + 1))
    there = [
        one
        for day in around
        for one in sorted(bench.by_day[day])
        if judges & set(bench.tables.cases[one].judges)
    ]
    chosen = bench.rng.sample(there, min(size, len(there)))
    return bench.with_followers(list(dict.fromkeys([seed, *chosen])))


def a_boat_trip(bench: Workbench, size: int) -> list[int]:
    """What is heard on an island around one day, and what could have gone there."""
    drawn = bench.somewhere()
    if drawn is None:
        return []
    seed, spot = drawn
    circuit = bench.tables.circuit
    islands = [venue for venue in bench.tables.cases[seed].starts if circuit[venue]]
    if not islands:
        return []
    venue = bench.rng.choice(islands)
    there = [
        one
        for one in bench.free
        if venue in bench.tables.cases[one].starts and bench.desk.spots[one] is not None
    ]
    return bench.near(there, spot.day, size)


RUINS: tuple[Ruin, ...] = (some_days_of_a_judge, a_day, a_room_for_some_days, related, a_boat_trip)
