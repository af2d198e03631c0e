"""The best places for one more hearing are those that trying everything finds."""

from dataclasses import replace

import pytest

from scheduling.solving.benches import lightest
from scheduling.solving.checker import check
from scheduling.solving.inserting import best_places
from scheduling.solving.problem import Assignment, Plan, Problem
from scheduling.solving.standing import BrokenPlan, stand
from scheduling.solving.tables import Tables
from tests.scheduling.solving.counties import a_county, allowed_places, cost, of_the_benchmark
from tests.scheduling.solving.some import some_of


def found(problem: Problem, plan: Plan, name: str, top: int = 3):
    tables = Tables(problem)
    desk = stand(tables, plan, but=name)
    return best_places(desk, tables.cases[tables.case_no[name]], top)


def tried(problem: Problem, plan: Plan, name: str) -> dict[tuple[int, int, str], int]:
    """Try everything: what each day, start and room costs at least."""
    tables = Tables(problem)
    hearing = problem.hearings[tables.case_no[name]]
    before = check(problem, plan).objective
    costs: dict[tuple[int, int, str], int] = {}
    for place in allowed_places(problem, plan, hearing):
        key = (place.day, place.start, place.room)
        delta = cost(problem, plan, **{name: place}) - before
        costs[key] = min(delta, costs.get(key, delta))
    return costs


def agree(problem: Problem, plan: Plan, name: str) -> int:
    """See that the three best are the three best of all, and that each costs what it says."""
    costs = tried(problem, plan, name)
    places = found(problem, plan, name)
    keys = [(one.assignment.day, one.assignment.start, one.assignment.room) for one in places]
    assert [one.delta for one in places] == sorted(costs.values())[:3]
    assert [costs[key] for key in keys] == [one.delta for one in places]
    assert len(set(keys)) == len(keys)
    before = check(problem, plan)
    for one in places:
        after = check(problem, Plan("", {**plan.assignments, name: one.assignment}))
        assert after.breaches == ()
        assert dict(one.terms) == {
            term: after.terms[term] - before.terms[term] for term in before.terms
        }
    return len(places)


def without(plan: Plan, name: str) -> Plan:
    return Plan(plan.instance, {one: at for one, at in plan.assignments.items() if one != name})


@pytest.mark.parametrize("first", some_of(range(0, 80, 10)))
def test_it_is_what_trying_everything_finds_in_small_counties(first):
    shown = [agree(*a_county(seed)) for seed in range(first, first + 10)]
    assert 3 in shown


@pytest.mark.parametrize("first", some_of(range(100, 180, 10)))
def test_it_is_what_trying_everything_finds_for_one_that_had_a_place(first):
    """The hearing lifted may be published, pinned, or followed by another."""
    lifted = 0
    for seed in range(first, first + 10):
        problem, plan, _ = a_county(seed)
        follows = {after.hearing for one in problem.hearings for after in one.after}
        names = sorted(plan.assignments.keys() - follows)
        pinned = {one.id for one in problem.hearings if one.pinned}
        name = names[seed % len(names)]
        if name not in pinned:
            lifted += agree(problem, without(plan, name), name) > 0
    assert lifted > 5


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(1, 41))
def test_it_is_what_trying_everything_finds_in_the_benchmark(seed):
    assert agree(*of_the_benchmark(seed)) == 3


def test_a_pinned_hearing_has_one_place():
    for seed in range(40):
        problem, plan, _ = a_county(seed)
        follows = {after.hearing for one in problem.hearings for after in one.after}
        for hearing in problem.hearings:
            if hearing.pinned is not None and hearing.id not in follows:
                places = found(problem, without(plan, hearing.id), hearing.id)
                assert [one.assignment for one in places] == [hearing.pinned]
                return
    raise AssertionError("no county pins anything")


def test_the_cheapest_are_first_and_more_are_given_when_asked():
    problem, plan, name = of_the_benchmark(3)
    many = found(problem, plan, name, 1000)
    assert found(problem, plan, name, 5) == many[:5]
    assert [one.delta for one in many] == sorted(one.delta for one in many)


def test_nobody_is_listed_outside_the_boats():
    for seed in range(60):
        problem, plan, name = a_county(seed)
        zones = {place.id: place.zone for place in problem.places}
        home = {person.id: zones[person.home] for person in problem.people}
        venue = {room.id: room.venue for room in problem.rooms}
        zone = {one.id: one.zone for one in problem.venues}
        closed = {one.id: one.closed_days for one in problem.zones}
        hearing = next(one for one in problem.hearings if one.id == name)
        for one in found(problem, plan, name, 1000):
            there = zone[venue[one.assignment.room]]
            for person in (*hearing.attend, *one.assignment.staff):
                window = problem.access[home[person]][there]
                assert window is not None
                assert window[0] <= one.assignment.start
                assert one.assignment.start + hearing.duration <= window[1]
                if home[person] != there:
                    assert one.assignment.day not in (*closed[there], *closed[home[person]])


def test_a_plan_that_breaks_a_rule_is_refused():
    problem, plan, name = of_the_benchmark(1)
    other, place = next(iter(plan.assignments.items()))
    broken = replace(plan, assignments={**plan.assignments, other: replace(place, start=7)})
    with pytest.raises(BrokenPlan) as caught:
        found(problem, broken, name)
    assert other in caught.value.breaches[0].hearings
    unknown = replace(plan, assignments={**plan.assignments, "?": Assignment(0, 0, "?", {})})
    with pytest.raises(BrokenPlan):
        found(problem, unknown, name)


def test_the_lightest_bench_moves_people_on_to_their_other_role():
    weights = {1: 0, 2: 1, 3: 5}
    assert lightest([(1, [1, 2]), (1, [1, 3])], weights.__getitem__) == ((2,), (1,))
    assert lightest([(1, [1]), (1, [1])], weights.__getitem__) is None
    assert lightest([], weights.__getitem__) == ()
