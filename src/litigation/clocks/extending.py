"""Who may make a clock longer, how much in all, and until when it must be asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from commons import deadlines
from commons.almanac import Almanac
from commons.errors import NotNow, NotValid, Problem
from litigation.clocks.facts import Longer
from litigation.clocks.keys import Duty, Granter, Unit
from litigation.clocks.shapes import ClockRule, Grant

# Rules of 2019 on extensions, art. 1 (C14): asked for fifteen days, decided five days before.
ASK_DAYS_BEFORE = 15
DECIDE_DAYS_BEFORE = 5
# Civil Procedure Law art. 86: ten days after the obstacle is gone.
OBSTACLE_DAYS = 10
# Where the law sets no most, this house still stops a slip of the hand.
MONTHS_MAX = 12
DAYS_MAX = 366


@dataclass(frozen=True, slots=True)
class Ask:
    """An extension as somebody decided it: in months or in days, never both."""

    by: Granter
    asked_on: date
    granted_on: date
    months: int = 0
    days: int = 0
    obstacle_ended_on: date | None = None


def ask_by(trial_due_on: date) -> date:
    """Name the last day on which a longer trial can be asked for."""
    return trial_due_on - timedelta(days=ASK_DAYS_BEFORE)


def decide_by(trial_due_on: date) -> date:
    return trial_due_on - timedelta(days=DECIDE_DAYS_BEFORE)


def extend(
    rule: ClockRule,
    kept: Iterable[Longer],
    ask: Ask,
    *,
    due_on: date,
    today: date,
    almanac: Almanac,
) -> Longer:
    """Check one grant against the table; what comes back is counted with the rest."""
    _check_days(ask, today)
    granted = tuple(kept)
    if ask.by is Granter.OBSTACLE:
        _check_obstacle(rule, ask, almanac)
        _check_amount(Grant(Granter.OBSTACLE, Unit.DAYS, most=None), (), ask)
        return Longer(ask.by, ask.granted_on, days=ask.days)
    grant = next((each for each in rule.grants if each.by is ask.by), None)
    if grant is None:
        raise NotNow("clocks.not_theirs_to_grant")
    if grant.after is not None and all(each.by is not grant.after for each in granted):
        raise NotNow("clocks.president_first")
    _check_amount(grant, granted, ask)
    return Longer(
        ask.by,
        ask.granted_on,
        months=ask.months,
        days=ask.days,
        was_late=_check_time(rule, ask, due_on),
    )


def _check_days(ask: Ask, today: date) -> None:
    problems: dict[str, Problem] = {}
    if ask.asked_on > today:
        problems["asked_on"] = Problem("clocks.day_to_come")
    if not ask.asked_on <= ask.granted_on <= today:
        problems["granted_on"] = Problem("clocks.granted_before_asked")
    if problems:
        raise NotValid(fields=problems)


def _check_time(rule: ClockRule, ask: Ask, due_on: date) -> bool:
    """Refuse what was asked for too late, and say whether the decision came late."""
    if not rule.is_trial:
        # Interpretation art. 100: in writing, before the end.
        if ask.asked_on > due_on:
            raise NotNow("clocks.asked_after_the_end", due_on=due_on.isoformat())
        return False
    if ask.asked_on > ask_by(due_on):
        raise NotNow("clocks.asked_too_late", latest=ask_by(due_on).isoformat())
    if ask.granted_on > due_on:
        raise NotNow("clocks.granted_after_the_end", due_on=due_on.isoformat())
    # A decision in the last five days is a fault of the court: it is shown, and it holds.
    return ask.granted_on > decide_by(due_on)


def _check_amount(grant: Grant, granted: tuple[Longer, ...], ask: Ask) -> None:
    is_months = grant.unit is Unit.MONTHS
    amount, other = (ask.months, ask.days) if is_months else (ask.days, ask.months)
    field = "months" if is_months else "days"
    if other:
        raise NotValid(fields={field: Problem(f"clocks.granted_in_{field}")})
    before = sum(each.months if is_months else each.days for each in granted if each.by is grant.by)
    house = MONTHS_MAX if is_months else DAYS_MAX
    left = max((house if grant.most is None else grant.most) - before, 0)
    if left == 0:
        raise NotNow("clocks.granted_in_full")
    if not 1 <= amount <= left:
        raise NotValid(fields={field: Problem("clocks.grant_too_long", {"most": left})})


def _check_obstacle(rule: ClockRule, ask: Ask, almanac: Almanac) -> None:
    # Art. 86 is for those who missed a period through no fault of theirs: a party, never the court.
    if rule.duty is not Duty.PARTY:
        raise NotNow("clocks.obstacle_is_for_parties")
    if ask.obstacle_ended_on is None or ask.obstacle_ended_on > ask.asked_on:
        raise NotValid(fields={"obstacle_ended_on": Problem("clocks.obstacle_end_missing")})
    latest = deadlines.days(ask.obstacle_ended_on, OBSTACLE_DAYS, almanac).due_on
    if ask.asked_on > latest:
        raise NotNow("clocks.obstacle_asked_too_late", latest=latest.isoformat())
