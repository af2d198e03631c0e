"""Room for one more hearing without a move: others keep their time and are heard next door."""

from collections.abc import Callable

from scheduling.solving.cases import Case, Spot
from scheduling.solving.greedy import FirstPlan

SQUEEZED_MAX = 3
"""How many hearings may change their room or bench so that another one need not move."""


class Squeeze(FirstPlan):
    """Looks for spots whose occupants need not move: they are only heard next door."""

    def squeeze(self, case: Case, stay: Callable[[Case], bool]) -> bool:
        if any(self.desk.spots[earlier] is None for earlier, _ in case.before):
            return False
        return any(self._squeeze_into(case, spot, stay) for spot in self._wishes(case))

    def _squeeze_into(self, case: Case, spot: Spot, stay: Callable[[Case], bool]) -> bool:
        cases, desk = self.tables.cases, self.desk
        others = sorted(set(self._in_the_way(case, spot)))
        if len(others) > SQUEEZED_MAX or any(cases[one].pinned is not None for one in others):
            return False
        before = {one: desk.lift(cases[one]) for one in others}
        if desk.fits(case, spot):
            desk.place(case, spot)
            if all(stay(cases[one]) for one in others):
                return True
            for one in (case.number, *others):
                if desk.spots[one] is not None:
                    desk.lift(cases[one])
        for one, place in before.items():
            desk.place(cases[one], place)
        return False
