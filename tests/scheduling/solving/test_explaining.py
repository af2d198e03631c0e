"""What is said to forbid a day forbids it, and the smallest set to give up is enough and least."""

from itertools import chain, combinations

import pytest

from scheduling.solving.checker import check
from scheduling.solving.explaining import WhyNot, why_here, why_not
from scheduling.solving.facts import Clash, Fact, Kind
from scheduling.solving.giving_up import without
from scheduling.solving.problem import Plan, Problem
from scheduling.solving.standing import stand
from scheduling.solving.tables import Tables
from scheduling.solving.timetable import lay_out
from tests.scheduling.solving.counties import a_county, allowed_places, of_the_benchmark
from tests.scheduling.solving.some import some_of

Asked = tuple[Problem, Plan, str, int, WhyNot]


def asked(problem: Problem, plan: Plan, name: str, day: int, start: int | None = None) -> Asked:
    """Ask about a hearing that may have a place; the plan that is returned is without it."""
    others = {one: at for one, at in plan.assignments.items() if one != name}
    plan = Plan(plan.instance, others)
    tables = Tables(problem)
    desk = stand(tables, plan, but=name)
    case = tables.cases[tables.case_no[name]]
    return problem, plan, name, day, why_not(desk, lay_out(problem, plan), case, day, start)


def is_possible(problem: Problem, plan: Plan, name: str, day: int, facts=()) -> bool:
    """Try everything on that day, once these facts are given up; the checker judges."""
    problem, plan = without(problem, plan, name, facts)
    hearing = next(one for one in problem.hearings if one.id == name)
    return any(True for _ in allowed_places(problem, plan, hearing, (day,)))


def confirm(problem: Problem, plan: Plan, name: str, day: int, answer: WhyNot) -> int:
    """Confirm an answer by the checker; returns how many facts have to be given up."""
    if answer.allowed is not None:
        place = answer.allowed.place
        report = check(problem, Plan("", {**plan.assignments, name: place.assignment}))
        assert report.breaches == ()
        assert report.objective - check(problem, plan).objective == place.delta
        assert sum(answer.allowed.terms.values()) == answer.allowed.more >= 0
        return 0
    assert answer.impossible is None
    assert not is_possible(problem, plan, name, day)
    for one in answer.blocked:
        codes = _codes(problem, plan, name, one.assignment)
        assert {fact.code for fact in one.facts if _stands_now(fact, one.facts)} <= codes
        given_up = without(problem, plan, name, one.facts)
        assert _codes(*given_up, name, one.assignment) == set()
    for way in answer.ways:
        assert is_possible(problem, plan, name, day, way)
        parts = chain.from_iterable(combinations(way, size) for size in range(len(way)))
        assert [part for part in parts if is_possible(problem, plan, name, day, part)] == []
    return len(answer.ways[0])


def _stands_now(fact: Fact, facts: frozenset[Fact]) -> bool:
    """Leave out what only follows when others give way: an order missed, a day made shorter."""
    lifted = {one.target for one in facts if one.kind in (Kind.HEARING, Kind.FIXED_HEARING)}
    is_missed = fact.kind is Kind.ORDER and fact.target in lifted
    return not is_missed and fact.clash is not Clash.LONG_DAY


def _codes(problem: Problem, plan: Plan, name: str, place) -> set[str]:
    report = check(problem, Plan("", {**plan.assignments, name: place}))
    return {one.code for one in report.breaches if name in one.hearings}


@pytest.mark.parametrize("first", some_of(range(0, 60, 10)))
def test_every_no_is_confirmed_by_the_checker_in_small_counties(first):
    sizes = []
    for seed in range(first, first + 10):
        problem, plan, name = a_county(seed)
        names = [name, *sorted(plan.assignments)]
        for turn, day in enumerate(range(len(problem.days))):
            sizes.append(confirm(*asked(problem, plan, names[(seed + turn) % len(names)], day)))
    assert {0, 1, 2} <= set(sizes)


@pytest.mark.exhaustive
@pytest.mark.parametrize("size", ["S", "M"])
@pytest.mark.parametrize("seed", range(1, 9))
def test_every_no_is_confirmed_by_the_checker_in_the_benchmark(size, seed):
    problem, plan, name = of_the_benchmark(seed, size)
    names = [name, *sorted(plan.assignments)[::17]][:4]
    for turn, one in enumerate(names):
        confirm(*asked(problem, plan, one, (3 * turn + seed) % len(problem.days)))


def test_no_smaller_set_of_any_facts_that_were_named_is_enough():
    tried = 0
    for seed in range(40):
        problem, plan, name = a_county(seed)
        for day in range(len(problem.days)):
            *_, answer = asked(problem, plan, name, day)
            if answer.ways and len(answer.ways[0]) == 2:
                named = {fact for one in answer.blocked for fact in one.facts}
                tried += len(named)
                assert not any(is_possible(problem, plan, name, day, [fact]) for fact in named)
    assert tried > 20


def test_a_start_is_judged_alone():
    problem, plan, name = of_the_benchmark(4)
    nights = asked(problem, plan, name, 5, 120)[-1]
    assert nights.impossible == "no_start"
    for start in range(510, 700, 30):
        *_, answer = asked(problem, plan, name, 5, start)
        hit = answer.allowed.place.assignment if answer.allowed else None
        blocked = [one.assignment for one in answer.blocked]
        starts = {one.start for one in (*blocked, *([hit] if hit else []))}
        assert starts in ({start}, set())


def test_why_here_compares_with_the_cheapest_place_of_other_days():
    problem, plan, _ = of_the_benchmark(5)
    tables = Tables(problem)
    for name in sorted(plan.assignments)[::9]:
        hearing = problem.hearings[tables.case_no[name]]
        if hearing.pinned or any(
            after.hearing == name for one in problem.hearings for after in one.after
        ):
            continue
        desk = stand(tables, plan, but=name)
        spot = tables.spot_of(hearing, plan.assignments[name])
        assert spot is not None
        answer = why_here(desk, tables.cases[tables.case_no[name]], spot)
        assert answer.place.assignment == plan.assignments[name]
        for one in answer.alternatives:
            assert one.place.assignment.day != spot.day
            assert one.more == one.place.delta - answer.place.delta == sum(one.terms.values())
