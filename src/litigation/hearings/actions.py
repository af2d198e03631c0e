"""Asking for a hearing, and the end of one that nobody came together for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commons.access.actor import SYSTEM, Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.outbox import emit
from litigation.cases.models import Case, access_case
from litigation.cases.rules import Stage as CaseStage
from litigation.hearings import case_actions, clock_actions
from litigation.hearings.calling import call_people
from litigation.hearings.events import HearingAsked, HearingEnded
from litigation.hearings.models import Hearing, access_hearing
from litigation.hearings.reckoning import (
    bounds_of,
    open_hearing_of,
    trials_sat,
)
from litigation.hearings.rules import (
    FLOW,
    FREE_OF_NOTICE,
    HEARINGS_MAX,
    MAY_BE_HEARD,
    MINUTES_MAX,
    MINUTES_MIN,
    TRAVEL_DAYS_MAX,
    Act,
    Purpose,
    Stage,
    check_another_trial,
)
from litigation.hearings.window import reasons_of, window_of
from litigation.hearings.wishing import wish_of
from scheduling import requests
from scheduling.requests import Outcome

WRITE = Permission.CASE_WRITE
MINUTES_USUAL = 60
CASE_ENDED = "案件已经结束"


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What a hearing is to be like."""

    purpose: Purpose = Purpose.TRIAL
    minutes: int = 60
    travel_days: int = 0
    notice_waived: bool = False
    periods_waived: bool = False
    why_necessary: str = ""


@atomic
async def ask_for_hearing(actor: Actor, case_id: UUID, asked: AskedFor, *, now: datetime) -> UUID:
    """Put a hearing of this case into the pool; the one under way is found again."""
    case = await access_case(actor, case_id, WRITE, lock=True)
    running = await open_hearing_of(case_id)
    if running is not None:
        return running.id
    check_another_trial(
        case.procedure,
        sat_before=await trials_sat(case_id),
        why_necessary=asked.why_necessary,
        purpose=asked.purpose,
    )
    return (await open_in_pool(case, asked, actor=actor, now=now)).id


async def open_in_pool(
    case: Case,
    asked: AskedFor,
    *,
    actor: Actor,
    now: datetime,
    follows: Hearing | None = None,
    gap_is_lifted: bool = False,
) -> Hearing:
    """Make the row, its people and the wish; called inside a deed that holds the case."""
    row = await _keep_row(case, asked, now=now, follows=follows, gap_is_lifted=gap_is_lifted)
    people = await call_people(case, row, follows)
    await requests.ask_for_hearing(wish_of(case, row, people), actor=actor, now=now)
    facts: dict[str, Json] = {
        "purpose": row.purpose.value,
        "earliest_on": row.earliest_on.isoformat(),
        "latest_on": row.latest_on.isoformat(),
        "follows": str(follows.id) if follows else "",
    }
    await record(row.subject, "hearings.asked", facts, actor=actor, at=now)
    await emit(HearingAsked(hearing_id=row.id, case_id=case.id))
    return row


async def _keep_row(
    case: Case, asked: AskedFor, *, now: datetime, follows: Hearing | None, gap_is_lifted: bool
) -> Hearing:
    _check(case, asked)
    place = await Hearing.filter(case_id=case.id).count() + 1
    if place > HEARINGS_MAX:
        raise NotNow("hearings.too_many", max=HEARINGS_MAX)
    today = day_of(now)
    bounds = await bounds_of(
        case,
        today=today,
        travel_days=asked.travel_days,
        # Only a procedure that art. 139 does not bind can do without the three days.
        notice_waived=asked.notice_waived and case.procedure in FREE_OF_NOTICE,
        periods_waived=asked.periods_waived,
        follows=follows,
        gap_is_lifted=gap_is_lifted,
    )
    window = window_of(bounds)
    return await Hearing.create(
        case_id=case.id,
        purpose=asked.purpose,
        stage=FLOW.start,
        procedure=case.procedure,
        minutes=asked.minutes,
        earliest_on=window.earliest_on,
        latest_on=window.latest_on,
        is_tight=window.is_tight,
        window_why=reasons_of(window),
        travel_days=asked.travel_days,
        notice_waived=bounds.notice_waived,
        periods_waived=asked.periods_waived,
        why_necessary=asked.why_necessary,
        follows_id=follows.id if follows else None,
        asked_at=now,
        place=place,
    )


