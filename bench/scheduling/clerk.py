"""What a desk does by hand: the nearest deadline first, each at the first place that fits.

Nobody weighs costs; later hearings take what is left.
"""

from scheduling.solving.cases import Case, Spot
from scheduling.solving.desk import Desk
from scheduling.solving.layouts import in_order, lay_out, plan_of
from scheduling.solving.masks import bits
from scheduling.solving.problem import Plan, Problem
from scheduling.solving.tables import Tables


def clerk_plan(problem: Problem) -> Plan:
    tables = Tables(problem)
    desk, _ = lay_out(tables, None)  # what is pinned stands already
    order = sorted(tables.cases, key=lambda case: (case.latest, case.number))
    for case in order:
        _place_chain(desk, case)
    return plan_of(desk)


def _place_chain(desk: Desk, case: Case) -> None:
    """Place what must come before, and then the hearing itself."""
    for number in in_order(desk.tables, [earlier for earlier, _ in case.before]):
        if desk.spots[number] is None:
            _place_chain(desk, desk.tables.cases[number])
    if desk.spots[case.number] is None and case.pinned is None:
        spot = _first_fit(desk, case)
        if spot is not None:
            desk.place(case, spot)


def _first_fit(desk: Desk, case: Case) -> Spot | None:
    """Take the first day, and on it the earliest start, whoever sits and wherever."""
    first, last = desk.window(case)
    for day in range(first, last + 1):
        offers = sorted(
            (start, room, judge, venue)
            for judge, venue, room, starts in desk.options(case, day)
            for start in bits(starts)
            if desk.may_move_to(case, day, start)
        )
        for start, room, judge, venue in offers:
            staff = desk.staff(case, day, venue, start, judge)
            if staff is not None:
                return Spot(day, start, room, staff)
    return None
