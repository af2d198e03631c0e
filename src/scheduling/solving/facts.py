"""Facts that forbid a wish: each is something a party can read, and something that can be given up.

A boat, a leave, another hearing: `giving_up.py` says what the court would look like without it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a fact is, those first that are the easiest to give up."""

    HEARING = "hearing"
    ROOM_CLOSED = "room_closed"
    STAFF_ABSENT = "staff_absent"
    LONG_DAY = "long_day"
    PARTY_ABSENT = "party_absent"
    FIXED_HEARING = "fixed_hearing"
    FIRST_BOAT = "first_boat"
    LAST_BOAT = "last_boat"
    NO_CROSSING = "no_crossing"
    NO_SAILING = "no_sailing"
    NOTICE = "notice"
    ORDER = "order"
    PINNED = "pinned"
    RELEASE = "release"
    DEADLINE = "deadline"


RANKS: Mapping[Kind, int] = {kind: rank for rank, kind in enumerate(Kind)}


class PersonKind(StrEnum):
    """Who somebody is in the exchange format."""

    JUDGE = "judge"
    CLERK = "clerk"
    ASSESSOR = "assessor"
    INTERPRETER = "interpreter"
    LAWYER = "lawyer"
    PARTY = "party"


class Clash(StrEnum):
    """How another hearing is in the way."""

    ROOM = "room_taken"
    PERSON = "person_taken"
    VENUE = "other_venue"
    ZONE = "other_zone"
    ORDER = "followed"
    LONG_DAY = "part_of_long_day"


CODES: Mapping[Kind | Clash, str] = {
    Kind.ROOM_CLOSED: "H4-closed",
    Kind.STAFF_ABSENT: "H7-busy",
    Kind.PARTY_ABSENT: "H7-busy",
    Kind.LONG_DAY: "H9-max-day",
    Kind.FIRST_BOAT: "H8-ferry",
    Kind.LAST_BOAT: "H8-ferry",
    Kind.NO_CROSSING: "H8-access",
    Kind.NO_SAILING: "H8-closed",
    Kind.NOTICE: "H12-notice",
    Kind.ORDER: "H11-order",
    Kind.PINNED: "H10-pinned",
    Kind.RELEASE: "H2-window",
    Kind.DEADLINE: "H2-window",
    Clash.ROOM: "H4-overlap",
    Clash.PERSON: "H6-overlap",
    Clash.VENUE: "H6-venue",
    Clash.ZONE: "H6-zone",
    Clash.ORDER: "H11-order",
    Clash.LONG_DAY: "H9-max-day",
}
"""The rule of the checker that a fact breaks."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that stands in the way of a wish.

    Two facts are the same when the same has to be given up: `target` names it (a person, a room,
    two zones, a hearing) and `span` the day and minutes, where it has any. How a hearing clashes
    and who or which room is touched is told, but makes no other fact of it.
    """

    kind: Kind
    target: tuple[str, ...]
    span: tuple[int, ...] = ()
    clash: Clash | None = field(default=None, compare=False)
    touched: str = field(default="", compare=False)

    @property
    def code(self) -> str:
        return CODES[self.clash or self.kind]

    @property
    def rank(self) -> int:
        return RANKS[self.kind]


def easiest_first(facts: frozenset[Fact]) -> tuple[Fact, ...]:
    return tuple(sorted(facts, key=lambda one: (one.rank, one.target, one.span)))


def hardness(facts: frozenset[Fact]) -> tuple[object, ...]:
    """Put fewer facts before more, then those that are given up more easily."""
    ranks = sorted((one.rank for one in facts), reverse=True)
    return (len(facts), ranks, sorted((one.target, one.span) for one in facts))
