"""What makes a problem no problem: names that nothing bears, numbers and calendars that clash."""

from collections import Counter
from collections.abc import Iterator

from scheduling.solving.problem import PRESIDING, Hearing, Problem

FORMAT = "hsp-1"
MINUTES_A_DAY = 24 * 60
NUMBER_MAX = 10**9


def contradictions(problem: Problem) -> Iterator[str]:
    """Name each, one sentence each; a problem without any can be planned and checked safely."""
    if problem.format != FORMAT:
        yield f"format: {problem.format!r} is not {FORMAT!r}"
    yield from _names_borne_twice(problem)
    yield from _names_of_nothing(problem)
    yield from _numbers_out_of_range(problem)
    yield from _calendars_that_clash(problem)
    yield from _times_outside_a_day(problem)
    yield from _judges_without_measure(problem)
    yield from _promises_that_cannot_be(problem)
    yield from _circles(problem)


def _names_borne_twice(problem: Problem) -> Iterator[str]:
    for kind, names in (
        ("sessions", (session.id for session in problem.sessions)),
        ("zones", (zone.id for zone in problem.zones)),
        ("venues", (venue.id for venue in problem.venues)),
        ("rooms", (room.id for room in problem.rooms)),
        ("places", (place.id for place in problem.places)),
        ("people", (person.id for person in problem.people)),
        ("hearings", (hearing.id for hearing in problem.hearings)),
    ):
        for name, times in Counter(names).items():
            if times > 1:
                yield f"{kind}: {times} are called {name!r}"
    for hearing in problem.hearings:
        if len({role.role for role in hearing.roles}) < len(hearing.roles):
            yield f"hearing {hearing.id!r}: a role is asked for twice"


def _names_of_nothing(problem: Problem) -> Iterator[str]:
    zones = {zone.id for zone in problem.zones}
    venues = {venue.id for venue in problem.venues}
    places = {place.id for place in problem.places}
    people = {person.id for person in problem.people}
    hearings = {hearing.id for hearing in problem.hearings}
    for thing, wanted, known in (
        ("zone", (venue.zone for venue in problem.venues), zones),
        ("zone", (place.zone for place in problem.places), zones),
        ("venue", (room.venue for room in problem.rooms), venues),
        ("place", (person.home for person in problem.people), places),
        ("zone with access", zones, set(problem.access)),
        ("zone", (zone for ways in problem.access.values() for zone in ways), zones),
        ("venue", (v for hearing in problem.hearings for v in hearing.venues), venues),
        ("person", (p for h in problem.hearings for p in (*h.attend, *h.remote)), people),
        ("person", (p for h in problem.hearings for r in h.roles for p in r.eligible), people),
        ("hearing", (a.hearing for hearing in problem.hearings for a in hearing.after), hearings),
    ):
        for name in wanted:
            if name not in known:
                yield f"no {thing} is called {name!r}"
    for place in problem.places:
        for venue in venues - place.travel.keys():
            yield f"place {place.id!r}: no way to the venue {venue!r}"


def _numbers_out_of_range(problem: Problem) -> Iterator[str]:
    """Nothing here can be below zero, and nothing so large that sums of it are of no use."""
    weights = problem.weights
    for where, numbers in (
        ("notice_day", (problem.notice_day,)),
        ("weeks", problem.weeks),
        ("weights", (weights.unscheduled, weights.waiting, weights.sitting, weights.idle)),
        ("weights", (weights.room_change, weights.travel, *weights.overload)),
        ("weights", (weights.trip_open, weights.trip_person)),
        ("weights.stability", _stability(problem)),
        *((f"zone {zone.id!r}", zone.closed_days) for zone in problem.zones),
        *((f"room {room.id!r}", (room.seats, room.turnover)) for room in problem.rooms),
        *((f"place {place.id!r}", tuple(place.travel.values())) for place in problem.places),
        *((f"person {one.id!r}", (one.max_day or 0, *one.week_steps)) for one in problem.people),
        *((f"hearing {one.id!r}", _numbers_of(one)) for one in problem.hearings),
    ):
        if numbers and (min(numbers) < 0 or max(numbers) > NUMBER_MAX):
            yield f"{where}: a number is below 0 or above {NUMBER_MAX}"
    for hearing in problem.hearings:
        if hearing.duration == 0:
            yield f"hearing {hearing.id!r}: it lasts no time"


