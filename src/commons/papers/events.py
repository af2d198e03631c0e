"""What has happened to papers, for those who deliver them and show them."""

from dataclasses import dataclass
from uuid import UUID

from commons.events import Event, event


@event("commons.papers.signed")
@dataclass(frozen=True, slots=True)
class PaperSigned(Event):
    """The last signature is there: it has effect, and is to be printed and sealed."""

    paper_id: UUID
    kind: str
    subject: str


@event("commons.papers.printed")
@dataclass(frozen=True, slots=True)
class PaperPrinted(Event):
    """Printed with blank rooms, and promised to the log: its proof can be put in, and the seal."""

    paper_id: UUID
    kind: str
    subject: str


@event("commons.papers.issued")
@dataclass(frozen=True, slots=True)
class PaperIssued(Event):
    """Printed, sealed, archived and found by its code: it may be delivered."""

    paper_id: UUID
    kind: str
    subject: str


@event("commons.papers.stopped")
@dataclass(frozen=True, slots=True)
class PaperStopped(Event):
    """Blocked, withdrawn or replaced: what is under way must not be delivered any more."""

    paper_id: UUID
    kind: str
    subject: str
    stage: str
