"""What a party may do in a pending case, until when, and what the court answers to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commons.errors import NotNow, NotValid, Problem
from commons.flow import Flow
from litigation.cases.rules import PENDING, Side, Stage


class MotionKind(StrEnum):
    ANSWER = "answer"
    COUNTERCLAIM = "counterclaim"
    JURISDICTION = "jurisdiction"
    CLAIM_CHANGE = "claim_change"
    WITHDRAWAL = "withdrawal"
    CONSOLIDATION = "consolidation"


class MotionStage(StrEnum):
    NOTED = "noted"  # nothing to decide: an answer
    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


class MotionAct(StrEnum):
    GRANT = "grant"
    REFUSE = "refuse"


MOTION_FLOW: Flow[MotionStage, MotionAct] = Flow(
    name="motion",
    start=MotionStage.OPEN,
    moves={
        (MotionStage.OPEN, MotionAct.GRANT): MotionStage.GRANTED,
        (MotionStage.OPEN, MotionAct.REFUSE): MotionStage.REFUSED,
    },
)
# Which side may make which motion; the court itself may consolidate (Law art. 143).
WHO: Mapping[MotionKind, frozenset[Side]] = {
    MotionKind.ANSWER: frozenset({Side.DEFENDANT, Side.THIRD}),
    MotionKind.COUNTERCLAIM: frozenset({Side.DEFENDANT}),
    MotionKind.JURISDICTION: frozenset({Side.DEFENDANT}),
    MotionKind.CLAIM_CHANGE: frozenset({Side.PLAINTIFF, Side.DEFENDANT}),
    MotionKind.WITHDRAWAL: frozenset({Side.PLAINTIFF}),
    MotionKind.CONSOLIDATION: frozenset(Side),
}
ARTICLES: Mapping[MotionKind, str] = {
    MotionKind.ANSWER: "《民事诉讼法》第128条",
    MotionKind.COUNTERCLAIM: "《民事诉讼法》第54条、第143条",
    MotionKind.JURISDICTION: "《民事诉讼法》第130条",
    MotionKind.CLAIM_CHANGE: "《民事诉讼法》第54条、第143条",
    MotionKind.WITHDRAWAL: "《民事诉讼法》第148条",
    MotionKind.CONSOLIDATION: "《民事诉讼法》第55条、第143条",
}


@dataclass(frozen=True, slots=True)
class MotionFacts:
    """What decides whether a motion may be made today."""

    stage: Stage
    side: Side
    answer_due_on: date | None = None  # of this party; None before its copy arrived
    debate_over: bool = False  # 法庭辩论终结
    has_answered: bool = False  # on the substance


def may_move(kind: MotionKind, facts: MotionFacts, *, today: date) -> MotionStage:
    """Say in which stage a motion begins, or refuse it."""
    if facts.stage not in PENDING:
        raise NotNow("cases.not_pending")
    if facts.side not in WHO[kind]:
        raise NotValid(fields={"party_id": Problem("cases.motion.not_this_side")})
    if kind is MotionKind.JURISDICTION:
        _objection(facts, today=today)
    # Interpretation art. 232: claims are added and counterclaims made before the debate is over.
    if kind in {MotionKind.COUNTERCLAIM, MotionKind.CLAIM_CHANGE} and facts.debate_over:
        raise NotNow("cases.motion.debate_over")
    return MotionStage.NOTED if kind is MotionKind.ANSWER else MotionStage.OPEN


def _objection(facts: MotionFacts, *, today: date) -> None:
    # Law art. 130: within the period for the answer; who argues on the substance has accepted.
    if facts.has_answered:
        raise NotNow("cases.motion.answered_already")
    if facts.answer_due_on is not None and today > facts.answer_due_on:
        raise NotNow("cases.motion.objection_too_late", due_on=facts.answer_due_on.isoformat())


def decide(stage: MotionStage, *, granted: bool, reason: str) -> MotionStage:
    """Decide a motion; every decision has its reason."""
    step = MOTION_FLOW.step(stage, MotionAct.GRANT if granted else MotionAct.REFUSE)
    if not reason.strip():
        raise NotValid(fields={"reason": Problem("form.missing")})
    return step
