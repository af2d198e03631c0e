"""What no plan may ask of people: two places at once, a missed ferry, a day that is too long."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from scheduling.solving.problem import Breach
from scheduling.solving.timetable import Placed, Timetable, clock


def at_one_hearing_at_a_time(table: Timetable) -> Iterator[Breach]:
    """H6-overlap: nobody takes part in two hearings at once, be it by video."""
    for (person, _), row in table.with_person.items():
        for one, other in pairwise(row):
            if other.start < one.end:
                facts = f"{person} {table.when(one)} > {clock(other.start)}"
                yield Breach("H6-overlap", (one.id, other.id), facts)


def at_one_venue_in_a_session(table: Timetable) -> Iterator[Breach]:
    """H6-venue: who comes in person stays in one house for the half-day."""
    for (person, day), row in table.with_person.items():
        sessions: defaultdict[int | None, list[Placed]] = defaultdict(list)
        for one in row:
            if person in one.present:
                sessions[one.session].append(one)
        for here in sessions.values():
            venues = sorted({one.venue.id for one in here})
            if len(venues) > 1:
                facts = f"{person} {table.date(day)} {', '.join(venues)}"
                yield Breach("H6-venue", tuple(one.id for one in here), facts)


def in_one_zone_on_a_day(table: Timetable) -> Iterator[Breach]:
    """H6-zone: who comes in person does not cross the sea between two hearings of a day."""
    for (person, day), row in table.with_person.items():
        here = [one for one in row if person in one.present]
        zones = sorted({one.venue.zone for one in here})
        if len(zones) > 1:
            facts = f"{person} {table.date(day)} {', '.join(zones)}"
            yield Breach("H6-zone", tuple(one.id for one in here), facts)


def available(table: Timetable) -> Iterator[Breach]:
    """H7-busy: nobody is called at a time when he cannot come."""
    for (person, today), row in table.with_person.items():
        for day, start, end in table.people[person].busy:
            if day != today:
                continue
            for one in row:
                if start < one.end and one.start < end:
                    facts = f"{person} {table.date(day)} {clock(start)}-{clock(end)}"
                    yield Breach("H7-busy", (one.id,), facts)


def where_everybody_can_get_in_a_day(table: Timetable) -> Iterator[Breach]:
    """H8-access: there is a crossing out and back on the same day."""
    for one, person, home in _journeys(table):
        if table.problem.access[home].get(one.venue.zone) is None:
            facts = f"{person} {home} -> {one.venue.zone}"
            yield Breach("H8-access", (one.id,), facts)


def between_the_first_and_the_last_ferry(table: Timetable) -> Iterator[Breach]:
    """H8-ferry: everybody present can arrive before it begins and leave after it ends."""
    for one, person, home in _journeys(table):
        window = table.problem.access[home].get(one.venue.zone)
        if window is not None and (one.start < window[0] or window[1] < one.end):
            allowed = f"[{clock(window[0])}, {clock(window[1])}]"
            facts = f"{person} {home} -> {one.venue.zone} {allowed} {table.when(one)}"
            yield Breach("H8-ferry", (one.id,), facts)


def on_a_day_when_boats_sail(table: Timetable) -> Iterator[Breach]:
    """H8-closed: nobody has to cross on a day of gales or of high seas."""
    for one, person, home in _journeys(table):
        here = one.venue.zone
        if home != here and (
            one.day in table.closed_days[home] or one.day in table.closed_days[here]
        ):
            facts = f"{person} {home} -> {here} {table.date(one.day)}"
            yield Breach("H8-closed", (one.id,), facts)


def _journeys(table: Timetable) -> Iterator[tuple[Placed, str, str]]:
    for one in table.placed.values():
        for person in one.present:
            yield one, person, table.home_zone[person]


def not_sitting_too_long(table: Timetable) -> Iterator[Breach]:
    """H9-max-day: the minutes that a judge sits a day, in any role."""
    for (person, day), row in table.with_person.items():
        limit = table.people[person].max_day
        minutes = sum(one.hearing.duration for one in row)
        if limit is not None and minutes > limit:
            facts = f"{person} {table.date(day)} {minutes}' > {limit}'"
            yield Breach("H9-max-day", tuple(one.id for one in row), facts)
