"""Days: what the clock on the wall says in Pingtan, and who works."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commons.almanac import (
    OFFICIAL,
    Clock,
    FixedClock,
    YearTable,
    day_of,
    end_of,
    start_of,
    statutory_name,
)


def days_of(year):
    first = date(year, 1, 1)
    return [
        first + timedelta(days=step)
        for step in range(366)
        if (first + timedelta(days=step)).year == year
    ]


def test_the_official_years_have_as_many_days_off_and_make_up_days_as_announced():
    counts = {year: (len(table.off), len(table.make_up)) for year, table in OFFICIAL.years.items()}
    assert counts == {2025: (28, 5), 2026: (33, 6)}


@pytest.mark.parametrize("year", [2025, 2026])
def test_make_up_days_fall_on_weekends_and_are_worked(year):
    worked = [day for day in days_of(year) if OFFICIAL.is_make_up(day)]
    assert all(day.weekday() >= 5 for day in worked)
    assert not any(OFFICIAL.is_off(day) for day in worked)
    assert not set(worked) & set(OFFICIAL.years[year].off)


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_statutory_day_is_inside_the_announced_holidays(year):
    fixed = [day for day in days_of(year) if statutory_name(day)]
    assert len(fixed) == 6
    assert all(day in OFFICIAL.years[year].off for day in fixed)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 9, 25), "中秋节"),
        (date(2026, 9, 26), "中秋节"),
        (date(2026, 2, 28), ""),
        (date(2026, 3, 7), "周六"),
        (date(2026, 3, 8), "周日"),
        (date(2026, 3, 9), ""),
        (date(2027, 2, 6), "春节"),
        (date(2027, 2, 9), ""),
        (date(2027, 9, 15), "中秋节"),
        (date(2033, 10, 3), "国庆节"),
        (date(2033, 10, 4), ""),
    ],
)
def test_a_day_off_is_named(day, name):
    assert OFFICIAL.name_of(day) == name
    assert OFFICIAL.is_off(day) == bool(name)


def test_an_imported_year_replaces_the_guess_and_leaves_the_old_almanac_alone():
    table = YearTable(2027, {date(2027, 2, 9): "春节"}, frozenset({date(2027, 2, 6)}))
    richer = OFFICIAL.with_year(table)
    assert (richer.is_announced(2027), OFFICIAL.is_announced(2027)) == (True, False)
    assert (richer.is_off(date(2027, 2, 9)), OFFICIAL.is_off(date(2027, 2, 9))) == (True, False)
    assert not richer.is_off(date(2027, 2, 6))
    # A notice is complete: what it does not name is an ordinary day.
    assert not richer.is_off(date(2027, 10, 1))


def test_a_notice_may_reach_back_into_december():
    table = YearTable(
        2027, {date(2026, 12, 31): "元旦"}, frozenset({date(2026, 12, 26)}), "invented"
    )
    almanac = OFFICIAL.with_year(table)
    assert almanac.is_off(date(2026, 12, 31))
    assert not almanac.is_off(date(2026, 12, 26))
    assert almanac.is_make_up(date(2026, 12, 26))


def test_the_day_changes_at_midnight_in_shanghai():
    assert day_of(datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert day_of(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)) == date(2026, 11, 23)
    assert end_of(date(2026, 11, 22)) == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)


def test_a_day_of_summer_time_had_twenty_three_hours():
    # Asia/Shanghai put the clocks forward in the night of 1986-05-04.
    length = end_of(date(1986, 5, 4)) - start_of(date(1986, 5, 4))
    assert length == timedelta(hours=23)


def test_a_fixed_clock_moves_only_when_moved():
    clock = FixedClock(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
    assert clock.now() == clock.now() == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    clock.move(timedelta(hours=14))
    assert clock.today() == date(2026, 11, 24)


def test_the_real_clock_is_aware_and_goes_forward():
    clock = Clock()
    first = clock.now()
    assert first.tzinfo is UTC
    assert clock.now() >= first


def test_a_clock_without_a_zone_is_refused():
    with pytest.raises(AssertionError):
        FixedClock(datetime(2026, 11, 23, 2, 0))  # noqa: DTZ001
