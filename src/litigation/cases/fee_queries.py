"""Reading about fees: what a collection asks for, and which ones are under way."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from litigation.cases.charge import whys
from litigation.cases.charging import NoticeStage, PaymentStage, ReliefStage, may_lapse
from litigation.cases.fee_views import FeeView, NoticeView, PaymentView, RefundView, ReliefView
from litigation.cases.models import (
    Case,
    FeeNotice,
    FeePayment,
    FeeRefund,
    FeeRelief,
    access_case,
)

OPEN_MAX = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """One collection as the bank is asked for it."""

    key: str
    amount_fen: int
    title: str


async def collection_of(payment_id: UUID) -> Wanted | None:
    """Read an open collection; None once it is paid or given up."""
    row = await FeePayment.get_or_none(id=payment_id)
    if row is None or row.stage is not PaymentStage.ASKED:
        return None
    notice = await FeeNotice.get(id=row.notice_id)
    case = await Case.get(id=notice.case_id).only("id", "number", "receipt_number")
    return Wanted(row.key, row.amount_fen, case.name)


async def open_payments_of(notice_id: UUID) -> tuple[UUID, ...]:
    rows = FeePayment.filter(notice_id=notice_id, stage=PaymentStage.ASKED).order_by("asked_at")
    return tuple([row.id for row in await rows.limit(OPEN_MAX)])


async def view_fee(actor: Actor, case_id: UUID, *, now: datetime) -> FeeView:
    """Show every notice with its steps and clock; a fixed number of queries."""
    case = await access_case(actor, case_id)
    today = day_of(now)
    notices = await FeeNotice.filter(case_id=case.id).order_by("place")
    ids = [one.id for one in notices]
    payments: defaultdict[UUID, list[PaymentView]] = defaultdict(list)
    for paid in await FeePayment.filter(notice_id__in=ids).order_by("asked_at", "id"):
        payments[paid.notice_id].append(_payment(paid))
    reliefs: defaultdict[UUID, list[ReliefView]] = defaultdict(list)
    for asked in await FeeRelief.filter(notice_id__in=ids).order_by("asked_on", "id"):
        reliefs[asked.notice_id].append(_relief(asked))
    refunds = await FeeRefund.filter(case_id=case.id).order_by("owed_on", "id")
    return FeeView(
        case_id=case.id,
        name=case.name,
        stage=case.stage,
        notices=tuple(
            _notice(one, tuple(payments[one.id]), tuple(reliefs[one.id]), today)
            for one in notices
            if one.stage is not NoticeStage.CANCELLED
        ),
        refunds=tuple(_refund(one, today) for one in refunds),
        may_write=actor.may(Permission.CASE_WRITE, case.organisation_id),
        may_decide=actor.may(Permission.CASE_DECIDE, case.organisation_id),
        today=today,
    )


def _notice(
    row: FeeNotice,
    payments: tuple[PaymentView, ...],
    reliefs: tuple[ReliefView, ...],
    today: date,
) -> NoticeView:
    is_asked = any(one.stage is ReliefStage.OPEN for one in reliefs)
    facts = row.facts(has_open_relief=is_asked)
    return NoticeView(
        id=row.id,
        kind=row.kind,
        stage=row.stage,
        payer=row.party_name,
        fee_fen=row.fee_fen,
        fee_fen_max=row.fee_fen_max,
        whole_fen=row.whole_fen,
        paid_fen=row.paid_fen,
        waived_fen=row.waived_fen,
        open_fen=facts.open_fen,
        lines=whys(row.lines),
        issued_on=row.issued_on,
        due_on=row.due_on,
        days_left=(row.due_on - today).days,
        provisional=row.provisional,
        deferred_to_on=row.deferred_to_on,
        may_lapse=may_lapse(facts, today=today),
        payments=payments,
        reliefs=reliefs,
    )


def _payment(row: FeePayment) -> PaymentView:
    return PaymentView(
        id=row.id,
        way=row.way,
        stage=row.stage,
        amount_fen=row.amount_fen,
        pay_url=row.pay_url,
        receipt_number=row.receipt_number,
        asked_at=row.asked_at,
        verified_at=row.verified_at,
        words=row.words,
    )


def _relief(row: FeeRelief) -> ReliefView:
    return ReliefView(
        id=row.id,
        kind=row.kind,
        ground=row.ground,
        stage=row.stage,
        words=row.words,
        asked_on=row.asked_on,
        granted_fen=row.granted_fen,
        until_on=row.until_on,
        reason=row.reason,
    )


def _refund(row: FeeRefund, today: date) -> RefundView:
    return RefundView(
        id=row.id,
        ground=row.ground,
        payer=row.party_name,
        amount_fen=row.amount_fen,
        due_on=row.due_on,
        days_left=(row.due_on - today).days,
        paid_on=row.paid_on,
        reference=row.reference,
        lines=whys(row.lines),
    )
