"""What administrators and the house may read about people and their roles: frozen views."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor, Permission, Role
from commons.access.models import Account, Grant, Person
from commons.almanac import day_of
from commons.errors import NotFound

PEOPLE_MAX = 500
DEMO_MAX = 40


@dataclass(frozen=True, slots=True)
class GrantView:
    """One role, where and for how long."""

    id: UUID
    role: Role
    organisation_id: UUID
    organisation: str
    from_on: date
    until_on: date | None
    ended_at: datetime | None
    holds: bool


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account with its roles."""

    id: UUID
    login: str
    name: str
    is_enrolled: bool
    is_closed: bool
    grants: tuple[GrantView, ...]


async def people(actor: Actor, now: datetime) -> tuple[AccountView, ...]:
    """List the accounts that hold or held a role in the actor's reach."""
    reach = list(actor.reach.get(Permission.PEOPLE_ARRANGE, frozenset()))
    rows = (
        await Account.filter(grants__organisation_id__in=reach)
        .distinct()
        .order_by("login")
        .limit(PEOPLE_MAX)
        .prefetch_related("person", "grants__organisation")
    )
    return tuple(_account_view(row, reach, now) for row in rows)


async def account_of(actor: Actor, account_id: UUID, now: datetime) -> AccountView:
    reach = list(actor.reach.get(Permission.PEOPLE_ARRANGE, frozenset()))
    row = await Account.get_or_none(id=account_id).prefetch_related(
        "person", "grants__organisation"
    )
    if row is None or not any(grant.organisation_id in reach for grant in row.grants):
        raise NotFound("access.no_such_account")
    return _account_view(row, reach, now)


async def my_account(actor: Actor, now: datetime) -> AccountView:
    row = await Account.get(id=actor.account_id).prefetch_related("person", "grants__organisation")
    return _account_view(row, [grant.organisation_id for grant in row.grants], now)


def _account_view(row: Account, reach: list[UUID], now: datetime) -> AccountView:
    grants = sorted(row.grants, key=lambda grant: (grant.from_on, grant.granted_at))
    return AccountView(
        row.id,
        row.login,
        row.person.name,
        is_enrolled=row.password_hash is not None,
        is_closed=row.closed_at is not None,
        # A role held outside the reader's reach is none of the reader's business.
        grants=tuple(_grant_view(grant, now) for grant in grants if grant.organisation_id in reach),
    )


def _grant_view(row: Grant, now: datetime) -> GrantView:
    day = day_of(now)
    return GrantView(
        row.id,
        row.role,
        row.organisation_id,
        row.organisation.title,
        row.from_on,
        row.until_on,
        row.ended_at,
        holds=row.from_on <= day and not row.is_over(day),
    )


async def name_of(account_id: UUID) -> str:
    """Return the name of the person behind an account, for the papers that person signs."""
    person = await Person.get_or_none(accounts__id=account_id)
    if person is None:
        raise NotFound("access.no_such_account")
    return person.name


@dataclass(frozen=True, slots=True)
class AccountName:
    """A person to choose from a list."""

    account_id: UUID
    name: str
    login: str


async def names_within(actor: Actor, permission: Permission, day: date) -> tuple[AccountName, ...]:
    """List whoever holds a role today in a place where the reader has the permission."""
    reach = list(actor.reach.get(permission, frozenset()))
    rows = (
        await Grant.filter(
            organisation_id__in=reach,
            ended_at=None,
            from_on__lte=day,
            account__closed_at=None,
        )
        .limit(PEOPLE_MAX)
        .prefetch_related("account__person")
    )
    found = {
        AccountName(row.account_id, row.account.person.name, row.account.login)
        for row in rows
        if not row.is_over(day)
    }
    return tuple(sorted(found, key=lambda one: one.login))


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the invented people that a visitor of the demo may be."""

    account_id: UUID
    name: str
    role: Role
    organisation: str


async def demo_people(now: datetime) -> tuple[DemoPerson, ...]:
    """List the invented people, one line per role held today, in the order of the roles."""
    day = day_of(now)
    rows = (
        await Grant.filter(ended_at=None, from_on__lte=day, account__closed_at=None)
        .order_by("granted_at", "id")
        .limit(DEMO_MAX)
        .prefetch_related("account__person", "organisation")
    )
    found = [
        DemoPerson(row.account_id, row.account.person.name, row.role, row.organisation.title)
        for row in rows
        if not row.is_over(day)
    ]
    return tuple(sorted(found, key=lambda person: (list(Role).index(person.role), person.name)))
