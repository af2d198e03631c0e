"""What staff see of a delivery: each recipient, each way, each thing the recipient did."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.papers.rules import Stage as PaperStage
from commons.papers.shapes import PaperView
from commons.persons import mask_phone
from litigation.delivery.models import (
    CASE,
    MATTER,
    Attempt,
    Delivery,
    Sighting,
    access_paper,
    deliveries_of,
    owner_of,
)
from litigation.delivery.pickup_rules import browser_name
from litigation.delivery.rules import (
    ATTEMPTS_MAX,
    RECIPIENTS_MAX,
    Blocking,
    Channel,
    Seen,
    Stage,
    State,
)
from litigation.delivery.served import Served, served
from litigation.mediation.parties import EServiceBasis

SIGHTINGS_MAX = 1000
HOMES = {MATTER: "mediations", CASE: "cases"}


@dataclass(frozen=True, slots=True)
class AttemptView:
    channel: Channel
    state: State
    queued_at: datetime
    sent_at: datetime | None
    settled_at: datetime | None
    words: str


@dataclass(frozen=True, slots=True)
class SightView:
    seen: Seen
    at: datetime
    browser: str
    file_sha256: str


@dataclass(frozen=True, slots=True)
class RecipientView:
    delivery_id: UUID
    person_id: UUID
    name: str
    phone_masked: str
    stage: Stage
    consent: EServiceBasis | None
    confirmed: tuple[Channel, ...]
    channels: tuple[Channel, ...]
    attempts: tuple[AttemptView, ...]
    sights: tuple[SightView, ...]
    served: Served
    expires_at: datetime
    blocked_at: datetime | None
    blocking: Blocking | None

    @property
    def has_opened(self) -> bool:
        return bool(self.sights)


@dataclass(frozen=True, slots=True)
class BoardView:
    """One paper and everybody it goes to."""

    paper_id: UUID
    home: str  # where the matter or case is, e.g. /cases/<id>
    title: str
    number: str
    code: str
    stage: PaperStage
    recipients: tuple[RecipientView, ...]
    may_send: bool
    may_block: bool

    @property
    def is_blocked(self) -> bool:
        return all(one.stage is Stage.BLOCKED for one in self.recipients)

    @property
    def opened_by(self) -> tuple[RecipientView, ...]:
        return tuple(one for one in self.recipients if one.has_opened)


async def board(actor: Actor, paper_id: UUID) -> BoardView:
    """Show the deliveries of one paper: three queries, however many recipients."""
    paper = await access_paper(actor, paper_id, Permission.DELIVERY_SEE)
    recipients = await _recipients([paper.id])
    return _board(actor, paper, recipients.get(paper.id, ()))


async def summaries(paper_ids: Iterable[UUID]) -> Mapping[UUID, tuple[RecipientView, ...]]:
    """Give the recipients of several papers at once, for lists. The caller has asked for access."""
    return await _recipients(list(paper_ids))


@dataclass(frozen=True, slots=True)
class Pulse:
    """What changes whenever a board changes; nothing in it is about a person."""

    stage: PaperStage
    marks: tuple[tuple[UUID, int, int, int], ...]


async def pulse(actor: Actor, paper_id: UUID) -> Pulse:
    """Say whether an open board is stale, without reading it all again."""
    paper = await access_paper(actor, paper_id, Permission.DELIVERY_SEE)
    rows = await Delivery.filter(paper_id=paper_id).order_by("id").values_list("id", "version")
    ids = [row[0] for row in rows]
    tried = await Attempt.filter(delivery_id__in=ids).values_list("delivery_id", "version")
    seen = await Sighting.filter(paper_id=paper_id).values_list("delivery_id", flat=True)
    marks = tuple(
        (
            delivery_id,
            version,
            sum(changes for tried_id, changes in tried if tried_id == delivery_id),
            sum(1 for seen_id in seen if seen_id == delivery_id),
        )
        for delivery_id, version in rows
    )
    return Pulse(paper.stage, marks)


def _board(actor: Actor, paper: PaperView, recipients: tuple[RecipientView, ...]) -> BoardView:
    return BoardView(
        paper_id=paper.id,
        home=_home(paper.subject),
        title=paper.title,
        number=paper.number,
        code=paper.code,
        stage=paper.stage,
        recipients=recipients,
        may_send=actor.may(Permission.DELIVERY_SEND) and paper.stage is PaperStage.ISSUED,
        may_block=actor.may(Permission.DELIVERY_BLOCK),
    )


def _home(subject: str) -> str:
    kind, owner_id = owner_of(subject)
    return f"/{HOMES[kind]}/{owner_id}"


async def _recipients(paper_ids: list[UUID]) -> dict[UUID, tuple[RecipientView, ...]]:
    rows = await deliveries_of(paper_ids)
    ids = [row.id for row in rows]
    attempts = await (
        Attempt.filter(delivery_id__in=ids)
        .order_by("delivery_id", "ordinal")
        .limit(RECIPIENTS_MAX * ATTEMPTS_MAX)
    )
    sightings = await Sighting.filter(delivery_id__in=ids).order_by("at").limit(SIGHTINGS_MAX)
    found: dict[UUID, tuple[RecipientView, ...]] = {}
    for row in rows:
        tried = [one for one in attempts if one.delivery_id == row.id]
        seen = [one for one in sightings if one.delivery_id == row.id]
        found[row.paper_id] = (*found.get(row.paper_id, ()), _recipient(row, tried, seen))
    return found


def _recipient(row: Delivery, attempts: list[Attempt], sightings: list[Sighting]) -> RecipientView:
    return RecipientView(
        delivery_id=row.id,
        person_id=row.person_id,
        name=row.name,
        phone_masked=mask_phone(row.phone) if row.phone else "",
        stage=row.stage,
        consent=row.consent,
        confirmed=tuple(sorted(row.confirmed_channels())),
        channels=row.channels(),
        attempts=tuple(map(_attempt, attempts)),
        sights=tuple(map(_sight, sightings)),
        served=served(row.facts(attempts, sightings)),
        expires_at=row.expires_at,
        blocked_at=row.blocked_at,
        blocking=row.blocking,
    )


def _attempt(row: Attempt) -> AttemptView:
    return AttemptView(
        row.channel, row.state, row.queued_at, row.sent_at, row.settled_at, row.words
    )


def _sight(row: Sighting) -> SightView:
    return SightView(row.seen, row.at, browser_name(row.user_agent), row.file_sha256)
