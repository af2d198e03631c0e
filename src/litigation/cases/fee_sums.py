"""How a court fee grows: a base, a part for each bracket, each step with its article."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from commons.deadlines import Why
from commons.errors import NotValid
from commons.money import yuan
from litigation.cases.fee_scale import Brackets, Kind, RangeRow


@dataclass(frozen=True, slots=True)
class Sum:
    """A fee on the way: the least and the most it can be, in fractions of a fen."""

    least: Fraction
    most: Fraction
    why: tuple[Why, ...]

    def times(self, factor: Fraction, why: Why) -> "Sum":
        return Sum(self.least * factor, self.most * factor, (*self.why, why))

    def plus(self, fen: Fraction, *why: Why) -> "Sum":
        return Sum(self.least + fen, self.most + fen, (*self.why, *why))


def fixed(fen: int, reason: str, law: str) -> Sum:
    return Sum(Fraction(fen), Fraction(fen), (Why(reason, {"fee": yuan(fen), "law": law}),))


def in_range(kind: Kind, rows: Sequence[RangeRow], on: date | None) -> Sum:
    row = _row_in_force(kind, rows, on)
    facts = {"low": yuan(row.low_fen), "high": yuan(row.high_fen), "law": row.source}
    if row.chosen_fen is None:
        not_fixed = Why("fees.range_not_fixed", facts)
        return Sum(Fraction(row.low_fen), Fraction(row.high_fen), (not_fixed,))
    chosen = Why("fees.range_fixed", {**facts, "fee": yuan(row.chosen_fen)})
    return Sum(Fraction(row.chosen_fen), Fraction(row.chosen_fen), (chosen,))


def _row_in_force(kind: Kind, rows: Sequence[RangeRow], on: date | None) -> RangeRow:
    known = [row for row in rows if row.kind is kind and (on is None or row.from_on <= on)]
    if not known:
        raise NotValid("fees.no_scale_on_that_day")
    return max(known, key=lambda row: row.from_on)


def add_brackets(base: Sum, amount_fen: int, brackets: Brackets, law: str) -> Sum:
    """Add what each bracket takes of the part of the amount that lies within it."""
    low_fen, whole = 0, base
    for high_fen, rate in brackets:
        within = min(amount_fen, amount_fen if high_fen is None else high_fen) - low_fen
        if within <= 0:
            break
        if rate:
            whole = whole.plus(within * rate, _bracket_why(low_fen, within, rate, law))
        low_fen += within
    return whole


def _bracket_why(low_fen: int, within: int, rate: Fraction, law: str) -> Why:
    facts = {
        "low": yuan(low_fen),
        "part": yuan(within),
        "percent": f"{float(rate * 100):g}",
        "fee": exact(within * rate),
        "law": law,
    }
    return Why("fees.bracket", facts)


def exact(fen: Fraction) -> str:
    """Write a fraction of fen as yuan with as many places as it needs, at most six."""
    millionths = int(fen * 10_000 + Fraction(1, 2))
    whole, rest = divmod(millionths, 1_000_000)
    return f"{whole:,}.{f'{rest:06d}'.rstrip('0').ljust(2, '0')}"
