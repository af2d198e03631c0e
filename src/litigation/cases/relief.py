"""How a request to pay a court fee later, less or not at all is decided (Measures art. 44-51)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from commons.almanac import ONE_DAY
from commons.errors import NotNow, NotValid, Problem
from litigation.cases.charging import (
    DEFER_DAYS_MAX,
    NOTICE_FLOW,
    REDUCTION_PERCENT_MAX,
    REDUCTION_PERCENT_MIN,
    NoticeAct,
    NoticeFacts,
    NoticeStage,
    ReliefGround,
    ReliefKind,
    ReliefStage,
)
from litigation.mediation.parties import PartyKind

WHOLE = 100
_G = ReliefGround
GROUNDS: Mapping[ReliefKind, tuple[ReliefGround, ...]] = {
    ReliefKind.EXEMPT: (
        _G.DISABLED_NO_INCOME,
        _G.MAINTENANCE,
        _G.LOWEST_INCOME,
        _G.GOOD_SAMARITAN,
        _G.OTHER_EXEMPT,
    ),
    ReliefKind.REDUCE: (_G.DISASTER, _G.ENTITLED_GROUP, _G.WELFARE_BODY, _G.OTHER_REDUCE),
    ReliefKind.DEFER: (_G.SOCIAL_INSURANCE, _G.ACCIDENT_VICTIM, _G.LEGAL_AID, _G.OTHER_DEFER),
}
ARTICLES: Mapping[ReliefKind, str] = {
    ReliefKind.EXEMPT: "《诉讼费用交纳办法》第44条、第45条",
    ReliefKind.REDUCE: "《诉讼费用交纳办法》第46条",
    ReliefKind.DEFER: "《诉讼费用交纳办法》第47条",
}


def check_relief(
    kind: ReliefKind, ground: ReliefGround, payer: PartyKind, *, words: str
) -> ReliefKind:
    """See that this payer may ask for this relief on this ground (art. 44 to 48)."""
    problems: dict[str, Problem] = {}
    if kind is ReliefKind.EXEMPT and payer is not PartyKind.PERSON:
        problems["kind"] = Problem("cases.fee.exempt_persons_only")
    elif ground not in GROUNDS[kind]:
        problems["ground"] = Problem("cases.fee.ground_of_another_kind")
    # Art. 48: in writing, with what proves the hardship.
    if not words.strip():
        problems["words"] = Problem("form.missing")
    if problems:
        raise NotValid(fields=problems)
    return kind


@dataclass(frozen=True, slots=True)
class Decision:
    """What the court has decided: granted or not, how much, until when, and why."""

    granted: bool
    reason: str
    percent: int | None = None  # of a reduction
    until_on: date | None = None  # of a deferral, or the day named after a refusal


@dataclass(frozen=True, slots=True)
class Decided:
    """What follows from a decision for the notice."""

    relief: ReliefStage
    notice: NoticeStage
    waived_fen: int
    due_on: date


def decide(
    kind: ReliefKind, stage: ReliefStage, facts: NoticeFacts, said: Decision, *, today: date
) -> Decided:
    """Decide one request. A refusal needs its reason and a new last day (art. 22(4), 48(3))."""
    if stage is not ReliefStage.OPEN:
        raise NotNow("cases.fee.relief_decided")
    if not said.reason.strip():
        raise NotValid(fields={"reason": Problem("form.missing")})
    if not said.granted:
        due_on = _day(said.until_on, today=today)
        step = NOTICE_FLOW.step(facts.stage, NoticeAct.GIVE_DAY)
        return Decided(ReliefStage.REFUSED, step, 0, due_on)
    if kind is ReliefKind.DEFER:
        step = NOTICE_FLOW.step(facts.stage, NoticeAct.DEFER)
        return Decided(ReliefStage.GRANTED, step, 0, _day(said.until_on, today=today))
    if kind is ReliefKind.EXEMPT:
        step = NOTICE_FLOW.step(facts.stage, NoticeAct.WAIVE)
        return Decided(ReliefStage.GRANTED, step, facts.open_fen, facts.due_on)
    return _reduced(facts, said, today=today)


def _reduced(facts: NoticeFacts, said: Decision, *, today: date) -> Decided:
    percent = said.percent
    if percent is None or not REDUCTION_PERCENT_MIN <= percent <= REDUCTION_PERCENT_MAX:
        # Art. 46(2): not less than thirty per cent; the whole would be an exemption.
        limits = {"least": REDUCTION_PERCENT_MIN, "most": REDUCTION_PERCENT_MAX}
        raise NotValid(fields={"percent": Problem("cases.fee.reduction_range", limits)})
    waived = round_half_up(Fraction(facts.fee_fen * percent, WHOLE))
    due_on = _day(said.until_on, today=today)
    return Decided(ReliefStage.GRANTED, NoticeStage.DUE, min(waived, facts.open_fen), due_on)


def round_half_up(fen: Fraction) -> int:
    return int(fen + Fraction(1, 2))


def _day(on: date | None, *, today: date) -> date:
    if on is None:
        raise NotValid(fields={"until_on": Problem("form.missing")})
    latest = today + ONE_DAY * DEFER_DAYS_MAX
    if not today < on <= latest:
        limits = {"earliest": (today + ONE_DAY).isoformat(), "latest": latest.isoformat()}
        raise NotValid(fields={"until_on": Problem("cases.day_out_of_range", limits)})
    return on
