"""Periods: the vectors of the rule book, and twenty thousand days against a second reckoning."""

import random
from datetime import date, timedelta
from functools import cache

import pytest

from commons import deadlines
from commons.almanac import OFFICIAL, YearTable
from commons.errors import NotValid

ONE = timedelta(days=1)


def day(text):
    return date.fromisoformat(text)


# The notices again, typed apart from the almanac: every day off is a name, every make-up day too.
NOTICES = """
2025 off 0101 0128 0129 0130 0131 0201 0202 0203 0204 0404 0405 0406 0501 0502 0503 0504 0505
2025 off 0531 0601 0602 1001 1002 1003 1004 1005 1006 1007 1008
2025 on 0126 0208 0427 0928 1011
2026 off 0101 0102 0103 0215 0216 0217 0218 0219 0220 0221 0222 0223 0404 0405 0406
2026 off 0501 0502 0503 0504 0505 0619 0620 0621 0925 0926 0927
2026 off 1001 1002 1003 1004 1005 1006 1007
2026 on 0104 0214 0228 0509 0920 1010
"""


def read_notices():
    marks = {}
    for line in NOTICES.split("\n"):
        if line:
            year, mark, *found = line.split()
            marks |= {f"{year}{month_day}": mark for month_day in found}
    return marks


MARKS = read_notices()


@cache
def works(on):
    """Say by the notices alone whether people work; 2025 and 2026 only."""
    mark = MARKS.get(on.strftime("%Y%m%d"))
    return mark == "on" if mark else on.isoweekday() < 6


def walked(event_on, unit, n):
    """Find the last day by walking through the calendar day by day, without any arithmetic."""
    on, left = event_on, n
    if unit == "workdays":
        while left:
            on += ONE
            left -= works(on)
        return on
    if unit == "days":
        while left:
            on += ONE
            left -= 1
    else:
        left = n * (12 if unit == "years" else 1)
        while left:
            on += ONE
            left -= on.day == 1
        # Now on the first of the last month: forward to the same number, if it has one.
        month = on.month
        while on.day < event_on.day and (on + ONE).month == month:
            on += ONE
    while not works(on):
        on += ONE
    return on


@pytest.mark.parametrize(
    ("event_on", "n", "due_on"),
    [
        ("2026-09-10", 15, "2026-09-28"),
        ("2026-09-03", 30, "2026-10-08"),
        ("2026-02-08", 7, "2026-02-24"),
        ("2026-02-13", 15, "2026-02-28"),
        ("2025-09-23", 15, "2025-10-09"),
    ],
)
def test_days_as_the_rule_book_counts_them(event_on, n, due_on):
    due = deadlines.days(day(event_on), n, OFFICIAL)
    assert (due.due_on, due.provisional) == (day(due_on), False)


@pytest.mark.parametrize(
    ("event_on", "n", "due_on"),
    [
        ("2026-09-29", 7, "2026-10-14"),
        ("2026-09-30", 2, "2026-10-09"),
        ("2026-02-13", 7, "2026-03-02"),
        ("2026-04-30", 7, "2026-05-13"),
    ],
)
def test_workdays_as_the_rule_book_counts_them(event_on, n, due_on):
    due = deadlines.workdays(day(event_on), n, OFFICIAL)
    assert (due.due_on, due.provisional) == (day(due_on), False)


@pytest.mark.parametrize(
    ("count", "event_on", "n", "due_on"),
    [
        (deadlines.months, "2025-11-30", 3, "2026-02-28"),  # no 30 February; a make-up Saturday
        (deadlines.months, "2025-12-31", 2, "2026-02-28"),
        (deadlines.months, "2026-01-31", 1, "2026-02-28"),
        (deadlines.months, "2026-03-31", 1, "2026-04-30"),
        (deadlines.months, "2026-08-25", 1, "2026-09-28"),  # 25 September is Mid-autumn
        (deadlines.years, "2024-02-29", 1, "2025-02-28"),
        (deadlines.years, "2024-10-01", 2, "2026-10-08"),
    ],
)
def test_months_and_years_end_on_the_same_day_or_the_last_of_the_month(count, event_on, n, due_on):
    assert count(day(event_on), n, OFFICIAL).due_on == day(due_on)


