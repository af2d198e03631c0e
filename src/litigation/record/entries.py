"""What pages and papers are shown of a record: frozen, each kind of reader with types of its own.

`CourtRecord` has no place where a line, an offer, a proposal or an unfixed fact could lie.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from commons.uploads.kinds import Removed
from litigation.mediation.ending import EndReason
from litigation.mediation.parties import Side
from litigation.record.bargaining import OfferKind, OfferStage, Terms
from litigation.record.rules import (
    ClaimStage,
    Compartment,
    ExhibitKind,
    FactStage,
    Grade,
    LineKind,
    Opinion,
)


@dataclass(frozen=True, slots=True)
class Person:
    """A party by name and side."""

    id: UUID
    side: Side
    name: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What another party answers to a claim."""

    party: Person
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    id: UUID
    number: int
    party: Person
    item: str
    amount_fen: int | None
    basis: str
    stage: ClaimStage
    dropped_reason: str
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What another party says of an exhibit."""

    party: Person
    genuine: Opinion
    lawful: Opinion
    relevant: Opinion
    reason: str


@dataclass(frozen=True, slots=True)
class FileEntry:
    id: UUID
    name: str
    media_type: str
    original_sha256: str
    clean_sha256: str
    bytes: int
    is_picture: bool
    removed: tuple[Removed, ...]


@dataclass(frozen=True, slots=True)
class ExhibitEntry:
    id: UUID
    number: int
    party: Person
    name: str
    source: str
    purpose: str
    kind: ExhibitKind
    withdrawn_reason: str | None
    files: tuple[FileEntry, ...]
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class IssueEntry:
    id: UUID
    number: int
    text: str
    claim_ids: frozenset[UUID]
    fact_ids: frozenset[UUID]
    exhibit_ids: frozenset[UUID]
    settled_reason: str | None
    version: int

    @property
    def lacks_evidence(self) -> bool:
        return self.settled_reason is None and not self.exhibit_ids


@dataclass(frozen=True, slots=True)
class FixedFact:
    """A fact that both sides have signed: the only kind the court reads."""

    id: UUID
    number: int
    text: str
    paper_id: UUID
    fixed_at: datetime


@dataclass(frozen=True, slots=True)
class FactEntry:
    """A fact at any stage, for the parties and their mediator."""

    id: UUID
    number: int
    text: str
    stage: FactStage
    paper_id: UUID | None
    fixed_at: datetime | None
    reopened_at: datetime | None
    reopened_reason: str
    reopened_by: Person | None


@dataclass(frozen=True, slots=True)
class LineEntry:
    id: UUID
    compartment: Compartment
    number: int
    kind: LineKind
    party: Person | None
    speaker: str
    text: str
    said_at: datetime
    without_prejudice: bool
    corrects_number: int | None


@dataclass(frozen=True, slots=True)
class OfferEntry:
    id: UUID
    compartment: Compartment
    party: Person
    kind: OfferKind
    terms: Terms
    stage: OfferStage
    written_at: datetime
    ended_at: datetime | None
    answers_id: UUID | None
    answered_by: Person | None

    @property
    def closes_on(self) -> date:
        return self.terms.closes_on


@dataclass(frozen=True, slots=True)
class Exchange:
    """What both sides have put on the table against each other; usable in court."""

    claims: tuple[ClaimEntry, ...]
    exhibits: tuple[ExhibitEntry, ...]
    issues: tuple[IssueEntry, ...]

    def standing_claims(self) -> Iterator[ClaimEntry]:
        return (claim for claim in self.claims if claim.stage is ClaimStage.STANDING)


@dataclass(frozen=True, slots=True)
class CourtWords:
    """What was written expressly for the court."""

    course: str
    appraisal_needs: str
    grade: Grade | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class CourtRecord:
    """All that the report to the court may say (Online Mediation Rules art. 18 and 21)."""

    matter_id: UUID
    people: tuple[Person, ...]
    exchange: Exchange
    fixed_facts: tuple[FixedFact, ...]
    words: CourtWords | None
    end_reason: EndReason | None
    explanation: str
    costly_conduct: str
    court_hints: str


@dataclass(frozen=True, slots=True)
class JointRecord:
    """All that is read back to both sides and printed in the transcript; no caucus, no notes."""

    matter_id: UUID
    people: tuple[Person, ...]
    exchange: Exchange
    facts: tuple[FactEntry, ...]
    lines: tuple[LineEntry, ...]
    offers: tuple[OfferEntry, ...]

    @property
    def proposals(self) -> tuple[LineEntry, ...]:
        return self._of(LineKind.PROPOSAL)

    @property
    def results(self) -> tuple[LineEntry, ...]:
        return self._of(LineKind.RESULT)

    def _of(self, kind: LineKind) -> tuple[LineEntry, ...]:
        return tuple(line for line in self.lines if line.kind is kind)


@dataclass(frozen=True, slots=True)
class Confidences:
    """One compartment, as its mediator reads it."""

    matter_id: UUID
    compartment: Compartment
    people: tuple[Person, ...]
    lines: tuple[LineEntry, ...]
    offers: tuple[OfferEntry, ...]
    unsent: str
    unsent_at: datetime | None
