"""Reading hearings for their pages: the list of a case, one hearing, what waits for a decision."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.deadlines import Why
from commons.errors import NotFound
from commons.papers.models import papers_of
from commons.papers.shapes import PaperView
from litigation.cases.models import Case, is_staff
from litigation.hearings import rules
from litigation.hearings.adjourn_queries import adjournment_view
from litigation.hearings.adjourning import ADJOURNMENTS_MAX
from litigation.hearings.models import (
    Adjournment,
    Hearing,
    HearingChange,
    HearingLine,
    HearingPerson,
    access_hearing,
    people_of,
)
from litigation.hearings.online import Mode
from litigation.hearings.paper_rules import drawable, paper_subject
from litigation.hearings.reckoning import adjournments_done, told_of
from litigation.hearings.rules import OVER, Stage
from litigation.hearings.views import (
    CaseHead,
    ChangeView,
    HearingLineView,
    HearingView,
    PersonDesk,
    PersonView,
    RecordView,
    SaidView,
)

SEE, WRITE = Permission.CASE_SEE, Permission.CASE_WRITE
DECIDE, APPROVE = Permission.CASE_DECIDE, Permission.CASE_APPROVE


def head_for(actor: Actor, case: Case) -> CaseHead:
    return CaseHead(
        id=case.id,
        name=case.name,
        cause=case.cause,
        title=case.title,
        procedure=case.procedure,
        is_staff=is_staff(actor, case),
        may_write=actor.may(WRITE, case.organisation_id),
        may_decide=actor.may(DECIDE, case.organisation_id),
        may_approve=actor.may(APPROVE, case.organisation_id),
    )


async def view_hearing(actor: Actor, hearing_id: UUID, permission: Permission = SEE) -> HearingView:
    """Show one hearing to the court's people; a party has its own page."""
    case, row = await access_hearing(actor, hearing_id, permission)
    head = head_for(actor, case)
    if not head.is_staff:
        raise NotFound("hearings.not_found")
    people = await people_of(row.id)
    told = await told_of(row, people)
    done = await adjournments_done(case.id)
    put_off = await Adjournment.filter(hearing_id=row.id).order_by("asked_at", "id")
    return HearingView(
        case=head,
        line=line_of(row, (), actor, case),
        version=row.version,
        bar=row.bar,
        is_apart=row.is_apart,
        travel_days=row.travel_days,
        notice_waived=row.notice_waived,
        serve_by_on=_serve_by(row),
        people=tuple(person_of(one, actor, case, told[one.id]) for one in people),
        missing=_missing(row, people),
        consequence=row.consequence,
        ending_words=row.ending_words,
        adjournments=tuple(adjournment_view(one, row, case, actor) for one in put_off),
        adjournments_left=max(0, ADJOURNMENTS_MAX[row.procedure] - done),
        changes=await _changes(row),
        lines=await _said(row),
        papers=await _papers(case, row, people, put_off),
        drawable=drawable(row.purpose, row.stage) if head.may_write else (),
        may_list=actor.may(Permission.SCHEDULING_LIST, case.organisation_id),
        is_over=row.stage in OVER,
    )


def _missing(row: Hearing, people: Iterable[HearingPerson]) -> tuple[str, ...]:
    if row.stage is not Stage.SUMMONED:
        return ()
    return rules.missing_to_open(tuple(one.attendance() for one in people))


def _serve_by(row: Hearing) -> date | None:
    if row.sits_on is None:
        return None
    return rules.last_day_to_serve(row.sits_on, travel_days=row.travel_days)


async def _papers(
    case: Case, row: Hearing, people: list[HearingPerson], put_off: list[Adjournment]
) -> tuple[PaperView, ...]:
    things = [row.id, *(one.id for one in people), *(one.id for one in put_off)]
    return await papers_of(*(paper_subject(case.subject, thing) for thing in things))


async def _changes(row: Hearing) -> tuple[ChangeView, ...]:
    rows = await HearingChange.filter(hearing_id=row.id).order_by("changed_at", "id")
    return tuple(
        ChangeView(
            one.why,
            one.words,
            Mode(one.before["mode"]),
            Mode(one.after["mode"]),
            one.changed_at,
        )
        for one in rows
    )


async def _said(row: Hearing) -> tuple[SaidView, ...]:
    rows = await HearingLine.filter(hearing_id=row.id).order_by("place")
    return tuple(
        SaidView(one.place, one.phase, one.speaker, one.text, one.corrects) for one in rows
    )


def line_of(
    row: Hearing, own: Iterable[HearingPerson], actor: Actor, case: Case
) -> HearingLineView:
    return HearingLineView(
        id=row.id,
        place=row.place,
        purpose=row.purpose,
        stage=row.stage,
        mode=row.mode,
        starts_at=row.starts_at,
        minutes=row.minutes,
        room=row.room,
        link=row.link,
        earliest_on=row.earliest_on,
        latest_on=row.latest_on,
        is_over=row.stage in OVER,
        is_tight=row.is_tight,
        why=_why(row),
        own=tuple(person_of(one, actor, case, None) for one in own),
    )


def _why(row: Hearing) -> tuple[Why, ...]:
    return tuple(Why(one["reason"], one["facts"]) for one in row.window_why)


def person_of(one: HearingPerson, actor: Actor, case: Case, told: object) -> PersonView:
    how, on = told if isinstance(told, tuple) else (one.told, one.told_on)
    is_court = is_staff(actor, case)
    return PersonView(
        id=one.id,
        part=one.part,
        name=one.name,
        is_online=one.is_online,
        answer=one.answer,
        answer_words=one.answer_words,
        told=how,
        told_on=on,
        has_come=one.has_come,
        absence=one.absence,
        identified_how=one.identified_how,
        paper_id=one.paper_id,
        may_answer=actor.may(WRITE, case.organisation_id)
        if is_court
        else one.account_id == actor.account_id,
    )


async def view_record(actor: Actor, hearing_id: UUID, *, form_key: UUID) -> RecordView:
    """Show the record with a fresh key for the next line: pressing twice writes one."""
    return RecordView(await view_hearing(actor, hearing_id, WRITE), form_key)


async def view_person(actor: Actor, hearing_id: UUID, person_id: UUID) -> PersonDesk:
    """Show one person of a hearing to the clerk who calls, checks and writes down."""
    hearing = await view_hearing(actor, hearing_id, WRITE)
    for person in hearing.people:
        if person.id == person_id:
            return PersonDesk(hearing, person)
    raise NotFound("hearings.no_such_person")
