"""One party with everything that was asked, tried and checked about it."""

from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.errors import NotFound
from litigation.mediation.asking_views import (
    AttemptView,
    CheckView,
    ConflictView,
    PartyPage,
    QuestionnaireView,
)
from litigation.mediation.matter_queries import view_mediation
from litigation.mediation.models import ContactAttempt, IdentityCheck, Questionnaire
from litigation.mediation.parties import Support
from litigation.mediation.party_views import PartyView
from litigation.mediation.staff_queries import conflict_hints_of


async def view_party(
    actor: Actor,
    matter_id: UUID,
    party_id: UUID,
    *,
    now: datetime,
    permission: Permission = Permission.MEDIATION_WRITE,
) -> PartyPage:
    matter = await view_mediation(actor, matter_id, now=now, permission=permission)
    party = next((each for each in matter.parties if each.id == party_id), None)
    if party is None:
        raise NotFound("mediation.party_not_found")
    return PartyPage(
        matter=matter,
        party=party,
        attempts=await _attempts(party),
        checks=await _checks(party),
        questionnaire=await questionnaire_of(party.id),
    )


async def new_party(actor: Actor, matter_id: UUID, *, now: datetime) -> PartyPage:
    permission = Permission.MEDIATION_WRITE
    return PartyPage(
        matter=await view_mediation(actor, matter_id, now=now, permission=permission), party=None
    )


async def view_conflict(
    actor: Actor, matter_id: UUID, *, now: datetime, home: str = ""
) -> ConflictView:
    permission = Permission.MEDIATION_WRITE
    matter = await view_mediation(actor, matter_id, now=now, permission=permission)
    return ConflictView(matter, await conflict_hints_of(actor, matter_id, home=home))


async def questionnaire_of(party_id: UUID) -> QuestionnaireView | None:
    """Give what a side answered; for a matter the caller was allowed to see."""
    row = await Questionnaire.get_or_none(party_id=party_id)
    if row is None:
        return None
    return QuestionnaireView(
        party_id=party_id,
        reached=row.reached,
        unreached_reason=row.unreached_reason,
        impossible_days=tuple(map(date.fromisoformat, row.impossible_days)),
        second_name=row.second_contact.get("name", ""),
        second_phone=row.second_contact.get("phone", ""),
        support=tuple(map(Support, row.support)),
        interpreter=row.interpreter,
        asked_at=row.asked_at,
    )


async def _attempts(party: PartyView) -> tuple[AttemptView, ...]:
    rows = await ContactAttempt.filter(party_id=party.id)
    return tuple(
        AttemptView(party.name, row.channel, row.outcome, row.tried_at, row.note or "")
        for row in rows
    )


async def _checks(party: PartyView) -> tuple[CheckView, ...]:
    names = {each.id: each.name for each in party.representatives}
    return tuple(
        CheckView(
            party=party.name,
            representative=names.get(row.representative_id, "") if row.representative_id else "",
            checked_for=row.checked_for,
            how=row.how,
            level=row.level,
            checked_at=row.checked_at,
            checked_by_name=row.checked_by_name,
        )
        for row in await IdentityCheck.filter(party_id=party.id)
    )
