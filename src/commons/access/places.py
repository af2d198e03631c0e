"""What stands under what on the island, which role is held where, and for how long."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from commons.access.actor import Role
from commons.errors import NotNow, NotValid, Problem

DUTY_HOURS_MAX = 24
TITLE_CHARACTERS_MAX = 100
REASON_CHARACTERS_MAX = 200


class OrganisationKind(StrEnum):
    """What an organisation of the island is."""

    ISLAND = "island"
    COURT = "court"
    TRIBUNAL = "tribunal"
    STUDIO = "studio"
    CENTRE = "centre"
    POINT = "point"
    BUREAU = "bureau"
    ASSOCIATION = "association"
    BAR = "bar"


# One tree: the court, the market bureau, the consumer association and the bar are different
# handlers of personal information (PIPL art. 23), so none of them stands under another.
MAY_STAND_UNDER: dict[OrganisationKind, frozenset[OrganisationKind]] = {
    OrganisationKind.ISLAND: frozenset(),
    OrganisationKind.COURT: frozenset({OrganisationKind.ISLAND}),
    OrganisationKind.BUREAU: frozenset({OrganisationKind.ISLAND}),
    OrganisationKind.ASSOCIATION: frozenset({OrganisationKind.ISLAND}),
    OrganisationKind.BAR: frozenset({OrganisationKind.ISLAND}),
    OrganisationKind.TRIBUNAL: frozenset({OrganisationKind.COURT}),
    OrganisationKind.CENTRE: frozenset({OrganisationKind.COURT, OrganisationKind.TRIBUNAL}),
    OrganisationKind.STUDIO: frozenset(
        {OrganisationKind.COURT, OrganisationKind.TRIBUNAL, OrganisationKind.CENTRE}
    ),
    OrganisationKind.POINT: frozenset(
        {
            OrganisationKind.TRIBUNAL,
            OrganisationKind.CENTRE,
            OrganisationKind.STUDIO,
            OrganisationKind.BUREAU,
            OrganisationKind.ASSOCIATION,
        }
    ),
}

_K = OrganisationKind
_COURT_PLACES = frozenset({_K.COURT, _K.TRIBUNAL, _K.CENTRE, _K.STUDIO, _K.POINT})

# Where a role may be held: nobody becomes a judge of the consumer association by a slip.
HELD_AT: dict[Role, frozenset[OrganisationKind]] = {
    Role.ADMINISTRATOR: frozenset(_K),
    Role.ASSOCIATION_OFFICER: frozenset({_K.ASSOCIATION, _K.POINT}),
    Role.AUDITOR: frozenset(_K),
    Role.BUREAU_OFFICER: frozenset({_K.BUREAU, _K.POINT}),
    Role.CLERK: frozenset({_K.COURT, _K.TRIBUNAL}),
    Role.JUDGE: frozenset({_K.COURT, _K.TRIBUNAL}),
    Role.LAWYER: frozenset({_K.BAR}),
    Role.MEDIATOR: _COURT_PLACES | {_K.BUREAU, _K.ASSOCIATION, _K.BAR},
    Role.MERCHANT: frozenset({_K.ISLAND}),
    Role.PRESIDENT: frozenset({_K.COURT}),
    Role.STUDIO_HEAD: frozenset({_K.STUDIO, _K.CENTRE}),
    Role.TAIWAN_OFFICER: frozenset({_K.COURT, _K.TRIBUNAL, _K.STUDIO}),
    Role.TOURIST: frozenset({_K.ISLAND}),
}


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation as far as a transfer must know it."""

    id: UUID
    kind: OrganisationKind
    parent_id: UUID | None


@dataclass(frozen=True, slots=True)
class Term:
    """A role in one place, from one day on and perhaps to another."""

    role: Role
    organisation_id: UUID
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Whoever gets an account: how to call, recognise and reach this person."""

    login: str
    name: str
    number: str | None = None
    phone: str | None = None


def kinds_under(parent: OrganisationKind) -> tuple[OrganisationKind, ...]:
    return tuple(kind for kind in OrganisationKind if parent in MAY_STAND_UNDER[kind])


def must_stand_under(kind: OrganisationKind, parent: OrganisationKind | None) -> None:
    allowed = MAY_STAND_UNDER[kind]
    if parent is None and not allowed:
        return
    if parent not in allowed:
        raise NotValid(fields={"parent": Problem("access.not_under_this")})


def must_move(moved: Place, target: Place, below: frozenset[UUID]) -> None:
    """Refuse a move that changes nothing, closes a circle or puts a thing where it cannot stand."""
    if moved.parent_id == target.id:
        raise NotNow("access.already_under_this")
    if target.id == moved.id or target.id in below:
        raise NotValid(fields={"parent": Problem("access.circle_in_the_tree")})
    must_stand_under(moved.kind, target.kind)


def must_be_held_at(role: Role, kind: OrganisationKind) -> None:
    if kind not in HELD_AT[role]:
        raise NotValid(fields={"role": Problem("access.role_not_held_there")})


def must_be_a_period(from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise NotValid(fields={"until_on": Problem("access.period_ends_before_it_begins")})


def overlaps(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def must_be_a_turn(from_at: datetime, until_at: datetime) -> None:
    if not timedelta(0) < until_at - from_at <= timedelta(hours=DUTY_HOURS_MAX):
        facts = {"hours": DUTY_HOURS_MAX}
        raise NotValid(fields={"until_time": Problem("access.turn_too_long", facts)})
