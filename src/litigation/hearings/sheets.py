"""What the papers of a hearing are made from, gathered beforehand and frozen."""

from dataclasses import dataclass
from datetime import date, datetime

from litigation.cases.fees import Procedure
from litigation.hearings.adjourning import Cause, Choice, Reason, Verdict
from litigation.hearings.online import Mode
from litigation.hearings.rules import Part, Purpose
from litigation.hearings.sitting import Phase


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party as printed: role, name, and what identifies it."""

    role: str
    name: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What every paper of one case says about it."""

    number: str
    cause: str
    procedure: Procedure
    court: str
    judge: str
    clerk: str
    drawn_on: date
    parties: tuple[PartyLine, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """When, where and how one hearing takes place."""

    purpose: Purpose
    starts_at: datetime
    minutes: int
    room: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class Called:
    """One person who is called, and how this person takes part."""

    name: str
    part: Part
    for_whom: str  # the party an agent speaks for
    address: str
    is_online: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """An old and a new way or time of one hearing."""

    before: str
    after: str
    why: str
    words: str


@dataclass(frozen=True, slots=True)
class PutOff:
    """One wish to adjourn, and what was decided."""

    reason: Reason
    cause: Cause | None
    words: str
    done_before: int
    limit: int
    verdict: Verdict
    choice: Choice | None
    is_granted: bool
    asked_by: str
    decision: str
    decided_by: str
    decided_on: date | None
    sits_on: date | None


@dataclass(frozen=True, slots=True)
class Present:
    """One person on the roll of a sitting."""

    role: str
    name: str
    how: str  # came, online, or why not


@dataclass(frozen=True, slots=True)
class Said:
    """One paragraph of the record."""

    place: int
    phase: Phase
    speaker: str
    text: str
    corrects: int | None


@dataclass(frozen=True, slots=True)
class Course:
    """A whole sitting as the record prints it."""

    sitting: Sitting
    opened_at: datetime
    closed_at: datetime | None
    roll: tuple[Present, ...]
    lines: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person adds by hand to a paper that needs it."""

    words: str = ""
    to_procedure: Procedure | None = None
    months: int = 1
    term_ends_on: date | None = None
    vessel: str = ""
    fee: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """Between which days a hearing could lie and why, and where it was put."""

    earliest_on: date
    latest_on: date
    why: tuple[str, ...]
    placed: str
