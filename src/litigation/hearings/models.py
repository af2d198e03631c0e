"""What is remembered of a hearing and of everybody who takes part, and who may look."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from commons.access.actor import Actor, Permission
from commons.almanac import SHANGHAI
from commons.db import Row, SealedTextField, UtcDatetimeField
from commons.errors import NotFound
from litigation.cases.fees import Procedure
from litigation.cases.models import Case, access_case
from litigation.hearings.attending import Absence, Absent, Consequence, Told
from litigation.hearings.online import Answer, Bar, Mode, Voice
from litigation.hearings.rules import Attendance, Part, Purpose, Slot, Stage
from litigation.hearings.sitting_models import Adjournment, HearingChange, HearingLine
from litigation.mediation.parties import CheckedHow

__all__ = [
    "Adjournment",
    "Hearing",
    "HearingChange",
    "HearingLine",
    "HearingPerson",
    "access_hearing",
    "people_of",
]

SEE = Permission.CASE_SEE
_CASE, _HEARING = "island.Case", "island.Hearing"


class Hearing(Row):
    """One hearing of a case. Put off, it is over; the next one is another row that follows it."""

    case_id: UUID
    case: fields.ForeignKeyRelation[Case] = fields.ForeignKeyField(
        _CASE, related_name="hearings", on_delete=fields.OnDelete.RESTRICT
    )
    purpose = fields.CharEnumField(Purpose, max_length=20)
    stage = fields.CharEnumField(Stage, max_length=20)
    procedure = fields.CharEnumField(Procedure, max_length=20)
    mode = fields.CharEnumField(Mode, max_length=20, default=Mode.IN_PERSON)
    bar = fields.CharEnumField(Bar, max_length=30, null=True)
    is_apart = fields.BooleanField(default=False)  # at different times, Online Rules art. 20
    minutes = fields.IntField()
    earliest_on = fields.DateField()
    latest_on = fields.DateField()
    is_tight = fields.BooleanField(default=False)
    window_why = fields.JSONField[list[dict[str, Any]]](default=list)
    travel_days = fields.IntField(default=0)
    notice_waived = fields.BooleanField(default=False)
    periods_waived = fields.BooleanField(default=False)
    why_necessary = SealedTextField[str](default="")
    follows_id = fields.UUIDField(null=True, unique=True)
    asked_at = UtcDatetimeField[datetime]()
    starts_at = UtcDatetimeField[datetime | None](null=True)
    room = fields.CharField(max_length=60, default="")
    judge_id = fields.UUIDField(null=True)
    judge_name = fields.CharField(max_length=100, default="")
    edition = fields.IntField(default=0)  # of the listing, as scheduling counts it
    told_edition = fields.IntField(default=0)  # of the listing that people were summoned to
    link = SealedTextField[str](default="")
    opened_at = UtcDatetimeField[datetime | None](null=True)
    ended_at = UtcDatetimeField[datetime | None](null=True)
    consequence = fields.CharEnumField(Consequence, max_length=20, null=True)
    ending_words = SealedTextField[str](default="")
    place = fields.IntField()  # which hearing of the case it is

    class Meta:
        table = "hearings_hearing"
        unique_together = (("case_id", "place"),)
        indexes = [Index(fields=("case_id", "stage")), Index(fields=("judge_id", "starts_at"))]

    @property
    def subject(self) -> str:
        return f"hearing:{self.id}"

    @property
    def slot(self) -> Slot | None:
        return Slot(self.starts_at, self.minutes, self.room) if self.starts_at else None

    @property
    def sits_on(self) -> date | None:
        return self.starts_at.astimezone(SHANGHAI).date() if self.starts_at else None


class HearingPerson(Row):
    """One person of one hearing: how told, how it answered, whether it came."""

    hearing_id: UUID
    hearing: fields.ForeignKeyRelation[Hearing] = fields.ForeignKeyField(
        _HEARING, related_name="people", on_delete=fields.OnDelete.RESTRICT
    )
    person_id = fields.UUIDField()  # one human being over all cases, for double booking
    party_id = fields.UUIDField(null=True)  # which party it is or speaks for
    account_id = fields.UUIDField(null=True)
    part = fields.CharEnumField(Part, max_length=20)
    name = fields.CharField(max_length=100)
    phone = SealedTextField[str | None](null=True)
    island = fields.CharField(max_length=60, default="")
    is_online = fields.BooleanField(default=False)
    answer = fields.CharEnumField(Answer, max_length=30, default=Answer.SILENT)
    answer_words = SealedTextField[str](default="")
    answered_at = UtcDatetimeField[datetime | None](null=True)
    told = fields.CharEnumField(Told, max_length=20, default=Told.NOT_TOLD)
    told_on = fields.DateField(null=True)
    told_words = SealedTextField[str](default="")
    paper_id = fields.UUIDField(null=True)  # the summons or notice
    has_come = fields.BooleanField(null=True)
    absence = fields.CharEnumField(Absence, max_length=20, null=True)
    absence_words = SealedTextField[str](default="")
    identified_at = UtcDatetimeField[datetime | None](null=True)
    identified_how = fields.CharEnumField(CheckedHow, max_length=20, null=True)
    place = fields.IntField()

    class Meta:
        table = "hearings_person"
        ordering = ["place"]
        unique_together = (("hearing_id", "person_id"),)
        indexes = [Index(fields=("hearing_id",)), Index(fields=("account_id",))]

    def attendance(self) -> Attendance:
        return Attendance(
            id=self.id,
            part=self.part,
            is_online=self.is_online,
            has_come=self.has_come,
            identified=self.identified_at is not None,
            agreed_online=self.answer in {Answer.CHOSEN, Answer.AGREED},
        )

    def voice(self) -> Voice:
        return Voice(self.id, self.answer)

    def absent(self, told: Told) -> Absent:
        return Absent(self.part, told, self.absence or Absence.NO_REASON)


async def access_hearing(
    actor: Actor, hearing_id: UUID, permission: Permission = SEE, *, lock: bool = False
) -> tuple[Case, Hearing]:
    """Hand out a hearing with its case, the only way to one: strangers learn nothing."""
    found = await Hearing.get_or_none(id=hearing_id)
    if found is None:
        raise NotFound("hearings.not_found")
    try:
        case = await access_case(actor, found.case_id, permission, lock=lock)
    except NotFound:
        raise NotFound("hearings.not_found") from None
    # The case is locked first, always: two deeds of one case wait for each other in one order.
    rows = Hearing.filter(id=hearing_id)
    return case, await (rows.select_for_update() if lock else rows).get()


async def people_of(hearing_id: UUID) -> list[HearingPerson]:
    return await HearingPerson.filter(hearing_id=hearing_id).order_by("place")
