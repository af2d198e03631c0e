"""What parties do in a case: answer, counterclaim, object, change, withdraw, ask to join cases."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.deadlines import days
from commons.errors import NotAllowed, NotFound, NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.holidays.models import current_almanac
from commons.outbox import emit
from litigation.cases import clock_actions, motions, rules
from litigation.cases.grant_actions import GRANTS
from litigation.cases.models import Case, CaseParty, Motion, access_case
from litigation.cases.motions import MotionFacts, MotionKind, MotionStage
from litigation.cases.party_actions import party_in
from litigation.cases.pleading import Asked, Domicile
from litigation.cases.rules import Side
from litigation.cases.sheet_queries import ANSWER_DAYS, ANSWER_DAYS_ABROAD
from litigation.cases.ways import CourtWays
from litigation.events import CaseMotioned, MotionDecided

SEE, WRITE, DECIDE = Permission.CASE_SEE, Permission.CASE_WRITE, Permission.CASE_DECIDE
MOTIONS_MAX = 100


@atomic
async def move(
    actor: Actor,
    case_id: UUID,
    kind: MotionKind,
    *,
    party_id: UUID,
    words: str,
    claims: tuple[Asked, ...] = (),
    dropped: tuple[UUID, ...] = (),
    other_number: str = "",
    form_key: UUID,
    now: datetime,
) -> UUID:
    """Write down what a party says or asks for, dated; pressing twice writes it once."""
    case = await access_case(actor, case_id, SEE, lock=True)
    known = await Motion.get_or_none(form_key=form_key)
    if known is not None:
        return known.id
    party = await party_in(case, party_id)
    _must_speak(actor, case, party)
    today = day_of(now)
    stage = motions.may_move(kind, await _facts(case, party), today=today)
    rules.check_texts(words=words)
    asked = _asked(kind, words, claims, dropped, other_number)
    before = await Motion.filter(case_id=case.id).count()
    if before >= MOTIONS_MAX:
        raise NotNow("cases.too_many", max=MOTIONS_MAX)
    row = await Motion.create(
        case_id=case.id,
        kind=kind,
        stage=stage,
        party_id=party.id,
        party_name=party.name,
        words=words,
        asked=asked,
        made_on=today,
        made_at=now,
        made_by=actor.account_id,
        form_key=form_key,
        place=before + 1,
    )
    facts: dict[str, Json] = {"motion_id": str(row.id), "kind": kind.value, "party": str(party.id)}
    await record(case.subject, "case.motion_made", facts, actor=actor, at=now)
    await clock_actions.moved(case, row, actor=actor, now=now)
    await emit(CaseMotioned(case_id=case.id, motion_id=row.id, kind=kind.value))
    return row.id


def _must_speak(actor: Actor, case: Case, party: CaseParty) -> None:
    """A party speaks for itself or through its agent; the window writes down for everybody."""
    if actor.may(WRITE, case.organisation_id):
        return
    speaks = {party.account_id, party.agent_account_id}
    filed = case.filed_by == actor.account_id and party.side is Side.PLAINTIFF
    if actor.account_id is None or not (actor.account_id in speaks or filed):
        raise NotAllowed("cases.motion.not_your_party")


async def _facts(case: Case, party: CaseParty) -> MotionFacts:
    due = await answer_due_on(party)
    answered = Motion.filter(case_id=case.id, party_id=party.id, kind=MotionKind.ANSWER)
    return MotionFacts(
        stage=case.stage,
        side=party.side,
        answer_due_on=due,
        has_answered=await answered.exists(),
        debate_over=case.stage is rules.Stage.HEARD,
    )


async def answer_due_on(party: CaseParty) -> date | None:
    """Reckon the last day for the answer from the day the copy reached this party (art. 128)."""
    if party.copies_on is None:
        return None
    long = party.domicile is Domicile.ABROAD
    n = ANSWER_DAYS_ABROAD if long else ANSWER_DAYS
    return days(party.copies_on, n, await current_almanac()).due_on


def _asked(
    kind: MotionKind,
    words: str,
    claims: tuple[Asked, ...],
    dropped: tuple[UUID, ...],
    other_number: str,
) -> Mapping[str, Any]:
    """Check that a motion says what it needs to, and pack what it asks for."""
    problems: dict[str, Problem] = {}
    if kind is MotionKind.COUNTERCLAIM and not claims:
        problems["item_1"] = Problem("form.missing")
    if kind is MotionKind.CLAIM_CHANGE and not claims and not dropped:
        problems["item_1"] = Problem("cases.motion.nothing_changed")
    if kind is MotionKind.CONSOLIDATION and not other_number:
        problems["other_number"] = Problem("form.missing")
    if kind not in {MotionKind.COUNTERCLAIM, MotionKind.CLAIM_CHANGE} and not words.strip():
        problems["words"] = Problem("form.missing")
    if problems:
        raise NotValid(fields=problems)
    return {
        "claims": [[one.item, one.amount_fen] for one in claims],
        "dropped": [str(one) for one in dropped],
        "other_number": other_number,
    }


@atomic
async def decide(
    actor: Actor,
    case_id: UUID,
    motion_id: UUID,
    *,
    granted: bool,
    reason: str,
    ways: CourtWays,
    now: datetime,
) -> None:
    """Decide a motion, and do what a granted one brings about."""
    case = await access_case(actor, case_id, DECIDE, lock=True)
    row = await Motion.filter(id=motion_id, case_id=case.id).select_for_update().first()
    if row is None:
        raise NotFound("cases.motion.not_found")
    rules.must_be_pending(case.stage)
    rules.check_texts(reason=reason)
    stage = motions.decide(row.stage, granted=granted, reason=reason)
    await row.keep(
        stage=stage, decided_on=day_of(now), decided_by=actor.account_id, decision=reason
    )
    facts: dict[str, Json] = {"motion_id": str(row.id), "granted": granted}
    await record(case.subject, "case.motion_decided", facts, actor=actor, at=now)
    await clock_actions.objection_decided(case, row, actor=actor, now=now)
    if stage is MotionStage.GRANTED:
        await GRANTS[row.kind](case, row, ways, actor=actor, now=now)
    decided = MotionDecided(case_id=case.id, motion_id=row.id, kind=row.kind.value, granted=granted)
    await emit(decided)


@atomic
async def note_copies(
    actor: Actor, case_id: UUID, party_id: UUID, *, on: date, now: datetime
) -> None:
    """Note when the copy of the complaint reached a party: its fifteen days begin the day after."""
    case = await access_case(actor, case_id, WRITE, lock=True)
    party = await party_in(case, party_id)
    if case.filed_on is None:
        raise NotNow("cases.not_pending")
    rules.check_day("on", on, earliest=case.filed_on, latest=day_of(now))
    if party.copies_on == on:
        return
    await party.keep(copies_on=on)
    facts: dict[str, Json] = {"party_id": str(party.id), "on": on.isoformat()}
    await record(case.subject, "case.copies_arrived", facts, actor=actor, at=now)
    await clock_actions.copy_arrived(case, party, on, actor=actor, now=now)
