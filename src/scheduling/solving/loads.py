"""How evenly the judges are charged: hearings and weighted hours of each, beside the mean."""

from collections import defaultdict
from dataclasses import dataclass

from scheduling.solving.problem import PRESIDING, Plan, Problem
from scheduling.solving.timetable import lay_out

MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Load:
    """One judge's share as presiding judge; the last two are the distance from the mean.

    A weighted hour is an hour of a hearing times its priority weight: an urgent or a long matter
    counts more than a short one that can wait.
    """

    judge: str
    hearings: int
    weighted_hours: float
    hearings_off: float
    weighted_hours_off: float


def loads(problem: Problem, plan: Plan) -> tuple[Load, ...]:
    """Reckon the load of everybody who may preside somewhere, in the order of the problem."""
    table = lay_out(problem, plan)
    able = {
        person
        for hearing in problem.hearings
        for role in hearing.roles
        if role.role == PRESIDING
        for person in role.eligible
    }
    judges = [person.id for person in problem.people if person.id in able]
    count: defaultdict[str, int] = defaultdict(int)
    hours: defaultdict[str, float] = defaultdict(float)
    for one in table.placed.values():
        for judge in one.place.presiding:
            count[judge] += 1
            hours[judge] += one.hearing.weight * one.hearing.duration / MINUTES_AN_HOUR
    many = max(1, len(judges))
    mean_count = sum(count[judge] for judge in judges) / many
    mean_hours = sum(hours[judge] for judge in judges) / many
    return tuple(
        Load(
            judge=judge,
            hearings=count[judge],
            weighted_hours=hours[judge],
            hearings_off=count[judge] - mean_count,
            weighted_hours_off=hours[judge] - mean_hours,
        )
        for judge in judges
    )
