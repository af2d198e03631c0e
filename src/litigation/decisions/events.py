"""Facts about decisions that other rooms may hear of, through the outbox."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commons.events import Event, event


@event("litigation.decision.issued")
@dataclass(frozen=True, slots=True)
class DecisionIssued(Event):
    """A judgment, a ruling or a mediation order is signed and goes out to the parties."""

    decision_id: UUID
    case_id: UUID
    kind: str


@event("litigation.decision.effect_due")
@dataclass(frozen=True, slots=True)
class DecisionEffectDue(Event):
    """The last period for appeal is over; whether the decision binds is decided anew then."""

    decision_id: UUID


@event("litigation.decision.effective")
@dataclass(frozen=True, slots=True)
class DecisionEffective(Event):
    """A decision binds since this day."""

    decision_id: UUID
    case_id: UUID
    effective_on: date
