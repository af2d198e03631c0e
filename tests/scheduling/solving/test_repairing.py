"""After an event few hearings move, each for a named reason, and never without notice."""

import json
from dataclasses import replace

import pytest
from bench.scheduling.outside import check as judge
from bench.scheduling.outside.disrupt import disrupt
from bench.scheduling.outside.generate import generate

from scheduling.solving.checker import check
from scheduling.solving.files import plan_to_json, problem_from_json
from scheduling.solving.moves import MADE_ROOM, Reason
from scheduling.solving.outcomes import Budget, Unplaced
from scheduling.solving.problem import (
    After,
    Assignment,
    Hearing,
    Person,
    Place,
    Plan,
    Problem,
    Role,
    Room,
    Session,
    Venue,
    Zone,
)
from scheduling.solving.repairing import Repair, repair
from scheduling.solving.solver import solve

STEPS = Budget(60, steps=30)
NOON = 12 * 60


@pytest.fixture(scope="module")
def published() -> tuple[dict, dict]:
    instance = generate("S", 1)[0]
    plan = solve(problem_from_json(json.dumps(instance)), Budget(60, steps=60)).plan
    return instance, json.loads(plan_to_json(plan))


@pytest.mark.parametrize("kind", ["typhoon", "storm", "sick", "room"])
def test_the_plan_after_an_event_is_allowed_outside_and_gives_notice(published, kind):
    after = disrupt(kind, *published, 2)
    problem = problem_from_json(json.dumps(after))
    mended = repair(problem, STEPS)
    report = judge.check(after, json.loads(plan_to_json(mended.plan)))
    assert (report["violations"], report["moved"]) == ([], mended.moved)
    assert all(one.now.day >= problem.notice_day and one.reasons for one in mended.moves)
    assert repair(problem, STEPS).plan == mended.plan


def test_without_an_event_nobody_moves_however_dear_the_plan(published):
    instance, schedule = published
    late = {**instance, "hearings": [dict(one) for one in instance["hearings"]]}
    for one in late["hearings"]:
        one["published"] = schedule["assignments"][one["id"]]
        one["weight"] *= 50
    mended = repair(problem_from_json(json.dumps(late)), STEPS)
    assert (mended.moves, mended.restaffed, mended.hit) == ((), (), 0)
    assert json.loads(plan_to_json(mended.plan))["assignments"] == schedule["assignments"]


def morning(day: int, room: str = "r1", judge: str = "j1", clerk: str = "c1") -> Assignment:
    return Assignment(day, 540, room, {"presiding": (judge,), "clerk": (clerk,)})


def person(name: str, *busy_days: int) -> Person:
    return Person(name, "staff", "town", tuple((day, 0, NOON) for day in busy_days))


def hearing(name: str, deadline: int, place: Assignment, *, judges=("j1",)) -> Hearing:
    return Hearing(
        id=name,
        case=name,
        grade="ordinary",
        weight=1,
        duration=180,
        release=0,
        deadline=deadline,
        venues=("court",),
        features=frozenset(),
        seats=1,
        roles=(Role("presiding", 1, judges), Role("clerk", 1, ("c1", "c2"))),
        attend=(),
        remote=(),
        after=(),
        pinned=None,
        published=place,
    )


def one_room(*hearings: Hearing, people: tuple[Person, ...], rooms: int = 1) -> Problem:
    """A court that sits on four mornings, one hearing a morning in each room; notice by day 2."""
    model = problem_from_json(json.dumps(generate("S", 1)[0]))
    return replace(
        model,
        name="one-room",
        days=("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"),
        weeks=(0, 0, 0, 0),
        sessions=(Session("am", 540, 720),),
        notice_day=2,
        zones=(Zone("main", ()),),
        access={"main": {"main": (0, 1440)}},
        venues=(Venue("court", "main", "court"),),
        rooms=tuple(Room(f"r{one + 1}", "court", 9, frozenset(), 0, ()) for one in range(rooms)),
        places=(Place("town", "main", {"court": 0}),),
        people=people,
        hearings=hearings,
    )


