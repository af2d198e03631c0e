"""What has happened to the files of cases; frozen facts, ids only."""

from dataclasses import dataclass
from uuid import UUID

from commons.events import Event, event


@event("litigation.bundle.wanted")
@dataclass(frozen=True, slots=True)
class BundleWanted(Event):
    """The file of a case is to be bound, if it is not bound as it stands."""

    case_id: UUID
    scope: str
