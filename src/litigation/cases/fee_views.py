"""What the pages about fees show: frozen, ready for a template."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from commons.deadlines import Why
from litigation.cases.charging import (
    NoticeKind,
    NoticeStage,
    PaymentStage,
    PaymentWay,
    RefundGround,
    ReliefGround,
    ReliefKind,
    ReliefStage,
)
from litigation.cases.rules import Stage


@dataclass(frozen=True, slots=True)
class PaymentView:
    id: UUID
    way: PaymentWay
    stage: PaymentStage
    amount_fen: int
    pay_url: str
    receipt_number: str
    asked_at: datetime
    verified_at: datetime | None
    words: str


@dataclass(frozen=True, slots=True)
class ReliefView:
    id: UUID
    kind: ReliefKind
    ground: ReliefGround
    stage: ReliefStage
    words: str
    asked_on: date
    granted_fen: int
    until_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One fee notice: the sum, each step of it, the last day and how many days are left."""

    id: UUID
    kind: NoticeKind
    stage: NoticeStage
    payer: str
    fee_fen: int
    fee_fen_max: int
    whole_fen: int
    paid_fen: int
    waived_fen: int
    open_fen: int
    lines: tuple[Why, ...]
    issued_on: date
    due_on: date
    days_left: int
    provisional: bool
    deferred_to_on: date | None
    may_lapse: bool
    payments: tuple[PaymentView, ...]
    reliefs: tuple[ReliefView, ...]

    @property
    def open_relief(self) -> ReliefView | None:
        return next((one for one in self.reliefs if one.stage is ReliefStage.OPEN), None)


@dataclass(frozen=True, slots=True)
class RefundView:
    id: UUID
    ground: RefundGround
    payer: str
    amount_fen: int
    due_on: date
    days_left: int
    paid_on: date | None
    reference: str
    lines: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class FeeView:
    case_id: UUID
    name: str
    stage: Stage
    notices: tuple[NoticeView, ...]
    refunds: tuple[RefundView, ...]
    may_write: bool
    may_decide: bool
    today: date
    relief_kinds: tuple[ReliefKind, ...] = tuple(ReliefKind)
    relief_grounds: tuple[ReliefGround, ...] = tuple(ReliefGround)
