"""Between which days a hearing may be listed, and the reasons for both ends."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from commons.almanac import ONE_DAY
from commons.deadlines import Why
from litigation.hearings.rules import NOTICE_CLEAR_DAYS

# House rule: after the hearing a judgment must still be written within the term of the trial.
MARGIN_DAYS = 20
# Nothing is listed further ahead than anybody plans.
AHEAD_MAX = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the case knows; None where no such period runs."""

    today: date
    answer_ends_on: date | None = None
    evidence_ends_on: date | None = None
    periods_waived: bool = False  # both sides waive what is left of them
    notice_waived: bool = False
    travel_days: int = 0
    term_ends_on: date | None = None
    gap_ends_on: date | None = None  # one month after an adjourned hearing (C15)
    margin_days: int = MARGIN_DAYS


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day; `is_tight` when no day is left and a person must decide."""

    earliest_on: date
    latest_on: date
    is_tight: bool
    why: tuple[Why, ...]


def reasons_of(window: Window) -> list[dict[str, Any]]:
    """Give the reasons of a window as they are kept."""
    return [{"reason": one.reason, "facts": dict(one.facts)} for one in window.why]


def window_of(bounds: Bounds) -> Window:
    earliest, first_why = _earliest(bounds)
    latest, last_why = _latest(bounds)
    why = (first_why, last_why)
    if latest < earliest:
        # The margin is ours, the term is the law's: give up the margin before giving up.
        if bounds.term_ends_on is not None and bounds.term_ends_on >= earliest:
            gave = Why("hearings.margin_given_up", {"term_on": bounds.term_ends_on.isoformat()})
            return Window(earliest, bounds.term_ends_on, is_tight=True, why=(*why, gave))
        none = Why("hearings.no_day_left", {"earliest_on": earliest.isoformat()})
        return Window(earliest, earliest, is_tight=True, why=(*why, none))
    return Window(earliest, latest, is_tight=False, why=why)


def _earliest(bounds: Bounds) -> tuple[date, Why]:
    """Take the latest of: the notice, the end of the answer period, the end of evidence."""
    notice = 1 if bounds.notice_waived else NOTICE_CLEAR_DAYS + 1 + bounds.travel_days
    candidates = [(bounds.today + ONE_DAY * notice, "hearings.first_by_notice")]
    if not bounds.periods_waived:
        # A hearing lies after both periods: the day after their last day.
        for ends_on, reason in (
            (bounds.answer_ends_on, "hearings.first_by_answer"),
            (bounds.evidence_ends_on, "hearings.first_by_evidence"),
        ):
            if ends_on is not None:
                candidates.append((ends_on + ONE_DAY, reason))
    day, reason = max(candidates)
    return day, Why(reason, {"earliest_on": day.isoformat()})


def _latest(bounds: Bounds) -> tuple[date, Why]:
    candidates = [(bounds.today + AHEAD_MAX, "hearings.last_by_planning")]
    if bounds.term_ends_on is not None:
        margin = ONE_DAY * bounds.margin_days
        candidates.append((bounds.term_ends_on - margin, "hearings.last_by_term"))
    if bounds.gap_ends_on is not None:
        candidates.append((bounds.gap_ends_on, "hearings.last_by_gap"))
    day, reason = min(candidates)
    return day, Why(reason, {"latest_on": day.isoformat()})
