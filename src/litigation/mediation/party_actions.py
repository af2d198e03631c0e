"""What is done about the people of a matter: added, corrected, represented, asked, checked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from commons import vault
from commons.access.actor import Actor
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.log import record
from litigation.mediation import rules
from litigation.mediation.actions import writable
from litigation.mediation.authority import Authority, check_authority
from litigation.mediation.models import Matter, Party, Representative, party_of
from litigation.mediation.particulars import Checked, plain_address
from litigation.mediation.parties import (
    E_ADDRESS_MAX,
    PARTIES_MAX,
    REPRESENTATIVES_MAX,
    EServiceBasis,
    PartyKind,
    Side,
)
from litigation.mediation.party_models import ADDRESS, NUMBER, PHONE
from litigation.mediation.rules import check_version


@dataclass(frozen=True, slots=True)
class EService:
    """An electronic address and by what it may be served there (Online Litigation Rules 29)."""

    address: str = ""
    basis: EServiceBasis | None = None


async def keep_party(
    matter: Matter, side: Side, who: Checked, *, now: datetime, e_service: EService | None = None
) -> Party:
    """Write down a new party inside a deed."""
    before = await Party.filter(matter_id=matter.id).count()
    if before >= PARTIES_MAX:
        raise NotNow("mediation.too_many_parties", max=PARTIES_MAX)
    return await Party.create(
        matter_id=matter.id,
        side=side,
        kind=who.kind,
        added_at=now,
        place=before + 1,
        **_identity(who),
        **_address(who),
        **_e_service(e_service or EService()),
    )


@atomic
async def add_party(
    actor: Actor,
    matter_id: UUID,
    *,
    side: Side,
    who: Checked,
    e_service: EService,
    now: datetime,
) -> UUID:
    matter = await _open(actor, matter_id)
    party = await keep_party(matter, side, who, now=now, e_service=e_service)
    facts = {"party_id": str(party.id), "side": side.value, "kind": who.kind.value}
    await record(matter.subject, "mediation.party_added", facts, actor=actor, at=now)
    return party.id


@atomic
async def correct_party(
    actor: Actor,
    matter_id: UUID,
    party_id: UUID,
    *,
    side: Side,
    who: Checked,
    e_service: EService,
    version: int | None,
    now: datetime,
) -> None:
    """Correct a party. A number or phone that was left empty stays as it was."""
    matter = await _open(actor, matter_id)
    party = await party_of(matter, party_id, lock=True)
    check_version(party.version, version)
    changes: dict[str, Any] = {"side": side, "kind": who.kind, "name": who.name}
    if who.number:
        changes |= _number(who) | {"born_on": who.born_on}
    if who.phone:
        changes |= _phone(who)
    if who.address:
        changes |= _address(who)
    if e_service.address or (e_service.basis and not party.e_address):
        changes |= _e_service(e_service)
    await party.keep(**changes)
    facts = {"party_id": str(party.id)}
    await record(matter.subject, "mediation.party_corrected", facts, actor=actor, at=now)


@atomic
async def add_representative(
    actor: Actor,
    matter_id: UUID,
    party_id: UUID,
    *,
    who: Checked,
    authority: Authority,
    now: datetime,
) -> UUID:
    matter = await _open(actor, matter_id)
    party = await party_of(matter, party_id, lock=True)
    check_authority(authority, party=party.kind, today=day_of(now))
    if who.kind is not PartyKind.PERSON:
        raise NotValid(fields={"kind": Problem("mediation.representative_is_a_person")})
    if await Representative.filter(party_id=party.id, ended_at=None).count() >= REPRESENTATIVES_MAX:
        raise NotNow("mediation.too_many_representatives", max=REPRESENTATIVES_MAX)
    before = await Representative.filter(party_id=party.id).count()
    identity = _identity(who)
    row = await Representative.create(
        party_id=party.id,
        added_at=now,
        place=before + 1,
        **{name: value for name, value in identity.items() if name in _SHARED},
        **_authority(authority),
    )
    facts = {"party_id": str(party.id), "representative_id": str(row.id)}
    await record(matter.subject, "mediation.representative_added", facts, actor=actor, at=now)
    return row.id


@atomic
async def end_representation(
    actor: Actor,
    matter_id: UUID,
    party_id: UUID,
    representative_id: UUID,
    *,
    version: int | None,
    now: datetime,
) -> None:
    """Note that somebody no longer speaks for the party; what he signed stays signed."""
    matter = await _open(actor, matter_id)
    party = await party_of(matter, party_id)
    row = await Representative.get_or_none(id=representative_id, party_id=party.id)
    if row is None or row.ended_at is not None:
        raise NotFound("mediation.representative_not_found")
    check_version(row.version, version)
    await row.keep(ended_at=now)
    facts = {"party_id": str(row.party_id), "representative_id": str(row.id)}
    await record(matter.subject, "mediation.representation_ended", facts, actor=actor, at=now)


_SHARED = frozenset(
    {
        "name",
        "number",
        "number_masked",
        "number_fingerprint",
        "phone",
        "phone_masked",
        "phone_fingerprint",
    }
)


async def open_matter_of(actor: Actor, matter_id: UUID) -> Matter:
    """Take an open matter in hand for what is only ever added to it."""
    return await _open(actor, matter_id)


async def _open(actor: Actor, matter_id: UUID) -> Matter:
    matter = await writable(actor, matter_id, None)
    if matter.stage not in rules.OPEN_STAGES:
        raise NotNow("mediation.closed_already")
    return matter


def _identity(who: Checked) -> dict[str, Any]:
    return {"name": who.name, "born_on": who.born_on, **_number(who), **_phone(who)}


def _number(who: Checked) -> dict[str, Any]:
    return {
        "number": who.number or None,
        "number_kind": who.number_kind,
        "number_masked": who.number_masked,
        "number_fingerprint": vault.fingerprint(NUMBER, who.number) if who.number else "",
    }


def _phone(who: Checked) -> dict[str, Any]:
    return {
        "phone": who.phone or None,
        "phone_masked": who.phone_masked,
        "phone_fingerprint": vault.fingerprint(PHONE, who.phone) if who.phone else "",
    }


def _address(who: Checked) -> dict[str, Any]:
    plain = plain_address(who.address)
    return {
        "address": who.address or None,
        "address_fingerprint": vault.fingerprint(ADDRESS, plain) if plain else "",
    }


def _e_service(e_service: EService) -> dict[str, Any]:
    if len(e_service.address) > E_ADDRESS_MAX:
        facts = {"length": len(e_service.address), "max": E_ADDRESS_MAX}
        raise NotValid(fields={"e_address": Problem("mediation.too_long", facts)})
    if e_service.address and e_service.basis is None:
        raise NotValid(fields={"e_basis": Problem("mediation.e_basis_missing")})
    if e_service.basis is not None and not e_service.address:
        raise NotValid(fields={"e_address": Problem("mediation.e_address_missing")})
    return {"e_address": e_service.address or None, "e_basis": e_service.basis}


def _authority(authority: Authority) -> dict[str, Any]:
    return {
        "kind": authority.kind,
        "paper": authority.paper,
        "scope": authority.scope,
        "powers": sorted(power.value for power in authority.powers),
        "wording": authority.wording,
        "ends_on": authority.ends_on,
    }