def _check(case: Case, asked: AskedFor) -> None:
    if case.stage not in MAY_BE_HEARD:
        raise NotNow("hearings.case_not_in_pool")
    problems: dict[str, Problem] = {}
    if not MINUTES_MIN <= asked.minutes <= MINUTES_MAX:
        facts = {"least": MINUTES_MIN, "most": MINUTES_MAX}
        problems["minutes"] = Problem("hearings.minutes_out_of_range", facts)
    if not 0 <= asked.travel_days <= TRAVEL_DAYS_MAX:
        problems["travel_days"] = Problem("form.too_large", {"limit": TRAVEL_DAYS_MAX})
    if problems:
        raise NotValid(fields=problems)


@atomic
async def cancel(
    actor: Actor, hearing_id: UUID, *, words: str, version: int | None, now: datetime
) -> None:
    """Call a hearing off for good: the case was settled, withdrawn or is not ripe."""
    await _end(actor, hearing_id, Act.CANCEL, words=words, version=version, now=now)


@atomic
async def strike(
    actor: Actor, hearing_id: UUID, *, words: str, version: int | None, now: datetime
) -> None:
    """Take back a listing that was a mistake: it counts neither as held nor as put off."""
    await _end(actor, hearing_id, Act.STRIKE, words=words, version=version, now=now)


async def _end(
    actor: Actor, hearing_id: UUID, act: Act, *, words: str, version: int | None, now: datetime
) -> None:
    case, row = await access_hearing(actor, hearing_id, WRITE, lock=True)
    must_be_fresh(row, version)
    stage = FLOW.step(row.stage, act)
    if not words.strip():
        raise NotValid(fields={"words": Problem("form.missing")})
    await end_hearing(case, row, stage, words=words, actor=actor, now=now)


async def end_hearing(
    case: Case, row: Hearing, stage: Stage, *, words: str, actor: Actor, now: datetime
) -> None:
    """Write down how a hearing ended and free or use up its slot; inside a deed."""
    await row.keep(stage=stage, ended_at=now, ending_words=words)
    used = stage in {Stage.HELD, Stage.NO_SHOW}
    outcome = Outcome.USED if used else Outcome.FREED
    await requests.report_outcome(row.id, outcome, actor=actor, now=now)
    await _move_case(case, row, actor=actor, now=now)
    facts: dict[str, Json] = {"stage": stage.value}
    await record(row.subject, f"hearings.{stage.value}", facts, actor=actor, at=now)
    await emit(HearingEnded(hearing_id=row.id, case_id=case.id, stage=stage.value))


async def _move_case(case: Case, row: Hearing, *, actor: Actor, now: datetime) -> None:
    if row.stage is Stage.HELD:
        await clock_actions.record_runs(case, row, actor=actor, now=now)
    else:
        await clock_actions.hearing_is_off(row, actor=actor, now=now)
    if row.stage is Stage.CANCELLED:
        await clock_actions.no_next_hearing(row, actor=actor, now=now)
    if row.stage is Stage.HELD and row.purpose is Purpose.TRIAL:
        await case_actions.heard(case, actor=actor, now=now)
    else:
        await case_actions.unschedule(case, actor=actor, now=now)


def must_be_fresh(row: Hearing, version: int | None) -> None:
    """Two people wrote at once: the one whose page is older hears of it."""
    if version is not None and row.version != version:
        raise NotNow("db.changed_meanwhile")


@atomic
async def end_with_case(case_id: UUID, *, now: datetime) -> None:
    """Call off what is still listed when a case has ended: nobody comes for nothing."""
    case = await Case.filter(id=case_id).select_for_update().get()
    row = await open_hearing_of(case_id)
    if case.stage is not CaseStage.CLOSED or row is None or row.stage is Stage.OPENED:
        return
    stage = FLOW.step(row.stage, Act.CANCEL)
    await end_hearing(case, row, stage, words=CASE_ENDED, actor=SYSTEM, now=now)


@atomic
async def ask_when_pooled(case_id: UUID, *, now: datetime) -> None:
    """Ask for the first hearing of a case that has just become ripe for one."""
    case = await Case.filter(id=case_id).select_for_update().first()
    if case is None or case.stage is not CaseStage.POOL:
        return
    if await Hearing.filter(case_id=case_id).exists():
        return
    minutes = max(MINUTES_MIN, min(case.minutes or MINUTES_USUAL, MINUTES_MAX))
    await open_in_pool(case, AskedFor(minutes=minutes), actor=SYSTEM, now=now)
