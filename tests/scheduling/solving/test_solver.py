"""A plan comes out whatever goes in: allowed, repeatable, and with reasons for what is missing."""

import json
from dataclasses import replace

import pytest
from bench.scheduling.outside.check import check as outside
from bench.scheduling.outside.generate import generate

from scheduling.solving.checker import check
from scheduling.solving.files import plan_to_json
from scheduling.solving.outcomes import Budget, Progress, Reason
from scheduling.solving.problem import Problem
from scheduling.solving.solver import solve
from tests.scheduling.solving.builders import a_hearing, a_place, a_problem, following
from tests.scheduling.solving.outside import as_problem

STEPS = Budget(60, 150)


def instance(size: str, seed: int) -> Problem:
    return as_problem(generate(size, seed)[0])


@pytest.mark.parametrize(("size", "seed"), [("S", 1), ("S", 2), ("S", 3), ("S", 4), ("M", 1)])
def test_everything_has_a_place_and_the_judge_from_outside_agrees(size, seed):
    given, _ = generate(size, seed)
    outcome = solve(as_problem(given), STEPS)
    verdict = outside(given, json.loads(plan_to_json(outcome.plan)))
    assert (verdict["violations"], verdict["scheduled"]) == ([], len(given["hearings"]))
    assert verdict["objective"] == outcome.objective


@pytest.mark.parametrize("steps", [0, 1, 40])
def test_a_run_stopped_early_gives_a_plan_that_is_allowed(steps):
    problem = instance("S", 5)
    assert check(problem, solve(problem, Budget(60, steps)).plan).allowed


def test_a_run_that_may_not_even_begin_gives_a_plan_that_is_allowed():
    problem = instance("S", 5)
    outcome = solve(problem, Budget(60), stop=lambda: True)
    assert check(problem, outcome.plan).allowed


def test_the_same_seed_gives_the_same_plan():
    problem = instance("S", 4)
    assert solve(problem, STEPS, seed=7).plan == solve(problem, STEPS, seed=7).plan


def test_more_steps_never_cost_more_than_the_first_plan():
    problem = instance("S", 4)
    assert solve(problem, STEPS).objective < solve(problem, Budget(60, 0)).objective


def test_it_starts_from_a_plan_that_it_is_given():
    problem = instance("S", 7)
    good = solve(problem, Budget(60, 600)).plan
    assert solve(problem, Budget(60, 0), start=good).plan == good


def test_what_was_good_is_kept_of_a_plan_that_is_no_longer_allowed():
    problem = instance("S", 7)
    good = solve(problem, Budget(60, 100)).plan
    name, place = next(iter(good.assignments.items()))
    room = next(one for one in problem.rooms if one.id == place.room)
    half = next(one for one in problem.sessions if one.start <= place.start < one.end)
    shut = replace(room, closed=(*room.closed, (place.day, half.start, half.end)))
    changed = replace(problem, rooms=tuple(shut if one is room else one for one in problem.rooms))
    again = solve(changed, Budget(60, 0), start=good).plan
    kept = [one for one in good.assignments if again.assignments[one] == good.assignments[one]]
    assert name not in kept
    assert len(kept) > 40


def test_progress_only_gets_better_and_the_first_plan_is_handed_over_at_once():
    problem = instance("S", 8)
    told: list[Progress] = []
    kept = []
    outcome = solve(problem, Budget(3), listen=told.append, keep=kept.append)
    assert [one.objective for one in told] == sorted((o.objective for o in told), reverse=True)
    assert [one.seconds for one in told] == sorted(one.seconds for one in told)
    assert len(kept) == 1
    assert check(problem, kept[0]).objective == told[0].objective
    assert told[-1].objective == outcome.objective
    assert outcome.bound <= outcome.objective


def test_with_time_enough_the_bound_says_how_good_the_plan_is():
    outcome = solve(instance("S", 1), Budget(8))
    assert outcome.bound >= 400
    assert outcome.gap == (outcome.objective - outcome.bound) / outcome.objective < 0.2


NOBODY_CAN = a_hearing("h1", features=frozenset({"video", "organ"}))


@pytest.mark.parametrize(
    ("hearings", "reasons"),
    [
        ([NOBODY_CAN], {"h1": Reason.NEVER_ALLOWED}),
        (
            [NOBODY_CAN, a_hearing("h2", after=following("h1", 1))],
            {"h1": Reason.NEVER_ALLOWED, "h2": Reason.EARLIER_HAS_NONE},
        ),
        (
            [a_hearing("h1", pinned=a_place(day=0, start=1), release=0, deadline=0)],
            {"h1": Reason.PINNED_IMPOSSIBLE},
        ),
    ],
)
def test_what_has_no_place_is_named_with_the_reason(hearings, reasons):
    outcome = solve(a_problem(*hearings), Budget(60, 5))
    assert {one.hearing: one.reason for one in outcome.unplaced} == reasons


def test_what_finds_everything_taken_is_named_too():
    hearings = [a_hearing(f"h{n}", release=0, deadline=0, duration=120) for n in range(1, 9)]
    outcome = solve(a_problem(*hearings), Budget(60, 30))
    assert {one.reason for one in outcome.unplaced} == {Reason.NO_PLACE_FOUND}
    assert 0 < len(outcome.plan.assignments) < 8


def test_nobody_is_ever_heard_outside_the_boats():
    problem = instance("M", 2)
    plan = solve(problem, Budget(60, 20)).plan
    zone = {place.id: place.zone for place in problem.places}
    venue = {room.id: room.venue for room in problem.rooms}
    where = {one.id: one.zone for one in problem.venues}
    home = {person.id: zone[person.home] for person in problem.people}
    lost = {one.id: one.closed_days for one in problem.zones}
    crossings = 0
    for hearing in problem.hearings:
        place = plan.assignments[hearing.id]
        here = where[venue[place.room]]
        for person in (*place.staff, *hearing.attend):
            window = problem.access[home[person]][here]
            assert window is not None
            assert window[0] <= place.start
            assert place.start + hearing.duration <= window[1]
            if home[person] != here:
                crossings += 1
                assert place.day not in (*lost[home[person]], *lost[here])
    assert crossings > 20
