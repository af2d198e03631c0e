"""What whole half days cost at least is certain, and the half days wished for can be tried."""

from itertools import combinations

import pytest
from bench.scheduling.outside.generate import generate

from scheduling.solving.bound import Bound
from scheduling.solving.bundles import near_bundles
from scheduling.solving.checker import check
from scheduling.solving.desk import Desk
from scheduling.solving.layouts import plan_of
from scheduling.solving.outcomes import Budget
from scheduling.solving.search import WISHED, Search
from scheduling.solving.solver import solve
from scheduling.solving.tables import Tables
from tests.scheduling.solving.outside import as_problem
from tests.scheduling.solving.some import some_of
from tests.scheduling.solving.test_bound import QUICK, SECONDS, never, small
from tests.scheduling.solving.test_desk import chance, full_desk
from tests.scheduling.solving.trying import least_objective


@pytest.mark.parametrize("seed", some_of(QUICK))
def test_the_best_plan_of_a_small_county_is_not_below_what_whole_half_days_cost(seed):
    problem = small(seed)
    tables, best = Tables(problem), least_objective(problem)
    plan_cost = solve(problem, Budget(1, 60)).objective
    for above in (0, 40):
        bound = Bound(tables, Desk(tables))
        assert bound.tighten(never, SECONDS)
        before = bound.value
        bound.choose(plan_cost + above, never, SECONDS)
        assert before <= min(bound.value, plan_cost) <= best


def test_whole_half_days_say_more_than_mixed_ones():
    tables = Tables(as_problem(generate("S", 1)[0]))
    desk = full_desk("S", 1)
    bound = Bound(tables, desk)
    assert bound.tighten(never, SECONDS)
    mixed = bound.value
    # 470 is the cost of a plan found by a longer search.
    wishes = bound.choose(470, never, SECONDS)
    assert (mixed, bound.value) == (451, 456)
    heard = sorted(one for _, hearings in wishes for one in hearings)
    assert heard == list(range(len(tables.cases)))


def test_a_choice_for_which_there_is_no_time_keeps_the_bound():
    desk = full_desk("S", 1)
    bound = Bound(desk.tables, desk)
    bound.tighten(never, SECONDS)
    before = bound.value
    assert bound.choose(desk.cost, lambda: True, SECONDS) == ()
    assert bound.value == before


@pytest.mark.parametrize(("fixed", "gap"), [(3.0, 2.0), (9.0, 0.0), (0.0, 6.0), (-4.0, -6.0)])
def test_near_bundles_are_all_that_trying_everything_finds(fixed, gap):
    items = [(-6.0, 4, 2), (-4.0, 2, 3), (-1.0, 1, 4), (0.5, 3, 0), (2.0, 1, 1)]
    orders = [0, 0, 1, 2, 3, 4]
    prices = {hearing: own for own, _, hearing in items}
    steps = {hearing: length for _, length, hearing in items}
    tried = {
        chosen
        for count in range(1, 6)
        for chosen in combinations(sorted(prices), count)
        if sum(steps[one] for one in chosen) <= 7
        and fixed + sum(prices[one] for one in chosen) + orders[count] <= gap
    }
    found = [tuple(sorted(one)) for one in near_bundles(items, fixed, 7, orders, gap)]
    assert len(found) == len(set(found))
    assert set(found) == tried


def test_steps_that_follow_wishes_keep_to_the_rules_and_their_price():
    desk = full_desk("S", 2)
    bound = Bound(desk.tables, desk)
    bound.tighten(never, SECONDS)
    wishes = bound.choose(desk.cost, never, SECONDS)
    search = Search(desk, chance(5), wishes)
    assert len(wishes) > 10
    assert 0 < WISHED < 1
    for _ in range(100):
        cost = desk.cost
        search.step(1e-9, 6)
        report = check(desk.tables.problem, plan_of(desk))
        assert (report.breaches, report.objective) == ((), desk.cost)
        assert desk.cost <= cost
