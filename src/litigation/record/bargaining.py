"""Offers and counter-offers: what may be offered, until when, and what may become of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from commons.almanac import SHANGHAI
from commons.errors import NotNow, NotValid, Problem
from commons.flow import Flow

AMOUNT_MAX_FEN: Final = 100_000_000_000_00
INSTALMENTS_MAX: Final = 60
CLOSES_DAYS_MAX: Final = 90
PLAN_YEARS_MAX: Final = 10
TERMS_MAX: Final = 4_000


class OfferKind(StrEnum):
    """How the money would move."""

    PAY_NOW = "pay_now"
    BY_DATE = "by_date"
    INSTALMENTS = "instalments"
    PARTLY_PAID = "partly_paid"


class OfferStage(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    COUNTERED = "countered"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class OfferAct(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    COUNTER = "counter"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


OFFER_FLOW: Flow[OfferStage, OfferAct] = Flow(
    name="offer",
    start=OfferStage.OPEN,
    moves={
        (OfferStage.OPEN, OfferAct.ACCEPT): OfferStage.ACCEPTED,
        (OfferStage.OPEN, OfferAct.DECLINE): OfferStage.DECLINED,
        (OfferStage.OPEN, OfferAct.COUNTER): OfferStage.COUNTERED,
        (OfferStage.OPEN, OfferAct.WITHDRAW): OfferStage.WITHDRAWN,
        (OfferStage.OPEN, OfferAct.LAPSE): OfferStage.LAPSED,
    },
)
# Civil Code art. 480 and 481: an offer is answered by the other side, within its time.
ANSWERS: Final = frozenset({OfferAct.ACCEPT, OfferAct.DECLINE, OfferAct.COUNTER})


@dataclass(frozen=True, slots=True)
class Instalment:
    due_on: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The content of an offer. `paid_fen` is what has already changed hands."""

    kind: OfferKind
    amount_fen: int
    closes_on: date
    due_on: date | None = None
    paid_fen: int = 0
    plan: tuple[Instalment, ...] = ()
    words: str = ""


def check_terms(terms: Terms, *, today: date) -> Terms:
    """Find everything that is wrong at once, each by its field."""
    problems = {
        **_amount_problem(terms),
        **_closing_problem(terms.closes_on, today),
        **_due_problem(terms, today),
        **_paid_problem(terms),
        **_plan_problem(terms, today),
    }
    if len(terms.words) > TERMS_MAX:
        facts = {"max": TERMS_MAX, "length": len(terms.words)}
        problems["words"] = Problem("record.text_too_long", facts)
    if problems:
        raise NotValid(fields=problems)
    return terms


def _amount_problem(terms: Terms) -> dict[str, Problem]:
    if 0 < terms.amount_fen <= AMOUNT_MAX_FEN:
        return {}
    return {"amount": Problem("record.offer_amount_out_of_range")}


def _closing_problem(closes_on: date, today: date) -> dict[str, Problem]:
    latest = today + timedelta(days=CLOSES_DAYS_MAX)
    if today <= closes_on <= latest:
        return {}
    facts = {"earliest": today.isoformat(), "latest": latest.isoformat()}
    return {"closes_on": Problem("record.offer_closing_out_of_range", facts)}


def _due_problem(terms: Terms, today: date) -> dict[str, Problem]:
    if terms.kind is not OfferKind.BY_DATE:
        return {"due_on": Problem("record.offer_due_not_asked")} if terms.due_on else {}
    if terms.due_on is None:
        return {"due_on": Problem("record.offer_due_missing")}
    return {} if _is_payable(terms.due_on, today) else {"due_on": _day_problem(today)}


def _paid_problem(terms: Terms) -> dict[str, Problem]:
    if terms.kind is not OfferKind.PARTLY_PAID:
        return {"paid": Problem("record.offer_paid_not_asked")} if terms.paid_fen else {}
    return {} if 0 < terms.paid_fen < terms.amount_fen else {"paid": Problem("record.offer_paid")}


