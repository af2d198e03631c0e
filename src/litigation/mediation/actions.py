"""What is done to a matter's mediator: offered, declared, accepted, changed; and its beginning."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of, end_of
from commons.db import atomic
from commons.deadlines import workdays
from commons.errors import NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.holidays.models import current_almanac
from commons.outbox import cancel, emit
from litigation.events import AcceptanceDue, MediationAccepted, MediationOffered
from litigation.mediation import rules
from litigation.mediation.clocks import ACCEPT_WORKDAYS
from litigation.mediation.models import Declaration, Matter, access_mediation
from litigation.mediation.reckoning import (
    facts_of,
    last_day_of,
    parties_in,
)
from litigation.mediation.rules import FLOW, WORDS_MAX, Act, ConflictKind, check_version
from litigation.mediation.staff_queries import mediators_for

REASSIGN = Permission.MEDIATION_REASSIGN
WRITE = Permission.MEDIATION_WRITE


async def writable(actor: Actor, matter_id: UUID, version: int | None) -> Matter:
    """Take a matter in hand for a change, if the page it was changed on is still true."""
    row = await access_mediation(actor, matter_id, WRITE, lock=True)
    check_version(row.version, version)
    return row


@atomic
async def declare(
    actor: Actor,
    matter_id: UUID,
    *,
    kind: ConflictKind,
    words: str,
    agreed_by: Iterable[UUID],
    version: int | None,
    now: datetime,
) -> None:
    """Disclose before accepting (Online Mediation Rules art. 13)."""
    row = await writable(actor, matter_id, version)
    if row.stage not in rules.OPEN_STAGES:
        raise NotNow("flow.not_now", flow=FLOW.name, stage=row.stage.value, act="declare")
    if kind is not ConflictKind.NONE and not words.strip():
        raise NotValid(fields={"words": Problem("mediation.say_what_relation")})
    agreed = sorted(map(str, agreed_by)) if kind is not ConflictKind.NONE else []
    assert actor.account_id is not None
    await Declaration.create(
        matter_id=row.id,
        mediator_id=actor.account_id,
        kind=kind,
        words=words[:WORDS_MAX],
        agreed_by=agreed,
        declared_at=now,
        place=await Declaration.filter(matter_id=row.id).count() + 1,
    )
    await row.keep()
    facts: dict[str, Json] = {"kind": kind.value, "agreed_by": list[Json](agreed)}
    await record(row.subject, "mediation.declared", facts, actor=actor, at=now)


@atomic
async def accept(actor: Actor, matter_id: UUID, *, version: int | None, now: datetime) -> None:
    row = await writable(actor, matter_id, version)
    today = day_of(now)
    assert actor.account_id is not None
    stage = rules.accept(await facts_of(row, today), by=actor.account_id)
    row.taken_on = today
    # Another mediator does not make the term begin anew.
    row.accepted_on = row.accepted_on or today
    await row.keep(
        stage=stage,
        taken_on=row.taken_on,
        accepted_on=row.accepted_on,
        **await last_day_of(row, today),
    )
    await cancel(acceptance_key(row.id, actor.account_id))
    await record(row.subject, "mediation.accepted", {}, actor=actor, at=now)
    await emit(MediationAccepted(matter_id=row.id, mediator_id=actor.account_id))


@atomic
async def decline(actor: Actor, matter_id: UUID, *, version: int | None, now: datetime) -> None:
    """Refuse the offer; somebody else is picked (Online Mediation Rules art. 12)."""
    row = await writable(actor, matter_id, version)
    if row.taken_on is not None or row.mediator_id is None:
        raise NotNow("mediation.nothing_to_decline")
    await _free(row, actor, now, act="mediation.declined")


@atomic
async def ask_for_another(
    actor: Actor, matter_id: UUID, *, party_id: UUID, version: int | None, now: datetime
) -> None:
    """Free the matter for another mediator because a party asked (art. 14)."""
    row = await writable(actor, matter_id, version)
    if row.mediator_id is None:
        raise NotNow("mediation.nobody_to_change")
    if party_id not in await parties_in(row):
        raise NotValid(fields={"party_id": Problem("mediation.end_needs_who")})
    await _free(row, actor, now, act="mediation.other_mediator_asked", party_id=str(party_id))


@atomic
async def free_when_silent(
    matter_id: UUID, mediator_id: UUID, *, actor: Actor, now: datetime
) -> None:
    """Take the offer back when three working days passed in silence (art. 12)."""
    row = await Matter.filter(id=matter_id).select_for_update().first()
    if row is None or row.mediator_id != mediator_id or row.taken_on is not None:
        return
    if row.stage is rules.Stage.REGISTERED:
        await _free(row, actor, now, act="mediation.silent")


@atomic
async def pick(
    actor: Actor,
    matter_id: UUID,
    *,
    mediator_id: UUID,
    version: int | None,
    now: datetime,
) -> None:
    """Offer a matter that nobody has taken to a mediator."""
    row = await access_mediation(actor, matter_id, REASSIGN, lock=True)
    check_version(row.version, version)
    stage = FLOW.step(row.stage, Act.PICK)
    if row.taken_on is not None:
        raise NotNow("mediation.taken_by_somebody")
    if str(mediator_id) in row.former_mediators:
        raise NotNow("mediation.was_changed_before")
    today = day_of(now)
    name = dict(await mediators_for(row, today)).get(mediator_id)
    if name is None:
        raise NotValid(fields={"mediator_id": Problem("form.not_a_choice")})
    if row.mediator_id is not None:
        await cancel(acceptance_key(row.id, row.mediator_id))
    row.offered_on = today
    await row.keep(
        stage=stage,
        mediator_id=mediator_id,
        mediator_name=name,
        offered_on=today,
        **await last_day_of(row, today),
    )
    facts = {"mediator_id": str(mediator_id)}
    await record(row.subject, "mediation.offered", facts, actor=actor, at=now)
    await offer(row.id, mediator_id, today)


async def offer(matter_id: UUID, mediator_id: UUID, today: date) -> None:
    """Tell the mediator, and wake up when three working days are over."""
    await emit(MediationOffered(matter_id=matter_id, mediator_id=mediator_id))
    due = workdays(today, ACCEPT_WORKDAYS, await current_almanac())
    await emit(
        AcceptanceDue(matter_id=matter_id, mediator_id=mediator_id),
        due_at=end_of(due.due_on),
        key=acceptance_key(matter_id, mediator_id),
    )


@atomic
async def begin(
    actor: Actor, matter_id: UUID, *, warned: bool, version: int | None, now: datetime
) -> None:
    """Begin the sitting: consents, identities and the warning are on record (art. 4, 17)."""
    row = await writable(actor, matter_id, version)
    stage = rules.begin(await facts_of(row, day_of(now)), warned=warned)
    await row.keep(stage=stage, warned_at=now, begun_at=row.begun_at or now)
    await record(row.subject, "mediation.begun", {"warned": True}, actor=actor, at=now)


async def _free(row: Matter, actor: Actor, now: datetime, *, act: str, **facts: str) -> None:
    """Take the matter out of its mediator's hands; he is not picked for it again."""
    assert row.mediator_id is not None
    stage = FLOW.step(row.stage, Act.PICK)
    former = str(row.mediator_id)
    await cancel(acceptance_key(row.id, row.mediator_id))
    await row.keep(
        stage=stage,
        mediator_id=None,
        mediator_name="",
        taken_on=None,
        offered_on=None,
        former_mediators=[*row.former_mediators, former],
    )
    await record(row.subject, act, {"mediator_id": former, **facts}, actor=actor, at=now)


def acceptance_key(matter_id: UUID, mediator_id: UUID) -> str:
    return f"mediation:acceptance:{matter_id}:{mediator_id}"
