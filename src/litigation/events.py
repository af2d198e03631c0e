"""What has happened in litigation and travels upwards; frozen facts, ids only."""

from dataclasses import dataclass
from datetime import datetime
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
