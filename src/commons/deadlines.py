"""How the law counts a period: from which day, to which day, and why that day."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from commons.almanac import ONE_DAY, Almanac
from commons.errors import Fact, NotValid

YEAR_MIN = 1949
YEAR_MAX = 2199
# Twenty years is the longest period of the Civil Code (art. 188), thirty leave room.
DAYS_MAX = 30 * 366
MONTHS_MAX = 30 * 12
YEARS_MAX = 30
# No holiday of China has lasted longer than ten days in a row; a table that says so is wrong.
ROLL_DAYS_MAX = 31


@dataclass(frozen=True, slots=True)
class Why:
    """One step of a reckoning: a reason key of the catalogue and the facts it names."""

    reason: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period; provisional while a year it rests on is not announced."""

    due_on: date
    provisional: bool
    why: tuple[Why, ...]


def days(event_on: date, n: int, almanac: Almanac) -> Due:
    # Civil Procedure Law art. 85: the day of the event does not count.
    _within(event_on, n, DAYS_MAX)
    last_on = event_on + ONE_DAY * n
    counted = Why("deadlines.counted_days", {"n": n, "last_on": last_on.isoformat()})
    return _due(event_on, last_on, (counted,), almanac)


def months(event_on: date, n: int, almanac: Almanac) -> Due:
    _within(event_on, n, MONTHS_MAX)
    last_on, clamped = _same_day(event_on, n)
    counted = Why("deadlines.counted_months", {"n": n, "last_on": last_on.isoformat()})
    return _due(event_on, last_on, (counted, *clamped), almanac)


def months_then_days(event_on: date, *, n_months: int, n_days: int, almanac: Almanac) -> Due:
    """Count a period in months that was made longer by days: only its very last day can roll."""
    if not n_days:
        return months(event_on, n_months, almanac)
    if not n_months:
        return days(event_on, n_days, almanac)
    _within(event_on, n_months, MONTHS_MAX)
    _within(event_on, n_days, DAYS_MAX)
    middle_on, clamped = _same_day(event_on, n_months)
    last_on = middle_on + ONE_DAY * n_days
    steps = (
        Why("deadlines.counted_months", {"n": n_months, "last_on": middle_on.isoformat()}),
        *clamped,
        Why("deadlines.counted_days", {"n": n_days, "last_on": last_on.isoformat()}),
    )
    return _due(event_on, last_on, steps, almanac)


def same_day(event_on: date, n_months: int) -> date:
    """Give the corresponding day so many months later, whether people work on it or not."""
    _within(event_on, n_months, MONTHS_MAX)
    return _same_day(event_on, n_months)[0]


def years(event_on: date, n: int, almanac: Almanac) -> Due:
    _within(event_on, n, YEARS_MAX)
    last_on, clamped = _same_day(event_on, n * 12)
    counted = Why("deadlines.counted_years", {"n": n, "last_on": last_on.isoformat()})
    return _due(event_on, last_on, (counted, *clamped), almanac)


def workdays(event_on: date, n: int, almanac: Almanac) -> Due:
    """Count only days on which people work; make-up Saturdays and Sundays are such days."""
    _within(event_on, n, DAYS_MAX // 2)
    day, left, skipped = event_on, n, 0
    for _ in range(DAYS_MAX):
        day += ONE_DAY
        if almanac.is_off(day):
            skipped += 1
            continue
        left -= 1
        if left == 0:
            break
    assert left == 0, "the almanac leaves too few working days"
    counted = Why(
        "deadlines.counted_workdays", {"n": n, "skipped": skipped, "last_on": day.isoformat()}
    )
    # Every day of the way was asked about, so every year of the way must have been announced.
    touched = range((event_on + ONE_DAY).year, day.year + 1)
    unknown = _unknown(touched, almanac)
    why = (_excluded(event_on), counted, *_make_up(day, almanac), *unknown)
    return Due(due_on=day, provisional=bool(unknown), why=why)


def _due(event_on: date, last_on: date, steps: tuple[Why, ...], almanac: Almanac) -> Due:
    due_on, rolled = _roll(last_on, almanac)
    unknown = _unknown(range(last_on.year, due_on.year + 1), almanac)
    kept = () if rolled else _make_up(due_on, almanac)
    why = (_excluded(event_on), *steps, *rolled, *kept, *unknown)
    return Due(due_on=due_on, provisional=bool(unknown), why=why)


def _excluded(event_on: date) -> Why:
    first_on = event_on + ONE_DAY
    facts = {"event_on": event_on.isoformat(), "first_on": first_on.isoformat()}
    return Why("deadlines.event_day_excluded", facts)


def _same_day(event_on: date, n: int) -> tuple[date, tuple[Why, ...]]:
    # Civil Code art. 202: the corresponding day of the last month; if it has none, its last day.
    year, month0 = divmod(event_on.year * 12 + event_on.month - 1 + n, 12)
    length = monthrange(year, month0 + 1)[1]
    last_on = date(year, month0 + 1, min(event_on.day, length))
    if event_on.day <= length:
        return last_on, ()
    facts: dict[str, Fact] = {"day": event_on.day, "last_on": last_on.isoformat()}
    return last_on, (Why("deadlines.no_such_day", facts),)


def _roll(last_on: date, almanac: Almanac) -> tuple[date, tuple[Why, ...]]:
    # Civil Procedure Law art. 85: a last day that is off gives way to the first day after.
    day, names = last_on, list[str]()
    for _ in range(ROLL_DAYS_MAX):
        if not (name := almanac.name_of(day)):
            break
        names.append(name)
        day += ONE_DAY
    assert not almanac.is_off(day), "the almanac has a month without a working day"
    if day == last_on:
        return day, ()
    facts: dict[str, Fact] = {
        "last_on": last_on.isoformat(),
        "name": "、".join(dict.fromkeys(names)),
        "due_on": day.isoformat(),
    }
    return day, (Why("deadlines.rolled", facts),)


def _make_up(day: date, almanac: Almanac) -> tuple[Why, ...]:
    if not almanac.is_make_up(day):
        return ()
    return (Why("deadlines.make_up_workday", {"due_on": day.isoformat()}),)


def _unknown(touched: range, almanac: Almanac) -> tuple[Why, ...]:
    missing = filter(lambda year: not almanac.is_announced(year), touched)
    return tuple(Why("deadlines.year_not_announced", {"year": year}) for year in missing)


def _within(event_on: date, n: int, n_max: int) -> None:
    if not YEAR_MIN <= event_on.year <= YEAR_MAX:
        raise NotValid("deadlines.day_out_of_range", first=YEAR_MIN, last=YEAR_MAX)
    if not 1 <= n <= n_max:
        raise NotValid("deadlines.length_out_of_range", longest=n_max)
