"""What no plan may do to promises: pinned and published places, and the order of two hearings."""

from collections.abc import Iterator, Mapping

from scheduling.solving.problem import Assignment, Breach
from scheduling.solving.timetable import Timetable, clock, is_moved


def kept_where_it_was_pinned(table: Timetable) -> Iterator[Breach]:
    """H10-pinned: a pinned hearing keeps its day, its start, its room and its bench."""
    for hearing in table.problem.hearings:
        if hearing.pinned is None:
            continue
        one = table.placed.get(hearing.id)
        if one is None or not _is_same(one.place, hearing.pinned):
            pinned = hearing.pinned
            facts = f"{table.date(pinned.day)} {clock(pinned.start)} {pinned.room}"
            yield Breach("H10-pinned", (hearing.id,), facts)


def _is_same(one: Assignment, other: Assignment) -> bool:
    here, there = (one.day, one.start, one.room), (other.day, other.start, other.room)
    return here == there and _bench(one.roles) == _bench(other.roles)


def _bench(roles: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Name who sits in which role: the order does not count, nor does an empty role."""
    return {role: sorted(names) for role, names in roles.items() if names}


def not_before_the_hearing_it_follows(table: Timetable) -> Iterator[Breach]:
    """H11-order: the earlier hearing has its place, and enough days lie between the two."""
    for one in table.placed.values():
        for after in one.hearing.after:
            earlier = table.placed.get(after.hearing)
            if earlier is None:
                yield Breach("H11-order", (one.id, after.hearing), after.hearing)
            elif one.day < earlier.day + after.min_days:
                days = f"{table.date(earlier.day)} + {after.min_days} > {table.date(one.day)}"
                yield Breach("H11-order", (one.id, after.hearing), days)


def moved_only_with_notice(table: Timetable) -> Iterator[Breach]:
    """H12-notice: a hearing that is moved lands on or after the first day of notice."""
    notice = table.problem.notice_day
    for one in table.placed.values():
        if one.day < notice and is_moved(one):
            facts = f"{table.date(one.day)} < {table.date(notice)}"
            yield Breach("H12-notice", (one.id,), facts)
