"""What the court does: prepares deliveries, walks the ladder, sends again, blocks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.codes import check_code
from commons.db import atomic
from commons.errors import NotFound, NotNow
from commons.evidence_log.log import record
from commons.outbox import emit
from commons.papers.models import view_paper
from litigation.delivery.events import AttemptDue, DeliveryStalled, PatienceOver
from litigation.delivery.models import Attempt, Delivery, access_paper, facts_of
from litigation.delivery.prints import print_code, print_id_tail, print_phone, print_tail
from litigation.delivery.rules import (
    ATTEMPTS_MAX,
    FLOW,
    PATIENCE,
    PICKUP_DAYS,
    RECIPIENTS_MAX,
    Act,
    Blocking,
    Channel,
    Recipient,
    Stage,
    State,
    next_channel,
)

TAIL = 4


@atomic
async def prepare(
    paper_id: UUID, recipients: Sequence[Recipient], *, actor: Actor, now: datetime
) -> tuple[UUID, ...]:
    """Open one delivery for each recipient and start its ladder; repeating changes nothing."""
    assert len(recipients) <= RECIPIENTS_MAX
    paper = await view_paper(paper_id)
    if not paper.code:
        raise NotNow("delivery.paper_has_no_code")
    code = print_code(check_code(paper.code))
    prepared = []
    for recipient in recipients:
        row = await Delivery.get_or_none(paper_id=paper_id, person_id=recipient.person_id)
        if row is None:
            row = await _open(paper_id, paper.subject, code, recipient, now)
            facts = {"delivery": str(row.id), "person": str(row.person_id)}
            facts["consent"] = row.consent.value if row.consent else "none"
            facts["confirmed"] = row.confirmed
            await record(_subject(row), "delivery.prepared", facts, actor=actor, at=now)
            await send_next(row, now)
        prepared.append(row.id)
    return tuple(prepared)


async def send_next(row: Delivery, now: datetime) -> None:
    """Queue the next way of the ladder, or say that there is none left."""
    channel = next_channel(await facts_of(row))
    if channel is not None:
        await _queue(row, channel, now)
    elif row.stage is Stage.SENDING:
        await row.keep(stage=FLOW.step(row.stage, Act.EXHAUST))
        await emit(DeliveryStalled(delivery_id=row.id, paper_id=row.paper_id))


@atomic
async def go_on(delivery_id: UUID, ordinal: int, now: datetime) -> None:
    """Try the next way after this attempt, unless the paper was opened or another one runs."""
    row = await Delivery.filter(id=delivery_id).select_for_update().get()
    if row.stage is Stage.SENDING and await _count(row) == ordinal:
        await send_next(row, now)


@atomic
async def resend(
    actor: Actor, paper_id: UUID, delivery_id: UUID, channel: Channel, *, now: datetime
) -> None:
    """Send one more message by a chosen way, at a person's word."""
    await access_paper(actor, paper_id, Permission.DELIVERY_SEND)
    row = await _delivery(paper_id, delivery_id)
    if channel not in row.channels():
        raise NotNow("delivery.no_such_way")
    if await Attempt.filter(delivery_id=row.id, state=State.QUEUED).exists():
        raise NotNow("delivery.still_on_its_way")
    await row.keep(stage=FLOW.step(row.stage, Act.RESEND))
    await _queue(row, channel, now)
    facts = {"delivery": str(row.id), "channel": channel.value}
    await record(_subject(row), "delivery.resent", facts, actor=actor, at=now)


@atomic
async def block(
    actor: Actor,
    paper_id: UUID,
    blocking: Blocking,
    *,
    now: datetime,
    delivery_id: UUID | None = None,
) -> None:
    """Shut the paper off at once: for one recipient, or for all of them."""
    await access_paper(actor, paper_id, Permission.DELIVERY_BLOCK)
    if delivery_id is None:
        rows = await Delivery.filter(paper_id=paper_id).order_by("id").select_for_update()
    else:
        rows = [await _delivery(paper_id, delivery_id)]
    open_rows = [row for row in rows if row.stage is not Stage.BLOCKED]
    if not open_rows:
        raise NotNow("delivery.already_blocked")
    for row in open_rows:
        await row.keep(stage=FLOW.step(row.stage, Act.BLOCK), blocked_at=now, blocking=blocking)
        await Attempt.filter(delivery_id=row.id, state=State.QUEUED, handed_at=None).update(
            state=State.WITHDRAWN, settled_at=now
        )
        facts = {"delivery": str(row.id), "why": blocking.value}
        await record(_subject(row), "delivery.blocked", facts, actor=actor, at=now)


async def _open(
    paper_id: UUID, subject: str, code: str, recipient: Recipient, now: datetime
) -> Delivery:
    phone = recipient.phone
    id_tail = recipient.id_tail
    return await Delivery.create(
        paper_id=paper_id,
        subject=subject,
        code_fingerprint=code,
        person_id=recipient.person_id,
        name=recipient.name,
        phone=phone,
        phone_fingerprint=print_phone(phone) if phone else "",
        tail_fingerprint=print_tail(code, phone[-TAIL:]) if phone else "",
        id_tail_fingerprint=print_id_tail(paper_id, id_tail) if id_tail else "",
        phone_checked_at=recipient.phone_checked_at,
        open_id=recipient.open_id,
        consent=recipient.consent,
        confirmed=",".join(sorted(recipient.has_confirmed)),
        stage=Stage.SENDING,
        prepared_at=now,
        expires_at=now + timedelta(days=PICKUP_DAYS),
    )


async def _queue(row: Delivery, channel: Channel, now: datetime) -> None:
    ordinal = 1 + await _count(row)
    if ordinal > ATTEMPTS_MAX:
        raise NotNow("delivery.too_many_attempts", max=ATTEMPTS_MAX)
    attempt = await Attempt.create(
        delivery_id=row.id, ordinal=ordinal, channel=channel, queued_at=now
    )
    await emit(AttemptDue(attempt_id=attempt.id))
    patience = PatienceOver(delivery_id=row.id, ordinal=ordinal)
    await emit(patience, due_at=now + PATIENCE[channel])


async def _delivery(paper_id: UUID, delivery_id: UUID) -> Delivery:
    query = Delivery.filter(id=delivery_id, paper_id=paper_id).select_for_update()
    row = await query.first()
    if row is None:
        raise NotFound("delivery.no_such_delivery")
    return row


async def _count(row: Delivery) -> int:
    return await Attempt.filter(delivery_id=row.id).count()


def _subject(row: Delivery) -> str:
    return f"paper:{row.paper_id}"
