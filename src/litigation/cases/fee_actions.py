"""Asking for the court fee: the first notice, a top-up, money back, and what an unpaid one does."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from commons.access.actor import Actor, Permission
from commons.almanac import day_of, end_of
from commons.db import atomic, must_be_inside_deed
from commons.errors import NotFound, NotNow
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.holidays.models import current_almanac
from commons.outbox import cancel, emit
from litigation.cases import charge, charging
from litigation.cases.charge import Costing
from litigation.cases.charging import (
    NoticeAct,
    NoticeFacts,
    NoticeKind,
    NoticeStage,
    PaymentStage,
    RefundGround,
    ReliefStage,
)
from litigation.cases.clock_actions import (
    fee_gone,
    fee_runs,
    fee_settled,
    refund_runs,
    refunded,
)
from litigation.cases.fees import Fee
from litigation.cases.models import (
    Case,
    CaseParty,
    FeeNotice,
    FeePayment,
    FeeRefund,
    FeeRelief,
    access_case,
)
from litigation.cases.rules import Act, Ending, Side, Stage
from litigation.cases.stage_actions import close_case, move_on
from litigation.cases.ways import CourtWays
from litigation.events import FeeNoticeIssued, FeeSettled, FeeTimeOver

WRITE, DECIDE = Permission.CASE_WRITE, Permission.CASE_DECIDE


async def issue_notice(
    case: Case,
    kind: NoticeKind,
    fee: Fee,
    *,
    asked_fen: int | None = None,
    payer: CaseParty | None = None,
    actor: Actor,
    now: datetime,
) -> FeeNotice:
    """Ask for money inside a deed; the seven days run from the day after (Measures art. 22)."""
    must_be_inside_deed()
    payer = payer or await first_of(case, Side.PLAINTIFF)
    today = day_of(now)
    due = charging.pay_by(today, await current_almanac())
    asked = fee.fee_fen if asked_fen is None else asked_fen
    row = await FeeNotice.create(
        case_id=case.id,
        kind=kind,
        stage=NoticeStage.DUE,
        party_id=payer.id,
        party_name=payer.name,
        whole_fen=fee.fee_fen,
        fee_fen=asked,
        fee_fen_max=max(asked, fee.fee_fen_max) if asked_fen is None else asked,
        lines=charge.lines_of(fee),
        issued_on=today,
        due_on=due.due_on,
        provisional=due.provisional,
        place=await FeeNotice.filter(case_id=case.id).count() + 1,
    )
    facts: dict[str, Json] = {
        "notice_id": str(row.id),
        "kind": kind.value,
        "fee_fen": asked,
        "due_on": due.due_on.isoformat(),
    }
    await record(case.subject, "case.fee_asked", facts, actor=actor, at=now)
    await fee_runs(case, row, actor=actor, now=now)
    await emit(FeeNoticeIssued(case_id=case.id, notice_id=row.id))
    await emit(FeeTimeOver(notice_id=row.id), due_at=end_of(due.due_on), key=time_key(row.id))
    return row


def costing_of(case: Case, **changes: Any) -> Costing:  # noqa: ANN401 - fields of Costing
    facts: dict[str, Any] = {
        "kind": case.fee_kind,
        "amount_fen": case.amount_fen,
        "procedure": case.procedure,
    }
    return Costing(**{**facts, **changes})


async def reckon_again(case: Case, ways: CourtWays, *, actor: Actor, now: datetime) -> None:
    """After a changed claim or procedure: ask for more, or owe money back, or neither."""
    today = day_of(now)
    fee = charge.fee_of(costing_of(case), on=today, rounding=ways.rounding)
    rows = [row for row in await notices_of(case) if row.kind is not NoticeKind.COUNTERCLAIM]
    if not rows:
        return
    for row in rows:
        # What nobody has paid or asked to be let off is asked for anew, in one sum.
        if row.stage is NoticeStage.DUE and not row.paid_fen and not await _asks_relief(row):
            await cancel_notice(case, row, actor=actor, now=now)
    facts = [await facts_of(row) for row in rows]
    standing = [one for one in facts if one.stage not in charge.GONE]
    change = charge.difference(fee.fee_fen, standing)
    if not standing:
        await issue_notice(case, NoticeKind.FIRST, fee, actor=actor, now=now)
    elif change.top_up_fen:
        asked = change.top_up_fen
        await issue_notice(case, NoticeKind.TOP_UP, fee, asked_fen=asked, actor=actor, now=now)
    elif change.refund_fen:
        owed = change.refund_fen
        await owe(case, RefundGround.CLAIM_REDUCED, owed, fee, actor=actor, now=now)


async def owe(
    case: Case,
    ground: RefundGround,
    amount_fen: int,
    fee: Fee | None,
    *,
    payer_name: str = "",
    actor: Actor,
    now: datetime,
) -> FeeRefund:
    """Owe money back within fifteen days (Measures art. 53)."""
    must_be_inside_deed()
    today = day_of(now)
    due = charging.refund_by(today, await current_almanac())
    row = await FeeRefund.create(
        case_id=case.id,
        ground=ground,
        party_name=payer_name or (await first_of(case, Side.PLAINTIFF)).name,
        amount_fen=amount_fen,
        lines=charge.lines_of(fee) if fee else [],
        owed_on=today,
        due_on=due.due_on,
        provisional=due.provisional,
        form_key=uuid4(),
    )
    facts: dict[str, Json] = {"ground": ground.value, "amount_fen": amount_fen}
    await record(case.subject, "case.refund_owed", facts, actor=actor, at=now)
    await refund_runs(case, row, actor=actor, now=now)
    return row


@atomic
async def note_refund(
    actor: Actor, case_id: UUID, refund_id: UUID, *, reference: str, now: datetime
) -> None:
    """Note the bank's number of a refund; noting it again changes nothing."""
    case = await access_case(actor, case_id, WRITE, lock=True)
    row = await FeeRefund.get_or_none(id=refund_id, case_id=case.id)
    if row is None:
        raise NotFound("cases.fee.no_such_refund")
    if row.paid_on is not None:
        if row.reference == reference:
            return
        raise NotNow("cases.fee.refunded_already")
    await row.keep(paid_on=day_of(now), reference=reference)
    facts: dict[str, Json] = {"refund_id": str(row.id), "amount_fen": row.amount_fen}
    await record(case.subject, "case.refunded", facts, actor=actor, at=now)
    await refunded(case, row, actor=actor, now=now)