def _stability(problem: Problem) -> tuple[int, ...]:
    weights = problem.weights.stability
    return weights.day, weights.start, weights.room, weights.venue, weights.presiding


def _numbers_of(one: Hearing) -> tuple[int, ...]:
    counts = (one.weight, one.duration, one.release, one.deadline, one.seats)
    return (*counts, *(role.n for role in one.roles), *(after.min_days for after in one.after))


def _calendars_that_clash(problem: Problem) -> Iterator[str]:
    if not 0 < problem.grid <= MINUTES_A_DAY:
        yield f"grid: it must be from 1 to {MINUTES_A_DAY} minutes"
    if not problem.days or len(problem.weeks) != len(problem.days):
        yield "days and weeks: there must be a day, and every day must have its week"
    last = 0
    for session in problem.sessions:
        if not last <= session.start < session.end <= MINUTES_A_DAY:
            yield f"session {session.id!r}: it overlaps another, or is not within a day"
        last = session.end


def _times_outside_a_day(problem: Problem) -> Iterator[str]:
    for home, ways in problem.access.items():
        for zone, window in ways.items():
            if window is not None and not _is_within_a_day(*window):
                yield f"access from {home!r} to {zone!r}: it is not within a day"
    for kind, thing, calendar in (
        *(("room", room.id, room.closed) for room in problem.rooms),
        *(("person", person.id, person.busy) for person in problem.people),
    ):
        for day, start, end in calendar:
            if not (0 <= day <= NUMBER_MAX and _is_within_a_day(start, end)):
                yield f"{kind} {thing!r}: a time that cannot be used is not within a day"


def _is_within_a_day(start: int, end: int) -> bool:
    return 0 <= start <= end <= MINUTES_A_DAY


def _judges_without_measure(problem: Problem) -> Iterator[str]:
    """Whoever may preside needs the steps above which his week counts as too full."""
    steps = len(problem.weights.overload)
    presiding: set[str] = set()
    for hearing in problem.hearings:
        roles = [role for role in hearing.roles if role.role == PRESIDING]
        if [role.n for role in roles] != [1]:
            yield f"hearing {hearing.id!r}: it must ask for one presiding judge"
        presiding.update(name for role in roles for name in role.eligible)
    for person in problem.people:
        has_steps = person.week_steps or person.id in presiding
        if has_steps and len(person.week_steps) != steps:
            yield f"person {person.id!r}: week_steps and weights.overload differ in length"


def _promises_that_cannot_be(problem: Problem) -> Iterator[str]:
    """A pinned or published place must be one there is; who is pinned must still be there."""
    days, rooms = len(problem.days), {room.id for room in problem.rooms}
    people = {person.id for person in problem.people}
    for hearing in problem.hearings:
        for kind, place in (("pinned", hearing.pinned), ("published", hearing.published)):
            if place is not None and not (
                0 <= place.day < days and 0 <= place.start < MINUTES_A_DAY and place.room in rooms
            ):
                yield f"hearing {hearing.id!r}: its {kind} place is not one of this problem"
        if hearing.pinned is not None and not people.issuperset(hearing.pinned.staff):
            yield f"hearing {hearing.id!r}: somebody pinned to it is unknown"


def _circles(problem: Problem) -> Iterator[str]:
    """Find hearings that wait for each other: take away what waits for nothing, again and again."""
    waiting = {one.id: {after.hearing for after in one.after} for one in problem.hearings}
    followers: dict[str, list[str]] = {}
    for name, earlier in waiting.items():
        for one in earlier:
            followers.setdefault(one, []).append(name)
    free = [name for name, earlier in waiting.items() if not earlier]
    while free:
        done = free.pop()
        for name in followers.get(done, ()):
            waiting[name].discard(done)
            if not waiting[name]:
                free.append(name)
    for name, earlier in waiting.items():
        if earlier:
            yield f"hearing {name!r}: it waits for itself, through {min(earlier)!r}"
