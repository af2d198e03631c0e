"""What a recipient does with the paper: opens, reads, downloads; each is a fact of its own."""

from datetime import datetime
from uuid import UUID

from tortoise.expressions import F

from commons.access.actor import ANYONE
from commons.db import atomic
from commons.errors import NotNow
from commons.evidence_log.log import record
from commons.outbox import emit
from commons.papers.models import view_paper
from litigation.delivery.events import PaperSeen
from litigation.delivery.models import Delivery, Pickup, Sighting
from litigation.delivery.pickup_rules import DOWNLOADS_MAX, USER_AGENT_MAX, Source
from litigation.delivery.prints import is_same, print_address, print_token, ticket_of
from litigation.delivery.rules import FLOW, Act, Seen, Standing, must_be_readable, standing_of

FACTOR = "sms"


@atomic
async def read(token: str, source: Source, now: datetime) -> None:
    """Write down that the recipient asked for the text; it is shown only afterwards."""
    pickup, delivery = await holder(token, now)
    must_be_readable(await standing(delivery, now))
    before = Sighting.filter(pickup_id=pickup.id, delivery_id=delivery.id, seen=Seen.READ)
    if not await before.exists():
        await _see(delivery, pickup, Seen.READ, source, now)


@atomic
async def download(
    token: str, ticket: str, source: Source, now: datetime, *, file_sha256: str
) -> UUID:
    """Take the ticket, which works once, and write the download down: both or neither."""
    pickup, delivery = await holder(token, now)
    must_be_readable(await standing(delivery, now))
    number = pickup.downloads
    if not is_same(ticket_of(pickup.id, number), ticket):
        raise NotNow("delivery.ticket_used")
    due = Pickup.filter(id=pickup.id, downloads=number)
    if await due.update(downloads=number + 1, version=F("version") + 1) != 1:
        raise NotNow("delivery.ticket_used")
    if (number + 1) % DOWNLOADS_MAX == 0:
        # Reliability A7: a phone lying open must not hand out copies for ever.
        await Pickup.filter(id=pickup.id).update(verified_at=None, delivery_id=None)
    return await _see(delivery, pickup, Seen.DOWNLOADED, source, now, file_sha256=file_sha256)


@atomic
async def note_sent_in_full(download_id: UUID, now: datetime) -> None:
    """Write down that the last byte of a download left this server."""
    begun = await Sighting.get(id=download_id)
    if await Sighting.filter(follows_id=begun.id).exists():
        return
    delivery = await Delivery.get(id=begun.delivery_id)
    row = await Sighting.create(
        delivery_id=begun.delivery_id,
        paper_id=begun.paper_id,
        seen=Seen.SENT_IN_FULL,
        at=now,
        pickup_id=begun.pickup_id,
        follows_id=begun.id,
        address_fingerprint=begun.address_fingerprint,
        user_agent=begun.user_agent,
        file_sha256=begun.file_sha256,
    )
    await _tell(delivery, row)


async def holder(
    token: str, now: datetime, *, may_lack_identity: bool = False
) -> tuple[Pickup, Delivery]:
    """Hand out the visit and its delivery to the browser that passed the second factor."""
    pickup = await Pickup.get_or_none(token_fingerprint=print_token(token), expires_at__gt=now)
    if pickup is None or pickup.delivery_id is None:
        raise NotNow("delivery.visit_over")
    if pickup.needs_identity and not may_lack_identity:
        raise NotNow("delivery.visit_over")
    delivery = await Delivery.filter(id=pickup.delivery_id).select_for_update().get()
    return pickup, delivery


async def standing(delivery: Delivery, now: datetime) -> Standing:
    """Say whether the paper may be read: the delivery, its term and the paper itself decide."""
    paper = await view_paper(delivery.paper_id)
    return standing_of(delivery.stage, paper.stage, expires_at=delivery.expires_at, now=now)


async def note_opened(delivery: Delivery, pickup: Pickup, source: Source, now: datetime) -> None:
    """Write down that the second factor was passed, unless there is nothing left to open."""
    if await standing(delivery, now) is Standing.READABLE:
        await _see(delivery, pickup, Seen.OPENED, source, now)


async def _see(
    delivery: Delivery,
    pickup: Pickup,
    seen: Seen,
    source: Source,
    now: datetime,
    *,
    file_sha256: str = "",
) -> UUID:
    await delivery.keep(stage=FLOW.step(delivery.stage, Act.OPEN))
    row = await Sighting.create(
        delivery_id=delivery.id,
        paper_id=delivery.paper_id,
        seen=seen,
        at=now,
        pickup_id=pickup.id,
        address_fingerprint=print_address(source.address),
        user_agent=source.user_agent[:USER_AGENT_MAX],
        file_sha256=file_sha256,
    )
    await _tell(delivery, row)
    return row.id


async def _tell(delivery: Delivery, row: Sighting) -> None:
    facts = {
        "delivery": str(delivery.id),
        "person": str(delivery.person_id),
        "sighting": str(row.id),
        "factor": FACTOR,
        "file_sha256": row.file_sha256,
        "address": row.address_fingerprint,
    }
    act = f"delivery.{row.seen.value}"
    await record(f"paper:{delivery.paper_id}", act, facts, actor=ANYONE, at=row.at)
    seen = PaperSeen(
        delivery_id=delivery.id,
        paper_id=delivery.paper_id,
        person_id=delivery.person_id,
        seen=row.seen.value,
        at=row.at,
    )
    await emit(seen)
