"""What has happened in litigation and travels upwards; frozen facts, ids only."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from commons.events import Event, event


@event("litigation.mediation.opened")
@dataclass(frozen=True, slots=True)
class MediationOpened(Event):
    matter_id: UUID
    organisation_id: UUID
    track: str


@event("litigation.mediation.offered")
@dataclass(frozen=True, slots=True)
class MediationOffered(Event):
    """A mediator was picked and has three working days to accept."""

    matter_id: UUID
    mediator_id: UUID


@event("litigation.mediation.acceptance_due")
@dataclass(frozen=True, slots=True)
class AcceptanceDue(Event):
    """The three working days are over; silence means another mediator is picked."""

    matter_id: UUID
    mediator_id: UUID


@event("litigation.mediation.accepted")
@dataclass(frozen=True, slots=True)
class MediationAccepted(Event):
    matter_id: UUID
    mediator_id: UUID


@event("litigation.mediation.agreed")
@dataclass(frozen=True, slots=True)
class MediationAgreed(Event):
    """The last party has signed; from this instant the agreement binds."""

    matter_id: UUID
    effective_at: datetime


@event("litigation.mediation.ended")
@dataclass(frozen=True, slots=True)
class MediationEnded(Event):
    """It ended without an agreement, or went straight to the fee notice."""

    matter_id: UUID
    reason: str
    next_door: str


@event("litigation.mediation.confirmed")
@dataclass(frozen=True, slots=True)
class AgreementConfirmed(Event):
    """The court has confirmed the agreement; it can now be enforced."""

    matter_id: UUID


@event("litigation.mediation.broken")
@dataclass(frozen=True, slots=True)
class AgreementBroken(Event):
    """A side did not do what it had agreed to."""

    matter_id: UUID
    remedy: str


@event("litigation.record.offer_closes")
@dataclass(frozen=True, slots=True)
class OfferCloses(Event):
    """The closing day of an offer is over; if nobody has answered, it lapses."""

    offer_id: UUID


@event("litigation.record.facts_reopened")
@dataclass(frozen=True, slots=True)
class FactsReopened(Event):
    """An agreed fact was opened again: the signed paper it stood on no longer holds."""

    matter_id: UUID
    paper_id: UUID


@event("litigation.case.submitted")
@dataclass(frozen=True, slots=True)
class CaseSubmitted(Event):
    """A complaint was handed in and has its dated receipt."""

    case_id: UUID
    organisation_id: UUID


@event("litigation.case.filed")
@dataclass(frozen=True, slots=True)
class CaseFiled(Event):
    """A case has its number."""

    case_id: UUID
    number: str


@event("litigation.case.refused")
@dataclass(frozen=True, slots=True)
class CaseRefused(Event):
    case_id: UUID
    ground: str


@event("litigation.case.fee_notice_issued")
@dataclass(frozen=True, slots=True)
class FeeNoticeIssued(Event):
    case_id: UUID
    notice_id: UUID


@event("litigation.case.fee_time_over")
@dataclass(frozen=True, slots=True)
class FeeTimeOver(Event):
    """The last day for paying is over; whether the case lapses is decided anew then."""

    notice_id: UUID


@event("litigation.case.fee_collection_started")
@dataclass(frozen=True, slots=True)
class FeeCollectionStarted(Event):
    """Somebody wants to pay: the collection is opened at the bank."""

    payment_id: UUID


@event("litigation.case.fee_ask_bank")
@dataclass(frozen=True, slots=True)
class FeeAskBank(Event):
    """It is time to ask the bank what became of a collection."""

    payment_id: UUID
    turn: int


@event("litigation.case.fee_settled")
@dataclass(frozen=True, slots=True)
class FeeSettled(Event):
    """Paid, deferred or waived: nothing about money keeps the case from being scheduled."""

    case_id: UUID
    notice_id: UUID


@event("litigation.case.pooled")
@dataclass(frozen=True, slots=True)
class CasePooled(Event):
    """The case may be scheduled."""

    case_id: UUID


@event("litigation.case.closed")
@dataclass(frozen=True, slots=True)
class CaseClosed(Event):
    case_id: UUID
    ending: str


@event("litigation.case.moved")
@dataclass(frozen=True, slots=True)
class CaseMotioned(Event):
    """A party did or asked for something in a case."""

    case_id: UUID
    motion_id: UUID
    kind: str


@event("litigation.case.motion_decided")
@dataclass(frozen=True, slots=True)
class MotionDecided(Event):
    case_id: UUID
    motion_id: UUID
    kind: str
    granted: bool


@event("litigation.clocks.alarm")
@dataclass(frozen=True, slots=True)
class ClockAlarm(Event):
    """A clock has something to say now; an alarm whose number is old is stale and ignored."""

    clock_id: UUID
    number: int


@event("litigation.clocks.changed")
@dataclass(frozen=True, slots=True)
class ClockChanged(Event):
    """A clock of a case was started, moved, met or stopped: its last day may be another one."""

    clock_id: UUID
    case_id: UUID
    key: str


@event("litigation.clocks.nears")
@dataclass(frozen=True, slots=True)
class ClockNears(Event):
    """A clock still runs and its last day comes near."""

    clock_id: UUID
    case_id: UUID
    key: str
    part: str
    due_on: date


@event("litigation.clocks.ran_out")
@dataclass(frozen=True, slots=True)
class ClockRanOut(Event):
    """The last day is over and the thing was not done."""

    clock_id: UUID
    case_id: UUID
    key: str
    part: str
    due_on: date


@event("litigation.clocks.reminder_changed")
@dataclass(frozen=True, slots=True)
class ReminderChanged(Event):
    """For one kind of clock people are to be reminded earlier or later."""

    key: str
