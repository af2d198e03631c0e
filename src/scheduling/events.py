"""What has happened in the pool of hearings; the asker hears of it by its own reference."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commons.events import Event, event


@event("scheduling.hearing.listed")
@dataclass(frozen=True, slots=True)
class HearingListed(Event):
    """A hearing has a place; a later one with the same reference takes its place."""

    reference_id: UUID
    on: date
    start: int
    minutes: int
    room: str
    judge_id: UUID
    edition: int  # grows with each listing of the request


@event("scheduling.hearing.withdrawn")
@dataclass(frozen=True, slots=True)
class HearingWithdrawn(Event):
    """A hearing has left the pool, and its place is free."""

    reference_id: UUID
