"""The day on an island and the load of each judge, reckoned from a small plan by hand."""

import json
from dataclasses import replace

from bench.scheduling.outside.generate import generate

from scheduling.solving.files import problem_from_json
from scheduling.solving.loads import Load, loads
from scheduling.solving.problem import (
    Assignment,
    Hearing,
    Person,
    Place,
    Plan,
    Problem,
    Role,
    Room,
    Venue,
    Zone,
)
from scheduling.solving.trips import Heard, Traveller, Trip, trip_of, trips


def person(name: str, kind: str, home: str) -> Person:
    return Person(id=name, kind=kind, home=home, busy=())


def hearing(name: str, weight: int, duration: int, attend: tuple[str, ...]) -> Hearing:
    return Hearing(
        id=name,
        case=name,
        grade="ordinary",
        weight=weight,
        duration=duration,
        release=0,
        deadline=1,
        venues=("court", "islet"),
        features=frozenset(),
        seats=1,
        roles=(Role("clerk", 1, ("c1", "c2")), Role("presiding", 1, ("j1", "j2"))),
        attend=attend,
        remote=(),
        after=(),
        pinned=None,
        published=None,
    )


def small() -> Problem:
    model = problem_from_json(json.dumps(generate("S", 1)[0]))
    return replace(
        model,
        zones=(Zone("main", ()), Zone("sea", ())),
        access={
            "main": {"main": (0, 1440), "sea": (600, 960)},
            "sea": {"sea": (0, 1440), "main": (660, 900)},
        },
        venues=(Venue("court", "main", "court"), Venue("islet", "sea", "circuit")),
        rooms=(
            Room("court-1", "court", 9, frozenset(), 0, ()),
            Room("islet-1", "islet", 9, frozenset(), 0, ()),
        ),
        places=(Place("town", "main", {}), Place("pier", "sea", {})),
        people=(
            person("j1", "judge", "town"),
            person("j2", "judge", "town"),
            person("c1", "clerk", "town"),
            person("c2", "clerk", "pier"),
            person("fisher", "party", "pier"),
            person("guest", "party", "town"),
        ),
        hearings=(
            hearing("late", 2, 60, ("fisher", "guest")),
            hearing("early", 3, 30, ("fisher",)),
            hearing("ashore", 1, 120, ("guest",)),
        ),
    )


def at(day: int, start: int, room: str, judge: str, clerk: str) -> Assignment:
    return Assignment(day, start, room, {"clerk": (clerk,), "presiding": (judge,)})


PLAN = Plan(
    "small",
    {
        "late": at(1, 900, "islet-1", "j1", "c2"),
        "early": at(1, 630, "islet-1", "j1", "c1"),
        "ashore": at(1, 630, "court-1", "j2", "c1"),
    },
)
TRIP = Trip(
    venue="islet",
    day=1,
    travellers=(Traveller("j1", "main", (600, 960)), Traveller("c1", "main", (600, 960))),
    window=(600, 960),
    hearings=(
        Heard("early", 630, 660, "islet-1", ("j1", "c1"), ("fisher",)),
        Heard("late", 900, 960, "islet-1", ("j1", "c2"), ("fisher", "guest")),
    ),
    met=("fisher", "guest"),
)


def test_a_trip_names_who_crosses_between_which_boats_and_who_is_met():
    assert trip_of(small(), PLAN, "islet", 1) == TRIP


def test_a_day_without_hearings_is_a_trip_of_nobody():
    assert trip_of(small(), PLAN, "islet", 0) == Trip("islet", 0, (), None, (), ())


def test_only_islands_are_trips():
    assert trips(small(), PLAN) == (TRIP,)


def test_who_has_no_boat_leaves_no_window():
    problem = replace(small(), access={"main": {"sea": None}})
    found = trip_of(problem, PLAN, "islet", 1)
    assert found.window is None
    assert [one.window for one in found.travellers] == [None, None]


def test_the_load_of_each_judge_stands_beside_the_mean():
    assert loads(small(), PLAN) == (
        Load("j1", 2, 3.5, 0.5, 0.75),
        Load("j2", 1, 2.0, -0.5, -0.75),
    )


def test_a_judge_without_hearings_counts_in_the_mean():
    plan = Plan("small", {"late": PLAN.assignments["late"]})
    assert loads(small(), plan) == (Load("j1", 1, 2.0, 0.5, 1.0), Load("j2", 0, 0.0, -0.5, -1.0))
