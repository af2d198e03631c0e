"""What no plan may ask of people: the plan that asks it, and the neighbour that does not."""

import pytest

from tests.scheduling.solving.builders import (
    ACCESS,
    MORNING,
    PANEL,
    PEOPLE,
    TWO,
    ZONES,
    a_hearing,
    a_judge,
    a_person,
    a_place,
    a_problem,
    breaches,
    with_one,
)


@pytest.mark.parametrize(
    "other",
    [
        {"judge": "j1", "clerk": "k2"},
        {"judge": "j2", "clerk": "k1"},
    ],
)
def test_nobody_acts_at_two_hearings_at_once(other):
    found = breaches(a_problem(*TWO), h1=a_place(), h2=a_place(start=585, room="c2", **other))
    who = "j1" if other["judge"] == "j1" else "k1"
    assert found == [("H6-overlap", "h1", "h2", f"{who} 2026-03-02 09:00-10:00 > 09:45")]


@pytest.mark.parametrize("part", ["attend", "remote"])
def test_nobody_attends_two_hearings_at_once_be_it_by_video(part):
    problem = a_problem(a_hearing("h1"), a_hearing("h2", **{"attend": (), part: ("p1",)}))
    second = a_place(start=585, room="c2", judge="j2", clerk="k2")
    found = breaches(problem, h1=a_place(), h2=second)
    assert found == [("H6-overlap", "h1", "h2", "p1 2026-03-02 09:00-10:00 > 09:45")]
    assert breaches(problem, h1=a_place(start=525), h2=second) == []


def test_nobody_is_in_two_houses_in_one_session():
    late = a_place(start=660, room="t1", clerk="k2")
    found = breaches(a_problem(*TWO), h1=a_place(), h2=late)
    assert found == [("H6-venue", "h1", "h2", "j1 2026-03-02 court, tribunal")]
    assert breaches(a_problem(*TWO), h1=a_place(), h2=a_place(0, 870, "t1", clerk="k2")) == []


def test_who_takes_part_by_video_is_in_no_house():
    problem = a_problem(a_hearing("h1"), a_hearing("h2", attend=(), remote=("p1",)))
    late = a_place(start=660, room="t1", judge="j2", clerk="k2")
    assert breaches(problem, h1=a_place(), h2=late) == []


def test_nobody_is_in_two_zones_on_one_day():
    late = a_place(start=870, room="i1", clerk="k2")
    found = breaches(a_problem(*TWO), h1=a_place(), h2=late)
    assert found == [("H6-zone", "h1", "h2", "j1 2026-03-02 isle, main")]
    assert breaches(a_problem(*TWO), h1=a_place(), h2=a_place(1, 870, "i1", clerk="k2")) == []


@pytest.mark.parametrize("who", ["j1", "k1", "p1", "p2"])
def test_everybody_is_available_those_by_video_too(who):
    problem = a_problem(
        a_hearing("h1", remote=("p2",)),
        people=with_one(PEOPLE, who, busy=((0, 585, 660), (1, *MORNING))),
    )
    assert (
        breaches(problem, h1=a_place(start=525)) == breaches(problem, h1=a_place(start=660)) == []
    )
    found = breaches(problem, h1=a_place())
    assert found == [("H7-busy", "h1", f"{who} 2026-03-02 09:45-11:00")]


def test_everybody_present_can_get_there_and_back_in_a_day():
    cut_off = {**ACCESS, "isle": {"isle": (0, 1440), "main": None}}
    problem = a_problem(a_hearing("h1", attend=("islander",)), access=cut_off)
    assert breaches(problem, h1=a_place(start=600)) == [
        ("H8-access", "h1", "islander isle -> main")
    ]
    nowhere = a_problem(a_hearing("h1", attend=("islander",)), access={**ACCESS, "isle": {}})
    found = breaches(nowhere, h1=a_place(start=600))
    assert found == [("H8-access", "h1", "islander isle -> main")]


@pytest.mark.parametrize(("start", "when"), [(585, "09:45-10:45"), (945, "15:45-16:45")])
def test_nobody_misses_a_ferry(start, when):
    problem = a_problem(a_hearing("h1", attend=("islander",)))
    found = breaches(problem, h1=a_place(start=start))
    assert found == [
        ("H8-ferry", "h1", f"islander isle -> main [10:00, 16:30] 2026-03-02 {when}"),
    ]
    assert (
        breaches(problem, h1=a_place(start=600)) == breaches(problem, h1=a_place(start=930)) == []
    )


def test_the_staff_takes_the_ferry_too():
    problem = a_problem(a_hearing("h1", attend=("islander",)))
    found = breaches(problem, h1=a_place(room="i1"))
    assert found == [
        ("H8-ferry", "h1", f"{who} main -> isle [09:30, 16:00] 2026-03-02 09:00-10:00")
        for who in ("j1", "k1")
    ]


@pytest.mark.parametrize("closed", ["isle", "main"])
def test_nobody_crosses_on_a_day_when_no_boat_sails(closed):
    problem = a_problem(
        a_hearing("h1", attend=("islander",)),
        zones=with_one(ZONES, closed, closed_days=(0,)),
    )
    found = breaches(problem, h1=a_place(start=600))
    assert found == [("H8-closed", "h1", "islander isle -> main 2026-03-02")]
    assert breaches(problem, h1=a_place(1, 600)) == []


def test_who_takes_part_by_video_needs_no_boat():
    problem = a_problem(
        a_hearing("h1", attend=(), remote=("islander",)),
        zones=with_one(ZONES, "isle", closed_days=(0,)),
    )
    assert breaches(problem, h1=a_place()) == []


def test_a_judge_does_not_sit_longer_than_his_day_in_any_role():
    people = with_one(PEOPLE, "j2", max_day=119)
    problem = a_problem(a_hearing("h1"), a_hearing("h2", roles=PANEL), people=people)
    first = a_place(judge="j2")
    second = a_place(start=615, assessor=("a1", "j2"))
    found = breaches(problem, h1=first, h2=second)
    assert found == [("H9-max-day", "h1", "h2", "j2 2026-03-02 120' > 119'")]
    assert breaches(problem, h1=first, h2=a_place(1, assessor=("a1", "j2"))) == []


def test_a_day_that_is_just_full_is_not_too_long():
    people = with_one(PEOPLE, "j1", max_day=120)
    places = {"h1": a_place(), "h2": a_place(start=615, clerk="k2")}
    assert breaches(a_problem(*TWO, people=people), **places) == []


def test_a_person_of_any_kind_may_have_a_limit_of_his_day():
    people = (*PEOPLE[1:], a_judge("j1", max_day=None))
    people = with_one(people, "p1", max_day=59)
    found = breaches(a_problem(people=people), h1=a_place())
    assert found == [("H9-max-day", "h1", "p1 2026-03-02 60' > 59'")]
    assert a_person("p1").max_day is None
