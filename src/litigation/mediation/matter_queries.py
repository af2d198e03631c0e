"""One matter in full, as those who may see it see it."""

from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.access.models import Organisation
from commons.almanac import day_of
from commons.deadlines import years
from commons.errors import NotNow
from commons.holidays.models import current_almanac
from litigation.mediation import ending, rules
from litigation.mediation.clocks import ClockKind, RunningClock, clocks
from litigation.mediation.models import (
    Appraisal,
    Declaration,
    Extension,
    Matter,
    access_mediation,
    is_own,
)
from litigation.mediation.parties import Side
from litigation.mediation.party_views import PartyView, parties_of
from litigation.mediation.reckoning import clock_facts_of, facts_of
from litigation.mediation.staff_queries import mediators_for, red_flags_of
from litigation.mediation.views import (
    AfterwardsView,
    AppraisalView,
    DeclarationView,
    EndView,
    EnforcementRequest,
    ExtensionView,
    MatterView,
    MediatorChoice,
    clock_view,
)

# Civil Procedure Law art. 250: enforcement is asked for within two years.
ENFORCE_YEARS = 2


async def view_mediation(
    actor: Actor,
    matter_id: UUID,
    *,
    now: datetime,
    permission: Permission = Permission.MEDIATION_SEE,
) -> MatterView:
    row = await access_mediation(actor, matter_id, permission)
    today = day_of(now)
    parties = await parties_of(row.id)
    found = clocks(await clock_facts_of(row), await current_almanac(), today)
    own = is_own(actor, row)
    organisation = await Organisation.get_or_none(id=row.organisation_id)
    return MatterView(
        id=row.id,
        number=row.number,
        origin=row.origin,
        track=row.track,
        procedure=row.procedure,
        case_number=row.case_number,
        organisation_id=row.organisation_id,
        organisation_kind=row.organisation_kind,
        organisation_title=organisation.title if organisation else "",
        mediator_name=row.mediator_name,
        island=row.island,
        cause=row.cause,
        summary=row.summary,
        stage=row.stage,
        registered_on=row.registered_on,
        accepted_on=row.accepted_on,
        materials_on=row.materials_on,
        contacted_on=row.contacted_on,
        clocks=tuple(clock_view(clock) for clock in found),
        parties=parties,
        declaration=await _declaration(row, parties),
        extensions=await _extensions(row),
        appraisals=await _appraisals(row),
        missing=rules.missing_to_begin(await facts_of(row, today), warned=True),
        red_flags=await red_flags_of(row),
        end=_end(row, parties),
        afterwards=_afterwards(row, parties, found, today),
        is_own=own,
        may_write=own and actor.may(Permission.MEDIATION_WRITE, row.organisation_id),
        may_reassign=actor.may(Permission.MEDIATION_REASSIGN, row.organisation_id),
        has_mediator=row.mediator_id is not None,
        is_taken=row.taken_on is not None,
        version=row.version,
    )


async def mediators_to_pick(actor: Actor, matter_id: UUID, *, now: datetime) -> MediatorChoice:
    matter = await view_mediation(actor, matter_id, now=now)
    row = await access_mediation(actor, matter_id, Permission.MEDIATION_SEE)
    found = await mediators_for(row, day_of(now)) if matter.may_reassign else ()
    return MediatorChoice(matter, found)


async def enforcement_request(actor: Actor, matter_id: UUID) -> EnforcementRequest:
    """Gather, from what is on record, what the next desk needs when a promise was not kept."""
    row = await access_mediation(actor, matter_id, Permission.MEDIATION_SEE)
    if row.broken_on is None or row.performance_due_on is None or row.effective_at is None:
        raise NotNow("mediation.not_broken")
    parties = await parties_of(row.id)
    debtor = next(party for party in parties if party.id == row.broken_by_id)
    due = years(row.performance_due_on, ENFORCE_YEARS, await current_almanac())
    return EnforcementRequest(
        matter_id=row.id,
        number=row.number,
        remedy=rules.remedy(row.stage),
        creditors=tuple(p.name for p in parties if p.side not in {debtor.side, Side.THIRD}),
        debtor=debtor.name,
        ruling_number=row.ruling_number,
        effective_at=row.effective_at,
        performance_due_on=row.performance_due_on,
        apply_by=due.due_on,
        apply_by_provisional=due.provisional,
        words=row.broken_words,
    )


async def _declaration(row: Matter, parties: tuple[PartyView, ...]) -> DeclarationView | None:
    declared = Declaration.filter(matter_id=row.id, mediator_id=row.mediator_id)
    latest = await declared.order_by("-place").first()
    if latest is None:
        return None
    agreed = tuple(party.name for party in parties if str(party.id) in latest.agreed_by)
    return DeclarationView(latest.kind, latest.words, agreed, latest.declared_at)


async def _extensions(row: Matter) -> tuple[ExtensionView, ...]:
    rows = await Extension.filter(matter_id=row.id)
    return tuple(ExtensionView(each.days, each.agreed_on) for each in rows)


async def _appraisals(row: Matter) -> tuple[AppraisalView, ...]:
    rows = await Appraisal.filter(matter_id=row.id)
    return tuple(AppraisalView(each.subject_of, each.from_on, each.to_on) for each in rows)


def _end(row: Matter, parties: tuple[PartyView, ...]) -> EndView | None:
    if row.end_reason is None:
        return None
    return EndView(
        reason=row.end_reason,
        item=row.end_reason.item,
        who=_name(parties, row.end_party_id),
        explanation=row.explanation,
        costly_conduct=row.costly_conduct,
        court_hints=row.court_hints,
        closed_on=row.closed_on,
        next_door=ending.next_door(row.track, row.end_reason),
    )


def _afterwards(
    row: Matter, parties: tuple[PartyView, ...], found: tuple[RunningClock, ...], today: date
) -> AfterwardsView | None:
    if row.effective_at is None:
        return None
    clock = next((each for each in found if each.kind is ClockKind.CONFIRMATION), None)
    answer = ending.confirmable(
        track=row.track,
        organisation=row.organisation_kind,
        effective_on=row.effective_on,
        due_on=clock.due_on if clock else None,
        today=today,
    )
    return AfterwardsView(
        effective_at=row.effective_at,
        confirmable=answer.yes,
        why=answer.reason,
        due_on=clock.due_on if clock else None,
        provisional=clock.provisional if clock else False,
        days_left=clock.days_left if clock else None,
        asked_on=row.asked_confirmation_on,
        decided_on=row.decided_confirmation_on,
        ruling_number=row.ruling_number,
        broken_on=row.broken_on,
        broken_by=_name(parties, row.broken_by_id),
        broken_words=row.broken_words,
        performance_due_on=row.performance_due_on,
        remedy=rules.remedy(row.stage),
    )


def _name(parties: tuple[PartyView, ...], party_id: UUID | None) -> str:
    return next((party.name for party in parties if party.id == party_id), "")
