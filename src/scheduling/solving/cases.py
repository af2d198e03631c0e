"""One hearing and its place in numbers, as the search reads them."""

from dataclasses import dataclass

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for one hearing in numbers; `staff` follows the order of the hearing's roles."""

    day: int
    start: int
    room: int
    staff: tuple[tuple[int, ...], ...]

    @property
    def judge(self) -> int:
        return self.staff[0][0]


@dataclass(frozen=True, slots=True)
class Case:
    """One hearing in numbers: what the rules need to know of it.

    `earliest` and `latest` are the days that its own window and its neighbours in order leave;
    `steps` is its length on the grid, `starts[v]` where it may start at venue v given who crosses
    the sea, `shut[v]` the days on which they cannot, `shared` the attending people, and `remote`
    the joining ones, whom some other hearing needs too. The first of `roles` is the presiding one;
    `pools` numbers the people eligible for each.
    """

    number: int
    minutes: int
    steps: int
    release: int
    earliest: int
    latest: int
    a_day: int
    left_out: int
    rooms: tuple[int, ...]
    starts: dict[int, int]
    shut: dict[int, frozenset[int]]
    travel: dict[int, int]
    roles: tuple[tuple[int, tuple[int, ...]], ...]
    role_names: tuple[str, ...]
    pools: tuple[int, ...]
    attend: tuple[int, ...]
    shared: tuple[int, ...]
    remote: tuple[int, ...]
    everyone: tuple[int, ...]
    before: tuple[tuple[int, int], ...]
    pinned: Spot | None
    published: Spot | None

    @property
    def judges(self) -> tuple[int, ...]:
        return self.roles[0][1]
