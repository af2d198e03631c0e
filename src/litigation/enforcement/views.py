"""The frozen shapes that the pages of enforcement show."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commons.deadlines import Why
from commons.papers.shapes import PaperView
from litigation.enforcement.paper_kinds import EnforcementPaper
from litigation.enforcement.rules import (
    Came,
    Closing,
    EnforcementAct,
    EnforcementStage,
    Ground,
    Measure,
)
from litigation.enforcement.shapes import SharingView, SideView
from litigation.enforcement.sharing import Method
from litigation.enforcement.sums import Account


@dataclass(frozen=True, slots=True)
class EnforcementLine:
    """One line of the list."""

    id: UUID
    name: str
    title: str
    stage: EnforcementStage
    closing: Closing | None
    asked_on: date
    term_on: date | None
    days_left: int | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class EnforcementList:
    lines: tuple[EnforcementLine, ...]
    page: int
    has_more: bool
    shows_closed: bool


@dataclass(frozen=True, slots=True)
class AskView:
    """A title before enforcement of it is asked for: everything that need not be typed."""

    here: str
    back: str
    basis: str
    creditors: tuple[str, ...]
    debtors: tuple[str, ...]
    effective_on: date
    due_on: date
    ask_until_on: date
    is_late: bool
    principal_fen: int
    paid_fen: int
    account: Account
    courts: tuple[tuple[UUID, str], ...]
    open_id: UUID | None


@dataclass(frozen=True, slots=True)
class StepView:
    id: UUID
    measure: Measure
    on: date
    until_on: date | None
    target: str
    words: str
    noted_by: str
    lifted_on: date | None
    may_lift: bool


@dataclass(frozen=True, slots=True)
class MoneyView:
    id: UUID
    amount_fen: int
    received_on: date
    came: Came
    words: str
    noted_by: str
    is_back: bool  # it takes another line back
    is_gone: bool  # another line takes it back


@dataclass(frozen=True, slots=True)
class PartView:
    """One instalment, and what of it was paid by the money that came since the settlement."""

    due_on: date
    amount_fen: int
    paid_fen: int
    is_missed: bool


@dataclass(frozen=True, slots=True)
class EnforcementView:
    """One enforcement with all that its pages show."""

    id: UUID
    version: int
    number: str
    name: str
    basis: str
    case_id: UUID | None
    decision_id: UUID | None
    matter_id: UUID | None
    title: str
    stage: EnforcementStage
    closing: Closing | None
    ground: Ground | None
    effective_on: date
    due_on: date
    ask_until_on: date | None
    is_late: bool
    asked_on: date
    accepted_on: date | None
    notice_by_on: date | None
    term_on: date | None
    closed_on: date | None
    principal_fen: int
    interest_fen: int
    rate_bp: int
    rate_from_on: date | None
    clues: str
    words: str
    judge_name: str
    account: Account
    account_on: date
    fee_fen: int
    fee_why: tuple[Why, ...]
    sides: tuple[SideView, ...]
    steps: tuple[StepView, ...]
    money: tuple[MoneyView, ...]
    settled_words: str
    parts: tuple[PartView, ...]
    sharings: tuple[SharingView, ...]
    papers: tuple[PaperView, ...]
    acts: frozenset[EnforcementAct]
    is_court: bool
    may_write: bool
    may_decide: bool
    takes_money: bool

    @property
    def grounds(self) -> tuple[Ground, ...]:
        return tuple(Ground)

    @property
    def lacks_notice(self) -> bool:
        """The debtor was not told yet; Interpretation art. 480 gives the court ten days."""
        told = any(one.measure is Measure.NOTICE for one in self.steps)
        return self.is_court and self.notice_by_on is not None and not (self.closing or told)


@dataclass(frozen=True, slots=True)
class CourseView:
    """A page with a form on it: the key makes pressing twice do one thing."""

    one: EnforcementView
    form_key: UUID

    @property
    def comes(self) -> tuple[Came, ...]:
        return tuple(one for one in Came if one is not Came.SHARED)

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(Measure)


@dataclass(frozen=True, slots=True)
class SharingDesk:
    one: EnforcementView
    others: tuple[tuple[UUID, str], ...]  # running enforcements against the same debtor

    @property
    def methods(self) -> tuple[Method, ...]:
        return tuple(Method)

    @property
    def all(self) -> tuple[tuple[UUID, str], ...]:
        return ((self.one.id, f"{self.one.name} {self.one.title}"), *self.others)


@dataclass(frozen=True, slots=True)
class PaperPage:
    one: EnforcementView
    paper: PaperView
    article: str


@dataclass(frozen=True, slots=True)
class PapersDesk:
    """What was drawn up, and what may be now."""

    one: EnforcementView
    kinds: tuple[EnforcementPaper, ...]
