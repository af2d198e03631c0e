"""A given plan laid on the desk exactly as it stands, or the rules that it breaks."""

from scheduling.solving.checker import check
from scheduling.solving.desk import Desk
from scheduling.solving.problem import Breach, Plan
from scheduling.solving.tables import Tables


class BrokenPlan(ValueError):
    """The plan itself breaks rules, so nothing can be said about one more place in it."""

    def __init__(self, breaches: tuple[Breach, ...]) -> None:
        """Keep all that is broken, and say the first."""
        first = breaches[0]
        super().__init__(f"{first.code} {', '.join(first.hearings)}: {first.detail}")
        self.breaches = breaches


def stand(tables: Tables, plan: Plan, *, but: str) -> Desk:
    """Lay a plan out without the hearing `but`; raises `BrokenPlan` when another breaks a rule.

    What only its absence breaks does not count: it may be pinned, or others may follow it.
    """
    others = {name: place for name, place in plan.assignments.items() if name != but}
    report = check(tables.problem, Plan(plan.instance, others))
    breaches = tuple(one for one in report.breaches if but not in one.hearings)
    if breaches:
        raise BrokenPlan(breaches)
    desk = Desk(tables)
    for name, place in others.items():
        number = tables.case_no[name]
        spot = tables.spot_of(tables.problem.hearings[number], place)
        assert spot is not None
        desk.place(tables.cases[number], spot)
    return desk
