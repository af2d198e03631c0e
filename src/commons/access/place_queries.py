"""What may be read about places: the tree with its people, past transfers, who is on duty."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.access.models import (
    Account,
    DutyTurn,
    Grant,
    Organisation,
    OrganisationMove,
    Under,
)
from commons.access.places import OrganisationKind
from commons.almanac import day_of
from commons.errors import NotFound

ORGANISATIONS_MAX = 500
MOVES_MAX = 100
TURNS_MAX = 200


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """One place of the tree, with how many people hold a role right there today."""

    id: UUID
    kind: OrganisationKind
    title: str
    depth: int
    people: int
    parent_id: UUID | None


Choices = tuple[tuple[str, str], ...]


def as_choices(places: Iterable[OrganisationView]) -> Choices:
    """Turn places into things to choose; those below others are set in."""
    return tuple((str(place.id), "\u3000" * place.depth + place.title) for place in places)


@dataclass(frozen=True, slots=True)
class MoveView:
    """One transfer of the past."""

    at: datetime
    from_title: str
    to_title: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class TurnView:
    """Who is on duty where, from when to when."""

    id: UUID
    account_id: UUID
    name: str
    organisation_id: UUID
    organisation: str
    from_at: datetime
    until_at: datetime


async def tree(actor: Actor, permission: Permission, now: datetime) -> tuple[OrganisationView, ...]:
    """Return the places where the permission holds, each followed by what stands under it."""
    reach = actor.reach.get(permission, frozenset())
    rows = await Organisation.filter(id__in=list(reach)).limit(ORGANISATIONS_MAX)
    counts = await _people_at(reach, day_of(now))
    parts: defaultdict[UUID | None, list[Organisation]] = defaultdict(list)
    for row in rows:
        parts[row.parent_id if row.parent_id in reach else None].append(row)
    return tuple(_walk(parts, None, 0, counts))


def _walk(
    parts: dict[UUID | None, list[Organisation]],
    parent_id: UUID | None,
    depth: int,
    counts: Counter[UUID],
) -> list[OrganisationView]:
    order = list(OrganisationKind)
    found: list[OrganisationView] = []
    for row in sorted(parts.get(parent_id, []), key=lambda r: (order.index(r.kind), r.title)):
        found.append(
            OrganisationView(row.id, row.kind, row.title, depth, counts[row.id], row.parent_id)
        )
        found += _walk(parts, row.id, depth + 1, counts)
    return found


async def _people_at(reach: frozenset[UUID], day: date) -> Counter[UUID]:
    rows = await Grant.filter(
        organisation_id__in=list(reach), ended_at=None, from_on__lte=day, account__closed_at=None
    ).prefetch_related("account")
    return Counter(
        place
        for place, _ in {
            (row.organisation_id, row.account.person_id) for row in rows if not row.is_over(day)
        }
    )


async def organisation(actor: Actor, organisation_id: UUID) -> OrganisationView:
    """Return one place, or nothing to whoever may not see it."""
    row = await Organisation.get_or_none(id=organisation_id)
    if row is None or not actor.may(Permission.ORGANISATION_SEE, organisation_id):
        raise NotFound("access.no_such_organisation")
    return OrganisationView(row.id, row.kind, row.title, 0, 0, row.parent_id)


async def moves_of(actor: Actor, organisation_id: UUID) -> tuple[MoveView, ...]:
    """Return the transfers of a place, the latest first."""
    await organisation(actor, organisation_id)
    rows = (
        await OrganisationMove.filter(organisation_id=organisation_id)
        .order_by("-moved_at", "-id")
        .limit(MOVES_MAX)
    )
    titles = await _titles([*(r.to_parent_id for r in rows), *(r.from_parent_id for r in rows)])
    names = await _names([row.moved_by_id for row in rows])
    return tuple(
        MoveView(
            row.moved_at,
            titles.get(row.from_parent_id, ""),
            titles.get(row.to_parent_id, ""),
            names.get(row.moved_by_id, ""),
            row.reason,
        )
        for row in rows
    )


async def _titles(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    rows = await Organisation.filter(id__in=[i for i in ids if i]).values_list("id", "title")
    return dict(rows)


async def _names(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    rows = await Account.filter(id__in=[i for i in ids if i]).prefetch_related("person")
    return {row.id: row.person.name for row in rows}


async def turns(
    actor: Actor, permission: Permission, from_at: datetime, until_at: datetime
) -> tuple[TurnView, ...]:
    """Return the turns that touch a span of time, in the places where the permission holds."""
    reach = list(actor.reach.get(permission, frozenset()))
    rows = (
        await DutyTurn.filter(
            organisation_id__in=reach,
            cancelled_at=None,
            from_at__lt=until_at,
            until_at__gt=from_at,
        )
        .order_by("from_at", "id")
        .limit(TURNS_MAX)
        .prefetch_related("account__person", "organisation")
    )
    return tuple(_turn_view(row) for row in rows)


async def on_duty(organisation_id: UUID, at: datetime) -> tuple[TurnView, ...]:
    """Return who is on duty in a place at an instant."""
    rows = (
        await DutyTurn.filter(
            organisation_id=organisation_id, cancelled_at=None, from_at__lte=at, until_at__gt=at
        )
        .order_by("from_at", "id")
        .limit(TURNS_MAX)
        .prefetch_related("account__person", "organisation")
    )
    return tuple(_turn_view(row) for row in rows)


def _turn_view(row: DutyTurn) -> TurnView:
    return TurnView(
        row.id,
        row.account_id,
        row.account.person.name,
        row.organisation_id,
        row.organisation.title,
        row.from_at,
        row.until_at,
    )


async def organisations_below(organisation_id: UUID) -> frozenset[UUID]:
    """Return a place and all that stands under it."""
    rows = await Under.filter(above_id=organisation_id)
    return frozenset(row.below_id for row in rows)
