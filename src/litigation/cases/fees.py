"""What the court charges: the scale of the Measures, halved once at most, rounded once.

Measures on Payment of Litigation Costs (State Council order 481, in force 2007-04-01). The
Measures name no rounding: a fee is reckoned as an exact fraction, and the last step rounds it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from commons.deadlines import Why
from commons.errors import NotValid
from commons.money import FEN_MAX, yuan
from litigation.cases import fee_scale as scale
from litigation.cases.fee_scale import Kind, RangeRow
from litigation.cases.fee_sums import Sum, add_brackets, exact, fixed, in_range


class Procedure(StrEnum):
    ORDINARY = "ordinary"
    SUMMARY = "summary"
    SMALL_CLAIMS = "small-claims"


class Outcome(StrEnum):
    JUDGMENT = "judgment"
    MEDIATED = "mediated"
    WITHDRAWN = "withdrawn"


class Rounding(StrEnum):
    """Half is always rounded up. Many courts round to whole yuan: then choose that."""

    FEN = "fen"
    YUAN = "yuan"


@dataclass(frozen=True, slots=True)
class Question:
    """What the fee depends on. `joined`: a counterclaim or third party's claim tried together."""

    kind: Kind
    amount_fen: int | None = None
    procedure: Procedure = Procedure.ORDINARY
    outcome: Outcome = Outcome.JUDGMENT
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Fee:
    """The fee and its reasons; `fee_fen_max` differs where the province has not fixed it."""

    fee_fen: int
    fee_fen_max: int
    why: tuple[Why, ...]

    @property
    def is_fixed(self) -> bool:
        return self.fee_fen == self.fee_fen_max


def court_fee(
    question: Question,
    *,
    rows: Sequence[RangeRow] = scale.STATUTE,
    on: date | None = None,
    rounding: Rounding = Rounding.FEN,
) -> Fee:
    """Reckon one fee; `rows` are the ranges in force, of which the day `on` picks the latest."""
    _check(question)
    reckoned = _SCALES[question.kind](question, tuple(rows), on)
    if question.kind in _HALVED:
        reckoned = _halve(reckoned, question)
    return _round(reckoned, rounding)


def _check(question: Question) -> None:
    amount = question.amount_fen
    if amount is not None and not 0 <= amount <= FEN_MAX:
        raise NotValid("fees.amount_out_of_range", most=yuan(FEN_MAX))
    if amount is None and question.kind in {Kind.PROPERTY, Kind.PAYMENT_ORDER}:
        raise NotValid("fees.amount_missing")
    # Civil Procedure Law art. 166(1): personal status is never a small claim.
    if question.procedure is Procedure.SMALL_CLAIMS and question.kind is Kind.DIVORCE:
        raise NotValid("fees.divorce_is_no_small_claim")


def _property(question: Question, rows: tuple[RangeRow, ...], on: date | None) -> Sum:
    del rows, on
    base = fixed(scale.PROPERTY_BASE_FEN, "fees.property_base", scale.PROPERTY_LAW)
    return add_brackets(base, question.amount_fen or 0, scale.PROPERTY, scale.PROPERTY_LAW)


def _divorce(question: Question, rows: tuple[RangeRow, ...], on: date | None) -> Sum:
    base = in_range(Kind.DIVORCE, rows, on)
    return add_brackets(base, question.amount_fen or 0, scale.DIVORCE, scale.STATUS_LAW)


def _personality(question: Question, rows: tuple[RangeRow, ...], on: date | None) -> Sum:
    base = in_range(Kind.PERSONALITY, rows, on)
    return add_brackets(base, question.amount_fen or 0, scale.PERSONALITY, scale.STATUS_LAW)


def _ip(question: Question, rows: tuple[RangeRow, ...], on: date | None) -> Sum:
    # Art. 13(1)3: with a disputed amount, as property.
    if question.amount_fen:
        return _property(question, rows, on)
    return in_range(Kind.IP, rows, on)


def _other(question: Question, rows: tuple[RangeRow, ...], on: date | None) -> Sum:
    return _unless_amount(in_range(Kind.OTHER, rows, on), question)


def _labour(question: Question, rows: tuple[RangeRow, ...], on: date | None) -> Sum:
    del rows, on
    return _unless_amount(fixed(scale.LABOUR_FEN, "fees.labour", scale.LABOUR_LAW), question)


def _confirmation(question: Question, rows: tuple[RangeRow, ...], on: date | None) -> Sum:
    del question, rows, on
    return fixed(0, "fees.confirmation_is_free", scale.FREE_LAW)


