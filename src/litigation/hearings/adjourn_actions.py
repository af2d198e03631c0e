"""Putting a hearing off: asked with its reason, counted, decided by whom the law names."""

from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotFound, NotNow
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.outbox import emit
from litigation.cases.models import Case
from litigation.hearings import adjourning, clock_actions, online, papers
from litigation.hearings.actions import AskedFor, end_hearing, must_be_fresh, open_in_pool
from litigation.hearings.adjourning import Asked, Cause, Choice, Reason, Verdict
from litigation.hearings.drafting import head_of, put_off_of
from litigation.hearings.events import AdjournmentAsked
from litigation.hearings.listing_actions import set_mode
from litigation.hearings.models import Adjournment, Hearing, access_hearing, people_of
from litigation.hearings.online import Mode
from litigation.hearings.paper_actions import put_down
from litigation.hearings.paper_rules import PaperKind
from litigation.hearings.reckoning import adjournments_done
from litigation.hearings.rules import FLOW, SUMMONED_PARTS, WORDS_MAX, Act
from litigation.hearings.summon_actions import forget_timers

SEE, WRITE = Permission.CASE_SEE, Permission.CASE_WRITE
DECIDE, APPROVE = Permission.CASE_DECIDE, Permission.CASE_APPROVE


@atomic
async def ask_to_adjourn(
    actor: Actor,
    hearing_id: UUID,
    *,
    reason: Reason,
    cause: Cause | None,
    words: str,
    all_agree: bool,
    court: str,
    version: int | None,
    now: datetime,
) -> UUID:
    """Ask to put a hearing off. What a judge may decide a judge's own wish decides at once."""
    case, row = await access_hearing(actor, hearing_id, WRITE, lock=True)
    waiting = await Adjournment.filter(hearing_id=row.id, is_open=True).first()
    if waiting is not None:
        return waiting.id
    must_be_fresh(row, version)
    FLOW.step(row.stage, Act.ADJOURN)
    done = await adjournments_done(case.id)
    asked = adjourning.check_asked(
        Asked(row.procedure, reason, cause if reason is Reason.OTHER else None, done, words)
    )
    judged = adjourning.judge(asked)
    made = await Adjournment.create(
        case_id=case.id,
        hearing_id=row.id,
        reason=reason,
        cause=asked.cause,
        words=words[:WORDS_MAX],
        done_before=done,
        verdict=judged.verdict,
        asked_at=now,
        asked_by=actor.account_id,
        asked_by_name=actor.name,
        all_agree=all_agree,
    )
    facts: dict[str, Json] = {
        "reason": reason.value,
        "done_before": done,
        "verdict": judged.verdict.value,
    }
    await record(row.subject, "hearings.adjournment_asked", facts, actor=actor, at=now)
    if judged.verdict is Verdict.JUDGE and actor.may(DECIDE, case.organisation_id):
        await _settle(case, row, made, Choice.GRANT, "", court=court, actor=actor, now=now)
    else:
        await emit(AdjournmentAsked(adjournment_id=made.id, verdict=judged.verdict.value))
    return made.id


@atomic
async def decide(
    actor: Actor,
    adjournment_id: UUID,
    *,
    choice: Choice,
    words: str,
    court: str,
    now: datetime,
) -> None:
    """Decide on a wish to adjourn: the judge, or the president where the law asks for him."""
    found = await Adjournment.get_or_none(id=adjournment_id)
    if found is None:
        raise NotFound("hearings.no_such_adjournment")
    case, row = await access_hearing(actor, found.hearing_id, SEE, lock=True)
    made = await Adjournment.filter(id=adjournment_id).select_for_update().get()
    actor.must(DECIDE if made.verdict is Verdict.JUDGE else APPROVE, case.organisation_id)
    if not made.is_open:
        raise NotNow("hearings.decided_already")
    voices = [one.voice() for one in await people_of(row.id) if one.part in SUMMONED_PARTS]
    can_go_online = online.mode_of(voices) is not Mode.IN_PERSON
    adjourning.check_choice(made.verdict, choice, can_go_online=can_go_online, words=words)
    await _settle(case, row, made, choice, words, court=court, actor=actor, now=now)


async def _settle(
    case: Case,
    row: Hearing,
    made: Adjournment,
    choice: Choice,
    words: str,
    *,
    court: str,
    actor: Actor,
    now: datetime,
) -> None:
    is_granted = choice in {Choice.GRANT, Choice.BEYOND}
    stage = FLOW.step(row.stage, Act.ADJOURN)
    await made.keep(
        is_open=False,
        is_granted=is_granted,
        choice=choice,
        decision=words[:WORDS_MAX],
        decided_at=now,
        decided_by=actor.account_id,
        decided_by_name=actor.name,
    )
    facts: dict[str, Json] = {"choice": choice.value, "is_granted": is_granted}
    await record(row.subject, "hearings.adjournment_decided", facts, actor=actor, at=now)
    head = await head_of(case, court=court, today=day_of(now))
    view = papers.approval(head, put_off_of(made, row))
    await put_down(case, PaperKind.APPROVAL, made.id, view, actor=actor, now=now)
    if choice is Choice.ONLINE:
        await set_mode(case, row, bar=None, actor=actor, now=now)
    if is_granted:
        await forget_timers(row)
        await end_hearing(case, row, stage, words=made.words, actor=actor, now=now)
        again = _again(row)
        lifted = made.lifts_gap
        await open_in_pool(case, again, actor=actor, now=now, follows=row, gap_is_lifted=lifted)
        if lifted:
            await clock_actions.no_next_hearing(row, actor=actor, now=now)
        else:
            await clock_actions.next_hearing_runs(case, row, actor=actor, now=now)


def _again(row: Hearing) -> AskedFor:
    return AskedFor(
        purpose=row.purpose,
        minutes=row.minutes,
        travel_days=row.travel_days,
        notice_waived=row.notice_waived,
        periods_waived=row.periods_waived,
        why_necessary=row.why_necessary,
    )
