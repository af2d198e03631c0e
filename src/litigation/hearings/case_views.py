"""What the page of a case's hearings shows."""

from dataclasses import dataclass

from litigation.hearings.online import Answer
from litigation.hearings.rules import Purpose
from litigation.hearings.views import ANSWERS, CaseHead, HearingLineView


@dataclass(frozen=True, slots=True)
class CaseHearings:
    """All hearings of one case."""

    case: CaseHead
    hearings: tuple[HearingLineView, ...]
    may_ask: bool
    sat_before: int
    adjournments_left: int
    purposes: tuple[Purpose, ...] = tuple(Purpose)
    answers: tuple[Answer, ...] = ANSWERS
