"""Promises and order: the plan that breaks them, and the neighbour that does not."""

import pytest

from tests.scheduling.solving.builders import (
    PANEL,
    a_hearing,
    a_place,
    a_problem,
    breaches,
    following,
)


@pytest.mark.parametrize(
    "place",
    [
        a_place(3),
        a_place(2, 525),
        a_place(2, room="c2"),
        a_place(2, judge="j2"),
    ],
)
def test_a_pinned_hearing_is_kept_exactly(place):
    problem = a_problem(a_hearing("h1", pinned=a_place(2)))
    facts = ("H10-pinned", "h1", "2026-03-04 09:00 c1")
    assert breaches(problem, h1=place) == [facts]
    assert breaches(problem) == [facts]
    assert breaches(problem, h1=a_place(2)) == []


def test_the_order_of_names_does_not_count_in_a_pinned_bench():
    pinned = a_place(assessor=("a1", "a2"), interpreter=())
    problem = a_problem(a_hearing("h1", roles=PANEL, pinned=pinned))
    assert breaches(problem, h1=a_place(assessor=("a2", "a1"))) == []


def test_a_hearing_follows_another_after_enough_days():
    problem = a_problem(a_hearing("h1"), a_hearing("h2", after=following("h1", 3)))
    assert breaches(problem, h1=a_place(1), h2=a_place(4)) == []
    found = breaches(problem, h1=a_place(1), h2=a_place(3))
    assert found == [("H11-order", "h2", "h1", "2026-03-03 + 3 > 2026-03-05")]


def test_a_hearing_does_not_follow_one_that_has_no_place():
    problem = a_problem(a_hearing("h1"), a_hearing("h2", after=following("h1", 3)))
    assert breaches(problem, h2=a_place(4)) == [("H11-order", "h2", "h1", "h1")]
    found = breaches(problem, h1=a_place(room="c9"), h2=a_place(4))
    assert [one[:2] for one in found] == [("H1-malformed", "h1"), ("H11-order", "h2")]
    assert breaches(problem, h1=a_place(4)) == []


@pytest.mark.parametrize("place", [a_place(4), a_place(1, 525)])
def test_a_hearing_is_moved_with_notice_only(place):
    problem = a_problem(a_hearing("h1", published=a_place(1)), notice_day=5)
    facts = f"{problem.days[place.day]} < 2026-03-09"
    assert breaches(problem, h1=place) == [("H12-notice", "h1", facts)]


@pytest.mark.parametrize("place", [a_place(1), a_place(1, room="c2", judge="j2"), a_place(5)])
def test_what_is_not_moved_or_moved_late_needs_no_notice(place):
    problem = a_problem(a_hearing("h1", published=a_place(1)), notice_day=5)
    assert breaches(problem, h1=place) == []
