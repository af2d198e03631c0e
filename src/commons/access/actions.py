"""Arranging people: opening and closing accounts, inviting, giving and taking back roles."""

from datetime import datetime
from uuid import UUID

from commons import vault
from commons.access import places
from commons.access.actor import SYSTEM, Actor, Permission, Role
from commons.access.crypt import new_secret
from commons.access.models import (
    Account,
    CodeStep,
    Grant,
    Invitation,
    Organisation,
    Person,
    Under,
)
from commons.access.places import Newcomer, OrganisationKind, Term
from commons.access.rules import is_login, must_be_fresh
from commons.access.sessions import digest, end_all_sessions, new_token
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotAllowed, NotFound, NotNow, NotValid, Problem
from commons.evidence_log.log import record
from commons.imports import Sheet, note_imported
from commons.persons import check_name, check_number, check_phone

GRANTS_MAX = 50


@atomic
async def bootstrap(*, login: str, name: str, now: datetime) -> str:
    """Open the first administrator's account; returns the token of a link good once and a day.

    There are no default accounts and no default passwords. Once an administrator has enrolled,
    this is refused for ever; until then it may be repeated, and the earlier link dies.
    """
    if await Account.exists(password_hash__isnull=False, grants__role=Role.ADMINISTRATOR):
        raise NotNow("access.there_is_an_administrator")
    root = await Organisation.get_or_none(parent_id=None) or await _found_root(now)
    account = await Account.get_or_none(login=login)
    if account is None:
        account = await _open(Newcomer(login=login, name=name), now)
        term = Term(Role.ADMINISTRATOR, root.id, from_on=day_of(now))
        await _grant(SYSTEM, account.id, root, term, now)
    return await _invite(SYSTEM, account.id, now)


@atomic
async def open_account(
    actor: Actor,
    newcomer: Newcomer,
    term: Term,
    now: datetime,
) -> tuple[UUID, str]:
    """Open an account with its first role; returns it and the token of its enrolment link."""
    must_be_fresh(actor, now)
    place = await _place_to_arrange(actor, term.organisation_id)
    account = await _open(newcomer, now)
    await record(f"account:{account.id}", "access.account_opened", {}, actor=actor, at=now)
    await _grant(actor, account.id, place, term, now)
    return account.id, await _invite(actor, account.id, now)


@atomic
async def take_over_account(
    actor: Actor, newcomer: Newcomer, term: Term, *, digest: str, now: datetime
) -> UUID:
    """Open an account that an import names, without a way in: who shall enter is invited later."""
    place = await _place_to_arrange(actor, term.organisation_id)
    account = await _open(newcomer, now)
    facts = {"line": digest}
    await record(f"account:{account.id}", "access.account_opened", facts, actor=actor, at=now)
    await _grant(actor, account.id, place, term, now)
    await note_imported(Sheet.STAFF, [(account.login, digest, account.id)])
    return account.id


@atomic
async def invite_again(actor: Actor, account_id: UUID, now: datetime) -> str:
    """Make a new enrolment link, for whoever lost password or telephone; the old one dies."""
    must_be_fresh(actor, now)
    account = await _account_to_arrange(actor, account_id, now)
    return await _invite(actor, account.id, now)


@atomic
async def close_account(actor: Actor, account_id: UUID, now: datetime) -> None:
    """Close an account for ever; its sessions end at once, in every process."""
    must_be_fresh(actor, now)
    account = await _account_to_arrange(actor, account_id, now)
    if account.person_id == actor.person_id:
        raise NotAllowed("access.not_to_yourself")
    await account.keep(closed_at=now)
    await end_all_sessions(account.id, now)
    await _end_ways_in(account.id, now)
    await record(f"account:{account.id}", "access.account_closed", {}, actor=actor, at=now)


@atomic
async def grant(actor: Actor, account_id: UUID, term: Term, now: datetime) -> UUID:
    """Give a role in one place for a period; it counts from the next request on."""
    must_be_fresh(actor, now)
    place = await _place_to_arrange(actor, term.organisation_id)
    account = await Account.get_or_none(id=account_id, closed_at=None)
    if account is None:
        raise NotFound("access.no_such_account")
    if account.person_id == actor.person_id:
        raise NotAllowed("access.not_to_yourself")
    return await _grant(actor, account.id, place, term, now)


