"""What no plan may do: the smallest plan that breaks each rule, and its neighbour that does not."""

import pytest

from scheduling.solving.constraints import HARD
from scheduling.solving.problem import Assignment, Breach
from scheduling.solving.timetable import lay_out
from tests.scheduling.solving.builders import (
    AFTERNOON,
    MORNING,
    NINE,
    PANEL,
    ROOMS,
    TWO,
    a_hearing,
    a_place,
    a_plan,
    a_problem,
    breaches,
    with_one,
)


def test_a_good_plan_breaks_nothing():
    other = a_place(start=615, judge="j2", clerk="k2")
    assert breaches(a_problem(*TWO), h1=a_place(), h2=other) == []


def test_a_plan_of_nothing_breaks_nothing():
    assert breaches(a_problem()) == []


def test_a_hearing_that_is_not_in_the_problem_is_unknown():
    assert breaches(a_problem(), h1=a_place(), h9=a_place(1)) == [("H1-unknown", "h9", "h9")]


@pytest.mark.parametrize(
    ("place", "detail"),
    [
        (a_place(-1), "#-1 c1"),
        (a_place(10), "#10 c1"),
        (a_place(10**80), "#1000000000 c1"),
        (a_place(room="c9"), "2026-03-02 c9"),
        (Assignment(-1, 0, "?", {}), "#-1 ?"),
    ],
)
def test_a_day_or_a_room_that_there_is_not_is_malformed_and_nothing_more(place, detail):
    assert breaches(a_problem(), h1=place) == [("H1-malformed", "h1", detail)]


def test_a_hearing_lies_inside_its_statutory_window():
    problem = a_problem(a_hearing("h1", release=2, deadline=4))
    assert breaches(problem, h1=a_place(2)) == breaches(problem, h1=a_place(4)) == []
    window = "[2026-03-04, 2026-03-06]"
    assert breaches(problem, h1=a_place(1)) == [("H2-window", "h1", f"2026-03-03 {window}")]
    assert breaches(problem, h1=a_place(5)) == [("H2-window", "h1", f"2026-03-09 {window}")]


def test_a_hearing_starts_on_the_grid():
    assert breaches(a_problem(), h1=a_place(start=547)) == [("H3-grid", "h1", "09:07 / 15'")]


@pytest.mark.parametrize(
    ("start", "when"),
    [
        (495, "08:15-09:15"),
        (675, "11:15-12:15"),
        (720, "12:00-13:00"),
        (1005, "16:45-17:45"),
    ],
)
def test_a_hearing_lies_inside_one_session(start, when):
    found = breaches(a_problem(), h1=a_place(start=start))
    assert found == [("H3-session", "h1", f"2026-03-02 {when}")]


@pytest.mark.parametrize("start", [MORNING[0], MORNING[1] - 60, AFTERNOON[0], AFTERNOON[1] - 60])
def test_a_session_may_be_filled_to_its_last_minute(start):
    assert breaches(a_problem(), h1=a_place(start=start)) == []


def test_a_hearing_is_held_at_a_venue_that_is_allowed():
    problem = a_problem(a_hearing("h1", venues=("tribunal",)))
    assert breaches(problem, h1=a_place(room="t1")) == []
    assert breaches(problem, h1=a_place()) == [("H4-venue", "h1", "court [tribunal]")]


def test_a_room_has_every_feature_that_is_needed():
    wanted = frozenset({"video", "jury", "taiwan"})
    found = breaches(a_problem(a_hearing("h1", features=wanted)), h1=a_place())
    assert found == [("H4-feature", "h1", "c1: jury, taiwan")]


def test_a_room_has_seats_for_everybody():
    assert breaches(a_problem(a_hearing("h1", seats=20)), h1=a_place()) == []
    found = breaches(a_problem(a_hearing("h1", seats=21)), h1=a_place())
    assert found == [("H4-seats", "h1", "c1: 20 < 21")]