def test_twenty_thousand_deadlines_agree_with_a_walk_through_the_calendar():
    chance = random.Random(85)  # noqa: S311 - the same chance every time
    first, last = date(2025, 1, 1), date(2026, 12, 31)
    longest = {"days": 120, "workdays": 60, "months": 12, "years": 1}
    wrong, asked = [], 0
    while asked < 20_000:
        event_on = first + ONE * chance.randrange(0, 700)
        unit = chance.choice(list(longest))
        n = chance.randint(1, longest[unit])
        if (
            event_on
            + timedelta(days={"days": 1, "workdays": 2, "months": 32, "years": 367}[unit] * n)
            > last - 12 * ONE
        ):
            continue
        asked += 1
        due = getattr(deadlines, unit)(event_on, n, OFFICIAL)
        if due.due_on != walked(event_on, unit, n) or due.provisional:
            wrong.append((event_on, unit, n, due.due_on))
    assert wrong == []


def test_the_reasons_tell_every_step_of_a_rolled_period():
    due = deadlines.days(day("2026-09-10"), 15, OFFICIAL)
    assert [(step.reason, dict(step.facts)) for step in due.why] == [
        (
            "deadlines.event_day_excluded",
            {"event_on": "2026-09-10", "first_on": "2026-09-11"},
        ),
        ("deadlines.counted_days", {"n": 15, "last_on": "2026-09-25"}),
        (
            "deadlines.rolled",
            {"last_on": "2026-09-25", "name": "中秋节", "due_on": "2026-09-28"},
        ),
    ]


def test_the_reasons_say_that_a_make_up_saturday_is_a_working_day():
    due = deadlines.days(day("2026-02-13"), 15, OFFICIAL)
    assert [step.reason for step in due.why] == [
        "deadlines.event_day_excluded",
        "deadlines.counted_days",
        "deadlines.make_up_workday",
    ]


def test_a_missing_day_of_the_month_is_said():
    due = deadlines.months(day("2025-11-30"), 3, OFFICIAL)
    assert dict(due.why[2].facts) == {"day": 30, "last_on": "2026-02-28"}


@pytest.mark.parametrize(
    ("count", "event_on", "n", "due_on"),
    [
        (deadlines.days, "2026-12-20", 15, "2027-01-04"),
        (deadlines.days, "2026-12-31", 1, "2027-01-04"),  # New Year's Day and a weekend
        (deadlines.months, "2026-08-31", 6, "2027-03-01"),
        (deadlines.workdays, "2026-12-30", 2, "2027-01-04"),
    ],
)
def test_a_year_without_a_notice_is_provisional(count, event_on, n, due_on):
    due = count(day(event_on), n, OFFICIAL)
    assert (due.due_on, due.provisional) == (day(due_on), True)
    assert (due.why[-1].reason, due.why[-1].facts) == (
        "deadlines.year_not_announced",
        {"year": 2027},
    )


def test_a_day_that_rolls_into_an_unannounced_year_is_provisional():
    almanac = OFFICIAL.with_year(YearTable(2028, {}, frozenset(), "invented"))
    due = deadlines.days(day("2028-12-20"), 10, almanac)  # Saturday, Sunday, New Year's Day
    assert (due.due_on, due.provisional) == (day("2029-01-02"), True)
    assert due.why[-1].facts == {"year": 2029}


def test_the_last_days_of_an_announced_year_are_certain():
    assert not deadlines.days(day("2026-12-16"), 15, OFFICIAL).provisional


def test_workdays_through_an_unknown_year_are_provisional_even_if_they_end_in_a_known_one():
    due = deadlines.workdays(day("2024-12-30"), 3, OFFICIAL)
    assert (due.due_on, due.provisional) == (day("2025-01-03"), True)


def test_an_imported_year_moves_the_day_and_makes_it_certain():
    before = deadlines.days(day("2026-12-20"), 15, OFFICIAL)
    notice = YearTable(2027, {day("2027-01-04"): "元旦"}, frozenset(), "invented")
    after = deadlines.days(day("2026-12-20"), 15, OFFICIAL.with_year(notice))
    assert (before.due_on, before.provisional) == (day("2027-01-04"), True)
    assert (after.due_on, after.provisional) == (day("2027-01-05"), False)


@pytest.mark.parametrize("n", [0, -1, deadlines.DAYS_MAX + 1])
def test_a_period_without_a_sensible_length_is_refused(n):
    with pytest.raises(NotValid) as refusal:
        deadlines.days(day("2026-01-05"), n, OFFICIAL)
    assert refusal.value.reason == "deadlines.length_out_of_range"


@pytest.mark.parametrize("event_on", [date.min, date.max])
def test_a_day_out_of_our_time_is_refused(event_on):
    with pytest.raises(NotValid) as refusal:
        deadlines.years(event_on, 2, OFFICIAL)
    assert refusal.value.reason == "deadlines.day_out_of_range"
