"""How a matter ends and what follows: agreement, failure, confirmation, an unkept promise."""

from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.outbox import cancel, emit
from litigation.events import (
    AgreementBroken,
    AgreementConfirmed,
    MediationAgreed,
    MediationEnded,
)
from litigation.mediation import ending, rules
from litigation.mediation.actions import acceptance_key, writable
from litigation.mediation.ending import EndReason
from litigation.mediation.models import Matter
from litigation.mediation.reckoning import (
    clock_facts_of,
    confirmable_of,
    end_facts_of,
    last_day_of,
    parties_in,
)
from litigation.mediation.rules import FLOW, WORDS_MAX, Act, Stage


@atomic
async def conclude_agreed(
    matter_id: UUID, *, effective_at: datetime, actor: Actor, now: datetime
) -> None:
    """Close as agreed: called inside the deed of the last signature, which has checked access."""
    row = await Matter.filter(id=matter_id).select_for_update().first()
    if row is None:
        raise NotFound("mediation.not_found")
    stage = FLOW.step(row.stage, Act.AGREE)
    door = ending.next_door(row.track, EndReason.AGREED)
    row.effective_at, row.closed_on = effective_at, day_of(effective_at)
    await row.keep(
        stage=stage,
        end_reason=EndReason.AGREED,
        effective_at=effective_at,
        closed_on=row.closed_on,
        **await last_day_of(row, row.closed_on),
    )
    facts = {"reason": EndReason.AGREED.value, "next_door": door.value}
    await record(row.subject, "mediation.agreed", facts, actor=actor, at=now)
    await emit(MediationAgreed(matter_id=row.id, effective_at=effective_at))


@atomic
async def end(
    actor: Actor,
    matter_id: UUID,
    *,
    reason: EndReason,
    who: UUID | None,
    explanation: str,
    costly_conduct: str = "",
    court_hints: str = "",
    version: int | None,
    now: datetime,
) -> None:
    """End without an agreement, with what the report to the court has to say (art. 21, 25)."""
    row = await writable(actor, matter_id, version)
    _check_lengths(costly_conduct=costly_conduct, court_hints=court_hints)
    facts = await end_facts_of(row, await clock_facts_of(row))
    stage = ending.end(facts, reason, who=who, explanation=explanation, today=day_of(now))
    door = ending.next_door(row.track, reason)
    await row.keep(
        stage=stage,
        end_reason=reason,
        end_party_id=who,
        explanation=explanation,
        costly_conduct=costly_conduct,
        court_hints=court_hints,
        closed_on=day_of(now),
    )
    if row.mediator_id is not None:
        await cancel(acceptance_key(row.id, row.mediator_id))
    kept: dict[str, Json] = {
        "reason": reason.value,
        "item": reason.item,
        "next_door": door.value,
    }
    await record(row.subject, "mediation.ended", kept, actor=actor, at=now)
    await emit(MediationEnded(matter_id=row.id, reason=reason.value, next_door=door.value))


@atomic
async def ask_for_confirmation(
    actor: Actor, matter_id: UUID, *, on: date, version: int | None, now: datetime
) -> None:
    """Note when both sides asked the court to confirm (Civil Procedure Law art. 205)."""
    row = await writable(actor, matter_id, version)
    if row.stage is not Stage.AGREED or row.effective_on is None:
        raise NotNow("mediation.confirm.not_all_signed")
    today = day_of(now)
    rules.check_day("asked_on", on, earliest=row.effective_on, latest=today)
    answer = await confirmable_of(row, on)
    if not answer.yes:
        raise NotNow(answer.reason)
    await row.keep(asked_confirmation_on=on)
    facts = {"on": on.isoformat()}
    await record(row.subject, "mediation.confirmation_asked", facts, actor=actor, at=now)


@atomic
async def record_confirmation(
    actor: Actor,
    matter_id: UUID,
    *,
    confirmed: bool,
    ruling_number: str,
    on: date,
    version: int | None,
    now: datetime,
) -> None:
    """Note what the court has ruled."""
    row = await writable(actor, matter_id, version)
    stage = FLOW.step(row.stage, Act.CONFIRM if confirmed else Act.REFUSE_CONFIRMATION)
    if row.asked_confirmation_on is None:
        raise NotNow("mediation.confirm.not_asked")
    rules.check_day("decided_on", on, earliest=row.asked_confirmation_on, latest=day_of(now))
    if not ruling_number.strip():
        raise NotValid(fields={"ruling_number": Problem("form.missing")})
    await row.keep(stage=stage, decided_confirmation_on=on, ruling_number=ruling_number)
    facts: dict[str, Json] = {"confirmed": confirmed, "on": on.isoformat()}
    await record(row.subject, "mediation.confirmation_decided", facts, actor=actor, at=now)
    if confirmed:
        await emit(AgreementConfirmed(matter_id=row.id))


@atomic
async def record_breach(
    actor: Actor,
    matter_id: UUID,
    *,
    by: UUID,
    performance_due_on: date,
    words: str,
    version: int | None,
    now: datetime,
) -> None:
    """Note that a side did not do what it had agreed to, and what that allows."""
    row = await writable(actor, matter_id, version)
    FLOW.step(row.stage, Act.RECORD_BREACH)
    _check_lengths(words=words)
    today = day_of(now)
    if by not in await parties_in(row):
        raise NotValid(fields={"by": Problem("mediation.end_needs_who")})
    if performance_due_on >= today:
        raise NotNow("mediation.not_due_yet", due_on=performance_due_on.isoformat())
    remedy = rules.remedy(row.stage)
    await row.keep(
        broken_on=today,
        broken_by_id=by,
        broken_words=words,
        performance_due_on=performance_due_on,
    )
    facts = {"by": str(by), "remedy": remedy.value}
    await record(row.subject, "mediation.broken", facts, actor=actor, at=now)
    await emit(AgreementBroken(matter_id=row.id, remedy=remedy.value))


def _check_lengths(**texts: str) -> None:
    problems = {
        name: Problem("mediation.too_long", {"length": len(text), "max": WORDS_MAX})
        for name, text in texts.items()
        if len(text) > WORDS_MAX
    }
    if problems:
        raise NotValid(fields=problems)
