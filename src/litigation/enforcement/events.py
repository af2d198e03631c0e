"""What has happened in an enforcement and travels upwards; frozen facts, ids only."""

from dataclasses import dataclass
from uuid import UUID

from commons.events import Event, event


@event("litigation.enforcement.asked")
@dataclass(frozen=True, slots=True)
class EnforcementAsked(Event):
    enforcement_id: UUID


@event("litigation.enforcement.money_came")
@dataclass(frozen=True, slots=True)
class EnforcementMoneyCame(Event):
    """Money came in for the creditors, or was taken back: `amount_fen` is negative then."""

    enforcement_id: UUID
    amount_fen: int


@event("litigation.enforcement.closed")
@dataclass(frozen=True, slots=True)
class EnforcementClosed(Event):
    enforcement_id: UUID
    closing: str