def mend(problem: Problem) -> Repair:
    mended = repair(problem, STEPS)
    assert check(problem, mended.plan).allowed
    assert mended.objective == check(problem, mended.plan).objective
    return mended


def test_who_is_driven_away_and_who_makes_room_are_told_apart():
    problem = one_room(
        hearing("hit", 2, morning(0)),
        hearing("kind", 3, morning(2)),
        people=(person("j1", 0), person("c1"), person("c2")),
    )
    mended = mend(problem)
    found = {one.hearing: (one.now.day, [r.code for r in one.reasons]) for one in mended.moves}
    assert found == {"hit": (2, ["H7-busy"]), "kind": (3, [MADE_ROOM] * 3)}
    assert {r.others for one in mended.moves if one.hearing == "kind" for r in one.reasons} == {
        ("hit",)
    }
    assert mended.hit == 1


def test_a_sick_clerk_is_replaced_in_place():
    problem = one_room(
        hearing("one", 3, morning(0)),
        people=(person("j1"), person("c1", 0), person("c2")),
    )
    mended = mend(problem)
    assert mended.moves == ()
    assert [(one.hearing, one.now) for one in mended.restaffed] == [("one", morning(0, clerk="c2"))]


def test_a_closed_room_is_exchanged_for_another_at_the_same_time():
    problem = one_room(
        hearing("one", 3, morning(1)),
        people=(person("j1"), person("c1"), person("c2")),
        rooms=2,
    )
    shut = replace(problem.rooms[0], closed=((1, 0, NOON),))
    mended = mend(replace(problem, rooms=(shut, problem.rooms[1])))
    assert mended.moves == ()
    assert [one.now.room for one in mended.restaffed] == ["r2"]


def test_a_later_hearing_stays_when_its_earlier_one_finds_a_place_before_it():
    follower = replace(hearing("later", 3, morning(3)), after=(After("hit", 1),))
    problem = one_room(
        follower,
        hearing("hit", 3, morning(0)),
        people=(person("j1", 0), person("c1"), person("c2")),
    )
    mended = mend(problem)
    assert [(one.hearing, one.now.day) for one in mended.moves] == [("hit", 2)]


def test_who_must_wait_for_a_moved_hearing_moves_by_the_order_of_the_two():
    follower = replace(hearing("later", 3, morning(2)), after=(After("hit", 1),))
    problem = one_room(
        follower,
        hearing("hit", 3, morning(0)),
        people=(person("j1", 0), person("c1"), person("c2")),
    )
    mended = mend(problem)
    found = {one.hearing: (one.now.day, one.reasons[0].code) for one in mended.moves}
    assert found == {"later": (3, "H11-order"), "hit": (2, "H7-busy")}


def test_what_has_no_place_is_left_out_with_the_facts():
    problem = one_room(
        hearing("hit", 1, morning(0)),
        people=(person("j1", 0), person("c1"), person("c2")),
    )
    mended = mend(problem)
    assert mended.plan == Plan("one-room", {})
    ((left, reasons),) = mended.unplaced
    assert left == Unplaced("hit", "scheduling.no_place_found")
    assert reasons == (Reason("H7-busy", reasons[0].facts),)
    assert "2026-03-02" in reasons[0].facts


def test_a_pinned_hearing_stays_even_when_the_rest_must_move():
    pinned = replace(hearing("fixed", 3, morning(2)), pinned=morning(2), published=None)
    problem = one_room(
        pinned,
        hearing("hit", 3, morning(0)),
        people=(person("j1", 0), person("c1"), person("c2")),
    )
    mended = mend(problem)
    assert mended.plan.assignments["fixed"] == morning(2)
    assert [(one.hearing, one.now.day) for one in mended.moves] == [("hit", 3)]
