"""What parties were asked and answered: consents, identity checks, tries to reach them, needs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from commons.access.actor import Actor
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.persons import check_name, check_phone
from litigation.mediation.models import (
    Consent,
    ContactAttempt,
    IdentityCheck,
    Questionnaire,
    Representative,
    party_of,
)
from litigation.mediation.parties import (
    ATTEMPTS_MAX,
    IN_VAIN,
    Channel,
    CheckedFor,
    CheckedHow,
    ConsentAnswer,
    ConsentHow,
    ConsentStep,
    Level,
    Outcome,
    Said,
    Side,
    Support,
    check_answer,
    check_impossible_days,
)
from litigation.mediation.party_actions import open_matter_of
from litigation.mediation.party_views import said_in
from litigation.mediation.reckoning import last_day_of


@dataclass(frozen=True, slots=True)
class Answers:
    """What one side said before a day is fixed, or why it could not be asked."""

    reached: bool
    unreached_reason: str = ""
    impossible_days: tuple[date, ...] = ()
    second_name: str = ""
    second_phone: str = ""
    support: tuple[Support, ...] = ()
    interpreter: str = ""


@atomic
async def take_consent(
    actor: Actor,
    matter_id: UUID,
    party_id: UUID,
    *,
    step: ConsentStep,
    answer: ConsentAnswer,
    how: ConsentHow,
    spoken_by: str,
    now: datetime,
) -> None:
    """Write down one answer to one step; nothing that was said before is changed."""
    matter = await open_matter_of(actor, matter_id)
    party = await party_of(matter, party_id)
    check_answer(await said_in(matter.id), Said(party.id, step, answer))
    assert actor.account_id is not None
    await Consent.create(
        party_id=party.id,
        step=step,
        answer=answer,
        how=how,
        spoken_by=spoken_by or party.name,
        given_at=now,
        taken_by=actor.account_id,
        place=await Consent.filter(party_id=party.id).count() + 1,
    )
    facts = {"party_id": str(party.id), "step": step.value, "answer": answer.value}
    await record(matter.subject, "mediation.consent", facts, actor=actor, at=now)


@atomic
async def check_identity(
    actor: Actor,
    matter_id: UUID,
    party_id: UUID,
    *,
    representative_id: UUID | None,
    checked_for: CheckedFor,
    how: CheckedHow,
    level: Level,
    now: datetime,
) -> None:
    matter = await open_matter_of(actor, matter_id)
    party = await party_of(matter, party_id)
    if representative_id is not None:
        known = await Representative.filter(
            id=representative_id, party_id=party.id, ended_at=None
        ).exists()
        if not known:
            problem = Problem("mediation.representative_not_found")
            raise NotValid(fields={"representative_id": problem})
    assert actor.account_id is not None
    await IdentityCheck.create(
        party_id=party.id,
        representative_id=representative_id,
        checked_for=checked_for,
        how=how,
        level=level,
        checked_at=now,
        checked_by=actor.account_id,
        checked_by_name=actor.name,
        place=await IdentityCheck.filter(party_id=party.id).count() + 1,
    )
    facts = {"party_id": str(party.id), "for": checked_for.value, "level": level.value}
    await record(matter.subject, "mediation.identity_checked", facts, actor=actor, at=now)


@atomic
async def note_attempt(
    actor: Actor,
    matter_id: UUID,
    party_id: UUID,
    *,
    channel: Channel,
    outcome: Outcome,
    note: str,
    now: datetime,
) -> None:
    """Write down one try; reaching the other side stops the three-day clock (art. 15)."""
    matter = await open_matter_of(actor, matter_id)
    party = await party_of(matter, party_id)
    before = await ContactAttempt.filter(party_id=party.id).count()
    if before >= ATTEMPTS_MAX:
        raise NotNow("mediation.too_many_attempts", max=ATTEMPTS_MAX)
    assert actor.account_id is not None
    await ContactAttempt.create(
        party_id=party.id,
        channel=channel,
        outcome=outcome,
        tried_at=now,
        note=note or None,
        recorded_by=actor.account_id,
        place=before + 1,
    )
    # The clock asks that the other side is contacted; a try on record is what shows diligence.
    if party.side is Side.RESPONDENT and outcome not in IN_VAIN and matter.contacted_on is None:
        matter.contacted_on = day_of(now)
        again = await last_day_of(matter, matter.contacted_on)
        await matter.keep(contacted_on=matter.contacted_on, **again)
    facts = {"party_id": str(party.id), "channel": channel.value, "outcome": outcome.value}
    await record(matter.subject, "mediation.contact_tried", facts, actor=actor, at=now)


@atomic
async def keep_questionnaire(
    actor: Actor, matter_id: UUID, party_id: UUID, answers: Answers, *, now: datetime
) -> None:
    """Keep what a side answered before booking; asking again replaces the earlier answers."""
    matter = await open_matter_of(actor, matter_id)
    party = await party_of(matter, party_id, lock=True)
    columns = _columns(answers, day_of(now))
    row = await Questionnaire.get_or_none(party_id=party.id)
    if row is None:
        await Questionnaire.create(party_id=party.id, asked_at=now, **columns)
    else:
        await row.keep(asked_at=now, **columns)
    facts: dict[str, Json] = {"party_id": str(party.id), "reached": answers.reached}
    await record(matter.subject, "mediation.asked_before_booking", facts, actor=actor, at=now)


def _columns(answers: Answers, today: date) -> dict[str, Any]:
    if not answers.reached:
        if not answers.unreached_reason.strip():
            raise NotValid(fields={"unreached_reason": Problem("mediation.say_why_unreached")})
        return {"reached": False, "unreached_reason": answers.unreached_reason}
    days = check_impossible_days(answers.impossible_days, today=today)
    return {
        "reached": True,
        "unreached_reason": "",
        "impossible_days": [day.isoformat() for day in days],
        "second_contact": _second_contact(answers),
        "support": sorted(need.value for need in answers.support),
        "interpreter": answers.interpreter,
    }


def _second_contact(answers: Answers) -> dict[str, str]:
    if not answers.second_name and not answers.second_phone:
        return {}
    problems: dict[str, Problem] = {}
    kept = {"name": answers.second_name, "phone": answers.second_phone}
    for part, check in (("name", check_name), ("phone", check_phone)):
        try:
            kept[part] = check(kept[part])
        except NotValid as refusal:
            problems[f"second_{part}"] = Problem(refusal.reason, refusal.facts)
    if problems:
        raise NotValid(fields=problems)
    return kept
