"""People, accounts and places of an invented island, for tests."""

from collections import defaultdict
from datetime import UTC, date, datetime
from uuid import UUID

import pyotp

from commons.access.actor import ROLES, Actor, Permission, Role
from commons.access.crypt import hash_password
from commons.access.models import Account, Grant, Organisation, Person, Under
from commons.access.places import OrganisationKind
from commons.almanac import day_of

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PASSWORD = "海风吹过灯塔下的石屋与渔船"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


async def an_organisation(
    kind: OrganisationKind = OrganisationKind.ISLAND,
    under: Organisation | None = None,
    title: str | None = None,
) -> Organisation:
    made = await Organisation.create(
        kind=kind, title=title or f"虚构{kind}", parent=under, founded_at=NOW
    )
    above = (
        await Under.filter(below_id=under.id).values_list("above_id", flat=True) if under else []
    )
    for above_id in [*above, made.id]:
        await Under.create(above_id=above_id, below_id=made.id)
    return made


_hashes: list[str] = []


async def password_hash() -> str:
    """Hash the password once for all accounts: each time takes a fifth of a second."""
    if not _hashes:
        _hashes.append(await hash_password(PASSWORD))
    return _hashes[0]


async def an_account(login: str = "lin", name: str = "林虚构", *, enrolled: bool = True) -> Account:
    person = await Person.create(name=name)
    return await Account.create(
        person=person,
        login=login,
        password_hash=await password_hash() if enrolled else None,
        totp_secret=SECRET if enrolled else None,
        opened_at=NOW,
    )


async def a_grant(
    account: Account,
    role: Role,
    organisation: Organisation,
    from_on: date = date(2026, 1, 1),
    until_on: date | None = None,
) -> Grant:
    return await Grant.create(
        account=account,
        role=role,
        organisation=organisation,
        from_on=from_on,
        until_on=until_on,
        granted_at=NOW,
    )


async def actor_for(account: Account, now: datetime = NOW, *, fresh: bool = True) -> Actor:
    """Make the actor that a session of this account would give."""
    person = await Person.get(id=account.person_id)
    return Actor(
        account_id=account.id,
        person_id=person.id,
        name=person.name,
        reach=await reach_of(account, day_of(now)),
        verified_at=now if fresh else None,
    )


async def reach_of(account: Account, day: date) -> dict[Permission, frozenset[UUID]]:
    """Unite an account's grants by another road than `recognising`, row by row."""
    places: defaultdict[Permission, set[UUID]] = defaultdict(set)
    places[Permission.ACCOUNT_SELF].add(account.id)
    for grant in await Grant.filter(account_id=account.id, from_on__lte=day):
        if not grant.is_over(day):
            below = await Under.filter(above_id=grant.organisation_id)
            for permission in ROLES[grant.role]:
                places[permission] |= {row.below_id for row in below}
    return {permission: frozenset(where) for permission, where in places.items()}


async def an_administrator(island: Organisation, login: str = "admin-chen") -> Actor:
    account = await an_account(login, "陈虚构")
    await a_grant(account, Role.ADMINISTRATOR, island)
    return await actor_for(account)


async def a_court() -> tuple[Organisation, Organisation, Organisation, Organisation]:
    """Island, court and two tribunals."""
    island = await an_organisation()
    court = await an_organisation(OrganisationKind.COURT, island)
    east = await an_organisation(OrganisationKind.TRIBUNAL, court, "虚构东庭")
    west = await an_organisation(OrganisationKind.TRIBUNAL, court, "虚构西庭")
    return island, court, east, west


def code_at(now: datetime, secret: str = SECRET) -> str:
    return pyotp.TOTP(secret).at(now)


def places(*organisations: Organisation) -> frozenset[UUID]:
    return frozenset(organisation.id for organisation in organisations)
