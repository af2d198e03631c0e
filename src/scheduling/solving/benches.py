"""Who sits: different people for every role of a hearing, those chosen who cost the least."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice

from scheduling.solving.cases import Case
from scheduling.solving.desk import Desk
from scheduling.solving.masks import at_least

Staff = tuple[tuple[int, ...], ...]
BENCHES_MAX = 10_000


def lightest(
    roles: Sequence[tuple[int, Sequence[int]]], weight: Callable[[int], int]
) -> Staff | None:
    """Fill every role with different people of the least total weight; None if it cannot be done.

    The sets of people who can sit together are the independent sets of a matroid (Edmonds and
    Fulkerson, 1965), so taking the lightest first, whenever all taken so far can still sit
    together with him, is exact.
    """
    seats = [number for number, (count, _) in enumerate(roles) for _ in range(count)]
    able: dict[int, list[int]] = {}
    for seat, role in enumerate(seats):
        for person in roles[role][1]:
            able.setdefault(person, []).append(seat)
    sitting: dict[int, int] = {}
    for person in sorted(able, key=weight):
        if len(sitting) == len(seats):
            break
        _seat(person, able, sitting, set())
    if len(sitting) < len(seats):
        return None
    groups: list[list[int]] = [[] for _ in roles]
    for seat, person in sitting.items():
        groups[seats[seat]].append(person)
    return tuple(
        tuple(sorted(group, key=role[1].index)) for group, role in zip(groups, roles, strict=True)
    )


def _seat(
    person: int, able: dict[int, list[int]], sitting: dict[int, int], asked: set[int]
) -> bool:
    """Give somebody a seat; whoever holds it moves on to another seat if he can."""
    for seat in able[person]:
        if seat in asked:
            continue
        asked.add(seat)
        if seat not in sitting or _seat(sitting[seat], able, sitting, asked):
            sitting[seat] = person
            return True
    return False


class Benches:
    """Finds the bench of one hearing on one day at one venue, as the desk stands now."""

    def __init__(self, desk: Desk, case: Case, day: int, venue: int) -> None:
        self.desk = desk
        self.case = case
        self.day = day
        self.venue = venue
        self.is_trip = desk.tables.circuit[venue]
        parties = set(case.attend)
        self._starts = {
            one: 0 if one in parties else desk.person_starts(one, day, venue, case)
            for _, people in case.roles
            for one in people
        }
        pools = [one for _, people in case.roles for one in people]
        # Nobody can be wanted twice, and nobody crosses the sea: then `judges` says all.
        self.is_simple = len(set(pools)) == len(pools) and not self.is_trip
        self._found: dict[tuple[int, int], Staff | None] = {}

    def judges(self) -> Iterator[tuple[int, int]]:
        """Name each judge and the starts at which every other role may be filled, too."""
        others = -1
        for count, people in self.case.roles[1:]:
            others &= at_least([self._starts[one] for one in people], count)
        for judge in self.case.judges:
            if starts := self._starts[judge] & others:
                yield judge, starts

    def staff(self, judge: int, start: int) -> Staff | None:
        """Choose the cheapest bench under this judge; None when some role stays empty."""
        key = (judge, start)
        if key not in self._found:
            others = lightest(self._free(judge, start), self._weight)
            self._found[key] = None if others is None else ((judge,), *others)
        return self._found[key]

    def every_staff(self, judge: int, start: int) -> Iterator[Staff]:
        """Name every bench under this judge, up to a limit that no real hearing reaches."""
        for others in islice(_choices(self._free(judge, start), frozenset()), BENCHES_MAX):
            yield ((judge,), *others)

    def _free(self, judge: int, start: int) -> list[tuple[int, list[int]]]:
        return [
            (
                count,
                [one for one in people if one != judge and self._starts[one] >> start & 1],
            )
            for count, people in self.case.roles[1:]
        ]

    def _weight(self, person: int) -> int:
        return int(self.is_trip and not self.desk.crosses(person, self.venue, self.day))


def _choices(roles: Sequence[tuple[int, list[int]]], used: frozenset[int]) -> Iterator[Staff]:
    if not roles:
        yield ()
        return
    count, people = roles[0]
    for group in combinations([one for one in people if one not in used], count):
        for rest in _choices(roles[1:], used | set(group)):
            yield (group, *rest)