def _payment_order(question: Question, rows: tuple[RangeRow, ...], on: date | None) -> Sum:
    whole = _property(question, rows, on)
    third = Why("fees.payment_order_third", {"law": scale.PAYMENT_ORDER_LAW})
    return whole.times(Fraction(1, 3), third)


def _preservation(question: Question, rows: tuple[RangeRow, ...], on: date | None) -> Sum:
    del rows, on
    law = scale.PRESERVATION_LAW
    base = fixed(scale.PRESERVATION_BASE_FEN, "fees.preservation_base", law)
    whole = add_brackets(base, question.amount_fen or 0, scale.PRESERVATION, law)
    if whole.least <= scale.PRESERVATION_FEN_MAX:
        return whole
    most = Fraction(scale.PRESERVATION_FEN_MAX)
    facts = {"most": yuan(scale.PRESERVATION_FEN_MAX), "law": law}
    return Sum(most, most, (*whole.why, Why("fees.preservation_cap", facts)))


def _enforcement(question: Question, rows: tuple[RangeRow, ...], on: date | None) -> Sum:
    law = scale.ENFORCEMENT_LAW
    if question.amount_fen is None:
        whole = in_range(Kind.ENFORCEMENT, rows, on)
    else:
        base = fixed(scale.ENFORCEMENT_BASE_FEN, "fees.enforcement_base", law)
        whole = add_brackets(base, question.amount_fen, scale.ENFORCEMENT, law)
    return whole.plus(Fraction(0), Why("fees.enforcement_not_prepaid", {"law": scale.AFTER_LAW}))


_SCALES: Mapping[Kind, Callable[[Question, tuple[RangeRow, ...], date | None], Sum]] = {
    Kind.PROPERTY: _property,
    Kind.DIVORCE: _divorce,
    Kind.PERSONALITY: _personality,
    Kind.IP: _ip,
    Kind.LABOUR: _labour,
    Kind.PAYMENT_ORDER: _payment_order,
    Kind.PRESERVATION: _preservation,
    Kind.ENFORCEMENT: _enforcement,
    Kind.CONFIRMATION: _confirmation,
    Kind.OTHER: _other,
}
# Arts. 15, 16 and 18 halve the fee for accepting a case; art. 14 fees for applications stay whole.
_HALVED = frozenset(
    {Kind.PROPERTY, Kind.DIVORCE, Kind.PERSONALITY, Kind.IP, Kind.LABOUR, Kind.OTHER}
)


def _halve(whole: Sum, question: Question) -> Sum:
    grounds = _grounds(question)
    if not grounds:
        return whole
    first, *others = grounds
    halved = whole.times(Fraction(1, 2), first)
    # Interpretation of the Civil Procedure Law art. 206: however many grounds, halved once.
    once = (Why("fees.halved_once", {"law": scale.ONCE_LAW}),) if others else ()
    return replace(halved, why=(*halved.why, *once))


def _grounds(question: Question) -> tuple[Why, ...]:
    """Name every ground for halving: summary procedure, ended early, joined."""
    grounds = (
        (question.procedure is Procedure.SMALL_CLAIMS, "fees.halved_small_claims", "第16条"),
        (question.procedure is Procedure.SUMMARY, "fees.halved_summary", "第16条"),
        (question.outcome is Outcome.MEDIATED, "fees.halved_mediated", "第15条"),
        (question.outcome is Outcome.WITHDRAWN, "fees.halved_withdrawn", "第15条"),
        (question.joined, "fees.halved_joined", "第18条"),
    )
    return tuple(
        Why(reason, {"law": f"{scale.MEASURES}{article}"})
        for holds, reason, article in grounds
        if holds
    )


def _unless_amount(whole: Sum, question: Question) -> Sum:
    if not question.amount_fen:
        return whole
    return whole.plus(Fraction(0), Why("fees.amount_not_counted"))


def _round(reckoned: Sum, rounding: Rounding) -> Fee:
    step = 1 if rounding is Rounding.FEN else 100
    least, most = (_half_up(value, step) for value in (reckoned.least, reckoned.most))
    if least == reckoned.least and most == reckoned.most:
        return Fee(least, most, reckoned.why)
    facts = {"exact": exact(reckoned.least), "fee": yuan(least)}
    rounded = Why(f"fees.rounded_to_{rounding.value}", facts)
    return Fee(least, most, (*reckoned.why, rounded))


def _half_up(value: Fraction, step: int) -> int:
    return int(value / step + Fraction(1, 2)) * step
