"""When a clock ends: counted from its event, with what was granted and what does not count."""

from datetime import date, timedelta

from commons import deadlines
from commons.almanac import ONE_DAY, SHANGHAI, Almanac, end_of
from commons.deadlines import Due, Why
from commons.errors import Fact
from litigation.clocks.facts import ClockFacts, Longer, Reckoned
from litigation.clocks.keys import Exclusion, Unit
from litigation.clocks.shapes import ClockRule
from litigation.clocks.spans import said_of, said_of_span, stretches
from litigation.clocks.table import TABLE

# Civil Code art. 194: when the obstacle is gone, six months run; it counts only in the last six.
LIMITATION_MONTHS = 6
BACK_DAYS_MAX = 31


def reckon(facts: ClockFacts, almanac: Almanac) -> Reckoned:
    """Count one clock. The same facts and the same holidays always give the same day."""
    rule = TABLE[facts.key]
    length = facts.length if facts.length is not None else rule.length
    if rule.unit is Unit.HOURS:
        return _hours(facts, length)
    if rule.is_backward:
        return _backward(facts, rule, almanac)
    if length == 0:
        steps = (Why("clocks.at_once", {"due_on": facts.event_on.isoformat()}),)
        return Reckoned(facts.event_on, end_of(facts.event_on), provisional=False, why=steps)
    if rule.unit is Unit.WORKDAYS:
        return _ended(deadlines.workdays(facts.event_on, length, almanac))
    if rule.is_limitation:
        return _limitation(facts, length, almanac)
    return _forward(facts, rule, length, almanac)


def _forward(facts: ClockFacts, rule: ClockRule, length: int, almanac: Almanac) -> Reckoned:
    is_days = rule.unit is Unit.DAYS
    n_months = (0 if is_days else length) + sum(each.months for each in facts.longer)
    n_days = (length if is_days else 0) + sum(each.days for each in facts.longer)

    def counted(excluded: int) -> Due:
        return deadlines.months_then_days(
            facts.event_on, n_months=n_months, n_days=n_days + excluded, almanac=almanac
        )

    excluded, still_since = 0, None
    steps: list[Why] = [*_fixed(rule, facts.length), *map(_granted, facts.longer)]
    for stretch in stretches(facts, rule):
        # What begins after the clock has run out cannot bring it back.
        if stretch.from_on > counted(excluded).due_on:
            break
        excluded += stretch.days
        steps += said_of(stretch)
        still_since = stretch.open_since
    due = counted(excluded)
    return _ended(due, before=tuple(steps), excluded=excluded, still_since=still_since)


def _ended(
    due: Due, *, before: tuple[Why, ...] = (), excluded: int = 0, still_since: date | None = None
) -> Reckoned:
    return Reckoned(
        due_on=due.due_on,
        ends_at=end_of(due.due_on),
        provisional=due.provisional or still_since is not None,
        why=(*before, *due.why),
        excluded_days=excluded,
        still_since=still_since,
    )


def _fixed(rule: ClockRule, length: int | None) -> tuple[Why, ...]:
    if length is None:
        return ()
    usual = rule.bounds.usual_most if rule.bounds else None
    if usual is not None and length > usual:
        return (Why("clocks.longer_than_usual", {"n": length, "usual": usual}),)
    return (Why("clocks.length_fixed_by_court", {"n": length}),)


def _hours(facts: ClockFacts, length: int) -> Reckoned:
    # Civil Procedure Law art. 85: the hour of the event does not count. An urgent ruling does not
    # wait for a working day: only a last *day* gives way to a holiday.
    assert facts.event_at is not None, "a clock of hours needs an instant"
    local = facts.event_at.astimezone(SHANGHAI)
    begins = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    ends = begins + timedelta(hours=length)
    steps: dict[str, Fact] = {
        "n": length,
        "begins": f"{begins:%Y-%m-%d %H:%M}",
        "ends": f"{ends:%Y-%m-%d %H:%M}",
    }
    # An end at 24:00 belongs to the day that ends.
    due_on = (ends - timedelta(microseconds=1)).date()
    why = (Why("clocks.counted_hours", steps),)
    return Reckoned(due_on, ends.astimezone(end_of(due_on).tzinfo), provisional=False, why=why)


def _backward(facts: ClockFacts, rule: ClockRule, almanac: Almanac) -> Reckoned:
    """Count back: the day before which it must be done is not counted, nothing rolls later."""
    back = rule.length + rule.margin_days + facts.travel_days
    due_on = facts.event_on - ONE_DAY * back
    steps: dict[str, Fact] = {
        "n": rule.length,
        "event_on": facts.event_on.isoformat(),
        "due_on": due_on.isoformat(),
    }
    why = [Why("clocks.counted_back", steps)]
    if rule.margin_days:
        why.append(Why("clocks.margin_kept", {"n": rule.margin_days}))
    if facts.travel_days:
        why.append(Why("clocks.travel_added", {"n": facts.travel_days}))
    day, unknown = _working_day_before(due_on, almanac)
    if day != due_on:
        off: dict[str, Fact] = {"due_on": due_on.isoformat(), "day": day.isoformat()}
        why.append(Why("clocks.do_it_before_days_off", off))
    why += [Why("deadlines.year_not_announced", {"year": year}) for year in unknown]
    return Reckoned(due_on, end_of(due_on), provisional=bool(unknown), why=tuple(why))


def _working_day_before(due_on: date, almanac: Almanac) -> tuple[date, tuple[int, ...]]:
    day = due_on
    for _ in range(BACK_DAYS_MAX):
        if not almanac.is_off(day):
            break
        day -= ONE_DAY
    years = sorted({due_on.year, day.year})
    return day, tuple(year for year in years if not almanac.is_announced(year))


def _limitation(facts: ClockFacts, length: int, almanac: Almanac) -> Reckoned:
    due, excluded, still_since = deadlines.years(facts.event_on, length, almanac), 0, None
    for span in sorted(facts.spans, key=lambda each: each.from_on):
        if span.reason is not Exclusion.LIMITATION or span.from_on > due.due_on:
            continue
        if span.to_on is None:
            still_since = still_since or span.from_on
            due = Due(due.due_on, due.provisional, (*due.why, said_of_span(span)))
            continue
        again = deadlines.months(span.to_on, LIMITATION_MONTHS, almanac)
        # Whatever ended before the last six months leaves six months or more: nothing changes.
        if again.due_on > due.due_on:
            excluded += (again.due_on - due.due_on).days
            due = Due(again.due_on, again.provisional, (*due.why, said_of_span(span), *again.why))
    return _ended(due, excluded=excluded, still_since=still_since)


def _granted(longer: Longer) -> Why:
    unit, n = ("months", longer.months) if longer.months else ("days", longer.days)
    late = "_late" if longer.was_late else ""
    facts: dict[str, Fact] = {"n": n, "granted_on": longer.granted_on.isoformat()}
    return Why(f"clocks.longer_{unit}_{longer.by.value}{late}", facts)
