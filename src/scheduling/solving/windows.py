"""First and last day of each hearing, given what must come before it and after it."""

from scheduling.solving.problem import Problem


def windows(problem: Problem) -> tuple[list[int], list[int]]:
    """Narrow each hearing's own window by those of its neighbours in order, until nothing gives.

    A window that is empty stays as it is found: the checker and the reasons name why.
    """
    hearings, days = problem.hearings, len(problem.days)
    number_of = {hearing.id: number for number, hearing in enumerate(hearings)}
    first = [max(0, hearing.release) for hearing in hearings]
    last = [min(days - 1, hearing.deadline) for hearing in hearings]
    pairs = [
        (number_of[one.hearing], number, one.min_days)
        for number, hearing in enumerate(hearings)
        for one in hearing.after
    ]
    changed = True
    while changed:
        changed = False
        for earlier, later, lag in pairs:
            at_first, at_last = first[earlier] + lag, last[later] - lag
            if first[later] < at_first <= days:
                first[later], changed = at_first, True
            if last[earlier] > at_last >= -1:
                last[earlier], changed = at_last, True
    return first, last
