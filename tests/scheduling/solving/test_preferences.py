"""What a good plan spares people: each wish alone, on a plan that can be reckoned by hand."""

import pytest

from scheduling.solving.checker import Report, check
from scheduling.solving.preferences import SOFT
from scheduling.solving.problem import Assignment
from scheduling.solving.timetable import lay_out
from tests.scheduling.solving.builders import (
    PANEL,
    PLACES,
    TWO,
    WEIGHTS,
    a_hearing,
    a_place,
    a_plan,
    a_problem,
    with_one,
)


def cost(term, problem, **places):
    return SOFT[term](lay_out(problem, a_plan(**places)))


def test_a_hearing_left_out_costs_by_its_weight_and_the_number_of_days():
    problem = a_problem(a_hearing("h1", weight=3), a_hearing("h2", weight=5))
    assert cost("unscheduled", problem) == 2 * 1009 + 2 * (3 + 5) * 10
    assert cost("unscheduled", problem, h1=a_place()) == 1009 + 2 * 5 * 10
    assert cost("unscheduled", problem, h1=a_place(), h2=a_place(1)) == 0


@pytest.mark.parametrize("place", [a_place(-1), a_place(10), a_place(room="c9")])
def test_what_stands_nowhere_is_left_out(place):
    assert cost("unscheduled", a_problem(), h1=place) == 1009 + 2 * 2 * 10


def test_waiting_costs_by_weight_and_days_since_the_hearing_could_be_held():
    problem = a_problem(a_hearing("h1", weight=3, release=2), a_hearing("h2", weight=5))
    assert cost("waiting", problem, h1=a_place(6), h2=a_place(1)) == 2 * (3 * 4 + 5 * 1)


def test_a_hearing_before_its_release_does_not_pay_for_others():
    problem = a_problem(a_hearing("h1", weight=3, release=2), a_hearing("h2", weight=5))
    assert cost("waiting", problem, h1=a_place(0), h2=a_place(1)) == 2 * 5 * 1


@pytest.mark.parametrize(
    ("minutes", "overload"),
    [
        (480, 0),
        (494, 0),
        (495, 3 * 1),
        (720, 3 * 16),
        (750, 3 * 18 + 5 * 2),
    ],
)
def test_each_step_of_a_week_above_a_threshold_costs(minutes, overload):
    problem = a_problem(a_hearing("h1", duration=minutes - 60), a_hearing("h2"))
    assert cost("overload", problem, h1=a_place(), h2=a_place(4)) == overload


def test_the_next_week_and_the_other_judge_have_their_own_measure():
    problem = a_problem(a_hearing("h1", duration=480), a_hearing("h2", duration=480))
    assert cost("overload", problem, h1=a_place(), h2=a_place(4)) == 3 * 32 + 5 * 16
    assert cost("overload", problem, h1=a_place(), h2=a_place(5)) == 0
    assert cost("overload", problem, h1=a_place(), h2=a_place(4, judge="j2")) == 0


def test_only_presiding_is_overload():
    problem = a_problem(a_hearing("h1", duration=900, roles=PANEL))
    place = a_place(judge="j1", assessor=("a1", "j2"))
    assert cost("overload", problem, h1=place) == 3 * 28 + 5 * 12


@pytest.mark.parametrize("judge", ["k1", "nobody", ()])
def test_who_has_no_measure_is_never_overloaded(judge):
    problem = a_problem(a_hearing("h1", duration=900))
    assert cost("overload", problem, h1=a_place(judge=judge)) == 0


@pytest.mark.parametrize(
    ("second", "sittings"),
    [
        (a_place(start=615), 1),
        (a_place(start=615, room="c2"), 1),
        (a_place(start=615, judge="j2"), 2),
        (a_place(start=870), 2),
        (a_place(1), 2),
        (a_place(start=0), 2),
        (a_place(start=615, judge=()), 1),
    ],
)
def test_every_half_day_of_a_presiding_judge_costs(second, sittings):
    assert cost("sitting", a_problem(*TWO), h1=a_place(), h2=second) == 7 * sittings


@pytest.mark.parametrize(
    ("start", "steps"),
    [(600, 0), (615, 1), (660, 4), (585, 0), (870, 0)],
)
def test_a_judge_who_waits_between_two_hearings_is_idle(start, steps):
    places = {"h1": a_place(), "h2": a_place(start=start)}
    assert cost("idle", a_problem(*TWO), **places) == 11 * steps


def test_off_the_grid_idle_time_is_weighed_before_it_is_divided():
    places = {"h1": a_place(), "h2": a_place(start=607)}
    assert cost("idle", a_problem(*TWO), **places) == 11 * 7 // 15 == 5


def test_a_hearing_that_is_over_before_another_ends_does_not_shorten_the_sitting():
    problem = a_problem(a_hearing("h1", duration=120), a_hearing("h2", duration=15))
    places = {"h1": a_place(), "h2": a_place(start=555)}
    assert cost("idle", problem, **places) == 0
    third = a_hearing("h3", duration=30)
    with_third = a_problem(*problem.hearings, third)
    places["h3"] = a_place(start=690)
    assert cost("idle", with_third, **places) == 11 * (180 - 165) // 15


