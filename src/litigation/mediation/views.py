"""A mediation as its pages and its JSON show it: frozen, numbers masked, nothing of the tables."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from litigation.clocks.lights import Light
from litigation.mediation.clocks import ClockKind, ClockState, RunningClock
from litigation.mediation.ending import EndReason, NextDoor
from litigation.mediation.flags import RedFlag
from litigation.mediation.party_views import PartyView
from litigation.mediation.rules import (
    ConflictKind,
    OrganisationKind,
    Origin,
    Procedure,
    Remedy,
    Stage,
    Track,
)

ROWS_PER_PAGE = 50
SEARCH_MAX = 100


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock with its words' keys."""

    kind: ClockKind
    started_on: date
    due_on: date
    provisional: bool
    state: ClockState
    light: Light
    days_left: int

    @property
    def is_urgent(self) -> bool:
        return self.light in {Light.AMBER, Light.RED}


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One line of the mediator's list."""

    id: UUID
    number: str
    track: Track
    stage: Stage
    island: str
    cause: str
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]
    mediator_name: str
    due_on: date | None
    due_kind: ClockKind | None
    provisional: bool
    days_left: int | None
    light: Light


@dataclass(frozen=True, slots=True)
class MatterList:
    """One page of the list, soonest last day first."""

    lines: tuple[MatterLine, ...]
    search: str
    shows_closed: bool
    page: int
    has_more: bool
    drafts: int
    may_open: bool


@dataclass(frozen=True, slots=True)
class DeclarationView:
    kind: ConflictKind
    words: str
    agreed_by: tuple[str, ...]
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class ExtensionView:
    days: int
    agreed_on: date


@dataclass(frozen=True, slots=True)
class AppraisalView:
    subject_of: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class EndView:
    """How it ended and where the parties go from here."""

    reason: EndReason
    item: int
    who: str
    explanation: str
    costly_conduct: str
    court_hints: str
    closed_on: date | None
    next_door: NextDoor


@dataclass(frozen=True, slots=True)
class AfterwardsView:
    """What follows an agreement: the day counter, the ruling, an unkept promise."""

    effective_at: datetime
    confirmable: bool
    why: str
    due_on: date | None
    provisional: bool
    days_left: int | None
    asked_on: date | None
    decided_on: date | None
    ruling_number: str
    broken_on: date | None
    broken_by: str
    broken_words: str
    performance_due_on: date | None
    remedy: Remedy


@dataclass(frozen=True, slots=True)
class MatterView:
    """One matter in full, for those who may see it."""

    id: UUID
    number: str
    origin: Origin
    track: Track
    procedure: Procedure | None
    case_number: str
    organisation_id: UUID
    organisation_kind: OrganisationKind
    organisation_title: str
    mediator_name: str
    island: str
    cause: str
    summary: str
    stage: Stage
    registered_on: date
    accepted_on: date | None
    materials_on: date | None
    contacted_on: date | None
    clocks: tuple[ClockView, ...]
    parties: tuple[PartyView, ...]
    declaration: DeclarationView | None
    extensions: tuple[ExtensionView, ...]
    appraisals: tuple[AppraisalView, ...]
    missing: tuple[str, ...]
    red_flags: tuple[RedFlag, ...]
    end: EndView | None
    afterwards: AfterwardsView | None
    is_own: bool
    may_write: bool
    may_reassign: bool
    has_mediator: bool
    is_taken: bool
    version: int

    @property
    def is_open(self) -> bool:
        return self.stage in {Stage.REGISTERED, Stage.ACCEPTED, Stage.UNDER_WAY}

    @property
    def is_paused(self) -> bool:
        return any(each.to_on is None for each in self.appraisals)

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """The parties as things to choose from."""
        return tuple((str(party.id), party.name) for party in self.parties)

    @property
    def end_reasons(self) -> tuple[EndReason, ...]:
        """An agreement is never chosen from a list: it comes with the last signature."""
        return tuple(each for each in EndReason if each is not EndReason.AGREED)


@dataclass(frozen=True, slots=True)
class MediatorChoice:
    """Whom a matter may be offered to; empty for those who may not offer it."""

    matter: MatterView
    mediators: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class EnforcementRequest:
    """What is handed to the enforcement desk with one tap, or to the filing desk otherwise."""

    matter_id: UUID
    number: str
    remedy: Remedy
    creditors: tuple[str, ...]
    debtor: str
    ruling_number: str
    effective_at: datetime
    performance_due_on: date
    # Civil Procedure Law art. 250: two years from the last day of performance.
    apply_by: date
    apply_by_provisional: bool
    words: str


def clock_view(clock: RunningClock) -> ClockView:
    return ClockView(
        kind=clock.kind,
        started_on=clock.started_on,
        due_on=clock.due_on,
        provisional=clock.provisional,
        state=clock.state,
        light=clock.light,
        days_left=clock.days_left,
    )
