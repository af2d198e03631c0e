"""Which motion each side may make, and until when."""

from datetime import date

import pytest

from commons.errors import NotNow, NotValid
from litigation.cases import motions
from litigation.cases.motions import MotionFacts, MotionKind, MotionStage
from litigation.cases.rules import Side, Stage
from tests.litigation.cases.builders import TODAY

DUE = date(2026, 12, 8)


@pytest.mark.parametrize(
    ("kind", "facts", "today", "reason"),
    [
        # Civil Procedure Law art. 130: objections within the period for the answer, not after it
        (MotionKind.JURISDICTION, {"answer_due_on": DUE}, DUE, ""),
        (MotionKind.JURISDICTION, {"answer_due_on": DUE}, date(2026, 12, 9), "objection_too_late"),
        # nor by whoever has argued on the substance.
        (MotionKind.JURISDICTION, {"has_answered": True}, TODAY, "answered_already"),
        # Interpretation art. 232: before the debate is over.
        (MotionKind.COUNTERCLAIM, {"debate_over": True}, TODAY, "debate_over"),
        (MotionKind.CLAIM_CHANGE, {"debate_over": True}, TODAY, "debate_over"),
        (MotionKind.COUNTERCLAIM, {}, TODAY, ""),
    ],
)
def test_until_when_a_motion_may_be_made(kind, facts, today, reason):
    known = MotionFacts(stage=Stage.POOL, side=Side.DEFENDANT, **facts)
    if not reason:
        assert motions.may_move(kind, known, today=today) is MotionStage.OPEN
        return
    with pytest.raises(NotNow) as no:
        motions.may_move(kind, known, today=today)
    assert no.value.reason == f"cases.motion.{reason}"


@pytest.mark.parametrize(
    ("kind", "side"),
    [
        (MotionKind.COUNTERCLAIM, Side.PLAINTIFF),
        (MotionKind.JURISDICTION, Side.PLAINTIFF),
        (MotionKind.WITHDRAWAL, Side.DEFENDANT),
        (MotionKind.ANSWER, Side.PLAINTIFF),
    ],
)
def test_each_motion_has_its_side(kind, side):
    with pytest.raises(NotValid):
        motions.may_move(kind, MotionFacts(stage=Stage.POOL, side=side), today=TODAY)
