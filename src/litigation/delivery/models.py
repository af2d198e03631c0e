"""What is remembered of a delivery: to whom, by which ways, and what the recipient did."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from commons.access.actor import Actor, Permission
from commons.db import Row, SealedTextField, UtcDatetimeField
from commons.errors import NotFound
from commons.papers.models import view_paper
from commons.papers.shapes import PaperView
from litigation.cases.models import access_case, is_staff
from litigation.delivery.earlier_models import EarlierDelivery
from litigation.delivery.pickup_models import CallbackNote, Otp, Pickup, Spending
from litigation.delivery.rules import (
    RECIPIENTS_MAX,
    Blocking,
    Channel,
    Facts,
    Seen,
    Sending,
    Sight,
    Stage,
    State,
)
from litigation.mediation.models import access_mediation
from litigation.mediation.parties import EServiceBasis

__all__ = [
    "Attempt",
    "CallbackNote",
    "Delivery",
    "EarlierDelivery",
    "Otp",
    "Pickup",
    "Sighting",
    "Spending",
    "access_paper",
    "deliveries_of",
    "facts_of",
]

_DELIVERY = "island.Delivery"
MATTER, CASE = "mediation", "case"


class Delivery(Row):
    """One paper on its way to one recipient."""

    paper_id = fields.UUIDField()
    subject = fields.CharField(max_length=80)  # whose paper it is, e.g. mediation:<id>
    code_fingerprint = fields.CharField(max_length=64)
    person_id = fields.UUIDField()
    name = SealedTextField[str]()
    phone = SealedTextField[str | None](null=True)
    phone_fingerprint = fields.CharField(max_length=64, default="")
    tail_fingerprint = fields.CharField(max_length=64, default="")
    id_tail_fingerprint = fields.CharField(max_length=64, default="")
    phone_checked_at = UtcDatetimeField[datetime | None](null=True)
    open_id = SealedTextField[str | None](null=True)
    consent = fields.CharEnumField(EServiceBasis, max_length=20, null=True)
    confirmed = fields.CharField(max_length=40, default="")  # channels, with commas
    stage = fields.CharEnumField(Stage, max_length=20)
    prepared_at = UtcDatetimeField[datetime]()
    expires_at = UtcDatetimeField[datetime]()
    blocked_at = UtcDatetimeField[datetime | None](null=True)
    blocking = fields.CharEnumField(Blocking, max_length=20, null=True)

    class Meta:
        table = "delivery"
        unique_together = (("paper_id", "person_id"),)
        indexes = [Index(fields=("code_fingerprint", "tail_fingerprint"))]

    def channels(self) -> tuple[Channel, ...]:
        there = {Channel.WECHAT: self.open_id, Channel.SMS: self.phone}
        return tuple(channel for channel, address in there.items() if address)

    def confirmed_channels(self) -> frozenset[Channel]:
        return frozenset(map(Channel, filter(None, self.confirmed.split(","))))

    def facts(self, attempts: Iterable["Attempt"], sightings: Iterable["Sighting"]) -> Facts:
        return Facts(
            stage=self.stage,
            channels=self.channels(),
            consent=self.consent,
            confirmed=self.confirmed_channels(),
            sendings=tuple(Sending(row.channel, row.state, row.sent_at) for row in attempts),
            sights=tuple(Sight(row.seen, row.at) for row in sightings),
        )


class Attempt(Row):
    """One message to one recipient. Its id is the provider's idempotency key, for ever."""

    delivery_id: UUID
    delivery: fields.ForeignKeyRelation[Delivery] = fields.ForeignKeyField(
        _DELIVERY, related_name="attempts", on_delete=fields.OnDelete.RESTRICT
    )
    ordinal = fields.IntField()
    channel = fields.CharEnumField(Channel, max_length=20)
    state = fields.CharEnumField(State, max_length=20, default=State.QUEUED)
    queued_at = UtcDatetimeField[datetime]()
    handed_at = UtcDatetimeField[datetime | None](null=True)  # a call to the provider was begun
    sent_at = UtcDatetimeField[datetime | None](null=True)  # the provider said yes
    settled_at = UtcDatetimeField[datetime | None](null=True)  # the provider's last report
    provider = fields.CharField(max_length=40, default="")
    reference = fields.CharField(max_length=200, default="")
    words = fields.CharField(max_length=200, default="")  # the provider's own
    tries = fields.IntField(default=0)
    questions = fields.IntField(default=0)

    class Meta:
        table = "delivery_attempt"
        unique_together = (("delivery_id", "ordinal"),)
        indexes = [Index(fields=("provider", "reference"))]


class Sighting(Row):
    """One thing a recipient did with a paper, with what shows that it was done."""

    delivery_id: UUID
    delivery: fields.ForeignKeyRelation[Delivery] = fields.ForeignKeyField(
        _DELIVERY, related_name="sightings", on_delete=fields.OnDelete.RESTRICT
    )
    paper_id = fields.UUIDField()
    seen = fields.CharEnumField(Seen, max_length=20)
    at = UtcDatetimeField[datetime]()
    pickup_id = fields.UUIDField()
    follows_id = fields.UUIDField(null=True, unique=True)  # of a download: which one was sent
    address_fingerprint = fields.CharField(max_length=64)
    user_agent = fields.CharField(max_length=300, default="")
    file_sha256 = fields.CharField(max_length=64, default="")

    class Meta:
        table = "delivery_sighting"
        indexes = [Index(fields=("paper_id", "at")), Index(fields=("delivery_id", "seen", "at"))]


async def access_paper(actor: Actor, paper_id: UUID, permission: Permission) -> PaperView:
    """Hand out a paper to staff: the only way to its deliveries; strangers learn nothing."""
    try:
        paper = await view_paper(paper_id)
        kind, owner_id = owner_of(paper.subject)
        if kind == MATTER:
            await access_mediation(actor, owner_id, permission)
        else:
            await _access_as_staff(actor, owner_id, permission)
    except NotFound:
        # One answer for "there is none" and "not yours": the reasons of others must not differ.
        raise NotFound("delivery.no_such_paper") from None
    return paper


async def _access_as_staff(actor: Actor, case_id: UUID, permission: Permission) -> None:
    """A party sees its case, not the ways by which others were sought."""
    case = await access_case(actor, case_id)
    if not is_staff(actor, case):
        raise NotFound("delivery.no_such_paper")
    actor.must(permission, case.organisation_id)


def owner_of(subject: str) -> tuple[str, UUID]:
    """Read whose paper it is out of `mediation:<id>` or `case:<id>[:<thing>]`."""
    kind, owner_id = (*subject.split(":"), "")[:2]
    if kind not in {MATTER, CASE}:
        raise NotFound("delivery.no_such_paper")
    return kind, UUID(owner_id)


async def deliveries_of(paper_ids: Sequence[UUID]) -> list[Delivery]:
    rows = Delivery.filter(paper_id__in=list(paper_ids))
    return await rows.order_by("paper_id", "prepared_at", "id").limit(RECIPIENTS_MAX)


async def facts_of(delivery: Delivery) -> Facts:
    attempts = await Attempt.filter(delivery_id=delivery.id).order_by("ordinal")
    sightings = await Sighting.filter(delivery_id=delivery.id).order_by("at")
    return delivery.facts(attempts, sightings)
