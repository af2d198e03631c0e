"""The frozen shapes that the pages of hearings show."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from commons.almanac import day_of
from commons.deadlines import Why
from commons.papers.shapes import PaperView
from litigation.cases.fees import Procedure
from litigation.hearings.adjourning import Cause, Choice, Reason, Verdict
from litigation.hearings.attending import Absence, Consequence, Told
from litigation.hearings.online import Answer, Bar, Mode
from litigation.hearings.paper_rules import PaperKind
from litigation.hearings.rules import Part, Purpose, Stage, Switch
from litigation.hearings.sitting import Phase
from litigation.mediation.parties import CheckedHow

# Parties are in a hearing from its beginning; these are called besides.
CALLED_PARTS = (Part.AGENT, Part.WITNESS, Part.EXPERT, Part.INTERPRETER)
# Silence is not an answer; that somebody chose it himself is known from his complaint.
ANSWERS = (Answer.AGREED, Answer.REFUSED, Answer.REFUSED_WITH_REASON, Answer.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What every page here says of its case."""

    id: UUID
    name: str
    cause: str
    title: str
    procedure: Procedure
    is_staff: bool
    may_write: bool
    may_decide: bool
    may_approve: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    id: UUID
    part: Part
    name: str
    is_online: bool
    answer: Answer
    answer_words: str
    told: Told
    told_on: date | None
    has_come: bool | None
    absence: Absence | None
    identified_how: CheckedHow | None
    paper_id: UUID | None
    may_answer: bool


@dataclass(frozen=True, slots=True)
class HearingLineView:
    """One hearing in the list of a case."""

    id: UUID
    place: int
    purpose: Purpose
    stage: Stage
    mode: Mode
    starts_at: datetime | None
    minutes: int
    room: str
    link: str
    earliest_on: date
    latest_on: date
    is_over: bool
    is_tight: bool
    why: tuple[Why, ...]  # between which days it may lie
    own: tuple[PersonView, ...]  # of a party that looks: itself and its agent

    @property
    def is_outside(self) -> bool:
        """The day was given before a period got another last day."""
        if self.starts_at is None or self.is_over:
            return False
        return not self.earliest_on <= day_of(self.starts_at) <= self.latest_on


@dataclass(frozen=True, slots=True)
class AdjournmentView:
    id: UUID
    hearing_id: UUID
    case_name: str
    reason: Reason
    cause: Cause | None
    words: str
    done_before: int
    limit: int
    verdict: Verdict
    is_open: bool
    choice: Choice | None
    decision: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    starts_at: datetime | None
    may_decide: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    why: Switch
    words: str
    before: Mode
    after: Mode
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class SaidView:
    place: int
    phase: Phase
    speaker: str
    text: str
    corrects: int | None


@dataclass(frozen=True, slots=True)
class HearingView:
    """One hearing as the court's people see it."""

    case: CaseHead
    line: HearingLineView
    version: int
    bar: Bar | None
    is_apart: bool
    travel_days: int
    notice_waived: bool
    serve_by_on: date | None
    people: tuple[PersonView, ...]
    missing: tuple[str, ...]  # before it can be opened
    consequence: Consequence | None
    ending_words: str
    adjournments: tuple[AdjournmentView, ...]
    adjournments_left: int
    changes: tuple[ChangeView, ...]
    lines: tuple[SaidView, ...]
    papers: tuple[PaperView, ...]
    drawable: tuple[PaperKind, ...]  # what may be drawn up by hand now
    may_list: bool
    is_over: bool
    parts: tuple[Part, ...] = CALLED_PARTS
    switches: tuple[Switch, ...] = tuple(Switch)
    bars: tuple[Bar, ...] = tuple(Bar)
    reasons: tuple[Reason, ...] = tuple(Reason)
    causes: tuple[Cause, ...] = tuple(Cause)
    phases: tuple[Phase, ...] = tuple(Phase)

    @property
    def id(self) -> UUID:
        return self.line.id

    @property
    def stage(self) -> Stage:
        return self.line.stage


@dataclass(frozen=True, slots=True)
class RecordView:
    """The record of a hearing and the key of the next line."""

    hearing: HearingView
    form_key: UUID


@dataclass(frozen=True, slots=True)
class PersonDesk:
    """One person of a hearing, with all that is noted about him."""

    hearing: HearingView
    person: PersonView
    tolds: tuple[Told, ...] = (Told.SERVED, Told.ACKNOWLEDGED, Told.MESSAGE)
    absences: tuple[Absence, ...] = tuple(Absence)
    hows: tuple[CheckedHow, ...] = tuple(CheckedHow)
    answers: tuple[Answer, ...] = ANSWERS


@dataclass(frozen=True, slots=True)
class OpenAdjournments:
    """What waits for a decision of the one who looks."""

    waiting: tuple[AdjournmentView, ...]
