"""How a matter is opened: a draft kept at every screen, then one deed that registers it."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from tortoise import connections

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic, must_be_inside_deed
from commons.deadlines import workdays
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.log import record
from commons.holidays.models import current_almanac
from commons.outbox import emit
from litigation.events import MediationEnded, MediationOpened
from litigation.mediation.actions import offer
from litigation.mediation.clocks import ACCEPT_WORKDAYS
from litigation.mediation.ending import EndReason, NextDoor
from litigation.mediation.models import Draft, Matter
from litigation.mediation.opening import DRAFTS_MAX, Opening, check_filed
from litigation.mediation.parties import Side
from litigation.mediation.party_actions import keep_party
from litigation.mediation.rules import Stage, Track, check_version

OPEN = Permission.MEDIATION_OPEN
COUNT_TABLE = "mediation_count"


@atomic
async def start_draft(actor: Actor, *, now: datetime) -> UUID:
    actor.must(OPEN)
    assert actor.account_id is not None
    if await Draft.filter(account_id=actor.account_id, matter_id=None).count() >= DRAFTS_MAX:
        raise NotNow("mediation.too_many_drafts", max=DRAFTS_MAX)
    row = await Draft.create(account_id=actor.account_id, answers={}, changed_at=now)
    return row.id


@atomic
async def keep_answers(
    actor: Actor,
    draft_id: UUID,
    answers: Mapping[str, str],
    *,
    version: int | None,
    now: datetime,
) -> None:
    """Keep one screen's answers; the others stay as they are."""
    row = await own_draft(actor, draft_id, lock=True)
    check_version(row.version, version)
    place = answers.get("organisation_id", "")
    if place and not actor.may(OPEN, UUID(place)):
        raise NotValid(fields={"organisation_id": Problem("form.not_a_choice")})
    await row.keep(answers={**row.answers, **answers}, changed_at=now)


@atomic
async def drop_draft(actor: Actor, draft_id: UUID) -> None:
    row = await own_draft(actor, draft_id, lock=True)
    await row.delete()


@atomic
async def open_from_draft(
    actor: Actor, draft_id: UUID, opening: Opening, *, version: int | None, now: datetime
) -> UUID:
    """Register what the draft says, once: pressing twice leads to the same matter."""
    row = await own_draft(actor, draft_id, lock=True, open_only=False)
    if row.matter_id is not None:
        return row.matter_id
    check_version(row.version, version)
    matter_id = await open_matter(actor, opening, now=now)
    # What was typed is now in the matter; the draft keeps only where it went.
    await row.keep(matter_id=matter_id, answers={}, changed_at=now)
    return matter_id


@atomic
async def open_matter(actor: Actor, opening: Opening, *, now: datetime) -> UUID:
    """Register a matter with its first two parties and offer it to the one who opens it."""
    actor.must(OPEN, opening.organisation_id)
    assert actor.account_id is not None
    check_filed(opening)
    today = day_of(now)
    refused = opening.track is Track.REFUSED
    matter = await Matter.create(
        id=uuid4(),
        number=await _next_number(today.year),
        origin=opening.origin,
        track=opening.track,
        procedure=opening.procedure,
        case_number=opening.case_number,
        organisation_id=opening.organisation_id,
        organisation_kind=opening.organisation_kind,
        mediator_id=actor.account_id,
        mediator_name=actor.name,
        island=opening.island,
        cause=opening.cause,
        summary=opening.summary,
        # Track T3: mediation was refused after filing, so the fee notice goes out at once.
        stage=Stage.FEE_NOTICE if refused else Stage.REGISTERED,
        closed_on=today if refused else None,
        end_reason=EndReason.UNWILLING if refused else None,
        opened_by=actor.account_id,
        opened_at=now,
        registered_on=today,
        offered_on=today,
        next_due_on=workdays(today, ACCEPT_WORKDAYS, await current_almanac()).due_on,
    )
    for side, who in (
        (Side.APPLICANT, opening.applicant),
        (Side.RESPONDENT, opening.respondent),
    ):
        await keep_party(matter, side, who, now=now)
    await _tell(matter, actor, today, now)
    return matter.id


async def _tell(matter: Matter, actor: Actor, today: date, now: datetime) -> None:
    facts = {
        "track": matter.track.value,
        "origin": matter.origin.value,
        "organisation_id": str(matter.organisation_id),
    }
    await record(matter.subject, "mediation.opened", facts, actor=actor, at=now)
    opened = MediationOpened(
        matter_id=matter.id, organisation_id=matter.organisation_id, track=matter.track.value
    )
    await emit(opened)
    if matter.stage is Stage.FEE_NOTICE:
        ended = MediationEnded(
            matter_id=matter.id,
            reason=EndReason.UNWILLING.value,
            next_door=NextDoor.FEE_NOTICE.value,
        )
        await emit(ended)
        return
    assert matter.mediator_id is not None
    await offer(matter.id, matter.mediator_id, today)


async def own_draft(
    actor: Actor, draft_id: UUID, *, lock: bool = False, open_only: bool = True
) -> Draft:
    """Hand out a draft to the one who wrote it, and to nobody else."""
    rows = Draft.filter(id=draft_id, account_id=actor.account_id)
    row = await (rows.select_for_update() if lock else rows).first()
    if row is None or actor.account_id is None or (open_only and row.matter_id is not None):
        raise NotFound("mediation.draft_not_found")
    return row


async def _next_number(year: int) -> str:
    """Draw the next number of the year; two who draw at once get two numbers."""
    must_be_inside_deed()
    # One statement in both databases: a new year's first two drawers must not collide.
    fresh = str(uuid4())
    rows = await connections.get("default").execute_query_dict(
        f"INSERT INTO {COUNT_TABLE} (id, version, year, last_number)"  # noqa: S608 - a constant
        f" VALUES ('{fresh}', 1, {year:d}, 1)"
        " ON CONFLICT (year) DO UPDATE SET"
        f" last_number = {COUNT_TABLE}.last_number + 1 RETURNING last_number"
    )
    return f"{year}调{rows[0]['last_number']:05d}"