def _plan_problem(terms: Terms, today: date) -> dict[str, Problem]:
    if terms.kind is not OfferKind.INSTALMENTS:
        return {"plan": Problem("record.plan_not_asked")} if terms.plan else {}
    if not 2 <= len(terms.plan) <= INSTALMENTS_MAX:  # noqa: PLR2004 - one instalment is no plan
        return {"plan": Problem("record.plan_length", {"max": INSTALMENTS_MAX})}
    days = [each.due_on for each in terms.plan]
    if days != sorted(set(days)) or not all(_is_payable(day, today) for day in days):
        return {"plan": Problem("record.plan_days")}
    if min(each.amount_fen for each in terms.plan) <= 0:
        return {"plan": Problem("record.plan_amounts")}
    total = sum(each.amount_fen for each in terms.plan)
    if total != terms.amount_fen:
        difference = terms.amount_fen - total
        return {"plan": Problem("record.plan_sum", {"difference": _in_yuan(difference)})}
    return {}


def _in_yuan(fen: int) -> str:
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def _is_payable(day: date, today: date) -> bool:
    return today <= day <= today + timedelta(days=366 * PLAN_YEARS_MAX)


def _day_problem(today: date) -> Problem:
    latest = today + timedelta(days=366 * PLAN_YEARS_MAX)
    facts = {"earliest": today.isoformat(), "latest": latest.isoformat()}
    return Problem("record.offer_day_out_of_range", facts)


def equal_plan(
    amount_fen: int, count: int, first_on: date, *, months: int = 1
) -> tuple[Instalment, ...]:
    """Spread an amount over equal monthly payments; the last one takes the odd fen."""
    assert 1 <= count <= INSTALMENTS_MAX
    each = amount_fen // count
    amounts = [each] * (count - 1) + [amount_fen - each * (count - 1)]
    days = [_months_later(first_on, months * at) for at in range(count)]
    return tuple(Instalment(day, amount) for day, amount in zip(days, amounts, strict=True))


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def closing_moment(closes_on: date) -> datetime:
    """Return the end of the closing day on the island: an offer lives until midnight."""
    return datetime.combine(closes_on + timedelta(days=1), time(), SHANGHAI)


def answer(stage: OfferStage, act: OfferAct, *, closes_on: date, now: datetime) -> OfferStage:
    """Answer in time or not at all: after the closing day only lapsing is left."""
    over = now >= closing_moment(closes_on)
    if act in ANSWERS and stage is OfferStage.OPEN and over:
        raise NotNow("record.offer_is_over", closed_on=closes_on.isoformat())
    if act is OfferAct.LAPSE and not over:
        raise NotNow("record.offer_still_open", closes_on=closes_on.isoformat())
    return OFFER_FLOW.step(stage, act)


def check_answering(*, offered_by: UUID, answered_by: UUID) -> None:
    if offered_by == answered_by:
        raise NotValid(fields={"answered_by": Problem("record.offer_own_answer")})


def packed(terms: Terms) -> dict[str, str]:
    """Write terms as they are kept: sealed, each value as text."""
    return {
        "amount_fen": str(terms.amount_fen),
        "paid_fen": str(terms.paid_fen),
        "due_on": terms.due_on.isoformat() if terms.due_on else "",
        "plan": ",".join(f"{each.due_on.isoformat()}={each.amount_fen}" for each in terms.plan),
        "words": terms.words,
    }


def unpacked(kind: OfferKind, closes_on: date, kept: Mapping[str, str]) -> Terms:
    plan = [each.split("=") for each in kept["plan"].split(",") if each]
    return Terms(
        kind=kind,
        amount_fen=int(kept["amount_fen"]),
        closes_on=closes_on,
        due_on=date.fromisoformat(kept["due_on"]) if kept["due_on"] else None,
        paid_fen=int(kept["paid_fen"]),
        plan=tuple(Instalment(date.fromisoformat(day), int(fen)) for day, fen in plan),
        words=kept["words"],
    )
