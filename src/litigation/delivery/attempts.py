"""One message and its fate: taken in hand, answered, reported on; each step kept exactly once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from commons.access.actor import SYSTEM
from commons.db import Plain, atomic
from commons.evidence_log.log import record
from commons.outbox import emit
from commons.providers.ports import Accepted, Answer, Arrival, Refused, Report
from litigation.delivery.actions import send_next
from litigation.delivery.events import AttemptDue, CallbackNoted
from litigation.delivery.models import Attempt, CallbackNote, Delivery, Otp
from litigation.delivery.rules import (
    FAILED,
    ON_ITS_WAY,
    QUESTIONS_MAX,
    TRIES_MAX,
    Channel,
    Stage,
    State,
    stronger,
)

WORDS_MAX = 200
PAUSE = timedelta(minutes=1)
PAUSE_MAX = timedelta(minutes=30)

ARRIVED = {
    Arrival.DELIVERED: State.DELIVERED,
    Arrival.READ: State.READ,
    Arrival.TEMPORARY: State.TEMPORARY,
    Arrival.PERMANENT: State.PERMANENT,
    Arrival.TECHNICAL: State.TECHNICAL,
}


@dataclass(frozen=True, slots=True)
class Errand:
    """A message that is to go out. `is_doubtful`: a call was begun before, so ask first."""

    key: str
    channel: Channel
    paper_id: UUID
    name: str
    address: str
    is_doubtful: bool


@atomic
async def take(attempt_id: UUID, now: datetime) -> Errand | None:
    """Take a message in hand; nothing when it has gone, was withdrawn or may no longer go."""
    row = await Attempt.filter(id=attempt_id).select_for_update().get()
    if row.state not in ON_ITS_WAY:
        return None
    delivery = await Delivery.get(id=row.delivery_id)
    is_doubtful = row.handed_at is not None
    if not is_doubtful:
        if delivery.stage is Stage.BLOCKED:
            await row.keep(state=State.WITHDRAWN, settled_at=now)
            return None
        await row.keep(handed_at=now)
    address = delivery.open_id if row.channel is Channel.WECHAT else delivery.phone
    assert address is not None, "an attempt is queued only for a way that exists"
    return Errand(str(row.id), row.channel, delivery.paper_id, delivery.name, address, is_doubtful)


@atomic
async def note_answer(attempt_id: UUID, answer: Answer, provider: str, now: datetime) -> None:
    """Write down what the provider said, and decide what follows."""
    row = await Attempt.filter(id=attempt_id).select_for_update().get()
    if row.state not in ON_ITS_WAY:
        return
    match answer:
        case Accepted(reference):
            await row.keep(
                state=State.SENT,
                sent_at=now,
                provider=provider,
                reference=reference[:WORDS_MAX],
                words="",
            )
            await _record(row, now)
        case Refused(permanent, reason):
            is_final = permanent or row.tries + 1 >= TRIES_MAX
            await _refused(row, reason, now, is_final=is_final, permanent=permanent)
        case _:
            await _doubt(row, answer.reason, provider, now)


@atomic
async def withdraw_queued(paper_id: UUID, now: datetime) -> None:
    """Take back what has not gone out yet: the paper itself was stopped."""
    ids = await Delivery.filter(paper_id=paper_id).values_list("id", flat=True)
    queued = Attempt.filter(delivery_id__in=list(ids), state=State.QUEUED, handed_at=None)
    await queued.update(state=State.WITHDRAWN, settled_at=now)


@atomic
async def note_callback(provider: str, body: bytes, now: datetime) -> None:
    """Write down what a provider posted, word for word, and nothing else."""
    row = await CallbackNote.create(provider=provider, received_at=now, body=Plain(body))
    await emit(CallbackNoted(callback_id=row.id))


@atomic
async def read_callback(callback_id: UUID) -> tuple[str, bytes, datetime] | None:
    """Hand out a callback that nobody has interpreted yet."""
    row = await CallbackNote.get(id=callback_id)
    return None if row.done_at else (row.provider, bytes(row.body), row.received_at)


@atomic
async def note_reports(
    callback_id: UUID, provider: str, reports: Sequence[Report], now: datetime
) -> int:
    """Apply a callback's reports; returns how many belonged to no message known so far."""
    strange = 0
    for report in sorted(reports, key=lambda report: report.reference):
        query = Attempt.filter(provider=provider, reference=report.reference)
        row = await query.select_for_update().first()
        if row is None:
            strange += 1
        else:
            await _apply(row, report, now)
    if not strange:
        await close_callback(callback_id, now)
    return strange


