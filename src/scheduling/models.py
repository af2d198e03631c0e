"""What is remembered of the pool: rooms, requests, who comes, and every quarter hour taken."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from commons.access.actor import Actor, Permission
from commons.db import Row, UtcDatetimeField
from commons.errors import NotAllowed, NotFound
from scheduling.rules import LABEL_MAX, NAME_MAX, Attendee, Place, RoomFacts, State, Wish

SEE, LIST = Permission.SCHEDULING_SEE, Permission.SCHEDULING_LIST


class CourtRoom(Row):
    """A room in which hearings are held; one that is given up stays for what was held there."""

    organisation_id = fields.UUIDField()
    name = fields.CharField(max_length=NAME_MAX)
    island = fields.CharField(max_length=NAME_MAX, default="")
    seats = fields.IntField()
    features = fields.JSONField[list[str]](default=list)
    closed_at = UtcDatetimeField[datetime | None](null=True)

    class Meta:
        table = "scheduling_room"
        unique_together = (("organisation_id", "name"),)

    def facts(self) -> RoomFacts:
        return RoomFacts(
            id=self.id,
            organisation_id=self.organisation_id,
            seats=self.seats,
            features=frozenset(self.features),
            is_closed=self.closed_at is not None,
        )


class HearingRequest(Row):
    """One hearing that wants a place, has one, or had one."""

    reference_id = fields.UUIDField(unique=True)
    organisation_id = fields.UUIDField()
    label = fields.CharField(max_length=LABEL_MAX)
    island = fields.CharField(max_length=NAME_MAX, default="")
    earliest_on = fields.DateField()
    latest_on = fields.DateField()
    minutes = fields.IntField()
    grade = fields.CharField(max_length=20)
    weight = fields.IntField(default=0)
    judge_level = fields.CharField(max_length=20, default="")
    wanted_judge_id = fields.UUIDField(null=True)
    seats = fields.IntField(default=0)
    features = fields.JSONField[list[str]](default=list)
    state = fields.CharEnumField(State, max_length=20)
    asked_at = UtcDatetimeField[datetime]()
    sits_on = fields.DateField(null=True)
    start = fields.IntField(null=True)
    room_id: UUID | None
    room: fields.ForeignKeyNullableRelation[CourtRoom] = fields.ForeignKeyField(
        "island.CourtRoom", related_name="requests", on_delete=fields.OnDelete.RESTRICT, null=True
    )
    judge_id = fields.UUIDField(null=True)
    edition = fields.IntField(default=0)
    people: fields.ReverseRelation["RequestPerson"]

    class Meta:
        table = "scheduling_request"
        indexes = [
            Index(fields=("organisation_id", "state", "latest_on")),
            Index(fields=("organisation_id", "state", "sits_on")),
        ]

    @property
    def subject(self) -> str:
        return f"scheduling:{self.id}"

    def wish(self, people: tuple[Attendee, ...]) -> Wish:
        return Wish(
            reference_id=self.reference_id,
            organisation_id=self.organisation_id,
            label=self.label,
            island=self.island,
            earliest_on=self.earliest_on,
            latest_on=self.latest_on,
            minutes=self.minutes,
            grade=self.grade,
            weight=self.weight,
            judge_level=self.judge_level,
            judge_id=self.wanted_judge_id,
            seats=self.seats,
            features=frozenset(self.features),
            people=people,
        )

    @property
    def place(self) -> Place | None:
        if self.sits_on is None or self.start is None or not self.room_id or not self.judge_id:
            return None
        return Place(self.sits_on, self.start, self.room_id, self.judge_id)


class RequestPerson(Row):
    """Somebody who takes part: by id and island only, no name and no role of a lawsuit."""

    request_id: UUID
    request: fields.ForeignKeyRelation[HearingRequest] = fields.ForeignKeyField(
        "island.HearingRequest", related_name="people", on_delete=fields.OnDelete.RESTRICT
    )
    person_id = fields.UUIDField()
    island = fields.CharField(max_length=NAME_MAX, default="")
    is_remote = fields.BooleanField(default=False)
    role = fields.CharField(max_length=20, default="")

    class Meta:
        table = "scheduling_request_person"
        unique_together = (("request_id", "person_id"),)

    def attendee(self) -> Attendee:
        return Attendee(self.person_id, self.island, self.is_remote, self.role)


class Booking(Row):
    """One quarter hour of a judge, a room or a person. Its key makes two hearings impossible."""

    request_id: UUID
    request: fields.ForeignKeyRelation[HearingRequest] = fields.ForeignKeyField(
        "island.HearingRequest", related_name="bookings", on_delete=fields.OnDelete.RESTRICT
    )
    key = fields.CharField(max_length=50)  # e.g. room:<id>
    sits_on = fields.DateField()
    slot = fields.IntField()

    class Meta:
        table = "scheduling_booking"
        unique_together = (("key", "sits_on", "slot"),)
        indexes = [Index(fields=("request_id",))]


async def access_request(
    actor: Actor, request_id: UUID, permission: Permission = SEE, *, lock: bool = False
) -> HearingRequest:
    """Hand out a request of the pool to the court's own people; strangers learn nothing."""
    rows = HearingRequest.filter(id=request_id)
    row = await (rows.select_for_update() if lock else rows).first()
    if row is None or not actor.may(SEE, row.organisation_id):
        raise NotFound("scheduling.no_such_request")
    if not actor.may(permission, row.organisation_id):
        raise NotAllowed("access.not_yours", permission=permission.value)
    return row


async def request_for(reference_id: UUID, *, lock: bool = False) -> HearingRequest | None:
    rows = HearingRequest.filter(reference_id=reference_id)
    return await (rows.select_for_update() if lock else rows).first()


async def attendees_of(request: HearingRequest) -> tuple[Attendee, ...]:
    rows = await RequestPerson.filter(request_id=request.id).order_by("person_id")
    return tuple(row.attendee() for row in rows)


async def room_in(organisation_id: UUID, room_id: UUID) -> CourtRoom | None:
    return await CourtRoom.get_or_none(id=room_id, organisation_id=organisation_id)


def reach_of(actor: Actor, permission: Permission = SEE) -> list[Any]:
    return sorted(actor.reach.get(permission, frozenset()))
