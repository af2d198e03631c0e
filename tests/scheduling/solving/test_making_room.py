"""The one move that makes room is the cheapest of all moves that trying everything finds."""

import pytest

from scheduling.solving.checker import check
from scheduling.solving.making_room import Move, cheapest_move
from scheduling.solving.problem import Plan, Problem
from scheduling.solving.standing import stand
from scheduling.solving.tables import Tables
from tests.scheduling.solving.counties import a_county, allowed_places


def tried(problem: Problem, plan: Plan, name: str) -> int | None:
    """Try every other place of every other hearing, and then every place of the new one."""
    hearings = {one.id: one for one in problem.hearings}
    before = check(problem, plan).objective
    best = None
    for other, old in plan.assignments.items():
        if hearings[other].pinned is not None:
            continue
        lifted = Plan("", {one: at for one, at in plan.assignments.items() if one != other})
        if not _may_help(problem, lifted, name, other):
            continue
        for new in allowed_places(problem, lifted, hearings[other]):
            moved = Plan("", {**lifted.assignments, other: new})
            if new == old or not check(problem, moved).allowed:
                continue
            for place in allowed_places(problem, moved, hearings[name]):
                report = check(problem, Plan("", {**moved.assignments, name: place}))
                if report.allowed and (best is None or report.objective - before < best):
                    best = report.objective - before
    return best


def _may_help(problem: Problem, lifted: Plan, name: str, other: str) -> bool:
    """Whether there is a place when the other one is nowhere, or it is awaited."""
    hearing = next(one for one in problem.hearings if one.id == name)
    awaited = any(after.hearing == other for after in hearing.after)
    return awaited or any(True for _ in allowed_places(problem, lifted, hearing))


def moved(problem: Problem, plan: Plan, name: str) -> Move | None:
    tables = Tables(problem)
    desk = stand(tables, plan, but=name)
    marks = list(desk.marks), desk.cost
    found = cheapest_move(desk, tables.cases[tables.case_no[name]])
    assert (desk.marks, desk.cost) == marks
    return found


def full_counties(seeds: range):
    """Draw counties in which the last hearing finds no place."""
    for seed in seeds:
        problem, plan, name = a_county(seed)
        hearing = next(one for one in problem.hearings if one.id == name)
        if not any(True for _ in allowed_places(problem, plan, hearing)):
            yield problem, plan, name


@pytest.mark.exhaustive
def test_it_is_the_cheapest_of_all_moves():
    seen = []
    for problem, plan, name in full_counties(range(24)):
        move = moved(problem, plan, name)
        assert (None if move is None else move.delta) == tried(problem, plan, name)
        seen.append(move is None)
    assert set(seen) == {True, False}


def test_the_plan_after_the_move_is_allowed_and_costs_what_was_said():
    moves = 0
    for problem, plan, name in full_counties(range(70, 100)):
        move = moved(problem, plan, name)
        if move is None:
            continue
        assert plan.assignments[move.hearing] == move.old
        places = {move.hearing: move.new.assignment, name: move.place.assignment}
        after = check(problem, Plan("", {**plan.assignments, **places}))
        assert after.breaches == ()
        assert after.objective - check(problem, plan).objective == move.delta
        moves += 1
    assert moves > 2