@atomic
async def close_callback(callback_id: UUID, now: datetime) -> None:
    await CallbackNote.filter(id=callback_id).update(done_at=now)


@dataclass(frozen=True, slots=True)
class OtpErrand:
    """Six digits that are to go out to one phone."""

    key: str
    digits: str
    name: str
    phone: str


@atomic
async def take_otp(otp_id: UUID, now: datetime) -> OtpErrand | None:
    """Hand out the digits of a code that is still wanted; a decoy is forgotten at once."""
    row = await Otp.get_or_none(id=otp_id)
    if row is None or row.digits is None:
        return None
    if row.delivery_id is None or row.sent_at is not None or row.expires_at <= now:
        await Otp.filter(id=otp_id).update(digits=None)
        return None
    delivery = await Delivery.get(id=row.delivery_id)
    assert delivery.phone is not None
    return OtpErrand(str(row.id), row.digits, delivery.name, delivery.phone)


@atomic
async def note_otp_sent(otp_id: UUID, now: datetime) -> None:
    """Forget the digits and write down that a code went out."""
    row = await Otp.filter(id=otp_id).select_for_update().get_or_none()
    if row is None or row.sent_at is not None or row.delivery_id is None:
        return
    await row.keep(digits=None, sent_at=now)
    delivery = await Delivery.get(id=row.delivery_id)
    facts = {"delivery": str(delivery.id), "otp": str(row.id)}
    subject = f"paper:{delivery.paper_id}"
    await record(subject, "delivery.code_sent", facts, actor=SYSTEM, at=now)


async def _refused(
    row: Attempt, reason: str, now: datetime, *, is_final: bool, permanent: bool
) -> None:
    tries = row.tries + 1
    words = reason[:WORDS_MAX]
    if not is_final:
        # It certainly did not go out: the same message, under the same key, a little later.
        await row.keep(tries=tries, words=words, handed_at=None, state=State.QUEUED)
        await emit(AttemptDue(attempt_id=row.id), due_at=now + _pause(tries))
        return
    state = State.PERMANENT if permanent else State.TEMPORARY
    await row.keep(tries=tries, words=words, state=state, settled_at=now)
    await _record(row, now)
    await _after_failure(row, now)


async def _doubt(row: Attempt, reason: str, provider: str, now: datetime) -> None:
    # Reliability section 0 item 5: unknown is a state; ask, never send again under a new key.
    questions = row.questions + 1
    await row.keep(
        state=State.UNKNOWN, questions=questions, provider=provider, words=reason[:WORDS_MAX]
    )
    if questions < QUESTIONS_MAX:
        await emit(AttemptDue(attempt_id=row.id), due_at=now + _pause(questions))


async def _apply(row: Attempt, report: Report, now: datetime) -> None:
    state = stronger(row.state, ARRIVED[report.arrival])
    if state is row.state:
        return
    await row.keep(state=state, settled_at=report.at or now, words=report.words[:WORDS_MAX])
    await _record(row, now)
    if state in FAILED:
        await _after_failure(row, now)


async def _after_failure(row: Attempt, now: datetime) -> None:
    delivery = await Delivery.filter(id=row.delivery_id).select_for_update().get()
    is_latest = row.ordinal == await Attempt.filter(delivery_id=row.delivery_id).count()
    if delivery.stage is Stage.SENDING and is_latest:
        await send_next(delivery, now)


async def _record(row: Attempt, now: datetime) -> None:
    delivery = await Delivery.get(id=row.delivery_id)
    facts = {
        "delivery": str(delivery.id),
        "attempt": str(row.id),
        "channel": row.channel.value,
        "state": row.state.value,
    }
    subject = f"paper:{delivery.paper_id}"
    await record(subject, "delivery.attempt", facts, actor=SYSTEM, at=now)


def _pause(number: int) -> timedelta:
    return min(PAUSE * (1 << (number - 1)), PAUSE_MAX)
