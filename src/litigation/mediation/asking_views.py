"""One party's page: tries to reach it, identity checks, what it was asked before booking."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from litigation.mediation.authority import AuthorityKind, AuthorityPaper, Power, Scope
from litigation.mediation.flags import Hint
from litigation.mediation.parties import (
    Channel,
    CheckedFor,
    CheckedHow,
    ConsentAnswer,
    ConsentHow,
    ConsentStep,
    EServiceBasis,
    Level,
    Outcome,
    PartyKind,
    Side,
    Support,
)
from litigation.mediation.party_views import PartyView
from litigation.mediation.rules import ConflictKind
from litigation.mediation.views import MatterView


@dataclass(frozen=True, slots=True)
class ConflictView:
    """The page on which a mediator declares."""

    matter: MatterView
    hints: tuple[tuple[str, Hint], ...]
    kinds: tuple[ConflictKind, ...] = tuple(ConflictKind)


@dataclass(frozen=True, slots=True)
class AttemptView:
    party: str
    channel: Channel
    outcome: Outcome
    tried_at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class CheckView:
    party: str
    representative: str
    checked_for: CheckedFor
    how: CheckedHow
    level: Level
    checked_at: datetime
    checked_by_name: str


@dataclass(frozen=True, slots=True)
class QuestionnaireView:
    """What one side answered before a day is fixed."""

    party_id: UUID
    reached: bool
    unreached_reason: str
    impossible_days: tuple[date, ...]
    second_name: str
    second_phone: str
    support: tuple[Support, ...]
    interpreter: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen on the pages about a party."""

    sides: tuple[Side, ...] = tuple(Side)
    kinds: tuple[PartyKind, ...] = tuple(PartyKind)
    bases: tuple[EServiceBasis, ...] = tuple(EServiceBasis)
    authorities: tuple[AuthorityKind, ...] = tuple(AuthorityKind)
    authority_papers: tuple[AuthorityPaper, ...] = tuple(AuthorityPaper)
    scopes: tuple[Scope, ...] = tuple(Scope)
    powers: tuple[Power, ...] = tuple(Power)
    steps: tuple[ConsentStep, ...] = tuple(ConsentStep)
    answers: tuple[ConsentAnswer, ...] = tuple(ConsentAnswer)
    ways: tuple[ConsentHow, ...] = tuple(ConsentHow)
    checked_for: tuple[CheckedFor, ...] = tuple(CheckedFor)
    checked_how: tuple[CheckedHow, ...] = tuple(CheckedHow)
    levels: tuple[Level, ...] = tuple(Level)
    channels: tuple[Channel, ...] = tuple(Channel)
    outcomes: tuple[Outcome, ...] = tuple(Outcome)
    supports: tuple[Support, ...] = tuple(Support)


@dataclass(frozen=True, slots=True)
class PartyPage:
    """One party with everything asked and checked about it."""

    matter: MatterView
    party: PartyView | None
    attempts: tuple[AttemptView, ...] = ()
    checks: tuple[CheckView, ...] = ()
    questionnaire: QuestionnaireView | None = None
    choices: Choices = field(default_factory=Choices)
