"""What follows in a case from what happened elsewhere: a mediation's end, the end of a period."""

from datetime import datetime
from uuid import UUID

from commons.access.actor import SYSTEM, Actor
from commons.almanac import day_of
from commons.db import atomic
from commons.evidence_log.log import record
from litigation.cases import charge
from litigation.cases.charging import NoticeKind, NoticeStage, may_lapse
from litigation.cases.clock_actions import mediation_is_over
from litigation.cases.fee_actions import costing_of, facts_of, issue_notice
from litigation.cases.models import Case, FeeNotice
from litigation.cases.rules import Act, Ending, Stage
from litigation.cases.stage_actions import close_case, move_on
from litigation.cases.ways import CourtWays
from litigation.mediation.ending import EndReason
from litigation.mediation.models import Matter

# Settled among themselves and withdrawn: since 2025-01-01 closed as 其他方式.
SETTLED = frozenset({EndReason.AGREED, EndReason.SETTLED})


@atomic
async def after_mediation(
    matter_id: UUID, reason: str, ways: CourtWays, *, actor: Actor, now: datetime
) -> None:
    """Issue the fee notice when a filed case's mediation failed; repeating it does nothing."""
    matter = await Matter.get_or_none(id=matter_id)
    if matter is None or not matter.case_number:
        return
    rows = Case.filter(number=matter.case_number, stage=Stage.MEDIATING)
    case = await rows.select_for_update().first()
    if case is None:
        return
    await mediation_is_over(case, actor=actor, now=now)
    if EndReason(reason) in SETTLED:
        await close_case(case, Ending.OTHER_WAY, words=reason, actor=actor, now=now)
        return
    await begin_fee(case, Act.MEDIATION_FAILED, ways, actor=actor, now=now)


async def begin_fee(case: Case, act: Act, ways: CourtWays, *, actor: Actor, now: datetime) -> None:
    """Move on to the fee and issue its first notice; inside a deed."""
    fee = charge.fee_of(costing_of(case), on=day_of(now), rounding=ways.rounding)
    if not fee.fee_fen:
        await move_on(case, Act.FILE_FREE, actor=actor, now=now)
        return
    await move_on(case, act, actor=actor, now=now)
    notice = await issue_notice(case, NoticeKind.FIRST, fee, actor=actor, now=now)
    await case.keep(next_due_on=notice.due_on)


@atomic
async def note_time_over(notice_id: UUID, *, now: datetime) -> None:
    """Bring an unpaid fee before the court; whether the case lapses a judge rules."""
    row = await FeeNotice.get_or_none(id=notice_id)
    if row is None or row.stage is not NoticeStage.DUE:
        return
    if not may_lapse(await facts_of(row), today=day_of(now)):
        return
    facts = {"notice_id": str(row.id), "due_on": row.due_on.isoformat()}
    await record(f"case:{row.case_id}", "case.fee_time_over", facts, actor=SYSTEM, at=now)
