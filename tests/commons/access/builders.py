"""People, accounts and places of an invented island, for tests."""

from datetime import UTC, date, datetime
from uuid import UUID

import pyotp

from commons.access.actor import Actor, Role
from commons.access.crypt import hash_password
from commons.access.models import Account, Grant, Organisation, Person, Under
from commons.access.places import OrganisationKind
from commons.access.sessions import reach_of
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


async def an_account(login: str = "lin", name: str = "林虚构", *, enrolled: bool = True) -> Account:
    person = await Person.create(name=name)
    return await Account.create(
        person=person,
        login=login,
        password_hash=await hash_password(PASSWORD) if enrolled else None,
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
        reach=await reach_of(account.id, day_of(now)),
        verified_at=now if fresh else None,
    )


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
