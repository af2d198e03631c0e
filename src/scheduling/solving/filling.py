"""A bundle laid out: which hearing of a half day begins when, in which room, with whom."""

from collections.abc import Iterable

from scheduling.solving.agendas import Offer, agendas
from scheduling.solving.bundles import HalfDay
from scheduling.solving.cases import Spot
from scheduling.solving.desk import Desk
from scheduling.solving.masks import MINUTES_A_DAY


def fill(desk: Desk, at: HalfDay, hearings: Iterable[int]) -> list[int]:
    """Place as many of the hearings as the desk allows, at the cheapest times; returns which."""
    tables = desk.tables
    limit = tables.max_day[at.judge] or MINUTES_A_DAY
    found = agendas(tables, _offers(desk, at, hearings), minutes_max=limit)
    done: list[int] = []
    for agenda in sorted(found, key=lambda one: (-len(one.order), one.price)):
        for number, start, room in agenda.order:
            case = tables.cases[number]
            staff = desk.staff(case, at.day, at.venue, start, at.judge)
            if staff is not None:
                spot = Spot(at.day, start, room, staff)
                if desk.fits(case, spot):
                    desk.place(case, spot)
                    done.append(number)
        if done:
            break
    return done


def _offers(desk: Desk, at: HalfDay, hearings: Iterable[int]) -> list[Offer]:
    tables = desk.tables
    judge, day, half, venue = at
    offers = []
    for number in hearings:
        case = tables.cases[number]
        first, last = desk.window(case)
        starts = desk.person_starts(judge, day, venue, case) & desk.half_masks[half]
        if not first <= day <= last or not starts:
            continue
        starts &= desk.role_starts(case, day, venue)
        rooms = tuple(
            (room, both)
            for room, free in desk.open_rooms(case, day).get(venue, ())
            if (both := free & starts)
        )
        if rooms:
            offers.append(Offer(number, 0.0, case.minutes, case.steps, rooms))
    return offers
