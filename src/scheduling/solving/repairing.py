"""After a typhoon, an illness or a closed room: the nearest allowed plan to the published one.

First as few hearings without a place as can be, then as few moved ones, then the cost. Nobody who
could stay is moved to save cost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from time import monotonic

from scheduling.solving.homes import Homes, Key
from scheduling.solving.layouts import plan_of
from scheduling.solving.moves import Move, Reason, reasons_of
from scheduling.solving.outcomes import Budget, Listener, Progress, Unplaced
from scheduling.solving.problem import Plan, Problem
from scheduling.solving.tables import Tables

IDLE_STEPS_MAX = 400
"""Tries without any gain, for each changed hearing, after which more time is not worth while."""
TAKEN_OUT_MAX = 6


@dataclass(frozen=True, slots=True)
class Repair:
    """The mended plan. `moves` have another day or start; `restaffed` only another room or bench.

    `hit` counts the published hearings that cannot be held exactly as they were published.
    """

    plan: Plan
    moves: tuple[Move, ...]
    restaffed: tuple[Move, ...]
    unplaced: tuple[tuple[Unplaced, tuple[Reason, ...]], ...]
    hit: int
    objective: int
    seconds: float

    @property
    def moved(self) -> int:
        return len(self.moves)


def repair(
    problem: Problem,
    budget: Budget,
    *,
    seed: int = 1,
    listen: Listener = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Repair:
    """Mend the plan that stands in the problem as published. Never raises for want of a plan."""
    began = monotonic()
    tables = Tables(problem)

    def over() -> bool:
        return stop() or (budget.steps is None and monotonic() - began >= budget.seconds)

    homes = Homes(tables, Random(seed), stop=over)  # noqa: S311 - the same seed, the same plan
    homes.mend()

    def tell(key: Key) -> None:
        listen(Progress(monotonic() - began, key[2], 0.0, key[0]))

    tell(homes.key())
    _improve(homes, budget.steps, over, tell)
    homes.come_home()
    return _report(problem, homes, monotonic() - began)


def _improve(
    homes: Homes, steps: int | None, over: Callable[[], bool], tell: Callable[[Key], None]
) -> None:
    """Take some changed hearings out and put them back: accepted when nothing got worse."""
    rng, best, idle, count = homes.rng, homes.key(), 0, 0
    changed = homes.changed()
    while changed and not over() and idle < IDLE_STEPS_MAX * len(changed):
        if steps is not None and count >= steps:
            return
        count += 1
        idle += 1
        before = homes.snapshot()
        homes.settle_all(_taken_out(homes, changed), rng if rng.getrandbits(1) else None)
        key = homes.key()
        if key > best:
            homes.restore(before)
            continue
        if key < best:
            best, idle = key, 0
            changed = homes.changed()
            tell(best)


def _taken_out(homes: Homes, changed: list[int]) -> list[int]:
    """Lift some hearings, or bring one home that made room and lift those who are there now."""
    evicted = homes.evicted()
    if evicted and homes.rng.getrandbits(1):
        chosen = homes.send_home(homes.rng.choice(evicted))
        homes.rng.shuffle(chosen)
    else:
        chosen = _chosen(homes, changed)
        for number in chosen:
            if homes.desk.spots[number] is not None:
                homes.desk.lift(homes.tables.cases[number])
    return homes.chain_order(chosen)


def _chosen(homes: Homes, changed: list[int]) -> list[int]:
    """Take a few changed hearings, near each other in time or not, in any order."""
    size = homes.rng.randint(1, TAKEN_OUT_MAX)
    if homes.rng.getrandbits(1):
        return homes.rng.sample(changed, min(size, len(changed)))
    middle = homes.desk.spots[homes.rng.choice(changed)]
    day = 0 if middle is None else middle.day

    def distance(number: int) -> float:
        spot = homes.desk.spots[number]
        return homes.rng.random() + (0 if spot is None else abs(spot.day - day))

    near = sorted(changed, key=distance)[:size]
    homes.rng.shuffle(near)
    return near


def _report(problem: Problem, homes: Homes, seconds: float) -> Repair:
    plan = plan_of(homes.desk)
    names = [problem.hearings[one].id for one in homes.changed()]
    known = {hearing.id: hearing for hearing in problem.hearings}
    reasons = reasons_of(problem, plan, names)
    changes = [
        Move(name, published, plan.assignments[name], reasons[name])
        for name in names
        if name in plan.assignments and (published := known[name].published) is not None
    ]
    left = [one.id for one in problem.hearings if one.id not in plan.assignments]
    return Repair(
        plan=plan,
        moves=tuple(one for one in changes if one.is_move),
        restaffed=tuple(one for one in changes if not one.is_move),
        unplaced=tuple(
            (Unplaced(one, "scheduling.no_place_found"), reasons.get(one, ())) for one in left
        ),
        hit=len(homes.hit),
        objective=homes.desk.cost,
        seconds=seconds,
    )
