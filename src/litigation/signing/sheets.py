"""What the papers of a mediation are made from, gathered beforehand and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from litigation.mediation.ending import EndReason, NextDoor
from litigation.mediation.rules import ConflictKind, Track
from litigation.signing.rules import Term


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party as printed: role, name, and what identifies it on this paper."""

    role: str
    name: str
    facts: tuple[str, ...]
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What every paper of one matter says about it."""

    number: str
    case_number: str
    cause: str
    track: Track
    organisation: str
    mediator: str
    island: str
    conflict: ConflictKind | None
    conflict_words: str
    term_due_on: date | None
    term_is_provisional: bool
    accepted_on: date | None
    drawn_on: date
    court: str


@dataclass(frozen=True, slots=True)
class Talks:
    """When, where and how the talks of one transcript took place, and who heard it read out."""

    begun_at: datetime | None
    place: str
    is_online: bool
    heard_by: Mapping[int, tuple[str, ...]]  # number of a line to the names that ticked it


@dataclass(frozen=True, slots=True)
class Promises:
    """The agreed terms, with the facts they rest on."""

    terms: tuple[Term, ...]
    facts: str
    default_clause: str
    costs: str
    wants_confirmation: bool


@dataclass(frozen=True, slots=True)
class Ending:
    reason: EndReason
    next_door: NextDoor
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Confirming:
    """What the joint application says about the agreement it is for."""

    agreed_on: date
    due_on: date
    agreement_code: str
    organisation_kind: str