@atomic
async def rule_lapsed(actor: Actor, case_id: UUID, notice_id: UUID, *, now: datetime) -> None:
    """Rule that the case counts as withdrawn: after the day, never while relief is asked for."""
    case = await access_case(actor, case_id, DECIDE, lock=True)
    row = await notice_in(case, notice_id, lock=True)
    stage = charging.lapse(await facts_of(row), today=day_of(now))
    await _must_have_asked_bank(row)
    await row.keep(stage=stage, settled_on=day_of(now))
    facts: dict[str, Json] = {"notice_id": str(row.id), "due_on": row.due_on.isoformat()}
    await record(case.subject, "case.fee_lapsed", facts, actor=actor, at=now)
    if row.kind is NoticeKind.COUNTERCLAIM:
        await fee_gone(case, row, actor=actor, now=now)
        return  # only the counterclaim falls; the case goes on
    if row.kind is NoticeKind.TOP_UP:
        # Interpretation art. 199: half of what was paid goes back.
        paid = sum(one.paid_fen for one in await notices_of(case))
        if paid:
            back = charge.half_back(paid)
            await owe(case, RefundGround.TOP_UP_LAPSED, back, None, actor=actor, now=now)
    await close_case(case, Ending.DEEMED_WITHDRAWN, Act.FEE_LAPSED, actor=actor, now=now)


async def _must_have_asked_bank(row: FeeNotice) -> None:
    """A collection that was begun in time may be paid: the bank is heard before the ruling."""
    begun = await FeePayment.filter(notice_id=row.id, stage=PaymentStage.ASKED)
    over_at = end_of(row.due_on)
    if any(one.bank_asked_at is None or one.bank_asked_at < over_at for one in begun):
        raise NotNow("cases.fee.payment_is_open")


async def after_settled(case: Case, row: FeeNotice, *, actor: Actor, now: datetime) -> None:
    """Let the case into the pool once nothing about money holds it back; inside a deed."""
    await cancel(time_key(row.id))
    await fee_settled(case, row, actor=actor, now=now)
    await emit(FeeSettled(case_id=case.id, notice_id=row.id))
    if case.stage is Stage.FEE_DUE and row.kind is NoticeKind.FIRST:
        await move_on(case, Act.FEE_SETTLED, actor=actor, now=now)


async def cancel_notice(case: Case, row: FeeNotice, *, actor: Actor, now: datetime) -> None:
    await row.keep(stage=charging.NOTICE_FLOW.step(row.stage, NoticeAct.CANCEL))
    await cancel(time_key(row.id))
    await fee_gone(case, row, actor=actor, now=now)


def time_key(notice_id: UUID) -> str:
    return f"fee-time:{notice_id}"


async def notice_in(case: Case, notice_id: UUID, *, lock: bool = False) -> FeeNotice:
    rows = FeeNotice.filter(id=notice_id, case_id=case.id)
    row = await (rows.select_for_update() if lock else rows).first()
    if row is None:
        raise NotFound("cases.fee.no_such_notice")
    return row


async def notices_of(case: Case) -> list[FeeNotice]:
    return await FeeNotice.filter(case_id=case.id).order_by("place")


async def facts_of(row: FeeNotice) -> NoticeFacts:
    return row.facts(has_open_relief=await _asks_relief(row))


async def _asks_relief(row: FeeNotice) -> bool:
    return await FeeRelief.filter(notice_id=row.id, stage=ReliefStage.OPEN).exists()


async def first_of(case: Case, side: Side) -> CaseParty:
    row = await CaseParty.filter(case_id=case.id, side=side).order_by("place").first()
    assert row is not None, "a case has both sides"
    return row
