"""Whose days a hearing looks at: only when one of theirs changes, its places must be sought anew.

People and rooms fall into classes that nobody tells apart when he asks whether something changed:
a presiding judge or a party in several hearings is a class of his own, those who are eligible for
the same roles are one, the rooms of a venue are one.
"""

from collections.abc import Iterable, Sequence

from scheduling.solving.cases import Case


class Interests:
    """The classes of one problem, by number: `of_person`, `of_room`, and what each case sees."""

    def __init__(self, cases: Sequence[Case], room_venue: Sequence[int], people: int) -> None:
        pools: dict[int, tuple[int, ...]] = {}
        known: dict[object, int] = {}
        alone: set[int] = set()
        roles_of: dict[int, set[int]] = {}
        for case in cases:
            alone.update(case.judges, case.shared, case.remote)
            for pool, (_, eligible) in zip(case.pools, case.roles, strict=True):
                pools[pool] = eligible
        for pool, eligible in pools.items():
            for one in eligible:
                roles_of.setdefault(one, set()).add(pool)
        self.of_room = [known.setdefault(("venue", venue), len(known)) for venue in room_venue]
        self.of_person = [
            known.setdefault(
                ("alone", one) if one in alone else ("roles", tuple(sorted(roles_of.get(one, ())))),
                len(known),
            )
            for one in range(people)
        ]
        self.count = len(known)
        self.of_pool = {pool: self._classes(eligible) for pool, eligible in pools.items()}
        self.of_case = [self._of_case(case) for case in cases]

    def _classes(self, people: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted({self.of_person[one] for one in people}))

    def _of_case(self, case: Case) -> tuple[int, ...]:
        people = {*case.shared, *case.remote, *(one for _, pool in case.roles for one in pool)}
        rooms = {self.of_room[room] for room in case.rooms}
        return tuple(sorted({*self._classes(people), *rooms}))
