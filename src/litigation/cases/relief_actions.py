"""Asking to pay the fee later, less or not at all, and what the court decides about it."""

from datetime import datetime
from uuid import UUID, uuid4

from commons.access.actor import Actor, Permission
from commons.almanac import day_of, end_of
from commons.db import atomic
from commons.errors import NotFound, NotNow
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.outbox import cancel, emit
from litigation.cases import relief, rules
from litigation.cases.charging import (
    PAYABLE,
    NoticeStage,
    PaymentStage,
    ReliefGround,
    ReliefKind,
    ReliefStage,
)
from litigation.cases.clock_actions import fee_runs
from litigation.cases.fee_actions import after_settled, facts_of, notice_in, time_key
from litigation.cases.models import (
    Case,
    CaseParty,
    FeeNotice,
    FeePayment,
    FeeRelief,
    access_case,
)
from litigation.cases.relief import Decided, Decision
from litigation.events import FeeTimeOver

SEE, DECIDE = Permission.CASE_SEE, Permission.CASE_DECIDE


@atomic
async def ask_relief(
    actor: Actor,
    case_id: UUID,
    notice_id: UUID,
    *,
    kind: ReliefKind,
    ground: ReliefGround,
    words: str,
    now: datetime,
) -> UUID:
    """Ask for relief; while it is open the case cannot lapse (Measures art. 22(4), 48)."""
    case = await access_case(actor, case_id, SEE, lock=True)
    notice = await notice_in(case, notice_id, lock=True)
    known = await FeeRelief.filter(notice_id=notice.id, stage=ReliefStage.OPEN).first()
    if known is not None:
        if known.kind is kind and known.ground is ground:
            return known.id  # pressed twice
        raise NotNow("cases.fee.relief_is_open")
    if notice.stage not in PAYABLE:
        raise NotNow("cases.fee.nothing_to_pay")
    payer = await CaseParty.get(id=notice.party_id)
    rules.check_texts(words=words)
    relief.check_relief(kind, ground, payer.kind, words=words)
    row = await FeeRelief.create(
        id=uuid4(),
        notice_id=notice.id,
        kind=kind,
        ground=ground,
        stage=ReliefStage.OPEN,
        words=words,
        asked_on=day_of(now),
        asked_by=actor.account_id,
    )
    facts = {"relief_id": str(row.id), "kind": kind.value, "ground": ground.value}
    await record(case.subject, "case.relief_asked", facts, actor=actor, at=now)
    return row.id


@atomic
async def decide_relief(
    actor: Actor, case_id: UUID, relief_id: UUID, said: Decision, *, now: datetime
) -> None:
    """Grant or refuse; a refusal says why and names another last day (art. 22(4), 48(3))."""
    case = await access_case(actor, case_id, DECIDE, lock=True)
    row = await FeeRelief.get_or_none(id=relief_id).select_related("notice")
    if row is None or row.notice.case_id != case.id:
        raise NotFound("cases.fee.no_such_relief")
    notice = await notice_in(case, row.notice_id, lock=True)
    await _must_not_be_paying(notice)
    rules.check_texts(reason=said.reason)
    today = day_of(now)
    found = relief.decide(row.kind, row.stage, await facts_of(notice), said, today=today)
    await row.keep(
        stage=found.relief,
        granted_fen=found.waived_fen,
        until_on=said.until_on,
        decided_on=today,
        decided_by=actor.account_id,
        reason=said.reason,
    )
    facts: dict[str, Json] = {
        "relief_id": str(row.id),
        "granted": said.granted,
        "waived_fen": found.waived_fen,
        "due_on": found.due_on.isoformat(),
    }
    await record(case.subject, "case.relief_decided", facts, actor=actor, at=now)
    await _apply(case, notice, found, actor=actor, now=now)


async def _apply(
    case: Case, notice: FeeNotice, found: Decided, *, actor: Actor, now: datetime
) -> None:
    is_deferred = found.notice is NoticeStage.DEFERRED
    is_settled = found.notice in {NoticeStage.DEFERRED, NoticeStage.WAIVED}
    await notice.keep(
        stage=found.notice,
        waived_fen=notice.waived_fen + found.waived_fen,
        due_on=notice.due_on if is_deferred else found.due_on,
        deferred_to_on=found.due_on if is_deferred else None,
        settled_on=day_of(now) if is_settled else None,
    )
    if is_settled:
        await after_settled(case, notice, actor=actor, now=now)
        return
    # The day that was named takes the place of the seven days.
    await cancel(time_key(notice.id))
    if found.due_on > day_of(now):
        await fee_runs(case, notice, until_on=found.due_on, actor=actor, now=now)
    over = FeeTimeOver(notice_id=notice.id)
    await emit(over, due_at=end_of(found.due_on), key=f"{time_key(notice.id)}:{found.due_on}")


async def _must_not_be_paying(notice: FeeNotice) -> None:
    """A collection that is open might be paid this minute: first hear from the bank."""
    if await FeePayment.filter(notice_id=notice.id, stage=PaymentStage.ASKED).exists():
        raise NotNow("cases.fee.payment_is_open")
