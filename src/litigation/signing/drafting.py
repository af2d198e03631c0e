"""Gathers what a paper is about to say, and who has to sign it, from the rooms that know it."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from commons.access.models import Organisation
from commons.almanac import day_of
from commons.errors import NotFound, NotValid, Problem
from commons.holidays.models import current_almanac
from commons.papers.models import content_of as content_shown
from commons.papers.models import papers_of, view_paper
from commons.papers.rules import Stage as PaperStage
from commons.papers.rules import canonical
from commons.papers.shapes import PaperView
from litigation.mediation.clocks import ClockKind, clocks
from litigation.mediation.ending import next_door
from litigation.mediation.models import Declaration, IdentityCheck, Matter
from litigation.mediation.parties import ConsentStep
from litigation.mediation.party_views import particulars_of, parties_of
from litigation.mediation.reckoning import clock_facts_of, confirmable_of
from litigation.mediation.rules import OrganisationKind, Track
from litigation.record.entries import JointRecord
from litigation.record.queries import court_record, joint_record
from litigation.record.rules import FactStage
from litigation.signing import papers, rules, wording
from litigation.signing.models import heard_in, terms_of
from litigation.signing.papers import View
from litigation.signing.parties import Case, party_lines
from litigation.signing.rules import PaperKind, Readiness, what_is_missing
from litigation.signing.sheets import Confirming, Ending, Head, Promises, Talks

ORGANISATIONS: Mapping[OrganisationKind, str] = {
    OrganisationKind.PEOPLES: "依法设立的人民调解组织",
    OrganisationKind.INDUSTRY: "依法设立的行业调解组织",
    OrganisationKind.COMMERCIAL: "依法设立的商事调解组织",
    OrganisationKind.INVITED: "人民法院特邀调解组织",
    OrganisationKind.ADMINISTRATIVE: "行政机关",
}


async def case_of(matter: Matter, *, court: str, now: datetime) -> Case:
    organisation = await Organisation.get_or_none(id=matter.organisation_id)
    declared = (
        await Declaration.filter(matter_id=matter.id, mediator_id=matter.mediator_id)
        .order_by("-declared_at")
        .first()
    )
    head = Head(
        number=matter.number,
        case_number=matter.case_number,
        cause=matter.cause,
        track=matter.track,
        organisation=organisation.title if organisation else "",
        mediator=matter.mediator_name,
        island=matter.island,
        conflict=declared.kind if declared else None,
        conflict_words=declared.words if declared else "",
        term_due_on=matter.term_due_on,
        term_is_provisional=matter.term_provisional,
        accepted_on=matter.accepted_on,
        drawn_on=day_of(now),
        court=court,
    )
    full = {one.party_id: one for one in await particulars_of(matter.id)}
    return Case(matter, await parties_of(matter.id), full, head)


async def readiness_of(matter: Matter, *, today: date) -> Readiness:
    joint = await joint_record(matter.id)
    terms = await terms_of(matter.id)
    confirmable = await confirmable_of(matter, today)
    return Readiness(
        stage=matter.stage,
        has_parties=bool(joint.people),
        has_proposed_facts=any(one.stage is FactStage.PROPOSED for one in joint.facts),
        has_terms=terms is not None and bool(terms.terms),
        not_confirmable="" if confirmable.yes else confirmable.reason,
    )


def title_of(kind: PaperKind, track: Track) -> str:
    # Since 2025-01-01 a filed case is 先行调解; only an unfiled one is still 诉前.
    if kind is PaperKind.REPORT and track is not Track.NOT_FILED:
        return "先行调解调查报告"
    return wording.TITLES[kind]


async def content_of(kind: PaperKind, case: Case, *, now: datetime) -> View:
    """Build the exact facts that this paper prints."""
    return await _BUILDERS[kind](case, now)


async def _notice(case: Case, _: datetime) -> View:
    return papers.notice(case.head, party_lines(case))


async def _transcript(case: Case, _: datetime) -> View:
    joint = await joint_record(case.matter.id)
    lines = party_lines(case, identified=await _identified(case))
    return papers.transcript(case.head, lines, joint, await _talks(case, joint))


async def _agreed_facts(case: Case, _: datetime) -> View:
    return papers.facts(case.head, party_lines(case), await joint_record(case.matter.id))


async def _agreement(case: Case, _: datetime) -> View:
    joint = await joint_record(case.matter.id)
    promises = await _promises(case.matter, joint)
    return papers.agreement(case.head, party_lines(case, is_full=True), joint.exchange, promises)


async def _report(case: Case, _: datetime) -> View:
    lines = party_lines(case, is_full=True, with_contact=True)
    return papers.report(case.head, lines, await court_record(case.matter.id))


async def _ended(case: Case, _: datetime) -> View:
    matter = case.matter
    assert matter.end_reason is not None
    door = next_door(matter.track, matter.end_reason)
    how = Ending(matter.end_reason, door, matter.closed_on)
    return papers.ending(case.head, party_lines(case), how)


async def _confirmation(case: Case, now: datetime) -> View:
    lines = party_lines(case, is_full=True, with_contact=True)
    return papers.confirmation(case.head, lines, await _confirming(case.matter, now))


Builder = Callable[[Case, datetime], Awaitable[View]]
_BUILDERS: Mapping[PaperKind, Builder] = {
    PaperKind.NOTICE: _notice,
    PaperKind.TRANSCRIPT: _transcript,
    PaperKind.FACTS: _agreed_facts,
    PaperKind.AGREEMENT: _agreement,
    PaperKind.REPORT: _report,
    PaperKind.ENDING: _ended,
    PaperKind.CONFIRMATION: _confirmation,
}


async def _identified(case: Case) -> frozenset[UUID]:
    ids = [party.id for party in case.parties]
    rows = await IdentityCheck.filter(party_id__in=ids)
    return frozenset(row.party_id for row in rows)


async def _talks(case: Case, joint: JointRecord) -> Talks:
    names = {str(party.id): party.name for party in case.parties}
    heard = rules.who_heard(paragraphs_of(joint), await heard_in(case.matter.id))
    return Talks(
        begun_at=case.matter.begun_at,
        place=case.matter.island,
        is_online=bool(case.parties)
        and all(party.consents_to(ConsentStep.ONLINE) for party in case.parties),
        heard_by={
            number: tuple(names[one] for one in parties if one in names)
            for number, parties in heard.items()
            if parties
        },
    )


def paragraphs_of(joint: JointRecord) -> Mapping[int, str]:
    """Name the content of each paragraph: a tick belongs to just these words."""
    return {
        line.number: sha256(f"{line.speaker}\n{line.text}".encode()).hexdigest()
        for line in joint.lines
    }


async def _promises(matter: Matter, joint: JointRecord) -> Promises:
    row = await terms_of(matter.id)
    if row is None:
        raise NotValid(fields={"terms": Problem("signing.no_terms")})
    fixed = "\n".join(one.text for one in joint.facts if one.stage is FactStage.FIXED)
    return Promises(
        terms=row.term_list(),
        facts=row.facts or fixed or matter.summary,
        default_clause=row.default_clause,
        costs=row.costs,
        wants_confirmation=row.wants_confirmation,
    )


async def _confirming(matter: Matter, now: datetime) -> Confirming:
    found = clocks(await clock_facts_of(matter), await current_almanac(), day_of(now))
    due = next(one.due_on for one in found if one.kind is ClockKind.CONFIRMATION)
    signed = [
        one
        for one in await papers_of(matter.subject)
        if one.kind == PaperKind.AGREEMENT and one.stage in {PaperStage.SIGNED, PaperStage.ISSUED}
    ]
    assert matter.effective_on is not None
    return Confirming(
        agreed_on=matter.effective_on,
        due_on=due,
        agreement_code=signed[-1].code if signed else "",
        organisation_kind=ORGANISATIONS[matter.organisation_kind],
    )


async def is_stale(matter: Matter, paper: PaperView) -> bool:
    """Say whether the matter has moved on since an open paper was drawn up.

    A signature binds exactly what was shown, and what was shown must still be what is true: after
    a later change the paper is drawn up anew, which voids the signatures under the old one.
    """
    if paper.stage is not PaperStage.OPEN:
        return False
    kind = PaperKind(paper.kind)
    if what_is_missing(kind, await readiness_of(matter, today=day_of(paper.drawn_up_at))):
        return True
    shown = await content_shown(paper.id)
    court = str(shown.get("court", ""))
    case = await case_of(matter, court=court, now=paper.drawn_up_at)
    return canonical(await content_of(kind, case, now=paper.drawn_up_at)) != canonical(shown)


async def paper_in(matter: Matter, paper_id: UUID) -> PaperView:
    """Find a paper of this matter, or nothing: another matter's paper does not exist here."""
    paper = await view_paper(paper_id)
    if paper.subject != matter.subject:
        raise NotFound("papers.no_such_paper")
    return paper
