"""Writing down the parties of a case: at the filing, and whoever joins or is added later."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from commons import vault
from commons.access.actor import Actor, Permission
from commons.db import atomic
from commons.errors import NotFound, NotNow
from commons.evidence_log.log import record
from litigation.cases.models import Case, CaseParty, NamePart, access_case
from litigation.cases.part_models import print_tail
from litigation.cases.pleading import Service, Standing
from litigation.cases.rules import PARTIES_MAX, Side, Stage
from litigation.cases.search import parts_of
from litigation.mediation.particulars import Checked
from litigation.mediation.parties import EServiceBasis
from litigation.mediation.party_models import NUMBER, PHONE

NOBODY: tuple[str, UUID | None] = ("", None)


async def keep_party(
    case: Case,
    side: Side,
    standing: Standing,
    *,
    service: Service,
    account_id: UUID | None = None,
    agent: tuple[str, UUID | None] = NOBODY,
    mediation_party_id: UUID | None = None,
) -> CaseParty:
    """Write down a party inside a deed."""
    before = await CaseParty.filter(case_id=case.id).count()
    if before >= PARTIES_MAX:
        raise NotNow("cases.too_many_parties", max=PARTIES_MAX)
    row = new_party(
        case.id,
        side,
        standing,
        place=before + 1,
        service=service,
        account_id=account_id,
        agent=agent,
        mediation_party_id=mediation_party_id,
    )
    await row.save(force_create=True)
    await keep_names([row])
    return row


async def keep_names(parties: Sequence[CaseParty]) -> None:
    """Let new parties be found by any part of their names."""
    await NamePart.bulk_create(
        [
            NamePart(case_id=one.case_id, party_id=one.id, part=part)
            for one in parties
            for part in parts_of(one.name)
        ]
    )


def new_party(
    case_id: UUID,
    side: Side,
    standing: Standing,
    *,
    place: int,
    service: Service,
    account_id: UUID | None = None,
    agent: tuple[str, UUID | None] = NOBODY,
    mediation_party_id: UUID | None = None,
) -> CaseParty:
    """Make the row of a party; nothing is kept yet."""
    who = standing.who
    return CaseParty(
        case_id=case_id,
        side=side,
        kind=who.kind,
        name=who.name,
        account_id=account_id,
        address=service.address or who.address or None,
        domicile=standing.domicile,
        is_missing=standing.is_missing,
        agent_name=agent[0],
        agent_account_id=agent[1],
        mediation_party_id=mediation_party_id,
        place=place,
        **_numbers(who),
        **_e_service(service, who),
    )


def _numbers(who: Checked) -> dict[str, Any]:
    return {
        "number": who.number or None,
        "number_kind": who.number_kind,
        "number_masked": who.number_masked,
        "number_fingerprint": vault.fingerprint(NUMBER, who.number) if who.number else "",
        "phone": who.phone or None,
        "phone_masked": who.phone_masked,
        "phone_fingerprint": vault.fingerprint(PHONE, who.phone) if who.phone else "",
        "phone_tail_fingerprint": print_tail(who.phone) if who.phone else "",
    }


def _e_service(service: Service, who: Checked) -> dict[str, Any]:
    if not service.e_consent:
        return {"e_address": None, "e_basis": None}
    # Online Litigation Rules art. 29: a named address with an explicit consent.
    return {"e_address": service.e_address or who.phone, "e_basis": EServiceBasis.EXPLICIT}


@atomic
async def add_party(
    actor: Actor, case_id: UUID, side: Side, standing: Standing, *, now: datetime
) -> UUID:
    """Add a party: another plaintiff or defendant, or a third person (Law art. 59, 135)."""
    case = await access_case(actor, case_id, Permission.CASE_WRITE, lock=True)
    if case.stage in {Stage.CLOSED, Stage.REFUSED, Stage.DECIDED}:
        raise NotNow("cases.not_pending")
    same = CaseParty.filter(case_id=case.id, side=side, name=standing.who.name)
    known = await same.first()
    if known is not None:  # pressed twice
        return known.id
    row = await keep_party(case, side, standing, service=Service(address=""))
    facts = {"party_id": str(row.id), "side": side.value}
    await record(case.subject, "case.party_added", facts, actor=actor, at=now)
    return row.id


async def party_in(case: Case, party_id: UUID) -> CaseParty:
    row = await CaseParty.get_or_none(id=party_id, case_id=case.id)
    if row is None:
        raise NotFound("cases.party_not_found")
    return row
