"""From a named plan to hearings on the desk, and back; whatever has no place is named with why."""

from collections.abc import Iterable, Sequence

from scheduling.solving.cases import Spot
from scheduling.solving.desk import Desk
from scheduling.solving.outcomes import Reason, Unplaced
from scheduling.solving.problem import Plan
from scheduling.solving.tables import Tables


def lay_out(tables: Tables, plan: Plan | None) -> tuple[Desk, list[int]]:
    """Lay out the pinned hearings, then a given plan as far as it is allowed; name who waits.

    A pin that is against the rules stays out: there is no other place for it.
    """
    desk = Desk(tables)
    waiting = []
    for case in in_order(tables, (case.number for case in tables.cases)):
        one = tables.cases[case]
        spot = one.pinned
        if spot is None and plan is not None:
            hearing = tables.problem.hearings[case]
            spot = tables.spot_of(hearing, plan.assignments.get(hearing.id))
        if spot is not None and desk.fits(one, spot):
            desk.place(one, spot)
        elif one.pinned is None:
            waiting.append(case)
    return desk, waiting


def in_order(tables: Tables, numbers: Iterable[int]) -> list[int]:
    """Pinned hearings first; within each kind what comes earlier in a chain comes first."""

    def depth(number: int) -> int:
        before = tables.cases[number].before
        return 1 + max((depth(one) for one, _ in before), default=0)

    return sorted(numbers, key=lambda one: (tables.cases[one].pinned is None, depth(one), one))


def unplaced(desk: Desk) -> tuple[Unplaced, ...]:
    """List what has no place, each with the first reason that holds."""
    tables = desk.tables
    empty = Desk(tables)
    found = []
    for case in tables.cases:
        if desk.spots[case.number] is None:
            days = range(case.earliest, case.latest + 1)
            if case.pinned is not None:
                reason = Reason.PINNED_IMPOSSIBLE
            elif not any(True for day in days for _ in empty.options(case, day)):
                reason = Reason.NEVER_ALLOWED
            elif any(desk.spots[earlier] is None for earlier, _ in case.before):
                reason = Reason.EARLIER_HAS_NONE
            else:
                reason = Reason.NO_PLACE_FOUND
            found.append(Unplaced(tables.problem.hearings[case.number].id, reason))
    return tuple(found)


def plan_of(desk: Desk) -> Plan:
    tables = desk.tables
    return Plan(
        tables.problem.name,
        {
            tables.problem.hearings[case.number].id: tables.assignment_of(case, spot)
            for case in tables.cases
            if (spot := desk.spots[case.number]) is not None
        },
    )


def laid_out_as(tables: Tables, spots: Sequence[Spot | None]) -> Desk:
    """Lay out spots that belong to one allowed plan."""
    desk = Desk(tables)
    for number in in_order(tables, range(len(tables.cases))):
        spot = spots[number]
        if spot is not None:
            desk.place(tables.cases[number], spot)
    return desk
