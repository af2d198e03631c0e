"""What no plan may do, rule by rule: the day, the room and the bench of each hearing."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from scheduling.solving.constraints_order import (
    kept_where_it_was_pinned,
    moved_only_with_notice,
    not_before_the_hearing_it_follows,
)
from scheduling.solving.constraints_people import (
    at_one_hearing_at_a_time,
    at_one_venue_in_a_session,
    available,
    between_the_first_and_the_last_ferry,
    in_one_zone_on_a_day,
    not_sitting_too_long,
    on_a_day_when_boats_sail,
    where_everybody_can_get_in_a_day,
)
from scheduling.solving.problem import Breach
from scheduling.solving.timetable import Timetable, clock, filled

Rule = Callable[[Timetable], Iterator[Breach]]


def known(table: Timetable) -> Iterator[Breach]:
    """H1-unknown: only hearings of the problem have a place."""
    for name in table.plan.assignments:
        if name not in table.hearings:
            yield Breach("H1-unknown", (name,), name)


def well_formed(table: Timetable) -> Iterator[Breach]:
    """H1-malformed: the day is one of the working days and the room is one of the rooms."""
    for name, place in table.plan.assignments.items():
        if name in table.hearings and name not in table.placed:
            yield Breach("H1-malformed", (name,), f"{table.date(place.day)} {place.room}")


def inside_the_statutory_window(table: Timetable) -> Iterator[Breach]:
    """H2-window: after service and the periods of answer and evidence, before the time limit."""
    for one in table.placed.values():
        first, last = one.hearing.release, one.hearing.deadline
        if not first <= one.day <= last:
            allowed = f"[{table.date(first)}, {table.date(last)}]"
            yield Breach("H2-window", (one.id,), f"{table.date(one.day)} {allowed}")


def on_the_grid(table: Timetable) -> Iterator[Breach]:
    """H3-grid: every start is a multiple of the grid."""
    for one in table.placed.values():
        if one.start % table.problem.grid:
            yield Breach("H3-grid", (one.id,), f"{clock(one.start)} / {table.problem.grid}'")


def inside_one_session(table: Timetable) -> Iterator[Breach]:
    """H3-session: a hearing does not run over the end of a half-day."""
    for one in table.placed.values():
        if one.session is None:
            yield Breach("H3-session", (one.id,), table.when(one))


def at_an_allowed_venue(table: Timetable) -> Iterator[Breach]:
    """H4-venue: the room belongs to a venue where this hearing may be held."""
    for one in table.placed.values():
        if one.venue.id not in one.hearing.venues:
            allowed = ", ".join(one.hearing.venues)
            yield Breach("H4-venue", (one.id,), f"{one.venue.id} [{allowed}]")


def in_a_room_with_what_it_needs(table: Timetable) -> Iterator[Breach]:
    """H4-feature: video, a way in for everybody, a jury bench, what Taiwan compatriots need."""
    for one in table.placed.values():
        if lacking := one.hearing.features - one.room.features:
            yield Breach("H4-feature", (one.id,), f"{one.room.id}: {', '.join(sorted(lacking))}")


def in_a_room_with_enough_seats(table: Timetable) -> Iterator[Breach]:
    """H4-seats: nobody has to stand."""
    for one in table.placed.values():
        if one.room.seats < one.hearing.seats:
            facts = f"{one.room.id}: {one.room.seats} < {one.hearing.seats}"
            yield Breach("H4-seats", (one.id,), facts)


def in_an_open_room(table: Timetable) -> Iterator[Breach]:
    """H4-closed: the room can be used at that time."""
    for one in table.placed.values():
        for day, start, end in one.room.closed:
            if day == one.day and start < one.end and one.start < end:
                facts = f"{one.room.id} {table.date(day)} {clock(start)}-{clock(end)}"
                yield Breach("H4-closed", (one.id,), facts)


def one_hearing_at_a_time_in_a_room(table: Timetable) -> Iterator[Breach]:
    """H4-overlap: between two hearings in a room lies the turnover."""
    for row in table.in_room.values():
        for one, other in pairwise(row):
            if other.start < one.end + one.room.turnover:
                facts = f"{one.room.id} {table.when(one)} + {one.room.turnover}'"
                yield Breach("H4-overlap", (one.id, other.id), f"{facts} > {clock(other.start)}")


def only_roles_that_were_asked_for(table: Timetable) -> Iterator[Breach]:
    """H5-role: nobody sits in a role that the hearing does not have."""
    for one in table.placed.values():
        asked = {role.role for role in one.hearing.roles}
        for role in one.place.roles:
            if role not in asked:
                yield Breach("H5-role", (one.id,), role)


def the_right_number_in_every_role(table: Timetable) -> Iterator[Breach]:
    """H5-count: one judge presides, two assessors sit beside him, and so on."""
    for one in table.placed.values():
        for role, names in filled(one.hearing, one.place):
            if len(names) != role.n:
                yield Breach("H5-count", (one.id,), f"{role.role}: {len(names)} / {role.n}")


def only_who_is_eligible(table: Timetable) -> Iterator[Breach]:
    """H5-eligible: everybody in a role is one of those who may act in it."""
    for one in table.placed.values():
        for role, names in filled(one.hearing, one.place):
            for name in names:
                if name not in role.eligible:
                    yield Breach("H5-eligible", (one.id,), f"{role.role}: {name}")


def nobody_in_two_roles(table: Timetable) -> Iterator[Breach]:
    """H5-distinct: the roles of a hearing are filled by different people."""
    for one in table.placed.values():
        if len(set(one.staff)) != len(one.staff):
            twice = sorted({name for name in one.staff if one.staff.count(name) > 1})
            yield Breach("H5-distinct", (one.id,), ", ".join(twice))


HARD: tuple[Rule, ...] = (
    known,
    well_formed,
    inside_the_statutory_window,
    on_the_grid,
    inside_one_session,
    at_an_allowed_venue,
    in_a_room_with_what_it_needs,
    in_a_room_with_enough_seats,
    in_an_open_room,
    one_hearing_at_a_time_in_a_room,
    only_roles_that_were_asked_for,
    the_right_number_in_every_role,
    only_who_is_eligible,
    nobody_in_two_roles,
    at_one_hearing_at_a_time,
    at_one_venue_in_a_session,
    in_one_zone_on_a_day,
    available,
    where_everybody_can_get_in_a_day,
    between_the_first_and_the_last_ferry,
    on_a_day_when_boats_sail,
    not_sitting_too_long,
    kept_where_it_was_pinned,
    not_before_the_hearing_it_follows,
    moved_only_with_notice,
)
"""Every rule that must hold, in the order of their codes H1 to H12."""
