"""The eight ways a mediation ends (Online Mediation Rules art. 25) and what each must show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from commons.errors import NotNow, NotValid, Problem
from litigation.mediation.rules import (
    FLOW,
    STATUTORY,
    UNREACHED_TRIES_MIN,
    WORDS_MAX,
    Act,
    OrganisationKind,
    Stage,
    Track,
)


class EndReason(StrEnum):
    """Online Mediation Rules art. 25, items (1) to (8), in their order."""

    AGREED = "agreed"
    SETTLED = "settled"
    UNREACHABLE = "unreachable"
    UNWILLING = "unwilling"
    TOO_FAR_APART = "too_far_apart"
    TERM_OVER = "term_over"
    NOT_SIGNED = "not_signed"
    OTHER = "other"

    @property
    def item(self) -> int:
        """The number of the item in art. 25."""
        return tuple(EndReason).index(self) + 1


class Need(StrEnum):
    """What a reason has to be shown with."""

    ALL_SIGNED = "all_signed"
    WHO = "who"
    TRIES = "tries"
    WORDS = "words"
    UNDER_WAY = "under_way"
    TERM_OVER = "term_over"


NEEDS: Mapping[EndReason, frozenset[Need]] = {
    EndReason.AGREED: frozenset({Need.ALL_SIGNED}),
    EndReason.SETTLED: frozenset({Need.WHO}),
    EndReason.UNREACHABLE: frozenset({Need.WHO, Need.TRIES}),
    EndReason.UNWILLING: frozenset({Need.WHO, Need.WORDS}),
    EndReason.TOO_FAR_APART: frozenset({Need.WORDS, Need.UNDER_WAY}),
    EndReason.TERM_OVER: frozenset({Need.TERM_OVER}),
    EndReason.NOT_SIGNED: frozenset({Need.WHO, Need.WORDS, Need.UNDER_WAY}),
    EndReason.OTHER: frozenset({Need.WORDS}),
}


class NextDoor(StrEnum):
    """Where the parties go when mediation has ended."""

    NOTHING = "nothing"
    CONFIRMATION = "confirmation"
    CLOSE_FILED_CASE = "close_filed_case"
    FILE_COMPLAINT = "file_complaint"
    FEE_NOTICE = "fee_notice"


@dataclass(frozen=True, slots=True)
class EndFacts:
    """What the ending of one matter is measured against."""

    stage: Stage
    parties: frozenset[UUID]
    vain_tries: Mapping[UUID, int]
    term_due_on: date | None
    paused: bool = False


def end(
    facts: EndFacts, reason: EndReason, *, who: UUID | None, explanation: str, today: date
) -> Stage:
    """End without an agreement; every reason has to be shown, not only named."""
    stage = FLOW.step(facts.stage, Act.END)
    needs = NEEDS[reason]
    if Need.ALL_SIGNED in needs:
        raise NotNow("mediation.agreed_only_by_last_signature")
    _check_words(needs, who=who, explanation=explanation, parties=facts.parties)
    if Need.UNDER_WAY in needs and facts.stage is not Stage.UNDER_WAY:
        raise NotNow("mediation.end_needs_a_sitting")
    tries = facts.vain_tries.get(who, 0) if who else 0
    if Need.TRIES in needs and tries < UNREACHED_TRIES_MIN:
        raise NotNow("mediation.end_needs_tries", count=tries, needed=UNREACHED_TRIES_MIN)
    if Need.TERM_OVER in needs:
        _check_term_over(facts, today)
    return stage


def _check_words(
    needs: frozenset[Need], *, who: UUID | None, explanation: str, parties: frozenset[UUID]
) -> None:
    problems: dict[str, Problem] = {}
    if Need.WHO in needs and who not in parties:
        problems["who"] = Problem("mediation.end_needs_who")
    if Need.WORDS in needs and not explanation.strip():
        problems["explanation"] = Problem("mediation.end_needs_words")
    if len(explanation) > WORDS_MAX:
        problems["explanation"] = Problem(
            "mediation.too_long", {"length": len(explanation), "max": WORDS_MAX}
        )
    if problems:
        raise NotValid(fields=problems)


def _check_term_over(facts: EndFacts, today: date) -> None:
    # Online Mediation Rules art. 26: while an appraisal runs the term stands still.
    if facts.paused:
        raise NotNow("mediation.term_stands_still")
    if facts.term_due_on is None or today <= facts.term_due_on:
        due = facts.term_due_on.isoformat() if facts.term_due_on else ""
        raise NotNow("mediation.term_not_over", due_on=due)


def next_door(track: Track, reason: EndReason) -> NextDoor:
    """Say what happens next (opinion in force on 2025-01-01; Civil Procedure Law art. 205)."""
    if reason is EndReason.AGREED:
        return NextDoor.CONFIRMATION if track is Track.NOT_FILED else NextDoor.CLOSE_FILED_CASE
    if reason is EndReason.SETTLED:
        return NextDoor.NOTHING if track is Track.NOT_FILED else NextDoor.CLOSE_FILED_CASE
    # The fee notice is issued only when mediation has failed and before transfer to trial.
    return NextDoor.FILE_COMPLAINT if track is Track.NOT_FILED else NextDoor.FEE_NOTICE


@dataclass(frozen=True, slots=True)
class Confirmable:
    """Whether the court may be asked to confirm; if not, the reason with the way out."""

    yes: bool
    reason: str


def confirmable(
    *,
    track: Track,
    organisation: OrganisationKind,
    effective_on: date | None,
    due_on: date | None,
    today: date,
) -> Confirmable:
    """Civil Procedure Law art. 205: statutory organisation, everyone signed, within 30 days."""
    if effective_on is None:
        return Confirmable(yes=False, reason="mediation.confirm.not_all_signed")
    # A filed case already has its court: it is withdrawn or ends by a court mediation order.
    if track is not Track.NOT_FILED:
        return Confirmable(yes=False, reason="mediation.confirm.case_is_filed")
    if organisation not in STATUTORY:
        return Confirmable(yes=False, reason="mediation.confirm.organisation_not_statutory")
    if due_on is None or today > due_on:
        return Confirmable(yes=False, reason="mediation.confirm.too_late")
    return Confirmable(yes=True, reason="mediation.confirm.possible")
