"""What the pages about grades, motions and papers show: frozen, ready for a template."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commons.deadlines import Why
from commons.errors import Problem
from commons.papers.shapes import PaperView
from litigation.cases.fees import Procedure
from litigation.cases.grading import Factor, JudgeLevel
from litigation.cases.motions import MotionKind, MotionStage
from litigation.cases.paper_kinds import CasePaper
from litigation.record.rules import Grade


@dataclass(frozen=True, slots=True)
class PointView:
    factor: Factor
    found: int
    points: int


@dataclass(frozen=True, slots=True)
class GradeView:
    case_id: UUID
    version: int
    name: str
    grade: Grade | None
    advice: Grade
    gates: tuple[Why, ...]
    points: tuple[PointView, ...]
    score: int
    simple_most: int
    procedure: Procedure
    minutes: int
    level: JudgeLevel
    is_panel: bool
    weight_tenths: int
    reason: str
    ticked: frozenset[str]
    issues: int
    may_write: bool
    may_decide: bool
    grades: tuple[Grade, ...] = tuple(Grade)


@dataclass(frozen=True, slots=True)
class MotionView:
    id: UUID
    kind: MotionKind
    stage: MotionStage
    party_name: str
    words: str
    claims: tuple[tuple[str, int | None], ...]
    dropped: tuple[str, ...]
    other_number: str
    made_on: date
    decided_on: date | None
    decision: str
    article: str


@dataclass(frozen=True, slots=True)
class MotionsView:
    case_id: UUID
    name: str
    is_pending: bool
    motions: tuple[MotionView, ...]
    parties: tuple[tuple[UUID, str], ...]
    claims: tuple[tuple[UUID, str], ...]
    kind: MotionKind | None
    may_decide: bool
    form_key: UUID
    kinds: tuple[MotionKind, ...] = tuple(MotionKind)


@dataclass(frozen=True, slots=True)
class PaperLine:
    kind: CasePaper
    title: str
    missing: Problem | None
    paper: PaperView | None


@dataclass(frozen=True, slots=True)
class CasePapersView:
    case_id: UUID
    name: str
    kinds: tuple[PaperLine, ...]
    may_write: bool


@dataclass(frozen=True, slots=True)
class OnePaperView:
    case_id: UUID
    name: str
    paper: PaperView
    article: str


@dataclass(frozen=True, slots=True)
class TablesView:
    """What an administrator may change: points by factor, wage bases by year."""

    points: tuple[tuple[Factor, int, date | None, str], ...]
    wages: tuple[tuple[int, str, int, date, str], ...]
    factors: tuple[Factor, ...]
    province: str
    today: date
