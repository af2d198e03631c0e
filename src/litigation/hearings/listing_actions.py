"""What happens when the pool gives a hearing its place, and when people answer or change sides."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.access.queries import name_of
from commons.almanac import SHANGHAI
from commons.db import atomic
from commons.errors import NotFound, NotNow
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.outbox import emit
from litigation.cases.models import Case, is_staff
from litigation.hearings import case_actions, clock_actions, online
from litigation.hearings.events import MeetingDue
from litigation.hearings.models import (
    Hearing,
    HearingPerson,
    access_hearing,
    people_of,
)
from litigation.hearings.online import Answer, Bar, Mode
from litigation.hearings.rules import (
    FLOW,
    OVER,
    SUMMONED_PARTS,
    WORDS_MAX,
    Act,
    Stage,
)
from litigation.hearings.wishing import wish_of
from scheduling import requests
from scheduling.events import HearingListed

SEE, WRITE = Permission.CASE_SEE, Permission.CASE_WRITE


@atomic
async def note_listed(listed: HearingListed, *, actor: Actor, now: datetime) -> None:
    """Keep the place that the pool gave; an older listing and a repeated one change nothing."""
    row = await Hearing.get_or_none(id=listed.reference_id)
    if row is None:
        return
    case = await Case.filter(id=row.case_id).select_for_update().get()
    row = await Hearing.filter(id=row.id).select_for_update().get()
    if row.edition >= listed.edition or row.stage in OVER:
        return
    at = datetime.combine(listed.on, time(), tzinfo=SHANGHAI).astimezone(UTC)
    await row.keep(
        stage=FLOW.step(row.stage, Act.LIST),
        starts_at=at + timedelta(minutes=listed.start),
        room=listed.room,
        judge_id=listed.judge_id,
        judge_name=await name_of(listed.judge_id),
        edition=listed.edition,
    )
    await case_actions.schedule(case, row, actor=actor, now=now)
    await clock_actions.notice_runs(case, row, actor=actor, now=now)
    facts: dict[str, Json] = {"sits_on": listed.on.isoformat(), "start": listed.start}
    await record(row.subject, "hearings.listed", facts, actor=actor, at=now)


@atomic
async def answer_online(
    actor: Actor,
    hearing_id: UUID,
    person_id: UUID,
    *,
    answer: Answer,
    words: str,
    now: datetime,
) -> None:
    """Keep one person's answer to taking part in this hearing online (Online Rules art. 4, 5)."""
    case, row = await access_hearing(actor, hearing_id, SEE, lock=True)
    person = await person_in(row, person_id)
    if not may_answer(actor, case, person):
        raise NotFound("hearings.no_such_person")
    if row.stage in OVER:
        raise NotNow("hearings.is_over")
    online.check_answer(person.answer, answer, words=words, is_begun=row.stage is Stage.OPENED)
    await person.keep(answer=answer, answer_words=words[:WORDS_MAX], answered_at=now)
    facts: dict[str, Json] = {"person": str(person.id), "answer": answer.value}
    await record(row.subject, "hearings.answered", facts, actor=actor, at=now)
    if row.stage in {Stage.ASKED, Stage.LISTED}:
        # Until people are summoned the way of taking part follows the answers by itself.
        await set_mode(case, row, bar=row.bar, actor=actor, now=now)


def may_answer(actor: Actor, case: Case, person: HearingPerson) -> bool:
    """Each person answers for himself; the court writes down what was said to it."""
    if is_staff(actor, case):
        return actor.may(WRITE, case.organisation_id)
    return actor.account_id is not None and person.account_id == actor.account_id


async def set_mode(
    case: Case, row: Hearing, *, bar: Bar | None, actor: Actor, now: datetime
) -> None:
    """Work out who takes part by video, and tell the pool; nothing is moved."""
    people = await people_of(row.id)
    mode = online.mode_of((one.voice() for one in people if one.part in SUMMONED_PARTS), bar=bar)
    chosen = online.online_people((one.voice() for one in people), mode)
    for one in people:
        if one.is_online != (one.id in chosen):
            await one.keep(is_online=one.id in chosen)
    if mode is not row.mode or bar is not row.bar:
        await row.keep(mode=mode, bar=bar)
    if row.stage is Stage.ASKED:
        await requests.ask_for_hearing(wish_of(case, row, people), actor=actor, now=now)
    else:
        remote = [one.person_id for one in people if one.is_online]
        await requests.switch_people(row.id, remote, actor=actor, now=now)
    if row.stage is Stage.SUMMONED and mode is not Mode.IN_PERSON and not row.link:
        await emit(MeetingDue(hearing_id=row.id, edition=row.edition))


async def person_in(row: Hearing, person_id: UUID) -> HearingPerson:
    person = await HearingPerson.filter(id=person_id, hearing_id=row.id).first()
    if person is None:
        raise NotFound("hearings.no_such_person")
    return person


@atomic
async def keep_link(hearing_id: UUID, edition: int, link: str) -> None:
    """Keep the address of the meeting that the provider opened."""
    row = await Hearing.filter(id=hearing_id).select_for_update().first()
    if row is None or row.edition != edition or row.link == link or row.stage in OVER:
        return
    await row.keep(link=link)
