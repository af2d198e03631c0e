"""The best plan of a very small county, found by trying every place with every staff."""

from collections.abc import Iterator
from itertools import combinations

from scheduling.solving.cases import Case, Spot
from scheduling.solving.desk import Desk
from scheduling.solving.masks import bits
from scheduling.solving.problem import Problem
from scheduling.solving.tables import Tables


def least_objective(problem: Problem) -> int:
    """Return the objective that no plan of the county undercuts, and one plan reaches."""
    tables = Tables(problem)
    desk = Desk(tables)
    best = [desk.cost]
    floors = [min(case.travel.values(), default=0) for case in tables.cases]

    def at_least(first: int) -> int:
        """What is placed costs this even when all its idle steps are filled later."""
        waiting = tables.cases[first:]
        filled = sum(known[-1] - problem.weights.sitting for known in desk.reckoned.values())
        rest = sum(min(case.left_out, floors[case.number]) - case.left_out for case in waiting)
        return desk.cost - filled + rest

    def extend(first: int) -> None:
        best[0] = min(best[0], desk.cost)
        if first == len(tables.cases) or at_least(first) >= best[0]:
            return
        case = tables.cases[first]
        for spot in sorted(every_spot(desk, case), key=lambda one: desk.price(case, one)):
            desk.place(case, spot)
            extend(first + 1)
            desk.lift(case)
        extend(first + 1)

    extend(0)
    return best[0]


def every_spot(desk: Desk, case: Case) -> Iterator[Spot]:
    """Every place with every staff that is allowed now; of a pinned hearing only its own."""
    if case.pinned is not None:
        if desk.fits(case, case.pinned):
            yield case.pinned
        return
    first, last = desk.window(case)
    for day in range(first, last + 1):
        for judge, venue, room, starts in desk.options(case, day):
            for start in bits(starts):
                for staff in _every_staff(case, 1, (judge,), {judge, *case.attend}):
                    spot = Spot(day, start, room, ((judge,), *staff))
                    if desk.tables.room_venue[room] == venue and desk.fits(case, spot):
                        yield spot


def _every_staff(
    case: Case, role: int, chosen: tuple[int, ...], used: set[int]
) -> Iterator[tuple[tuple[int, ...], ...]]:
    if role == len(case.roles):
        yield ()
        return
    count, people = case.roles[role]
    for group in combinations([one for one in people if one not in used], count):
        for rest in _every_staff(case, role + 1, (*chosen, *group), used | set(group)):
            yield (group, *rest)
