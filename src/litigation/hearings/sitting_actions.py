"""What is done while the court sits: the roll, identities, the record, and how it ends."""

from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.db import atomic
from commons.errors import NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from litigation.hearings import attending, clock_actions, rules, sitting
from litigation.hearings.actions import end_hearing, must_be_fresh
from litigation.hearings.attending import Absence, Consequence, Effect
from litigation.hearings.listing_actions import person_in
from litigation.hearings.models import (
    Hearing,
    HearingLine,
    HearingPerson,
    access_hearing,
    people_of,
)
from litigation.hearings.reckoning import told_of
from litigation.hearings.rules import FLOW, SUMMONED_PARTS, WORDS_MAX, Act, Stage
from litigation.hearings.sitting import Phase
from litigation.hearings.summon_actions import forget_timers
from litigation.mediation.parties import CheckedHow

WRITE = Permission.CASE_WRITE
CALLABLE = frozenset({Stage.SUMMONED, Stage.OPENED})


@atomic
async def call(
    actor: Actor,
    hearing_id: UUID,
    person_id: UUID,
    *,
    has_come: bool,
    absence: Absence | None,
    words: str,
    now: datetime,
) -> None:
    """Call one person: here, or not and why; somebody who came may still leave or drop out."""
    _, row = await access_hearing(actor, hearing_id, WRITE, lock=True)
    if row.stage not in CALLABLE:
        raise NotNow("hearings.not_sitting")
    person = await person_in(row, person_id)
    if not has_come and absence is None:
        raise NotValid(fields={"absence": Problem("form.missing")})
    if absence in {Absence.GOOD_REASON, Absence.FORCE_MAJEURE} and not words.strip():
        raise NotValid(fields={"words": Problem("hearings.absence_needs_words")})
    await person.keep(has_come=has_come, absence=absence, absence_words=words[:WORDS_MAX])
    facts: dict[str, Json] = {
        "person": str(person.id),
        "has_come": has_come,
        "absence": absence.value if absence else "",
    }
    await record(row.subject, "hearings.called", facts, actor=actor, at=now)


@atomic
async def identify(
    actor: Actor, hearing_id: UUID, person_id: UUID, *, how: CheckedHow, now: datetime
) -> None:
    """Check once more who somebody is, before this very hearing (Online Rules art. 7)."""
    _, row = await access_hearing(actor, hearing_id, WRITE, lock=True)
    if row.stage not in CALLABLE:
        raise NotNow("hearings.not_sitting")
    person = await person_in(row, person_id)
    await person.keep(identified_at=now, identified_how=how)
    facts: dict[str, Json] = {"person": str(person.id), "how": how.value}
    await record(row.subject, "hearings.identified", facts, actor=actor, at=now)


@atomic
async def open_hearing(
    actor: Actor, hearing_id: UUID, *, version: int | None, now: datetime
) -> None:
    """Open the hearing once the roll is called, identities checked and consents given."""
    _, row = await access_hearing(actor, hearing_id, WRITE, lock=True)
    must_be_fresh(row, version)
    stage = FLOW.step(row.stage, Act.OPEN)
    assert row.slot is not None
    rules.check_opening_time(row.slot, now)
    missing = rules.missing_to_open(tuple(one.attendance() for one in await people_of(row.id)))
    if missing:
        raise NotNow(missing[0])
    await row.keep(stage=stage, opened_at=now)
    await forget_timers(row)
    await clock_actions.sits(row, actor=actor, now=now)
    await record(row.subject, "hearings.opened", {}, actor=actor, at=now)


@atomic
async def write_line(
    actor: Actor,
    hearing_id: UUID,
    *,
    phase: Phase,
    speaker: str,
    text: str,
    corrects: int | None,
    form_key: UUID,
    now: datetime,
) -> int:
    """Add one paragraph to the record; pressing twice adds one."""
    _, row = await access_hearing(actor, hearing_id, WRITE, lock=True)
    known = await HearingLine.get_or_none(form_key=form_key)
    if known is not None:
        return known.place
    lines = await HearingLine.filter(hearing_id=row.id).only("id", "place")
    places = frozenset(one.place for one in lines)
    sitting.check_line(stage=row.stage, speaker=speaker, text=text, count=len(places))
    sitting.check_correction(stage=row.stage, corrects=corrects, known=places)
    place = len(places) + 1
    await HearingLine.create(
        hearing_id=row.id,
        phase=phase,
        speaker=speaker,
        text=text,
        corrects=corrects,
        said_at=now,
        written_by=actor.account_id,
        form_key=form_key,
        place=place,
    )
    await record(row.subject, "hearings.said", {"place": place}, actor=actor, at=now)
    return place


async def effect_of(row: Hearing, people: list[HearingPerson]) -> Effect:
    """Say what the absences of this hearing come to."""
    told = await told_of(row, people)
    return attending.outcome_of(
        one.absent(told[one.id][0]) for one in people if not one.has_come or one.absence is not None
    )


@atomic
async def hold(
    actor: Actor, hearing_id: UUID, *, words: str, version: int | None, now: datetime
) -> None:
    """Close a hearing as held; in absence only where the law lets the court go on."""
    case, row = await access_hearing(actor, hearing_id, WRITE, lock=True)
    must_be_fresh(row, version)
    stage = FLOW.step(row.stage, Act.HOLD)
    effect = await effect_of(row, await people_of(row.id))
    if effect.consequence not in {Consequence.GO_ON, Consequence.DEFAULT}:
        raise NotNow("hearings.absence_stands_in_the_way")
    await row.keep(consequence=effect.consequence)
    await end_hearing(case, row, stage, words=words, actor=actor, now=now)


@atomic
async def miss(
    actor: Actor, hearing_id: UUID, *, words: str, version: int | None, now: datetime
) -> None:
    """Write down that a hearing came to nothing because somebody was not there."""
    case, row = await access_hearing(actor, hearing_id, WRITE, lock=True)
    must_be_fresh(row, version)
    stage = FLOW.step(row.stage, Act.MISS)
    assert row.slot is not None
    if now < row.slot.starts_at:
        raise NotNow("hearings.not_begun_yet")
    people = await people_of(row.id)
    if any(one.has_come is None for one in people):
        raise NotNow("hearings.roll_not_called")
    parties = [one for one in people if one.part in SUMMONED_PARTS]
    if all(one.has_come and one.absence is None for one in parties):
        raise NotNow("hearings.everybody_came")
    effect = await effect_of(row, people)
    await row.keep(consequence=effect.consequence)
    await forget_timers(row)
    await end_hearing(case, row, stage, words=words, actor=actor, now=now)
