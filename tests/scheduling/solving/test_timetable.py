"""Times and days are named as people name them, and never at length."""

import pytest

from scheduling.solving.timetable import clock, lay_out
from tests.scheduling.solving.builders import a_plan, a_problem


@pytest.mark.parametrize(
    ("minutes", "named"),
    [
        (0, "00:00"),
        (605, "10:05"),
        (1440, "24:00"),
        (1441, "1441'"),
        (-1, "-1'"),
        (10**4000, "1000000000'"),
        (-(10**4000), "-1000000000'"),
    ],
)
def test_a_minute_of_the_day_is_named_by_the_clock(minutes, named):
    assert clock(minutes) == named


@pytest.mark.parametrize(
    ("day", "named"),
    [(0, "2026-03-02"), (9, "2026-03-13"), (10, "#10"), (-1, "#-1"), (10**4000, "#1000000000")],
)
def test_a_day_is_named_by_its_date(day, named):
    assert lay_out(a_problem(), a_plan()).date(day) == named
