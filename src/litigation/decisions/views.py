"""The frozen shapes that the pages of decisions show."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commons.deadlines import Why
from commons.papers.shapes import PaperView
from litigation.cases.rules import Side
from litigation.decisions.rules import (
    DecisionAct,
    DecisionKind,
    DecisionStage,
    Pronounced,
    ServedWay,
)
from litigation.hearings.views import CaseHead

RESULTS = (DecisionAct.DROP_APPEAL, DecisionAct.UPHOLD, DecisionAct.OVERTURN)


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision in the list of its case."""

    id: UUID
    kind: DecisionKind
    stage: DecisionStage
    issued_on: date | None
    effective_on: date | None


@dataclass(frozen=True, slots=True)
class ReachView:
    """How a decision reached one party, and what this party may still do."""

    party_id: UUID
    name: str
    is_abroad: bool
    served_on: date | None
    way: ServedWay | None
    appeal_until_on: date | None
    appeal_provisional: bool
    appealed_on: date | None


@dataclass(frozen=True, slots=True)
class PaymentView:
    """One payment that the one who received it has confirmed."""

    to_name: str
    amount_fen: int
    paid_on: date
    words: str
    noted_by: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision: its text while it is written, its way to the parties afterwards."""

    case: CaseHead
    id: UUID
    version: int
    kind: DecisionKind
    stage: DecisionStage
    by_default: bool
    claims: str
    facts: str
    law: str
    result: str
    costs: str
    wanted: tuple[str, ...]  # the parts that the law asks for
    amount_fen: int | None
    paying_side: Side
    perform_until_on: date | None
    perform_days: int | None
    due_on: date | None
    pronounced_on: date | None
    pronounced_how: Pronounced | None
    deliver_by_on: date | None
    issued_on: date | None
    effective_on: date | None
    effect_provisional: bool
    effect: Why | None
    papers: tuple[PaperView, ...]  # for the court: what was drawn up and who has to sign
    reached: tuple[ReachView, ...]
    paid_fen: int
    may_appeal: bool
    may_confirm: bool
    may_pronounce: bool
    results: tuple[DecisionAct, ...]

    @property
    def may_enforce(self) -> bool:
        """It binds and orders money that was not confirmed as paid."""
        left = (self.amount_fen or 0) - self.paid_fen
        return self.stage is DecisionStage.EFFECTIVE and left > 0

    sides: tuple[Side, ...] = (Side.DEFENDANT, Side.PLAINTIFF)
    hows: tuple[Pronounced, ...] = tuple(Pronounced)

    @property
    def is_drawn_up(self) -> bool:
        return bool(self.papers)

    @property
    def is_draft(self) -> bool:
        return self.stage is DecisionStage.DRAFT


@dataclass(frozen=True, slots=True)
class PartyDesk:
    """One party of a decision at the clerk's desk: its service and its appeal."""

    decision: DecisionView
    reach: ReachView
    ways: tuple[ServedWay, ...]


@dataclass(frozen=True, slots=True)
class PaymentsView:
    """What was paid on a decision, and the form for one more confirmation."""

    decision: DecisionView
    payments: tuple[PaymentView, ...]
    left_fen: int
    receivers: tuple[tuple[UUID, str], ...]
    form_key: UUID


@dataclass(frozen=True, slots=True)
class CaseDecisions:
    """All decisions of one case, and which kinds the judge may begin to write."""

    case: CaseHead
    decisions: tuple[DecisionLine, ...]
    kinds: tuple[DecisionKind, ...]
