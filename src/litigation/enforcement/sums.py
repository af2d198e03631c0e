"""What a debtor owes on a day: the debt, its interest, and the doubled interest of who is late.

Sources: Civil Procedure Law art. 264; Interpretation on the interest on debts during delayed
performance (法释〔2014〕8号) art. 1 to 4; Civil Code art. 561 for what money is first paid on.
Reckoned in exact fractions; only what is shown is rounded, half up, to the fen.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from commons.confusables import plain
from commons.errors import NotValid

# 2014 Interpretation art. 1: 0.0175 % of the money debt for each day.
LATE_A_DAY = Fraction(175, 1_000_000)
DAYS_A_YEAR = 365
BASIS_POINTS = 10_000


Spans: TypeAlias = tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Debt:
    """What the title orders. `rate_bp` is a yearly rate in hundredths of a per cent."""

    principal_fen: int
    due_on: date  # the last day for performance, or the day of effect where none was named
    interest_fen: int = 0  # interest that the title names as a sum
    rate_bp: int = 0
    rate_from_on: date | None = None
    # Art. 3: a run that rests without the debtor's asking is not counted; both days included.
    stopped: Spans = ()


@dataclass(frozen=True, slots=True)
class Paid:
    on: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of days with one debt: what it bore, and what was paid at its end."""

    from_on: date  # not counted
    to_on: date  # counted
    days: int  # of delay, without those on which the run rested
    principal_fen: int
    interest_fen: int  # that this stretch added
    late_fen: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class Account:
    """What is still owed; `over_fen` is what came in beyond it and has to be given back."""

    principal_fen: int
    interest_fen: int
    late_fen: int
    paid_fen: int
    over_fen: int
    lines: tuple[Line, ...]

    @property
    def left_fen(self) -> int:
        return self.principal_fen + self.interest_fen + self.late_fen


@dataclass
class _State:
    principal: Fraction
    interest: Fraction
    late: Fraction
    over: Fraction


def read_rate(text: str) -> int:
    """Read a yearly rate in per cent, as 3.45, into hundredths of a per cent."""
    found = re.fullmatch(r"(\d{1,2})(?:\.(\d{1,2}))?%?", plain(text).strip())
    if found is None:
        raise NotValid("enforcement.not_a_rate")
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def reckon(debt: Debt, payments: Sequence[Paid], *, on: date) -> Account:
    """Say what is owed at the end of a day, line by line.

    Money is counted for the day on which it came (art. 3), first on interest, then on the debt,
    and only then on the doubled part (art. 4). What came after `on` is left out.
    """
    by_day: dict[date, int] = {}
    for one in payments:
        if one.on <= on:
            by_day[one.on] = by_day.get(one.on, 0) + one.amount_fen
    state = _State(
        Fraction(debt.principal_fen), Fraction(debt.interest_fen), Fraction(0), Fraction(0)
    )
    begins = min([debt.due_on, *by_day, *([debt.rate_from_on] if debt.rate_from_on else [])])
    marks = sorted({*by_day, on, *([debt.due_on] if debt.due_on < on else [])})
    lines: list[Line] = []
    before = begins
    for mark in marks:
        lines.append(_stretch(debt, state, before, mark, by_day.get(mark, 0)))
        before = mark
    return Account(
        principal_fen=_fen(state.principal),
        interest_fen=_fen(state.interest),
        late_fen=_fen(state.late),
        paid_fen=sum(by_day.values()),
        over_fen=_fen(state.over),
        lines=tuple(line for line in lines if line.days or line.interest_fen or line.paid_fen),
    )


def _stretch(debt: Debt, state: _State, from_on: date, to_on: date, paid_fen: int) -> Line:
    principal = state.principal
    late_days = _late_days(debt, from_on, to_on)
    late = principal * LATE_A_DAY * late_days
    interest = principal * _interest_days(debt, from_on, to_on) * debt.rate_bp
    interest /= BASIS_POINTS * DAYS_A_YEAR
    state.late += late
    state.interest += interest
    _pay(state, Fraction(paid_fen))
    return Line(
        from_on=from_on,
        to_on=to_on,
        days=late_days,
        principal_fen=_fen(principal),
        interest_fen=_fen(interest),
        late_fen=_fen(late),
        paid_fen=paid_fen,
    )


def _pay(state: _State, amount: Fraction) -> None:
    for part in ("interest", "principal", "late"):
        owed: Fraction = getattr(state, part)
        taken = min(owed, amount)
        setattr(state, part, owed - taken)
        amount -= taken
    state.over += amount


def _late_days(debt: Debt, from_on: date, to_on: date) -> int:
    """Art. 2: from the day on which the period for performance is over, that day not counted."""
    first, last = max(from_on, debt.due_on), to_on
    if last <= first:
        return 0
    rested: set[int] = set()
    for begin, end in debt.stopped:
        rested |= set(
            range(
                max(begin.toordinal(), first.toordinal() + 1),
                min(end.toordinal(), last.toordinal()) + 1,
            )
        )
    return (last - first).days - len(rested)


def _interest_days(debt: Debt, from_on: date, to_on: date) -> int:
    if debt.rate_from_on is None or not debt.rate_bp:
        return 0
    return max(0, (to_on - max(from_on, debt.rate_from_on)).days)


def _fen(amount: Fraction) -> int:
    return int(amount + Fraction(1, 2))
