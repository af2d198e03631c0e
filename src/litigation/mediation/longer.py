"""When a mediation may take longer: by everybody's consent, or while an appraisal runs."""

from datetime import date

from commons.errors import NotNow, NotValid, Problem
from litigation.mediation.clocks import ClockFacts, Pause, term_start
from litigation.mediation.rules import Track

FILED_EXTENSION_DAYS_MAX = 30
# Art. 24 sets no ceiling for unfiled matters when all agree; a year is this house's own limit.
NOT_FILED_EXTENSION_DAYS_MAX = 365


def check_extension(facts: ClockFacts, *, more: int, all_agree: bool) -> int:
    """Lengthen the term when all agree; after filing by 30 days at most, and once."""
    if term_start(facts) is None:
        raise NotNow("mediation.term_not_started")
    if not all_agree:
        raise NotNow("mediation.extension_needs_all")
    limit = (
        NOT_FILED_EXTENSION_DAYS_MAX if facts.track is Track.NOT_FILED else FILED_EXTENSION_DAYS_MAX
    )
    left = limit - facts.extension_days
    if facts.track is Track.FILED and facts.extension_days:
        raise NotNow("mediation.extended_already")
    if not 1 <= more <= left:
        raise NotValid(fields={"days": Problem("mediation.extension_too_long", {"max": left})})
    return facts.extension_days + more


def check_pause(pauses: tuple[Pause, ...], pause: Pause, *, earliest: date, today: date) -> None:
    """Refuse a pause outside the term, one that ends before it begins, and a second open one."""
    problems: dict[str, Problem] = {}
    span = {"earliest": earliest.isoformat(), "latest": today.isoformat()}
    if not earliest <= pause.from_on <= today:
        problems["from_on"] = Problem("mediation.day_out_of_range", span)
    if pause.to_on is not None and not pause.from_on <= pause.to_on <= today:
        problems["to_on"] = Problem("mediation.pause_ends_before_it_begins")
    if problems:
        raise NotValid(fields=problems)
    if pause.to_on is None and any(each.to_on is None for each in pauses):
        raise NotNow("mediation.paused_already")