def test_every_further_room_of_a_sitting_costs():
    problem = a_problem(*TWO, a_hearing("h3"))
    there = {"h1": a_place(), "h2": a_place(start=600, room="c2")}
    assert cost("room_change", problem, **there) == 13
    assert cost("room_change", problem, **there, h3=a_place(start=660)) == 13
    assert cost("room_change", problem, **there, h3=a_place(start=660, room="t1")) == 26
    assert cost("room_change", problem, **there, h3=a_place(start=870, room="t1")) == 13


@pytest.mark.parametrize(("room", "half_hours"), [("c1", 0 + 3), ("t1", 1 + 4), ("i1", 3 + 0)])
def test_the_way_of_everybody_who_comes_costs_by_the_half_hour(room, half_hours):
    problem = a_problem(a_hearing("h1", attend=("p1", "islander"), remote=("p2",)))
    assert cost("travel", problem, h1=a_place(room=room)) == 17 * half_hours


@pytest.mark.parametrize(("minutes", "half_hours"), [(0, 0), (29, 0), (30, 1), (59, 1), (60, 2)])
def test_half_an_hour_counts_when_it_is_full(minutes, half_hours):
    travel = {"court": minutes, "tribunal": 40, "islet": 100}
    problem = a_problem(places=with_one(PLACES, "city", travel=travel))
    assert cost("travel", problem, h1=a_place()) == 17 * half_hours


@pytest.mark.parametrize(
    ("second", "trip"),
    [
        (a_place(start=660, room="i1"), 19 + 23 * 2),
        (a_place(start=660, room="i1", clerk="k2"), 19 + 23 * 3),
        (a_place(1, room="i1"), 19 * 2 + 23 * 4),
        (a_place(start=660, room="c1"), 19 + 23 * 2),
        (a_place(start=660, room="i1", extra=("a1", "nobody")), 19 + 23 * 4),
    ],
)
def test_opening_an_island_and_each_of_the_staff_who_goes_there_costs_by_the_day(second, trip):
    places = {"h1": a_place(start=600, room="i1"), "h2": second}
    assert cost("trip", a_problem(*TWO), **places) == trip


@pytest.mark.parametrize(
    ("place", "stability"),
    [
        (a_place(1), 0),
        (a_place(2), 29),
        (a_place(2, 600), 29),
        (a_place(1, 600), 31),
        (a_place(1, room="c2"), 37),
        (a_place(1, room="t1"), 41),
        (a_place(1, judge="j2"), 43),
        (a_place(1, judge=()), 43),
        (a_place(1, clerk="k2"), 0),
        (a_place(2, 600, "t1", judge="j2"), 29 + 41 + 43),
    ],
)
def test_what_was_published_should_stay(place, stability):
    problem = a_problem(a_hearing("h1", published=a_place(1)))
    assert cost("stability", problem, h1=place) == stability


def test_what_was_published_and_is_left_out_pays_elsewhere():
    problem = a_problem(a_hearing("h1", published=a_place(1)))
    assert (cost("stability", problem), cost("unscheduled", problem)) == (0, 1049)


def test_the_order_of_presiding_names_is_no_change():
    published = a_place(judge=("j1", "j2"))
    problem = a_problem(a_hearing("h1", published=published))
    assert cost("stability", problem, h1=a_place(judge=("j2", "j1"))) == 0


def test_the_terms_stand_in_the_order_of_the_format():
    assert list(SOFT) == [
        "unscheduled",
        "waiting",
        "overload",
        "sitting",
        "idle",
        "room_change",
        "travel",
        "trip",
        "stability",
    ]


def test_the_report_sums_the_wishes_and_counts_what_moved():
    published = (a_place(1), a_place(2), a_place(3), None)
    hearings = [a_hearing(f"h{n}", published=place) for n, place in enumerate(published)]
    plan = a_plan(h0=a_place(1, room="c2"), h1=a_place(2, 600), h3=a_place(4))
    assert check(a_problem(*hearings), plan) == Report(
        breaches=(),
        terms={
            "unscheduled": 1009 + 40,
            "waiting": 2 * 2 * (1 + 2 + 4),
            "overload": 0,
            "sitting": 7 * 3,
            "idle": 0,
            "room_change": 0,
            "travel": 0,
            "trip": 0,
            "stability": 37 + 31,
        },
        objective=1049 + 28 + 21 + 68,
        scheduled=3,
        published=3,
        moved=1,
    )


def test_a_report_with_a_breach_is_not_allowed():
    assert check(a_problem(), a_plan(h1=a_place())).allowed is True
    assert check(a_problem(), a_plan(h1=a_place(start=547))).allowed is False


def test_the_weights_of_the_tests_tell_the_terms_apart():
    stability = WEIGHTS.stability
    primes = [
        *(WEIGHTS.unscheduled, WEIGHTS.waiting, *WEIGHTS.overload, WEIGHTS.sitting, WEIGHTS.idle),
        *(WEIGHTS.room_change, WEIGHTS.travel, WEIGHTS.trip_open, WEIGHTS.trip_person),
        *(stability.day, stability.start, stability.room, stability.venue, stability.presiding),
    ]
    assert len(set(primes)) == len(primes)


def test_a_bench_that_is_empty_has_no_sitting_and_no_presiding():
    place = Assignment(1, 540, "c1", {})
    problem = a_problem(a_hearing("h1", published=a_place(1)))
    assert cost("sitting", problem, h1=place) == 0
    assert cost("stability", problem, h1=place) == 43
