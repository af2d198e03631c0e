"""Who stands in for whom: the pools from which hearings draw clerks, assessors and interpreters."""

from collections.abc import Sequence

from scheduling.solving.cases import Case
from scheduling.solving.tables import Tables

Pool = tuple[int, int, tuple[int, ...]]
"""Number of the pool, how many a hearing needs of it, and its people."""


def common_pool(cases: Sequence[Case], judge: int) -> Pool | None:
    """The pool that every hearing of a judge draws on: as a rule the clerks of his court house."""
    common: set[Pool] | None = None
    for case in cases:
        if judge in case.judges:
            mine = {
                (number, count, people)
                for number, (count, people) in zip(case.pools[1:], case.roles[1:], strict=True)
                if people
            }
            common = mine if common is None else common & mine
    return min(common) if common else None


def stands_alone(tables: Tables, pool: Pool) -> bool:
    """Whether nobody of the pool is in another pool too, so that his trip is counted only here."""
    number, _, people = pool
    return all(
        other == number or not set(people) & set(those)
        for case in tables.cases
        for other, (_, those) in zip(case.pools, case.roles, strict=True)
    )


def companions(
    tables: Tables, cases: Sequence[Case], counted: set[int]
) -> dict[int, tuple[tuple[int, int], ...]]:
    """By hearing: the class and number of people who must travel with it besides those counted.

    Pools that share somebody are one class, in a chain if need be, and a class travels once however
    many hearings want it. A class in which somebody presides is left out: his trip is counted as a
    judge's. So is a class that has a pool in `counted`.
    """
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        while parent.setdefault(one, one) != one:
            one = parent[one]
        return one

    for case in tables.cases:
        for _, people in case.roles:
            for other in people[1:]:
                parent[root(other)] = root(people[0])
    left_out = {root(judge) for case in tables.cases for judge in case.judges}
    for case in tables.cases:
        for number, (_, people) in zip(case.pools, case.roles, strict=True):
            if number in counted and people:
                left_out.add(root(people[0]))
    return {
        case.number: tuple(
            (root(people[0]), count)
            for count, people in case.roles[1:]
            if people and root(people[0]) not in left_out
        )
        for case in cases
    }
