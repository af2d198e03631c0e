"""Taking an application for enforcement in, and the ways in which it rests and ends."""

from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.deadlines import days, months
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.holidays.models import current_almanac
from commons.outbox import emit
from litigation.cases.count_actions import draw_case_number
from litigation.cases.rules import CaseKind
from litigation.cases.ways import CourtWays
from litigation.enforcement import clock_actions, rules
from litigation.enforcement.events import EnforcementClosed
from litigation.enforcement.models import Enforcement, access_enforcement, is_side
from litigation.enforcement.reckoning_queries import account_of, measures_done
from litigation.enforcement.rules import (
    CLOSINGS,
    FLOW,
    WORDS_MAX,
    EnforcementAct,
    EnforcementSide,
    Ground,
)

WRITE, DECIDE = Permission.CASE_WRITE, Permission.CASE_DECIDE
NOTICE_DAYS, TERM_MONTHS = 10, 6  # Interpretation art. 480; 2000 rules art. 5


@atomic
async def accept(
    actor: Actor, enforcement_id: UUID, ways: CourtWays, *, version: int | None, now: datetime
) -> None:
    """Take the application in under a number of its own, and start its terms."""
    row = await access_enforcement(actor, enforcement_id, WRITE, lock=True)
    must_be_fresh(row, version)
    stage = FLOW.step(row.stage, EnforcementAct.ACCEPT)
    today, almanac = day_of(now), await current_almanac()
    await row.keep(
        stage=stage,
        number=await draw_case_number(CaseKind.ENFORCEMENT, today, ways),
        accepted_on=today,
        notice_by_on=days(row.asked_on, NOTICE_DAYS, almanac).due_on,
        term_on=months(row.asked_on, TERM_MONTHS, almanac).due_on,
    )
    await clock_actions.accepted(row, actor=actor, now=now)
    facts: dict[str, Json] = {"number": row.number}
    await record(row.subject, "enforcement.accepted", facts, actor=actor, at=now)


@atomic
async def withdraw(
    actor: Actor, enforcement_id: UUID, *, words: str, version: int | None, now: datetime
) -> None:
    """Take the application back: Civil Procedure Law art. 268 (1); it may be made anew in time."""
    row = await access_enforcement(actor, enforcement_id, lock=True)
    if not actor.may(WRITE, row.organisation_id) and not await is_side(
        actor, row, EnforcementSide.CREDITOR
    ):
        raise NotFound("enforcement.not_found")
    await _end(row, EnforcementAct.WITHDRAW, words, version, actor=actor, now=now)


@atomic
async def refuse(
    actor: Actor, enforcement_id: UUID, *, words: str, version: int | None, now: datetime
) -> None:
    row = await access_enforcement(actor, enforcement_id, DECIDE, lock=True)
    await _end(row, EnforcementAct.REFUSE, words, version, actor=actor, now=now)


@atomic
async def satisfy(
    actor: Actor, enforcement_id: UUID, *, words: str, version: int | None, now: datetime
) -> None:
    """Close what was paid in full; where the creditors let the rest go, the words say so."""
    row = await access_enforcement(actor, enforcement_id, DECIDE, lock=True)
    left_fen = (await account_of(row, on=day_of(now))).left_fen
    if left_fen > 0 and not words.strip():
        raise NotValid(fields={"words": Problem("enforcement.rest_needs_words")})
    words = words or "已经全部履行。"
    await _end(row, EnforcementAct.SATISFY, words, version, actor=actor, now=now)


@atomic
async def terminate(
    actor: Actor,
    enforcement_id: UUID,
    ground: Ground,
    *,
    words: str,
    version: int | None,
    now: datetime,
) -> None:
    row = await access_enforcement(actor, enforcement_id, DECIDE, lock=True)
    row.ground = ground
    await _end(row, EnforcementAct.TERMINATE, words, version, actor=actor, now=now)


@atomic
async def pause(
    actor: Actor, enforcement_id: UUID, *, words: str, version: int | None, now: datetime
) -> None:
    """End this run: nothing more is found, and the title lives on (Interpretation art. 517)."""
    row = await access_enforcement(actor, enforcement_id, DECIDE, lock=True)
    must_be_fresh(row, version)
    stage = FLOW.step(row.stage, EnforcementAct.PAUSE)
    assert row.accepted_on is not None
    done = await measures_done(row.id)
    rules.check_pause(done=done, accepted_on=row.accepted_on, today=day_of(now))
    await _move(row, stage, EnforcementAct.PAUSE, words, actor=actor, now=now)


@atomic
async def resume(
    actor: Actor, enforcement_id: UUID, *, words: str, version: int | None, now: datetime
) -> None:
    """Take it up again: property was found, or the settlement was not kept."""
    row = await access_enforcement(actor, enforcement_id, WRITE, lock=True)
    must_be_fresh(row, version)
    stage = FLOW.step(row.stage, EnforcementAct.RESUME)
    await _move(row, stage, EnforcementAct.RESUME, words, actor=actor, now=now)


async def _end(
    row: Enforcement,
    act: EnforcementAct,
    words: str,
    version: int | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    must_be_fresh(row, version)
    stage = FLOW.step(row.stage, act)
    closing = CLOSINGS[act]
    today = day_of(now)
    await _move(row, stage, act, words, actor=actor, now=now)
    await row.keep(closing=closing, closed_on=today, open_key=None, ground=row.ground)
    await clock_actions.closed(row, actor=actor, now=now)
    await emit(EnforcementClosed(enforcement_id=row.id, closing=closing.value))


async def _move(
    row: Enforcement,
    stage: rules.EnforcementStage,
    act: EnforcementAct,
    words: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    if not words.strip():
        raise NotValid(fields={"words": Problem("form.missing")})
    await row.keep(stage=stage, words=words[:WORDS_MAX])
    await record(row.subject, f"enforcement.{act.value}", {}, actor=actor, at=now)


def must_be_fresh(row: Enforcement, version: int | None) -> None:
    """Two people wrote at once: the one whose page is older hears of it."""
    if version is not None and row.version != version:
        raise NotNow("db.changed_meanwhile")
