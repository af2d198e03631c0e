"""What the pages about cases show: frozen, ready for a template."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from litigation.cases.fees import Procedure
from litigation.cases.pleading import ClaimStage, Domicile, Screen
from litigation.cases.priority import Priority
from litigation.cases.rules import Ending, RefusalGround, Side, Stage
from litigation.mediation.opening import QuestionState
from litigation.mediation.rules import Track
from litigation.record.rules import Grade


@dataclass(frozen=True, slots=True)
class FilingLine:
    id: UUID
    title: str
    done: int
    total: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class FilingList:
    filings: tuple[FilingLine, ...]


@dataclass(frozen=True, slots=True)
class FilingView:
    """One draft with its task list and everything that was said."""

    id: UUID
    version: int
    answers: Mapping[str, str]
    states: tuple[tuple[Screen, QuestionState], ...]
    courts: tuple[tuple[UUID, str], ...]
    screen: Screen | None = None
    has_mediation: bool = False

    @property
    def step(self) -> int:
        screens = [each for each, _ in self.states]
        return screens.index(self.screen) + 1 if self.screen in screens else len(screens) + 1

    @property
    def total(self) -> int:
        return len(self.states) + 1

    @property
    def is_complete(self) -> bool:
        return all(state is QuestionState.DONE for _, state in self.states)

    @property
    def court(self) -> str:
        chosen = self.answers.get("organisation_id", "")
        return next((title for each, title in self.courts if str(each) == chosen), "")

    def said(self, name: str) -> str:
        return self.answers.get(name, "")

    def fen(self, name: str) -> int | None:
        text = self.answers.get(name, "")
        return int(text) if text else None


@dataclass(frozen=True, slots=True)
class CaseLine:
    id: UUID
    name: str
    title: str
    cause: str
    stage: Stage
    grade: Grade | None
    due_on: date | None
    days_left: int
    judge_name: str
    priority: Priority


@dataclass(frozen=True, slots=True)
class CaseList:
    lines: tuple[CaseLine, ...]
    page: int
    has_more: bool
    search: str
    shows_closed: bool
    may_file: bool


@dataclass(frozen=True, slots=True)
class PartyView:
    id: UUID
    side: Side
    name: str
    number_masked: str
    phone_masked: str
    address: str
    e_consent: bool
    domicile: Domicile
    is_missing: bool
    agent_name: str
    copies_on: date | None
    answer_due_on: date | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ClaimView:
    id: UUID
    side: Side
    item: str
    amount_fen: int | None
    is_counter: bool
    stage: ClaimStage


@dataclass(frozen=True, slots=True)
class DefectsView:
    defects: tuple[str, ...]
    answers: Mapping[str, str]
    listed_on: date
    due_on: date
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """The page of one case."""

    id: UUID
    version: int
    name: str
    number: str
    receipt_number: str
    title: str
    cause: str
    court: str
    stage: Stage
    track: Track
    procedure: Procedure
    grade: Grade | None
    minutes: int
    amount_fen: int | None
    judge_id: UUID | None
    judge_name: str
    members: tuple[tuple[UUID, str], ...]
    clerk_id: UUID | None
    clerk_name: str
    island: str
    is_online: bool
    is_green: bool
    green_reason: str
    leaves_on: date | None
    priority: Priority
    submitted_at: datetime
    filed_on: date | None
    decide_by_on: date | None
    decide_days_left: int
    decide_by_provisional: bool
    copies_due_on: date | None
    closed_on: date | None
    ending: Ending | None
    ending_words: str
    joined_to: str
    parties: tuple[PartyView, ...]
    claims: tuple[ClaimView, ...]
    agreed_facts: tuple[str, ...]
    exhibits: tuple[tuple[Side, str, str, str], ...]
    story: tuple[tuple[str, str], ...]
    preservation: str
    defects: DefectsView | None
    open_fen: int
    fee_due_on: date | None
    open_motions: int
    is_own: bool
    is_staff: bool
    has_clocks: bool
    came_from_elsewhere: bool
    may_write: bool
    may_decide: bool
    judges: tuple[tuple[UUID, str], ...] = ()
    clerks: tuple[tuple[UUID, str], ...] = ()
    refusal_grounds: tuple[RefusalGround, ...] = tuple(RefusalGround)
    sides: tuple[Side, ...] = tuple(Side)
    domiciles: tuple[Domicile, ...] = tuple(Domicile)
