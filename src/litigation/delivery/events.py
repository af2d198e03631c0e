"""What has happened on the way of a paper to its recipient; frozen facts, ids only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commons.events import Event, event


@event("litigation.delivery.attempt_due")
@dataclass(frozen=True, slots=True)
class AttemptDue(Event):
    """A message is to go out now, or its unknown outcome is to be asked about."""

    attempt_id: UUID


@event("litigation.delivery.patience_over")
@dataclass(frozen=True, slots=True)
class PatienceOver(Event):
    """A way was given its time; if the paper is still unopened the next one is tried."""

    delivery_id: UUID
    ordinal: int  # of the attempt that was waited for


@event("litigation.delivery.otp_due")
@dataclass(frozen=True, slots=True)
class OtpDue(Event):
    """Six digits are to be sent - or, for a decoy, nothing at all."""

    otp_id: UUID


@event("litigation.delivery.callback_noted")
@dataclass(frozen=True, slots=True)
class CallbackNoted(Event):
    callback_id: UUID


@event("litigation.delivery.stalled")
@dataclass(frozen=True, slots=True)
class DeliveryStalled(Event):
    """Every electronic way was walked and the paper is still unopened: a person must choose."""

    delivery_id: UUID
    paper_id: UUID


@event("litigation.delivery.seen")
@dataclass(frozen=True, slots=True)
class PaperSeen(Event):
    """A recipient opened, read or downloaded a paper."""

    delivery_id: UUID
    paper_id: UUID
    person_id: UUID
    seen: str
    at: datetime
