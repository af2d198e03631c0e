"""What one place costs, wish by wish: the same sum as the desk's price, with its parts named."""

from collections.abc import Mapping

from scheduling.solving.cases import Case, Spot
from scheduling.solving.desk import Desk
from scheduling.solving.placed import Sitting


def terms_of(desk: Desk, case: Case, spot: Spot) -> Mapping[str, int]:
    """Say what the whole plan costs more, by term, with a hearing at this spot than left out.

    The terms are those of `preferences.SOFT`, in its order. Some can be below zero: a hearing that
    fills a gap takes idle time away, and one that has a place is no longer left out.
    """
    tables = desk.tables
    venue = tables.room_venue[spot.room]
    half = tables.half_of[spot.start]
    first = spot.start * tables.grid
    before = desk.sittings.get((spot.judge * tables.days + spot.day) * tables.halves + half, [])
    after = [*before, (first, first + case.minutes, spot.room, case.number)]
    weights = tables.problem.weights
    terms = {
        "unscheduled": -case.left_out,
        "waiting": case.a_day * (spot.day - case.release),
        "overload": desk.overload_price(spot.judge, spot.day, case.minutes),
        "sitting": 0 if before else weights.sitting,
        "idle": _idle(desk, after) - _idle(desk, before),
        "room_change": weights.room_change * (_changes(after) - _changes(before)),
        "travel": case.travel[venue],
        "trip": (desk.trip_price(venue, spot.day, spot.staff) if tables.circuit[venue] else 0),
        "stability": desk.unrest(case, spot) if case.published is not None else 0,
    }
    assert sum(terms.values()) == desk.price(case, spot)
    return terms


def _idle(desk: Desk, sitting: Sitting) -> int:
    if not sitting:
        return 0
    span = max(one[1] for one in sitting) - min(one[0] for one in sitting)
    idle = max(0, span - sum(one[1] - one[0] for one in sitting))
    return desk.tables.problem.weights.idle * idle // desk.tables.grid


def _changes(sitting: Sitting) -> int:
    return max(0, len({one[2] for one in sitting}) - 1)