@atomic
async def end_grant(actor: Actor, grant_id: UUID, now: datetime) -> None:
    """Take a role back at once; the row stays, so that everybody can see who held what when."""
    must_be_fresh(actor, now)
    row = await Grant.get_or_none(id=grant_id)
    if row is None or not actor.may(Permission.PEOPLE_ARRANGE, row.organisation_id):
        raise NotFound("access.no_such_grant")
    if row.ended_at is not None:
        raise NotNow("access.grant_already_ended")
    if row.account_id == actor.account_id:
        raise NotAllowed("access.not_to_yourself")
    await row.keep(ended_at=now)
    facts = {"grant_id": str(row.id), "role": str(row.role)}
    await record(f"account:{row.account_id}", "access.grant_ended", facts, actor=actor, at=now)


async def _found_root(now: datetime) -> Organisation:
    root = await Organisation.create(
        kind=OrganisationKind.ISLAND, title="全岛", parent=None, founded_at=now
    )
    await Under.create(above=root, below=root)
    return root


async def _open(newcomer: Newcomer, now: datetime) -> Account:
    login = newcomer.login.strip().casefold()
    if not is_login(login):
        raise NotValid(fields={"login": Problem("access.login_not_valid")})
    if await Account.exists(login=login):
        raise NotValid(fields={"login": Problem("access.login_taken")})
    return await Account.create(person=await _person(newcomer), login=login, opened_at=now)


async def _person(newcomer: Newcomer) -> Person:
    """Find the human being by number, or write one down: two accounts stay one pair of eyes."""
    name = check_name(newcomer.name)
    phone = check_phone(newcomer.phone) if newcomer.phone else None
    if not newcomer.number:
        return await Person.create(name=name, phone=phone)
    normalised = check_number(newcomer.number).normalised
    mark = vault.fingerprint("person-number", normalised)
    known = await Person.get_or_none(number_fingerprint=mark)
    if known is None:
        return await Person.create(
            name=name, number=normalised, number_fingerprint=mark, phone=phone
        )
    if known.name != name:
        raise NotValid(fields={"number": Problem("access.number_of_another_name")})
    return known


async def _grant(
    actor: Actor, account_id: UUID, place: Organisation, term: Term, now: datetime
) -> UUID:
    places.must_be_held_at(term.role, place.kind)
    places.must_be_a_period(term.from_on, term.until_on)
    living = Grant.filter(account_id=account_id, ended_at=None)
    if await living.count() >= GRANTS_MAX:
        raise NotNow("access.too_many_grants", max=GRANTS_MAX)
    row = await Grant.create(
        account_id=account_id,
        role=term.role,
        organisation=place,
        from_on=term.from_on,
        until_on=term.until_on,
        granted_by_id=actor.account_id,
        granted_at=now,
    )
    facts = {
        "grant_id": str(row.id),
        "role": str(term.role),
        "organisation_id": str(place.id),
        "from_on": term.from_on.isoformat(),
        "until_on": term.until_on.isoformat() if term.until_on else None,
    }
    await record(f"account:{account_id}", "access.granted", facts, actor=actor, at=now)
    return row.id


async def _invite(actor: Actor, account_id: UUID, now: datetime) -> str:
    await Invitation.filter(account_id=account_id, ended_at=None).update(ended_at=now)
    token = new_token()
    await Invitation.create(
        account_id=account_id, token_hash=digest(token), totp_secret=new_secret(), made_at=now
    )
    await record(f"account:{account_id}", "access.invited", {}, actor=actor, at=now)
    return token


async def _end_ways_in(account_id: UUID, now: datetime) -> None:
    await Invitation.filter(account_id=account_id, ended_at=None).update(ended_at=now)
    await CodeStep.filter(account_id=account_id, ended_at=None).update(ended_at=now)


async def _place_to_arrange(actor: Actor, organisation_id: UUID) -> Organisation:
    place = await Organisation.get_or_none(id=organisation_id)
    if place is None or not actor.may(Permission.PEOPLE_ARRANGE, organisation_id):
        raise NotFound("access.no_such_organisation")
    return place


async def _account_to_arrange(actor: Actor, account_id: UUID, now: datetime) -> Account:
    """Reach an account only if every role it still holds lies in the actor's own reach.

    Otherwise the administrator of one studio could take over the president's account by
    inviting it anew.
    """
    account = await Account.get_or_none(id=account_id, closed_at=None)
    held = await Grant.filter(account_id=account_id, ended_at=None)
    reachable = [actor.may(Permission.PEOPLE_ARRANGE, row.organisation_id) for row in held]
    if account is None or not any(reachable):
        raise NotFound("access.no_such_account")
    if not all(ok or row.is_over(day_of(now)) for ok, row in zip(reachable, held, strict=True)):
        raise NotAllowed("access.also_works_elsewhere")
    return account
