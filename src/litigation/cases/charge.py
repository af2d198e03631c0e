"""What a case costs as it stands, what is still asked for, and what goes back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from commons.deadlines import Why
from commons.money import yuan
from litigation.cases.charging import NoticeFacts, NoticeStage
from litigation.cases.fee_scale import Kind
from litigation.cases.fees import Fee, Outcome, Procedure, Question, Rounding, court_fee


@dataclass(frozen=True, slots=True)
class Costing:
    """What the fee of one case rests on."""

    kind: Kind
    amount_fen: int | None
    procedure: Procedure
    outcome: Outcome = Outcome.JUDGMENT
    joined: bool = False


def fee_of(costing: Costing, *, on: date, rounding: Rounding) -> Fee:
    question = Question(
        kind=costing.kind,
        amount_fen=costing.amount_fen,
        procedure=_procedure(costing),
        outcome=costing.outcome,
        joined=costing.joined,
    )
    return court_fee(question, on=on, rounding=rounding)


def _procedure(costing: Costing) -> Procedure:
    # Law art. 166(1): what is never a small claim is at most summary; the fee is the same half.
    if costing.kind is Kind.DIVORCE and costing.procedure is Procedure.SMALL_CLAIMS:
        return Procedure.SUMMARY
    return costing.procedure


# Notices that ask for nothing any more and brought nothing.
GONE = frozenset({NoticeStage.CANCELLED, NoticeStage.LAPSED})


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change comes to: more to pay, or money back, or neither."""

    top_up_fen: int
    refund_fen: int


def difference(whole_fen: int, notices: Iterable[NoticeFacts]) -> Difference:
    """Compare the whole fee with what was asked for before (Measures art. 21)."""
    standing = [one for one in notices if one.stage not in GONE]
    asked = sum(one.fee_fen for one in standing)
    if whole_fen >= asked:
        return Difference(whole_fen - asked, 0)
    # What was waived or never paid does not come back.
    paid = sum(one.paid_fen for one in standing)
    waived = sum(one.waived_fen for one in standing)
    return Difference(0, max(0, min(paid, paid + waived - whole_fen)))


def final_refund(final: Fee, notices: Sequence[NoticeFacts]) -> int:
    """Say what goes back at the end: what was paid beyond the final fee (art. 15, 27)."""
    paid = sum(one.paid_fen for one in notices)
    return max(0, paid - final.fee_fen)


def lines_of(fee: Fee) -> list[dict[str, object]]:
    """Write the steps of a reckoning as they are kept and printed."""
    return [{"reason": one.reason, "facts": dict(one.facts)} for one in fee.why]


def whys(lines: Iterable[dict[str, object]]) -> tuple[Why, ...]:
    return tuple(
        Why(str(one["reason"]), dict(one["facts"]))  # type: ignore[call-overload]
        for one in lines
    )


def half_back(paid_fen: int) -> int:
    """Interpretation art. 199: half of what was paid, the odd fen to the payer."""
    return paid_fen - paid_fen // 2


def priced(fee: Fee) -> str:
    """Write a fee as it stands on a page: one sum, or the least and the most."""
    return yuan(fee.fee_fen) if fee.is_fixed else f"{yuan(fee.fee_fen)}–{yuan(fee.fee_fen_max)}"
