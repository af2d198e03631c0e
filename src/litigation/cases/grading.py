"""How a case is graded: what the statute decides first, then points, each with its reason.

No court has published a table of coefficients or of lengths of hearings: all points, minutes and
weights here are this house's own assumptions, to be changed by the court that uses them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from commons.deadlines import Why
from commons.errors import NotNow, NotValid, Problem
from litigation.cases.fees import Procedure
from litigation.cases.gates import Gates
from litigation.record.rules import Grade


class Factor(StrEnum):
    """A circumstance that makes a case longer or shorter."""

    PARTIES = "parties"
    EXHIBITS = "exhibits"
    ISSUES = "issues"
    APPRAISAL = "appraisal"
    COUNTERCLAIM = "counterclaim"
    ANNOUNCEMENT = "announcement"
    FOREIGN = "foreign"
    TAIWAN = "taiwan"
    TEST_CASE = "test_case"
    AGREED_FACTS = "agreed_facts"
    SIMPLE_MOST = "simple_most"  # not a factor: the most points of a simple case


class JudgeLevel(StrEnum):
    """Which judges take cases of a grade: an assumption, too."""

    FAST_TEAM = "fast_team"
    ANY = "any"
    EXPERIENCED = "experienced"
    PRESIDING = "presiding"


# Points for each counted unit, and how many units are free and how large one is.
ASSUMED: Mapping[Factor, int] = {
    Factor.PARTIES: 1,
    Factor.EXHIBITS: 1,
    Factor.ISSUES: 1,
    Factor.APPRAISAL: 3,
    Factor.COUNTERCLAIM: 2,
    Factor.ANNOUNCEMENT: 2,
    Factor.FOREIGN: 3,
    Factor.TAIWAN: 1,
    Factor.TEST_CASE: -2,
    Factor.AGREED_FACTS: -1,
    Factor.SIMPLE_MOST: 6,
}
FREE: Mapping[Factor, int] = {Factor.PARTIES: 2, Factor.EXHIBITS: 10, Factor.ISSUES: 2}
UNIT: Mapping[Factor, int] = {Factor.EXHIBITS: 10, Factor.AGREED_FACTS: 3}
UNITS_MAX = 5
POINTS_MAX = 100


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted in a case."""

    parties: int = 2
    exhibits: int = 0
    issues: int = 0
    agreed_facts: int = 0
    appraisal: bool = False
    counterclaim: bool = False
    announcement: bool = False
    foreign: bool = False
    taiwan: bool = False
    test_case: bool = False


@dataclass(frozen=True, slots=True)
class PointLine:
    """One circumstance: how often it was found, and what that comes to."""

    factor: Factor
    found: int
    points: int


@dataclass(frozen=True, slots=True)
class Slot:
    """What a grade brings with it; minutes and weight are assumptions."""

    minutes: int
    weight_tenths: int
    level: JudgeLevel
    procedure: Procedure
    is_panel: bool = False


SLOTS: Mapping[Grade, Slot] = {
    Grade.FAST: Slot(30, 5, JudgeLevel.FAST_TEAM, Procedure.SMALL_CLAIMS),
    Grade.SIMPLE: Slot(60, 10, JudgeLevel.ANY, Procedure.SUMMARY),
    Grade.ORDINARY: Slot(120, 18, JudgeLevel.EXPERIENCED, Procedure.ORDINARY),
    Grade.COMPLEX: Slot(180, 30, JudgeLevel.PRESIDING, Procedure.ORDINARY, is_panel=True),
}


@dataclass(frozen=True, slots=True)
class Grading:
    """The advice: a grade, the gates that were passed or not, and every point."""

    grade: Grade
    gates: tuple[Why, ...]
    lines: tuple[PointLine, ...]
    simple_most: int

    @property
    def score(self) -> int:
        return sum(line.points for line in self.lines)

    @property
    def slot(self) -> Slot:
        return SLOTS[self.grade]


def grade(counts: Counts, gates: Gates, points: Mapping[Factor, int] = ASSUMED) -> Grading:
    """Grade one case: the statute's gates first, then whether it is simple by its points."""
    known = {**ASSUMED, **points}
    lines = tuple(_lines(counts, known))
    most = known[Factor.SIMPLE_MOST]
    is_simple = sum(line.points for line in lines) <= most
    found, why = _choose(gates, is_simple=is_simple, most=most)
    return Grading(found, (*gates.why, *why), lines, most)


def _choose(gates: Gates, *, is_simple: bool, most: int) -> tuple[Grade, tuple[Why, ...]]:
    if gates.needs_panel:
        return Grade.COMPLEX, ()
    if gates.not_summary:
        return Grade.ORDINARY, ()
    if not is_simple:
        return Grade.ORDINARY, (Why("cases.grade.not_simple", {"most": most}),)
    if gates.small_claims:
        return Grade.FAST, ()
    return Grade.SIMPLE, ()


def _lines(counts: Counts, points: Mapping[Factor, int]) -> list[PointLine]:
    found: list[PointLine] = []
    for factor in Factor:
        if factor is Factor.SIMPLE_MOST:
            continue
        number = int(getattr(counts, factor.value))
        units = max(0, number - FREE.get(factor, 0)) // UNIT.get(factor, 1)
        worth = points[factor] * min(units, UNITS_MAX)
        if worth:
            found.append(PointLine(factor, number, worth))
    return found


def override(chosen: Grade, advice: Grading, gates: Gates, *, reason: str) -> Grade:
    """Let the judge choose another grade, but not against the statute; his reason is kept."""
    # Personal Information Protection Law art. 24: a person decides, and says why.
    if not reason.strip():
        raise NotValid(fields={"reason": Problem("form.missing")})
    if chosen is advice.grade:
        raise NotNow("cases.grade.same")
    # Civil Procedure Law art. 42: these are never tried by a single judge.
    if gates.needs_panel and chosen is not Grade.COMPLEX:
        raise NotValid(fields={"grade": Problem("cases.grade.panel_needed")})
    # Art. 160; Interpretation art. 257: neither summary nor small claims.
    if gates.not_summary and chosen in {Grade.FAST, Grade.SIMPLE}:
        raise NotValid(fields={"grade": Problem("cases.grade.no_summary")})
    # Art. 166: excluded from small claims whatever anybody wants.
    if chosen is Grade.FAST and not gates.may_be_small:
        raise NotValid(fields={"grade": Problem("cases.grade.no_small_claims")})
    return chosen


def check_points(value: int) -> int:
    if not -POINTS_MAX <= value <= POINTS_MAX:
        raise NotValid(fields={"points": Problem("cases.grade.points_range", {"most": POINTS_MAX})})
    return value
