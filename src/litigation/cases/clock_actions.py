"""The clocks of a case: begun, met and stopped by its own deeds (C01 to C04, C08 to C12, C23, C28).

Every function here is called inside a deed that holds the lock of its case.
"""

from collections.abc import Mapping
from datetime import date, datetime

from commons.access.actor import Actor
from commons.almanac import day_of
from litigation.cases.charging import NoticeKind
from litigation.cases.fees import Procedure
from litigation.cases.models import Case, CaseParty, FeeNotice, FeeRefund, Motion
from litigation.cases.motions import MotionKind, MotionStage
from litigation.cases.pleading import Domicile
from litigation.cases.rules import Side, Stage
from litigation.clocks.actions import hand_over, meet_clock, start_clock, stop_all, stop_clock
from litigation.clocks.keys import ClockKey, Exclusion
from litigation.clocks.keys import Procedure as Course
from litigation.clocks.rules import Subject
from litigation.clocks.table import answer_key, objection_key, trial_key
from litigation.clocks.time_actions import exclude_time, resume_time

COURSES: Mapping[Procedure, Course] = {
    Procedure.ORDINARY: Course.ORDINARY,
    Procedure.SUMMARY: Course.SIMPLIFIED,
    Procedure.SMALL_CLAIMS: Course.SMALL_CLAIM,
}
_ANSWERS = (
    ClockKey.ANSWER,
    ClockKey.ANSWER_ABROAD,
    ClockKey.ANSWER_SIMPLIFIED,
    ClockKey.ANSWER_SMALL_CLAIM,
)
_OBJECTIONS = (ClockKey.OBJECTION, ClockKey.OBJECTION_ABROAD)
# What runs on, or begins, when a case has ended: money back, appeals, enforcement.
AFTER_THE_END = frozenset(
    {
        ClockKey.FEE_REFUND,
        ClockKey.JUDGMENT_DELIVERY,
        ClockKey.JUDGMENT_AT_ONCE,
        ClockKey.APPEAL_JUDGMENT,
        ClockKey.APPEAL_RULING,
        ClockKey.APPEAL_ABROAD,
        ClockKey.ENFORCEMENT_REQUEST,
    }
)


def subject_of(case: Case) -> Subject:
    """Name a case to its clocks."""
    return Subject(
        id=case.id,
        organisation_id=case.organisation_id,
        title=f"{case.name} {case.title}",
        holder_id=case.judge_id,
        holder_name=case.judge_name,
    )


async def under_its_name(case: Case) -> None:
    """Let the clocks stand under the number, the court and the judge that the case has now."""
    await hand_over(subject_of(case))


async def decision_runs(case: Case, on: date, *, actor: Actor, now: datetime) -> None:
    """Begin the seven days for deciding on a complaint, or begin them anew (art. 126)."""
    await start_clock(subject_of(case), ClockKey.FILING_DECISION, on, actor=actor, now=now)


async def correction_runs(case: Case, due_on: date, *, actor: Actor, now: datetime) -> None:
    """Let the filer's time run while the court's seven days stand still."""
    today = day_of(now)
    await stop_clock(case.id, ClockKey.FILING_DECISION, today, actor=actor, now=now)
    length = (due_on - today).days
    await start_clock(
        subject_of(case), ClockKey.CORRECTION, today, length=length, actor=actor, now=now
    )


async def corrected(case: Case, *, actor: Actor, now: datetime) -> None:
    today = day_of(now)
    await meet_clock(case.id, ClockKey.CORRECTION, today, actor=actor, now=now)
    await decision_runs(case, today, actor=actor, now=now)


async def decided(case: Case, *, actor: Actor, now: datetime) -> None:
    await meet_clock(case.id, ClockKey.FILING_DECISION, day_of(now), actor=actor, now=now)


async def trial_runs(case: Case, *, actor: Actor, now: datetime) -> None:
    """Begin what runs from the filing: the copies and the trial; mediation first does not count."""
    assert case.filed_on is not None
    subject = subject_of(case)
    await start_clock(subject, ClockKey.COMPLAINT_COPY, case.filed_on, actor=actor, now=now)
    trial = trial_key(COURSES[case.procedure])
    await start_clock(subject, trial, case.filed_on, actor=actor, now=now)
    if case.stage is Stage.MEDIATING:
        await exclude_time(case.id, Exclusion.MEDIATION, case.filed_on, actor=actor, now=now)


async def mediation_is_over(case: Case, *, actor: Actor, now: datetime) -> None:
    await resume_time(case.id, Exclusion.MEDIATION, day_of(now), actor=actor, now=now)


