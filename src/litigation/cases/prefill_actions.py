"""Carrying over from a failed mediation what both sides had fixed, once, into the new case."""

from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from litigation.cases.models import Case, CaseExhibit, CaseFact, CaseParty
from litigation.cases.rules import Side
from litigation.mediation.models import Party, access_mediation
from litigation.mediation.parties import Side as MediationSide
from litigation.record.entries import CourtRecord
from litigation.record.queries import court_record

SIDES = {
    MediationSide.APPLICANT: Side.PLAINTIFF,
    MediationSide.RESPONDENT: Side.DEFENDANT,
    MediationSide.THIRD: Side.THIRD,
}


async def carry_over(actor: Actor, case: Case, matter_id: UUID, *, now: datetime) -> None:
    """Bring the fixed facts and both sides' exhibits into a case; called inside the filing."""
    await access_mediation(actor, matter_id, Permission.MEDIATION_SEE)
    court = await court_record(matter_id)
    for place, fact in enumerate(court.fixed_facts, 1):
        await CaseFact.create(
            case_id=case.id,
            text=fact.text,
            paper_id=fact.paper_id,
            mediation_fact_id=fact.id,
            place=place,
        )
    await _exhibits(case, court)
    await _link_parties(case, matter_id)
    facts: dict[str, Json] = {"matter_id": str(matter_id), "facts": len(court.fixed_facts)}
    await record(case.subject, "case.prefilled", facts, actor=actor, at=now)


async def _exhibits(case: Case, court: CourtRecord) -> None:
    """List the other side's exhibits, and tie those that were typed over to their originals."""
    listed = {row.name: row for row in await CaseExhibit.filter(case_id=case.id)}
    place = len(listed)
    for one in court.exchange.exhibits:
        if one.withdrawn_reason is not None:
            continue
        known = listed.get(one.name)
        if known is not None and one.party.side is MediationSide.APPLICANT:
            await CaseExhibit.filter(id=known.id).update(mediation_exhibit_id=one.id)
        elif one.party.side is not MediationSide.APPLICANT:
            place += 1
            await CaseExhibit.create(
                case_id=case.id,
                side=SIDES[one.party.side],
                name=one.name,
                source=one.source,
                purpose=one.purpose,
                mediation_exhibit_id=one.id,
                listed_on=case.submitted_on,
                place=place,
            )


async def _link_parties(case: Case, matter_id: UUID) -> None:
    known = {(SIDES[row.side], row.name): row for row in await Party.filter(matter_id=matter_id)}
    for row in await CaseParty.filter(case_id=case.id):
        found = known.get((row.side, row.name))
        if found is not None:
            await CaseParty.filter(id=row.id).update(mediation_party_id=found.id)
