"""The questions by which a matter is opened: one screen each, in order, and what they add up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from commons.errors import NotValid, Problem
from litigation.mediation.particulars import Checked, check_particulars
from litigation.mediation.parties import PartyKind
from litigation.mediation.rules import TRACK_OF, OrganisationKind, Origin, Procedure, Track

ISLAND_MAX = 60
CAUSE_MAX = 100
CASE_NUMBER_MAX = 60
DRAFTS_MAX = 20


class Question(StrEnum):
    """One screen of the opening."""

    ORIGIN = "origin"
    FILED = "filed"
    PLACE = "place"
    ISLAND = "island"
    CAUSE = "cause"
    APPLICANT = "applicant"
    RESPONDENT = "respondent"


class QuestionState(StrEnum):
    DONE = "done"
    NEXT = "next"
    LATER = "later"


# Which answers each screen gives, and which of them must not be empty.
ANSWERS: Mapping[Question, tuple[str, ...]] = {
    Question.ORIGIN: ("origin",),
    Question.FILED: ("case_number", "procedure"),
    Question.PLACE: ("organisation_id", "organisation_kind"),
    Question.ISLAND: ("island",),
    Question.CAUSE: ("cause", "summary"),
    Question.APPLICANT: tuple(
        f"applicant_{part}" for part in ("kind", "name", "number", "phone", "address")
    ),
    Question.RESPONDENT: tuple(
        f"respondent_{part}" for part in ("kind", "name", "number", "phone", "address")
    ),
}
REQUIRED: Mapping[Question, tuple[str, ...]] = {
    Question.ORIGIN: ("origin",),
    Question.FILED: ("case_number", "procedure"),
    Question.PLACE: ("organisation_id", "organisation_kind"),
    Question.ISLAND: ("island",),
    Question.CAUSE: ("cause",),
    Question.APPLICANT: ("applicant_kind", "applicant_name"),
    Question.RESPONDENT: ("respondent_kind", "respondent_name"),
}


@dataclass(frozen=True, slots=True)
class Opening:
    """Everything that is needed to register one matter."""

    origin: Origin
    organisation_id: UUID
    organisation_kind: OrganisationKind
    island: str
    cause: str
    summary: str
    applicant: Checked
    respondent: Checked
    case_number: str = ""
    procedure: Procedure | None = None

    @property
    def track(self) -> Track:
        return TRACK_OF[self.origin]


def questions(answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Which screens this matter needs: a case number only where a case was filed."""
    filed = answers.get("origin") in {Origin.COURT_REFERRAL, Origin.REFUSAL}
    return tuple(each for each in Question if filed or each is not Question.FILED)


def is_answered(question: Question, answers: Mapping[str, str]) -> bool:
    return all(answers.get(name, "") for name in REQUIRED[question])


def states(answers: Mapping[str, str]) -> tuple[tuple[Question, QuestionState], ...]:
    """Make the task list: what is done, what comes next, what waits."""
    open_one = first_open(answers)
    return tuple(
        (
            each,
            QuestionState.DONE
            if is_answered(each, answers)
            else QuestionState.NEXT
            if each is open_one
            else QuestionState.LATER,
        )
        for each in questions(answers)
    )


def first_open(answers: Mapping[str, str]) -> Question | None:
    """Name the first unanswered screen; None when everything may be checked."""
    return next((each for each in questions(answers) if not is_answered(each, answers)), None)


def check_filed(opening: Opening) -> Opening:
    """See that a filed case has its number and procedure, and an unfiled matter neither."""
    problems: dict[str, Problem] = {}
    if opening.track is not Track.NOT_FILED:
        if not opening.case_number:
            problems["case_number"] = Problem("mediation.case_number_missing")
        if opening.procedure is None:
            problems["procedure"] = Problem("mediation.procedure_missing")
    elif opening.case_number or opening.procedure:
        problems["case_number"] = Problem("mediation.case_number_not_expected")
    if problems:
        raise NotValid(fields=problems)
    return opening


def read_opening(answers: Mapping[str, str], today: date) -> Opening:
    """Make one matter of the answers; what is missing or wrong is named by its screen."""
    missing = [each for each in questions(answers) if not is_answered(each, answers)]
    if missing:
        problem = Problem("mediation.screen_unanswered")
        raise NotValid(fields={each.value: problem for each in missing})
    is_filed = Question.FILED in questions(answers)
    return Opening(
        origin=Origin(answers["origin"]),
        organisation_id=UUID(answers["organisation_id"]),
        organisation_kind=OrganisationKind(answers["organisation_kind"]),
        island=answers["island"],
        cause=answers["cause"],
        summary=answers.get("summary", ""),
        applicant=_party(answers, "applicant", today),
        respondent=_party(answers, "respondent", today),
        case_number=answers["case_number"] if is_filed else "",
        procedure=Procedure(answers["procedure"]) if is_filed else None,
    )


def _party(answers: Mapping[str, str], side: str, today: date) -> Checked:
    def said(part: str) -> str:
        return answers.get(f"{side}_{part}", "")

    return check_particulars(
        kind=PartyKind(said("kind")),
        name=said("name"),
        number=said("number"),
        phone=said("phone"),
        address=said("address"),
        today=today,
    )
