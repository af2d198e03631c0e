"""Summons, notices and reminders of one hearing, and what is known of their arrival."""

from datetime import date, datetime
from uuid import UUID, uuid4

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.outbox import cancel as cancel_timer
from commons.outbox import emit
from litigation.hearings import clock_actions, papers
from litigation.hearings.actions import must_be_fresh
from litigation.hearings.attending import Told
from litigation.hearings.changing_actions import tell_changes
from litigation.hearings.drafting import called_of, head_of, sitting_of
from litigation.hearings.events import HearingReminderDue, HearingSummoned, MeetingDue
from litigation.hearings.listing_actions import person_in
from litigation.hearings.models import (
    Hearing,
    HearingPerson,
    access_hearing,
    people_of,
)
from litigation.hearings.online import Mode
from litigation.hearings.paper_actions import put_down
from litigation.hearings.paper_rules import PaperKind, call_kind
from litigation.hearings.reckoning import REMIND_DAYS, remind_at
from litigation.hearings.rules import (
    FLOW,
    OVER,
    PEOPLE_MAX,
    WORDS_MAX,
    Act,
    Part,
    Stage,
    check_notice,
    is_in_time,
)
from litigation.hearings.wishing import wish_of
from scheduling import requests

WRITE = Permission.CASE_WRITE


@atomic
async def summon(
    actor: Actor, hearing_id: UUID, *, court: str, version: int | None, now: datetime
) -> None:
    """Draw up a summons or notice for everybody; pressing again sends nothing twice."""
    case, row = await access_hearing(actor, hearing_id, WRITE, lock=True)
    must_be_fresh(row, version)
    stage = FLOW.step(row.stage, Act.SUMMON)
    assert row.sits_on is not None
    people = await people_of(row.id)
    is_first = row.told_edition != row.edition
    if is_first:
        check_notice(
            row.procedure,
            sent_on=day_of(now),
            hearing_on=row.sits_on,
            travel_days=row.travel_days,
            waived=row.notice_waived,
        )
    head = await head_of(case, court=court, today=day_of(now))
    sitting, called = sitting_of(row), await called_of(case, people)
    for one in people:
        # Who already holds a paper of this listing keeps it; a change has a notice of its own.
        if one.paper_id is not None and not is_first:
            continue
        view = papers.call(head, sitting, called[one.id])
        kind = call_kind(one.part)
        paper_id = await put_down(case, kind, one.id, view, actor=actor, now=now)
        await one.keep(paper_id=paper_id)
    await tell_changes(case, row, people, head, actor=actor, now=now)
    announced = papers.announcement(head, sitting)
    await put_down(case, PaperKind.ANNOUNCEMENT, row.id, announced, actor=actor, now=now)
    await row.keep(stage=stage, told_edition=row.edition)
    facts: dict[str, Json] = {"people": len(people), "edition": row.edition}
    await record(row.subject, "hearings.summoned", facts, actor=actor, at=now)
    await emit(HearingSummoned(hearing_id=row.id, edition=row.edition))
    await clock_actions.notice_is_out(row, actor=actor, now=now)
    await _set_timers(row, now)


async def _set_timers(row: Hearing, now: datetime) -> None:
    for days_before in REMIND_DAYS:
        at = remind_at(row, days_before)
        if at is not None and at > now:
            due = HearingReminderDue(
                hearing_id=row.id, edition=row.edition, days_before=days_before
            )
            await emit(due, due_at=at, key=reminder_key(row.id, row.edition, days_before))
    if row.mode is not Mode.IN_PERSON and not row.link:
        await emit(MeetingDue(hearing_id=row.id, edition=row.edition))


def reminder_key(hearing_id: UUID, edition: int, days_before: int) -> str:
    return f"hearing:reminder:{hearing_id}:{edition}:{days_before}"


async def forget_timers(row: Hearing) -> None:
    """Take back what would still be sent about a hearing that is over (row 2.20)."""
    for days_before in REMIND_DAYS:
        await cancel_timer(reminder_key(row.id, row.edition, days_before))


@atomic
async def note_told(
    actor: Actor,
    hearing_id: UUID,
    person_id: UUID,
    *,
    told: Told,
    told_on: date,
    words: str,
    now: datetime,
) -> None:
    """Write down how somebody was told outside the system, and what proves it."""
    _, row = await access_hearing(actor, hearing_id, WRITE, lock=True)
    if row.stage is not Stage.SUMMONED:
        raise NotNow("hearings.not_summoned_yet")
    person = await person_in(row, person_id)
    assert row.sits_on is not None
    problems: dict[str, Problem] = {}
    if told in {Told.LATE, Told.NOT_TOLD}:
        problems["told"] = Problem("form.not_a_choice")
    if told_on > day_of(now) or told_on < day_of(row.asked_at):
        problems["told_on"] = Problem("hearings.told_day_impossible")
    if told is Told.ACKNOWLEDGED and not words.strip():
        # Interpretation art. 261: what confirms receipt has to be on record.
        problems["words"] = Problem("hearings.proof_needs_words")
    if problems:
        raise NotValid(fields=problems)
    in_time = is_in_time(told_on, row.sits_on, travel_days=row.travel_days)
    await person.keep(told=told, told_on=told_on, told_words=words[:WORDS_MAX])
    facts: dict[str, Json] = {
        "person": str(person.id),
        "told": told.value,
        "in_time": in_time,
    }
    await record(row.subject, "hearings.told", facts, actor=actor, at=now)


@atomic
async def add_person(
    actor: Actor,
    hearing_id: UUID,
    *,
    part: Part,
    name: str,
    phone: str | None,
    island: str,
    now: datetime,
) -> UUID:
    """Call one more person: a witness, an expert, an interpreter."""
    case, row = await access_hearing(actor, hearing_id, WRITE, lock=True)
    if row.stage in OVER or row.stage is Stage.OPENED:
        raise NotNow("hearings.is_over")
    if part not in {Part.WITNESS, Part.EXPERT, Part.INTERPRETER}:
        raise NotValid(fields={"part": Problem("form.not_a_choice")})
    people = await people_of(row.id)
    if len(people) >= PEOPLE_MAX:
        raise NotNow("hearings.too_many_people", max=PEOPLE_MAX)
    same = next((one for one in people if (one.part, one.name) == (part, name)), None)
    if same is not None:
        return same.id
    made = await HearingPerson.create(
        hearing_id=row.id,
        person_id=uuid4(),
        part=part,
        name=name,
        phone=phone,
        island=island,
        place=len(people) + 1,
    )
    if row.stage is Stage.ASKED:
        wish = wish_of(case, row, [*people, made])
        await requests.ask_for_hearing(wish, actor=actor, now=now)
    facts: dict[str, Json] = {"person": str(made.id), "part": part.value}
    await record(row.subject, "hearings.person_added", facts, actor=actor, at=now)
    return made.id
