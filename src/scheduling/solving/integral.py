"""The program with whole half days: a sharper bound for a small court, and a wish for every court.

The linear program mixes half days; asked to choose whole ones it tells what a plan would be if the
rows were all the rules. Laid out half day by half day that is a direction in which to search.
"""

from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt.python.parameters import SolveParameters, SolverType
from ortools.math_opt.python.solve import solve

from scheduling.solving.bundles import Column
from scheduling.solving.master import Master

NEAR_MAX = 12_000
"""A program with more bundles than this within the gap is not proven, only asked for a wish."""

NEAR_ENOUGH = 0.004
"""A choice this close to the best one is good enough for a wish; a proof goes on to the end."""

SECONDS_MAX = 15.0
"""One choice takes no longer than this: while it lasts nobody can call it back."""

CHOSEN = 0.5


@dataclass(frozen=True, slots=True)
class Whole:
    """The half days that were chosen, and what no plan can undercut."""

    columns: tuple[Column, ...]
    bound: float


def choose_whole(master: Master, gap: float, seconds: float) -> Whole:
    """Choose whole half days from a program that has all its columns.

    `gap` is what a known plan costs above the bound. A cheaper plan only has bundles whose reduced
    cost is below it. When there are few enough of them, all are put in, and then what the choice
    costs at least is a bound for every such plan.
    """
    near = master.near(gap, NEAR_MAX)
    for at, hearings in near or ():
        master.add(at, hearings)
    for variable in master.columns.values():
        variable.integer = True
    limits = SolveParameters(
        time_limit=timedelta(seconds=max(0.01, min(seconds, SECONDS_MAX))),
        relative_gap_tolerance=NEAR_ENOUGH if near is None else None,
    )
    result = solve(master.rows.model, SolverType.GSCIP, params=limits)
    for variable in master.columns.values():
        variable.integer = False
    bound = master.bound
    if near is not None:
        bound = max(bound, min(result.termination.objective_bounds.dual_bound, bound + gap))
    if not result.has_primal_feasible_solution():
        return Whole((), bound)
    values = result.variable_values()
    chosen = [one for one, variable in master.columns.items() if values[variable] > CHOSEN]
    return Whole(tuple(sorted(chosen)), bound)
