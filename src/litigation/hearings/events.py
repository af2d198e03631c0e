"""Facts about hearings that other rooms may hear of, through the outbox."""

from dataclasses import dataclass
from uuid import UUID

from commons.events import Event, event


@event("litigation.hearing.asked")
@dataclass(frozen=True, slots=True)
class HearingAsked(Event):
    """A hearing of a case is in the pool and waits for a place."""

    hearing_id: UUID
    case_id: UUID


@event("litigation.hearing.summoned")
@dataclass(frozen=True, slots=True)
class HearingSummoned(Event):
    """Summons and notices are out for this listing of a hearing."""

    hearing_id: UUID
    edition: int


@event("litigation.hearing.reminder_due")
@dataclass(frozen=True, slots=True)
class HearingReminderDue(Event):
    """The time for a reminder has come; whether one still goes out is decided then."""

    hearing_id: UUID
    edition: int
    days_before: int


@event("litigation.hearing.meeting_due")
@dataclass(frozen=True, slots=True)
class MeetingDue(Event):
    """A hearing with people online needs its meeting."""

    hearing_id: UUID
    edition: int


@event("litigation.hearing.ended")
@dataclass(frozen=True, slots=True)
class HearingEnded(Event):
    """A hearing has its disposition: held, no-show, adjourned, cancelled, or listed in error."""

    hearing_id: UUID
    case_id: UUID
    stage: str


@event("litigation.hearing.adjournment_asked")
@dataclass(frozen=True, slots=True)
class AdjournmentAsked(Event):
    """Somebody above the judge has to decide whether a hearing is put off."""

    adjournment_id: UUID
    verdict: str