async def procedure_changed(case: Case, before: Procedure, *, actor: Actor, now: datetime) -> None:
    """Count the term of the other procedure from the day of filing (Interpretation art. 258)."""
    if case.filed_on is None or case.number is None or case.procedure is before:
        return
    old, new = trial_key(COURSES[before]), trial_key(COURSES[case.procedure])
    await stop_clock(case.id, old, day_of(now), actor=actor, now=now)
    await start_clock(subject_of(case), new, case.filed_on, actor=actor, now=now)


async def copy_arrived(
    case: Case, party: CaseParty, on: date, *, actor: Actor, now: datetime
) -> None:
    """Begin a defendant's time for answer and objection; with the last copy C02 is met."""
    at_home = party.domicile is not Domicile.ABROAD
    answer = answer_key(COURSES[case.procedure], has_domicile=at_home)
    for key in (answer, objection_key(has_domicile=at_home)):
        await start_clock(
            subject_of(case),
            key,
            on,
            part=str(party.id),
            part_name=party.name,
            actor=actor,
            now=now,
        )
    waiting = CaseParty.filter(case_id=case.id, side=Side.DEFENDANT, copies_on=None)
    if not await waiting.exists():
        await meet_clock(case.id, ClockKey.COMPLAINT_COPY, on, actor=actor, now=now)


async def moved(case: Case, motion: Motion, *, actor: Actor, now: datetime) -> None:
    """Meet what an answer or an objection was waited for; an objection stops the trial's time."""
    keys: Mapping[MotionKind, tuple[ClockKey, ...]] = {
        MotionKind.ANSWER: _ANSWERS,
        MotionKind.JURISDICTION: _OBJECTIONS,
    }
    today, part = day_of(now), str(motion.party_id)
    for key in keys.get(motion.kind, ()):
        await meet_clock(case.id, key, today, part=part, actor=actor, now=now)
    if motion.kind is MotionKind.JURISDICTION and not await _objects(case, besides=motion):
        await exclude_time(case.id, Exclusion.JURISDICTION, today, actor=actor, now=now)


async def objection_decided(case: Case, motion: Motion, *, actor: Actor, now: datetime) -> None:
    if motion.kind is MotionKind.JURISDICTION and not await _objects(case, besides=motion):
        await resume_time(case.id, Exclusion.JURISDICTION, day_of(now), actor=actor, now=now)


async def _objects(case: Case, *, besides: Motion) -> bool:
    """Say whether another objection to jurisdiction waits for its decision."""
    rows = Motion.filter(case_id=case.id, kind=MotionKind.JURISDICTION, stage=MotionStage.OPEN)
    return await rows.exclude(id=besides.id).exists()


async def fee_runs(
    case: Case, notice: FeeNotice, *, until_on: date | None = None, actor: Actor, now: datetime
) -> None:
    """Begin the seven days of a notice, or the days the court named after relief was refused."""
    today = day_of(now)
    await start_clock(
        subject_of(case),
        _fee_key(notice),
        notice.issued_on if until_on is None else today,
        part=str(notice.id),
        part_name=notice.party_name,
        length=None if until_on is None else (until_on - today).days,
        actor=actor,
        now=now,
    )


async def fee_settled(case: Case, notice: FeeNotice, *, actor: Actor, now: datetime) -> None:
    await meet_clock(
        case.id, _fee_key(notice), day_of(now), part=str(notice.id), actor=actor, now=now
    )


async def fee_gone(case: Case, notice: FeeNotice, *, actor: Actor, now: datetime) -> None:
    await stop_clock(
        case.id, _fee_key(notice), day_of(now), part=str(notice.id), actor=actor, now=now
    )


def _fee_key(notice: FeeNotice) -> ClockKey:
    return ClockKey.FEE_TOP_UP if notice.kind is NoticeKind.TOP_UP else ClockKey.FEE


async def refund_runs(case: Case, refund: FeeRefund, *, actor: Actor, now: datetime) -> None:
    await start_clock(
        subject_of(case),
        ClockKey.FEE_REFUND,
        refund.owed_on,
        part=str(refund.id),
        part_name=refund.party_name,
        actor=actor,
        now=now,
    )


async def refunded(case: Case, refund: FeeRefund, *, actor: Actor, now: datetime) -> None:
    part = str(refund.id)
    await meet_clock(case.id, ClockKey.FEE_REFUND, day_of(now), part=part, actor=actor, now=now)


async def case_is_over(case: Case, *, actor: Actor, now: datetime) -> None:
    """Stop whatever has lost its object with the end of the case."""
    await stop_all(case.id, day_of(now), keep=AFTER_THE_END, actor=actor, now=now)