def test_a_room_is_open_during_the_whole_hearing():
    closed = with_one(ROOMS, "c1", closed=((0, 585, 660), (1, *MORNING)))
    problem = a_problem(rooms=closed)
    assert (
        breaches(problem, h1=a_place(start=525)) == breaches(problem, h1=a_place(start=660)) == []
    )
    assert breaches(problem, h1=a_place()) == [("H4-closed", "h1", "c1 2026-03-02 09:45-11:00")]


def test_between_two_hearings_in_a_room_lies_the_turnover():
    other = {"judge": "j2", "clerk": "k2"}
    assert breaches(a_problem(*TWO), h1=a_place(), h2=a_place(start=615, **other)) == []
    found = breaches(a_problem(*TWO), h2=a_place(start=600, **other), h1=a_place())
    assert found == [("H4-overlap", "h1", "h2", "c1 2026-03-02 09:00-10:00 + 15' > 10:00")]


def test_the_same_hour_in_another_room_or_on_another_day_is_no_overlap():
    other = {"judge": "j2", "clerk": "k2"}
    assert breaches(a_problem(*TWO), h1=a_place(), h2=a_place(room="c2", **other)) == []
    assert breaches(a_problem(*TWO), h1=a_place(), h2=a_place(1, **other)) == []


def test_nobody_sits_in_a_role_that_was_not_asked_for():
    found = breaches(a_problem(), h1=a_place(interpreter=("a1",), audience=()))
    assert found == [("H5-role", "h1", "interpreter"), ("H5-role", "h1", "audience")]


@pytest.mark.parametrize(
    ("place", "facts"),
    [
        (a_place(judge=()), ["presiding: 0 / 1"]),
        (a_place(judge=("j1", "j2")), ["presiding: 2 / 1"]),
        (Assignment(0, NINE, "c1", {}), ["presiding: 0 / 1", "clerk: 0 / 1"]),
    ],
)
def test_every_role_is_filled_by_the_right_number(place, facts):
    assert breaches(a_problem(), h1=place) == [("H5-count", "h1", fact) for fact in facts]


@pytest.mark.parametrize("name", ["k2", "p2", "nobody"])
def test_only_who_is_eligible_may_act(name):
    found = breaches(a_problem(), h1=a_place(judge=name))
    assert found == [("H5-eligible", "h1", f"presiding: {name}")]


def test_nobody_acts_in_two_roles():
    problem = a_problem(a_hearing("h1", roles=PANEL))
    assert breaches(problem, h1=a_place(assessor=("a1", "j2"))) == []
    found = breaches(problem, h1=a_place(judge="j2", assessor=("a1", "j2")))
    assert found == [("H5-distinct", "h1", "j2")]


def test_an_unknown_person_twice_is_not_eligible_rather_than_not_distinct():
    found = breaches(a_problem(), h1=a_place(clerk=("nobody", "nobody")))
    assert [code for code, *_ in found] == ["H5-count", "H5-eligible", "H5-eligible"]


def test_every_rule_names_its_one_code_and_they_stand_in_order():
    codes = [(rule.__doc__ or "").partition(":")[0] for rule in HARD]
    numbers = [int(code[1:].partition("-")[0]) for code in codes]
    assert len(set(codes)) == len(HARD) == 25
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 13))


def test_a_rule_can_be_asked_alone_and_answers_with_its_own_code():
    wrong = a_place(10, 547, "t9")
    table = lay_out(a_problem(*TWO), a_plan(h1=a_place(start=547), h2=wrong, h9=wrong))
    found = {(rule.__doc__ or "").partition(":")[0]: list(rule(table)) for rule in HARD}
    assert {code: rows for code, rows in found.items() if rows} == {
        "H1-unknown": [Breach("H1-unknown", ("h9",), "h9")],
        "H1-malformed": [Breach("H1-malformed", ("h2",), "#10 t9")],
        "H3-grid": [Breach("H3-grid", ("h1",), "09:07 / 15'")],
    }


def test_a_start_before_the_day_is_outside_every_session():
    found = breaches(
        a_problem(a_hearing("h1", attend=())), h1=a_place(start=-15, judge=(), clerk=())
    )
    assert [code for code, *_ in found] == ["H3-session", "H5-count", "H5-count"]
    assert found[0] == ("H3-session", "h1", "2026-03-02 -15'-00:45")
