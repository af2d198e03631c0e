"""A county small enough to see at a glance: two courtrooms, a tribunal, an island, two judges.

`a_problem(a_hearing("h1"))` and `a_plan(h1=a_place())` make a plan that is allowed; every argument
changes one thing. `as_instance` and `as_schedule` say the same in the words of the exchange format.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from scheduling.solving.checker import check
from scheduling.solving.files import plan_to_json
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
    Stability,
    Venue,
    Weights,
    Zone,
)

MORNING, AFTERNOON = (510, 720), (870, 1050)
NINE = 540
# Different primes: a sum tells which weights went into it.
WEIGHTS = Weights(
    unscheduled=1009,
    waiting=2,
    overload=(3, 5),
    sitting=7,
    idle=11,
    room_change=13,
    travel=17,
    trip_open=19,
    trip_person=23,
    stability=Stability(day=29, start=31, room=37, venue=41, presiding=43),
)
ZONES = (Zone("main", ()), Zone("isle", ()))
ACCESS: Mapping[str, Mapping[str, tuple[int, int] | None]] = {
    "main": {"main": (0, 1440), "isle": (570, 960)},
    "isle": {"main": (600, 990), "isle": (0, 1440)},
}
VENUES = (
    Venue("court", "main", "court"),
    Venue("tribunal", "main", "tribunal"),
    Venue("islet", "isle", "circuit"),
)
EQUIPPED = frozenset({"video", "accessible"})
ROOMS = (
    Room("c1", "court", seats=20, features=EQUIPPED, turnover=15, closed=()),
    Room("c2", "court", seats=20, features=EQUIPPED, turnover=15, closed=()),
    Room("t1", "tribunal", seats=20, features=EQUIPPED, turnover=15, closed=()),
    Room("i1", "islet", seats=20, features=EQUIPPED, turnover=0, closed=()),
)
PLACES = (
    Place("city", "main", {"court": 10, "tribunal": 40, "islet": 100}),
    Place("village", "isle", {"court": 95, "tribunal": 125, "islet": 10}),
)


def a_person(name: str, kind: str = "party", **changes: Any) -> Person:
    given = {"home": "city", "busy": ()} | changes
    return Person(name, kind, **given)


def a_judge(name: str, **changes: Any) -> Person:
    return a_person(name, "judge", **{"max_day": 300, "week_steps": (480, 720)} | changes)


PEOPLE = (
    a_judge("j1"),
    a_judge("j2"),
    a_person("k1", "clerk"),
    a_person("k2", "clerk"),
    a_person("a1", "assessor"),
    a_person("a2", "assessor"),
    a_person("p1"),
    a_person("p2"),
    a_person("islander", home="village"),
)
ROLES = (Role("presiding", 1, ("j1", "j2")), Role("clerk", 1, ("k1", "k2")))
PANEL = (*ROLES, Role("assessor", 2, ("a1", "a2", "j2")))


def a_hearing(name: str, **changes: Any) -> Hearing:
    """Make a hearing of one hour that may be held anywhere on any day, with `p1` in the room."""
    given: dict[str, Any] = {
        "case": f"case-{name}",
        "grade": "summary",
        "weight": 2,
        "duration": 60,
        "release": 0,
        "deadline": 9,
        "venues": ("court", "tribunal", "islet"),
        "features": frozenset(),
        "seats": 6,
        "roles": ROLES,
        "attend": ("p1",),
        "remote": (),
        "after": (),
        "pinned": None,
        "published": None,
    }
    return Hearing(id=name, **given | changes)


TWO = (a_hearing("h1"), a_hearing("h2", attend=("p2",)))


def following(earlier: str, min_days: int) -> tuple[After, ...]:
    return (After(earlier, min_days),)


def a_problem(*hearings: Hearing, **changes: Any) -> Problem:
    """Make a problem of two weeks; `a_problem(…, rooms=…)` replaces what the county has."""
    whole = Problem(
        format="hsp-1",
        name="tiny",
        grid=15,
        days=tuple(f"2026-03-{day:02d}" for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13)),
        weeks=(0,) * 5 + (1,) * 5,
        sessions=(Session("am", *MORNING), Session("pm", *AFTERNOON)),
        notice_day=0,
        weights=WEIGHTS,
        zones=ZONES,
        access=ACCESS,
        venues=VENUES,
        rooms=ROOMS,
        places=PLACES,
        people=PEOPLE,
        hearings=hearings or (a_hearing("h1"),),
    )
    return replace(whole, **changes)


def a_place(
    day: int = 0,
    start: int = NINE,
    room: str = "c1",
    *,
    judge: str | tuple[str, ...] = "j1",
    clerk: str | tuple[str, ...] = "k1",
    **others: tuple[str, ...],
) -> Assignment:
    roles = {"presiding": _names(judge), "clerk": _names(clerk), **others}
    return Assignment(day, start, room, roles)


def _names(given: str | tuple[str, ...]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else given


def a_plan(**places: Assignment) -> Plan:
    return Plan("tiny", places)


def breaches(problem: Problem, **places: Assignment) -> list[tuple[str, ...]]:
    """Say what a plan of these places breaks: code, hearings, facts."""
    report = check(problem, a_plan(**places))
    return [(one.code, *one.hearings, one.detail) for one in report.breaches]


def with_one(things: tuple[Any, ...], name: str, **changes: Any) -> tuple[Any, ...]:
    """Change the one of that name: `rooms=with_one(ROOMS, "c1", seats=3)`."""
    assert name in {thing.id for thing in things}
    return tuple(replace(one, **changes) if one.id == name else one for one in things)


def as_instance(problem: Problem) -> dict[str, Any]:
    """Write a problem as the parsed JSON of the exchange format."""
    instance: dict[str, Any] = json.loads(json.dumps(asdict(problem), default=sorted))
    for hearing in instance["hearings"]:
        for role in hearing["roles"]:
            role["from"] = role.pop("eligible")
    return instance


def as_schedule(plan: Plan) -> dict[str, Any]:
    schedule: dict[str, Any] = json.loads(plan_to_json(plan))
    return schedule
