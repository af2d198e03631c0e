"""The desk reckons what the checker reckons, and lifting undoes placing to the last bit."""

from random import Random

import pytest
from bench.scheduling.outside.generate import generate

from scheduling.solving.checker import check
from scheduling.solving.desk import Desk
from scheduling.solving.greedy import FirstPlan
from scheduling.solving.insertion import Insertion
from scheduling.solving.layouts import laid_out_as, plan_of
from scheduling.solving.placed import scattered
from scheduling.solving.search import RUINS, Search
from scheduling.solving.tables import Tables
from tests.scheduling.solving.outside import as_problem


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - a seed names a test


def full_desk(size: str, seed: int) -> Desk:
    tables = Tables(as_problem(generate(size, seed)[0]))
    desk = Desk(tables)
    for case in tables.cases:
        if case.pinned is not None:
            desk.place(case, case.pinned)
    waiting = [case.number for case in tables.cases if case.pinned is None]
    assert FirstPlan(desk, chance(seed), stop=lambda: False).build(waiting) == []
    return desk


def state(desk: Desk) -> tuple[object, ...]:
    sittings = {key: sorted(one) for key, one in desk.sittings.items()}
    return (
        desk.cost,
        list(desk.busy),
        list(desk.room_busy),
        sittings,
        {key: (*known[:3], sorted(known[3]), known[4]) for key, known in desk.reckoned.items()},
        {key: load for key, load in desk.load.items() if load},
        dict(desk.venue_of),
        dict(desk.zone_of),
        list(desk.marks),
    )


@pytest.mark.parametrize("seed", range(1, 6))
def test_the_cost_is_what_the_checker_says(seed):
    desk = full_desk("S", seed)
    report = check(desk.tables.problem, plan_of(desk))
    assert (report.objective, report.breaches) == (desk.cost, ())


def test_lifting_undoes_placing():
    desk = full_desk("S", 1)
    before = state(desk)
    cases = [case for case in desk.tables.cases if case.pinned is None and not case.before]
    lifted = [(case, desk.lift(case)) for case in cases]
    for case, spot in chance(2).sample(lifted, len(lifted)):
        assert desk.fits(case, spot)
        desk.place(case, spot)
    assert state(desk) == before


@pytest.mark.parametrize("ruin", RUINS)
def test_a_search_step_that_is_not_taken_leaves_no_trace(ruin):
    desk = full_desk("S", 2)
    search = Search(desk, chance(3))
    before = state(desk)
    for _ in range(20):
        chosen, cost = ruin(search, 6), desk.cost
        stood = {number: search.lift(number) for number in chosen}
        search._recreate(chosen)
        search.undo(stood, cost)
    assert state(desk) == before


def test_what_is_remembered_is_what_looking_anew_would_find():
    """A class of people or rooms that `Interests` forgot would leave old places standing."""
    desk = full_desk("S", 4)
    search = Search(desk, chance(2))
    for _ in range(60):
        search.step(20.0, 8)
        cases = search.rng.sample(desk.tables.cases, 3)
        free = [
            case for case in cases if case.pinned is None and not desk.tables.after[case.number]
        ]
        for case in free:
            spot = desk.lift(case)
            fresh = Insertion(laid_out_as(desk.tables, desk.spots))
            assert search.insertion.cheapest(case) == fresh.cheapest(case)
            desk.place(case, spot)


def test_after_many_steps_the_cost_is_still_what_the_checker_says():
    desk = full_desk("S", 3)
    search = Search(desk, chance(4))
    for _ in range(300):
        search.step(3.0, 8)
    report = check(desk.tables.problem, plan_of(desk))
    assert (report.objective, report.breaches) == (desk.cost, ())
    assert search.best_cost <= desk.cost


def test_remembered_offers_are_those_that_are_found_anew():
    desk = full_desk("S", 4)
    search = Search(desk, chance(5))
    for _ in range(60):
        search.step(3.0, 8)
    fresh = Insertion(desk)
    for case in desk.tables.cases:
        if case.pinned is None and not case.before and not desk.tables.after[case.number]:
            spot = desk.lift(case)
            assert search.insertion.cheapest(case) == fresh.cheapest(case)
            desk.place(case, spot)


def test_two_hearings_that_exchange_their_starts_leave_another_mark():
    """The sums of plain tuple hashes are equal in one of thirteen such exchanges."""
    rng = chance(1)
    for _ in range(2000):
        first, second = rng.sample(range(50), 2)
        early, late = rng.sample(range(34, 60), 2)
        bench = ((3,), (7,))
        as_it_was = (first, early, 2, bench), (second, late, 2, bench)
        exchanged = (first, late, 2, bench), (second, early, 2, bench)
        assert sum(scattered(hash(one)) for one in as_it_was) != sum(
            scattered(hash(one)) for one in exchanged
        )
