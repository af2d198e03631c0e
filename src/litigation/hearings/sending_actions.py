"""What the service prepares for sending by itself: reminders and meetings."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from commons.persons import can_receive_messages
from litigation.cases.models import Case
from litigation.hearings.models import Hearing, people_of
from litigation.hearings.online import Mode
from litigation.hearings.reckoning import REMIND_DAYS, remind_at
from litigation.hearings.rules import OVER, may_tell, must_be_told_off


@dataclass(frozen=True, slots=True)
class Notice:
    """One message about one hearing to one person; its key is the same at every try."""

    key: str
    name: str
    phone: str
    number: str
    starts_at: datetime
    room: str
    is_online: bool


async def reminders_of(
    hearing_id: UUID, edition: int, days_before: int, now: datetime
) -> tuple[Notice, ...]:
    """List who is still to be reminded: nobody once it was held, is off, or was listed anew."""
    row = await Hearing.get_or_none(id=hearing_id)
    if row is None or row.edition != edition or not may_tell(row.stage, row.slot, now):
        return ()
    nearer = (remind_at(row, fewer) for fewer in REMIND_DAYS if fewer < days_before)
    if any(at is not None and at <= now for at in nearer):
        return ()  # after a pause both ring at once: the nearer one says the same
    return await _notices(row, f"{edition}:{days_before}")


async def notices_of_the_end(hearing_id: UUID, now: datetime) -> tuple[Notice, ...]:
    """List who was told to come and has to hear that the hearing is off: boats are long."""
    row = await Hearing.get_or_none(id=hearing_id)
    told = row is not None and row.told_edition > 0
    if row is None or not must_be_told_off(row.stage, row.slot, told=told, now=now):
        return ()
    return await _notices(row, "off")


async def _notices(row: Hearing, what: str) -> tuple[Notice, ...]:
    case = await Case.get(id=row.case_id)
    assert row.starts_at is not None
    return tuple(
        Notice(
            key=uuid5(one.id, what).hex,
            name=one.name,
            phone=one.phone,
            number=case.name,
            starts_at=row.starts_at,
            room=row.room,
            is_online=one.is_online,
        )
        for one in await people_of(row.id)
        if one.phone and can_receive_messages(one.phone)
    )


@dataclass(frozen=True, slots=True)
class MeetingWanted:
    """The room that one listing of a hearing needs."""

    key: str
    title: str
    starts_at: datetime
    minutes: int


async def meeting_wanted(hearing_id: UUID, edition: int) -> MeetingWanted | None:
    """Say which room is needed; none for a hearing in person, over, or listed anew."""
    row = await Hearing.get_or_none(id=hearing_id)
    if row is None or row.edition != edition or row.stage in OVER or row.starts_at is None:
        return None
    if row.mode is Mode.IN_PERSON or row.link:
        return None
    case = await Case.get(id=row.case_id)
    key = uuid5(row.id, str(edition)).hex
    # The number names the room; names of people do not belong on somebody else's list.
    return MeetingWanted(key, case.name, row.starts_at, row.minutes)
