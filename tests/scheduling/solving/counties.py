"""Full plans drawn by lot: counties small enough to try everything in, and the benchmark's."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations, product
from random import Random

from bench.scheduling.outside.disrupt import disrupt
from bench.scheduling.outside.generate import generate

from scheduling.solving.checker import check
from scheduling.solving.desk import Desk
from scheduling.solving.files import plan_from_json, problem_from_json
from scheduling.solving.inserting import cheapest_spots
from scheduling.solving.layouts import plan_of
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
from scheduling.solving.tables import Tables

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
HALVES = (Session("am", 540, 720), Session("pm", 840, 1020))
VENUES = (
    Venue("court", "main", "court"),
    Venue("tribunal", "main", "tribunal"),
    Venue("islet", "isle", "circuit"),
)
PLACES = (
    Place("city", "main", {"court": 10, "tribunal": 40, "islet": 100}),
    Place("village", "isle", {"court": 95, "tribunal": 125, "islet": 10}),
)
ROLES = {"presiding": ("j1", "j2"), "clerk": ("k1", "k2"), "assessor": ("a1", "a2", "j2", "k2")}
GRID, DAYS, HEARINGS = 30, 4, 9


def a_county(seed: int) -> tuple[Problem, Plan, str]:
    """Draw a county with a full plan, and a hearing in it that has no place yet."""
    rng = Random(seed)  # noqa: S311 - a seed names a county
    hearings: list[Hearing] = []
    for number in range(HEARINGS):
        hearings.append(_hearing(rng, number, hearings))
    problem = Problem(
        format="hsp-1",
        name=f"county-{seed}",
        grid=GRID,
        days=("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-09")[:DAYS],
        weeks=(0, 0, 0, 1),
        sessions=HALVES,
        notice_day=rng.choice((0, 0, 2)),
        weights=WEIGHTS,
        zones=(Zone("main", ()), Zone("isle", (rng.randrange(DAYS),))),
        access={
            "main": {"main": (0, 1440), "isle": (570, 960)},
            "isle": {"main": (600, 990), "isle": (0, 1440)},
        },
        venues=VENUES,
        rooms=tuple(
            Room(name, venue, 20, frozenset({"video"}), turnover, _times(rng, 0.15))
            for name, venue, turnover in (
                ("c1", "court", 30),
                ("t1", "tribunal", 15),
                ("i1", "islet", 0),
            )
        ),
        places=PLACES,
        people=tuple(
            Person(name, kind, home, _times(rng, 0.15), *measure)
            for name, kind, home, *measure in (
                ("j1", "judge", "city", 180, (120, 240)),
                ("j2", "judge", "city", 240, (120, 240)),
                ("k1", "clerk", "city"),
                ("k2", "clerk", rng.choice(("city", "village"))),
                ("a1", "assessor", "city"),
                ("a2", "assessor", "village"),
                *((f"p{one}", "party", rng.choice(("city", "city", "village"))) for one in "123"),
            )
        ),
        hearings=tuple(hearings),
    )
    return _filled(rng, problem)


def _hearing(rng: Random, number: int, earlier: list[Hearing]) -> Hearing:
    roles = ["presiding", "clerk", *(["assessor"] if rng.random() < 0.3 else [])]
    first = rng.choice((0, 0, 1))
    party, other = rng.sample(("p1", "p2", "p3"), 2)
    follows = rng.random() < 0.2 and earlier and not earlier[-1].after
    return Hearing(
        id=f"h{number}",
        case=f"case-{number}",
        grade="summary",
        weight=rng.choice((1, 2, 5)),
        duration=rng.choice((30, 60, 60, 90)),
        release=first,
        deadline=min(DAYS - 1, first + rng.choice((1, 2, 3))),
        venues=tuple(rng.sample(("court", "tribunal", "islet"), rng.choice((1, 2, 2, 3)))),
        features=frozenset(),
        seats=6,
        roles=tuple(
            Role(role, rng.choice((1, 2)) if role == "assessor" else 1, ROLES[role])
            for role in roles
        ),
        attend=(party,),
        remote=(other,) if rng.random() < 0.4 else (),
        after=(After(earlier[-1].id, rng.choice((0, 1))),) if follows else (),
        pinned=None,
        published=None,
    )


def _times(rng: Random, share: float) -> tuple[tuple[int, int, int], ...]:
    return tuple(
        (day, half.start, half.end)
        for day in range(DAYS)
        for half in HALVES
        if rng.random() < share
    )


def _filled(rng: Random, problem: Problem) -> tuple[Problem, Plan, str]:
    """Place whom we can, at any allowed place; publish or pin some; leave the last one out."""
    *others, last = rng.sample(problem.hearings, len(problem.hearings))
    tables = Tables(problem)
    desk = Desk(tables)
    for case, hearing in zip(tables.cases, problem.hearings, strict=True):
        if hearing in others and (spots := cheapest_spots(desk, case, 1000)):
            desk.place(case, rng.choice(spots)[1])
    plan = plan_of(desk)
    assert check(problem, plan).allowed
    known = [_promised(rng, one, plan) for one in problem.hearings]
    return replace(problem, hearings=tuple(known)), plan, last.id


def _promised(rng: Random, hearing: Hearing, plan: Plan) -> Hearing:
    place = plan.assignments.get(hearing.id)
    if place is None:
        return hearing
    luck = rng.random()
    if luck < 0.15:
        return replace(hearing, pinned=place)
    return replace(hearing, published=place) if luck < 0.5 else hearing


def of_the_benchmark(seed: int, size: str = "S") -> tuple[Problem, Plan, str]:
    """Take one hearing out of a published plan, as the benchmark does."""
    instance, planted = generate(size, seed)
    changed = disrupt("insert", instance, planted, seed)
    name = changed["event"]["hit"][0]
    places = {one: place for one, place in planted["assignments"].items() if one != name}
    plan = plan_from_json(json.dumps({"instance": changed["name"], "assignments": places}))
    return problem_from_json(json.dumps(changed)), plan, name


def allowed_places(
    problem: Problem, plan: Plan, hearing: Hearing, days: Iterable[int] | None = None
) -> Iterator[Assignment]:
    """Try every day, start, room and bench, and keep what the checker allows.

    A room or a person that breaks a rule alone breaks it in company, too: that spares many tries.
    """
    starts = [
        start
        for half in problem.sessions
        for start in range(-(-half.start // problem.grid) * problem.grid, half.end, problem.grid)
    ]
    for day in range(len(problem.days)) if days is None else days:
        near = _near(plan, hearing, problem, day)
        for start, room in product(starts, problem.rooms):
            bare = Assignment(day, start, room.id, {})
            if _breaks(problem, near, hearing, bare) - {"H5-count", "H10-pinned"}:
                continue
            for roles in _benches(problem, near, hearing, bare):
                place = replace(bare, roles=roles)
                if not _breaks(problem, near, hearing, place):
                    yield place


def _near(plan: Plan, hearing: Hearing, problem: Problem, day: int) -> Plan:
    """Keep of a plan what can clash with a hearing on a day: that day, and its chain."""
    chain = {after.hearing for after in hearing.after}
    chain |= {one.id for one in problem.hearings if hearing.id in {a.hearing for a in one.after}}
    places = plan.assignments
    kept = {one: place for one, place in places.items() if place.day == day or one in chain}
    return Plan(plan.instance, kept)


def _benches(
    problem: Problem, near: Plan, hearing: Hearing, bare: Assignment
) -> Iterator[dict[str, tuple[str, ...]]]:
    groups = []
    for role in hearing.roles:
        able = [
            one
            for one in role.eligible
            if one not in hearing.attend
            and not _breaks(problem, near, hearing, replace(bare, roles={role.role: (one,)}))
            - {"H5-count", "H10-pinned"}
        ]
        groups.append(list(combinations(able, role.n)))
    for bench in product(*groups):
        yield {role.role: group for role, group in zip(hearing.roles, bench, strict=True)}


def _breaks(problem: Problem, plan: Plan, hearing: Hearing, place: Assignment) -> set[str]:
    places = {**plan.assignments, hearing.id: place}
    report = check(problem, Plan(plan.instance, places))
    return {one.code for one in report.breaches if hearing.id in one.hearings}


def cost(problem: Problem, plan: Plan, **places: Assignment) -> int:
    """What the plan costs with these hearings placed as well; it must be allowed."""
    report = check(problem, Plan(plan.instance, {**plan.assignments, **places}))
    assert report.breaches == ()
    return report.objective
