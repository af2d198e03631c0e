"""Taking the fee: a collection that is opened once, money only by a verified answer, or by hand."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from commons.access.actor import SYSTEM, Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotNow
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.outbox import emit
from commons.providers.ports import Money, Opened, Settlement
from litigation.cases import charging
from litigation.cases.charging import (
    NoticeStage,
    PaymentStage,
    PaymentWay,
    RefundGround,
)
from litigation.cases.collecting import OnTheSpot, check_on_the_spot
from litigation.cases.fee_actions import after_settled, facts_of, notice_in, owe
from litigation.cases.models import Case, FeeNotice, FeePayment, access_case
from litigation.events import FeeAskBank, FeeCollectionStarted

SEE, WRITE = Permission.CASE_SEE, Permission.CASE_WRITE
# When the bank is asked by itself after a collection was opened: soon, then ever more rarely.
ASK_AFTER = tuple(timedelta(minutes=m) for m in (1, 3, 10, 30, 120, 720, 1440, 2880))


@atomic
async def start_collection(actor: Actor, case_id: UUID, notice_id: UUID, *, now: datetime) -> UUID:
    """Open a collection for what is owed; pressing twice finds the one that is open."""
    case = await access_case(actor, case_id, SEE, lock=True)
    notice = await notice_in(case, notice_id, lock=True)
    amount = charging.check_collection(await facts_of(notice))
    known = await FeePayment.filter(notice_id=notice.id, stage=PaymentStage.ASKED).first()
    if known is not None:
        return known.id
    row = await FeePayment.create(
        id=uuid4(),
        notice_id=notice.id,
        key=uuid4().hex,
        way=PaymentWay.ONLINE,
        stage=PaymentStage.ASKED,
        amount_fen=amount,
        asked_at=now,
    )
    facts: dict[str, Json] = {"payment_id": str(row.id), "amount_fen": amount}
    await record(case.subject, "case.payment_started", facts, actor=actor, at=now)
    await emit(FeeCollectionStarted(payment_id=row.id))
    return row.id


@atomic
async def note_opened(payment_id: UUID, answer: Opened, *, now: datetime) -> None:
    """Keep where the payer goes, and when the bank is asked for the first time."""
    row = await FeePayment.filter(id=payment_id).select_for_update().get()
    if row.stage is not PaymentStage.ASKED or row.reference:
        return
    await row.keep(reference=answer.reference, pay_url=answer.pay_url)
    await _ask_later(row.id, 0, now)


@atomic
async def note_failed(payment_id: UUID, words: str) -> None:
    """Give up a collection that can never be paid; another one may be opened."""
    row = await FeePayment.filter(id=payment_id).select_for_update().get()
    if row.stage is PaymentStage.ASKED:
        await row.keep(stage=PaymentStage.FAILED, words=words[:200])


@atomic
async def note_waiting(payment_id: UUID, turn: int, *, now: datetime) -> None:
    row = await FeePayment.filter(id=payment_id).select_for_update().get()
    if row.stage is PaymentStage.ASKED:
        await row.keep(bank_asked_at=now)
        await _ask_later(payment_id, turn + 1, now)


async def _ask_later(payment_id: UUID, turn: int, now: datetime) -> None:
    if turn < len(ASK_AFTER):
        fact = FeeAskBank(payment_id=payment_id, turn=turn)
        await emit(fact, due_at=now + ASK_AFTER[turn], key=f"fee-ask:{payment_id}:{turn}")


@atomic
async def wake_query(key: str, *, now: datetime) -> bool:
    """Ask the bank now, because somebody said something about this collection."""
    row = await FeePayment.get_or_none(key=key)
    if row is None or row.stage is not PaymentStage.ASKED:
        return False
    # One question a minute at most, however often a callback is repeated.
    await emit(FeeAskBank(payment_id=row.id, turn=-1), key=f"fee-wake:{row.id}:{now:%Y%m%d%H%M}")
    return True


@atomic
async def note_paid(payment_id: UUID, money: Money, *, now: datetime) -> None:
    """Believe a verified answer: the sum that came counts, whatever was asked for."""
    assert money.settlement is Settlement.PAID
    row = await FeePayment.filter(id=payment_id).select_for_update().get()
    if row.stage is PaymentStage.PAID:
        return
    notice = await FeeNotice.get(id=row.notice_id)
    case = await Case.filter(id=notice.case_id).select_for_update().get()
    notice = await notice_in(case, notice.id, lock=True)
    await row.keep(
        stage=PaymentStage.PAID,
        verified_at=now,
        reference=money.reference[:200],
        amount_fen=money.amount_fen,
    )
    await _credit(case, notice, row, actor=SYSTEM, now=now)


@atomic
async def take_on_the_spot(
    actor: Actor, case_id: UUID, notice_id: UUID, taken: OnTheSpot, *, now: datetime
) -> UUID:
    """Take the fee by hand on a circuit day, against a provincial receipt (Measures art. 52)."""
    case = await access_case(actor, case_id, WRITE, lock=True)
    notice = await notice_in(case, notice_id, lock=True)
    key = f"spot-{notice.id.hex[:12]}-{taken.receipt_number.strip()}"[:64]
    known = await FeePayment.get_or_none(key=key)
    if known is not None:
        return known.id
    amount = check_on_the_spot(taken, await facts_of(notice))
    row = await FeePayment.create(
        id=uuid4(),
        notice_id=notice.id,
        key=key,
        way=PaymentWay.ON_THE_SPOT,
        stage=PaymentStage.PAID,
        amount_fen=amount,
        receipt_number=taken.receipt_number.strip(),
        place_of=taken.place.strip(),
        taken_by=actor.account_id,
        asked_at=now,
        verified_at=now,
    )
    await _credit(case, notice, row, actor=actor, now=now)
    return row.id


async def _credit(
    case: Case, notice: FeeNotice, row: FeePayment, *, actor: Actor, now: datetime
) -> None:
    """Count money towards its notice; what is too much, or came too late, is owed back."""
    facts = await facts_of(notice)
    payable = notice.stage in charging.PAYABLE
    counted = min(row.amount_fen, facts.open_fen) if payable else 0
    noted: dict[str, Json] = {
        "payment_id": str(row.id),
        "way": row.way.value,
        "amount_fen": row.amount_fen,
        "counted_fen": counted,
    }
    await record(case.subject, "case.fee_paid", noted, actor=actor, at=now)
    if counted:
        stage = charging.after_payment(facts, counted)
        settled = day_of(now) if stage is NoticeStage.PAID else None
        was_open = notice.stage is NoticeStage.DUE
        await notice.keep(paid_fen=notice.paid_fen + counted, stage=stage, settled_on=settled)
        if stage is NoticeStage.PAID and was_open:
            await after_settled(case, notice, actor=actor, now=now)
    over = row.amount_fen - counted
    if over:
        await owe(
            case,
            RefundGround.PAID_TWICE,
            over,
            None,
            payer_name=notice.party_name,
            actor=actor,
            now=now,
        )


async def payment_named(actor: Actor, case_id: UUID, payment_id: UUID) -> FeePayment:
    """Hand out a payment of a case that this person may see."""
    case = await access_case(actor, case_id, SEE)
    row = await FeePayment.get_or_none(id=payment_id).select_related("notice")
    if row is None or row.notice.case_id != case.id:
        raise NotNow("cases.fee.no_such_payment")
    return row
