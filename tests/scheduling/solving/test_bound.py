"""No plan undercuts the bound, and it comes near the best plan there is."""

from dataclasses import replace

import pytest
from bench.scheduling.outside.generate import generate

from scheduling.solving import bound as bounds
from scheduling.solving.bound import Bound
from scheduling.solving.bundles import benches, best_bundles
from scheduling.solving.desk import Desk
from scheduling.solving.outcomes import Budget
from scheduling.solving.problem import Problem
from scheduling.solving.solver import solve
from scheduling.solving.tables import Tables
from tests.scheduling.solving.counties import a_county
from tests.scheduling.solving.outside import as_problem
from tests.scheduling.solving.some import some_of
from tests.scheduling.solving.trying import least_objective

SECONDS = 30.0
# Counties in which trying everything takes no more than a second.
QUICK = (0, 2, 3, 4, 5, 6, 7, 9, 10, 12, 14, 16, 18, 19, 21, 23, 25, 29)


def never() -> bool:
    return False


def bound_of(problem: Problem) -> int:
    tables = Tables(problem)
    bound = Bound(tables, Desk(tables))
    assert bound.tighten(never, SECONDS)
    return bound.value


def small(seed: int) -> Problem:
    problem, _, _ = a_county(seed)
    return replace(problem, hearings=problem.hearings[:3])


@pytest.mark.parametrize("seed", some_of(QUICK))
def test_the_best_plan_of_a_small_county_lies_between_the_bound_and_ours(seed):
    problem = small(seed)
    best = least_objective(problem)
    assert bound_of(problem) <= best <= solve(problem, Budget(1, 60)).objective


def test_the_bound_is_worth_something():
    pairs = [(bound_of(small(seed)), least_objective(small(seed))) for seed in QUICK]
    assert sum(bound for bound, _ in pairs) >= 0.6 * sum(best for _, best in pairs)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_bound_that_was_cut_short_is_valid_and_only_lower(seed):
    problem = as_problem(generate("S", seed)[0])
    tables = Tables(problem)
    early = Bound(tables, Desk(tables))
    at_once = early.value
    assert 0 < at_once <= bound_of(problem)


def test_taking_each_group_of_judges_by_itself_only_lowers_the_bound(monkeypatch):
    problem = as_problem(generate("S", 3)[0])
    whole = bound_of(problem)
    monkeypatch.setattr(bounds, "WHOLE_MAX", 0)
    assert len(list(benches(Tables(problem)))) == 2
    assert 0 < bound_of(problem) <= whole


def test_an_empty_court_is_bounded_by_nothing():
    assert bound_of(replace(small(0), hearings=())) == 0


def test_the_cheapest_bundle_is_the_one_that_trying_all_finds():
    items = [(-9.0, 5, 0), (-7.0, 4, 1), (-6.0, 4, 2), (-4.0, 2, 3), (-1.0, 1, 4)]
    orders = [0, 0, 1, 2, 3, 4]
    for fixed, capacity in [(3.0, 8), (0.0, 5), (6.0, 14), (25.0, 14), (2.0, 3)]:
        tried = [
            (fixed + sum(items[one][0] for one in chosen) + orders[len(chosen)])
            for mask in range(1, 32)
            if (chosen := [one for one in range(5) if mask >> one & 1])
            and sum(items[one][1] for one in chosen) <= capacity
        ]
        found = best_bundles(items, fixed, capacity, orders, 9)
        cheapest = min(tried)
        assert [price for price, _ in found[:1]] == ([cheapest] if cheapest < 0 else [])
