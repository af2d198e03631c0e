"""Why a hearing had to leave its published place: by the rules, with the facts, and for whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduling.solving.checker import check
from scheduling.solving.problem import Assignment, Breach, Plan, Problem

MADE_ROOM = "made-room"
ORDER = "H11-order"


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that the published place breaks now and its facts; or for whom room was made."""

    code: str
    facts: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """One hearing before and after, and why."""

    hearing: str
    published: Assignment
    now: Assignment
    reasons: tuple[Reason, ...]

    @property
    def is_move(self) -> bool:
        """Another day or start; a new room or bench at the same time is not a move."""
        before, now = self.published, self.now
        return (before.day, before.start) != (now.day, now.start)


def reasons_of(
    problem: Problem, plan: Plan, names: Iterable[str]
) -> Mapping[str, tuple[Reason, ...]]:
    """Lay the published plan over the problem as it is now, and let the checker speak.

    Whom no rule drives away was in the way of another: each of these is put back into the new
    plan, and the checker says whom it would meet there.
    """
    published = {
        hearing.id: place
        for hearing in problem.hearings
        if (place := hearing.pinned or hearing.published) is not None
    }
    driven = _by_hearing(check(problem, Plan(problem.name, published)).breaches)
    found: dict[str, tuple[Reason, ...]] = {}
    for name in names:
        if name in driven:
            found[name] = tuple(Reason(one.code, one.detail) for one in driven[name])
        elif name in published:
            found[name] = _made_room(problem, plan, name, published[name])
        else:
            found[name] = ()
    return found


def _by_hearing(breaches: Iterable[Breach]) -> dict[str, list[Breach]]:
    """Sort breaches by the hearing that they drive away: of two in order, that is the later."""
    found: dict[str, list[Breach]] = {}
    for breach in breaches:
        for name in breach.hearings[:1] if breach.code == ORDER else breach.hearings:
            found.setdefault(name, []).append(breach)
    return found


def _made_room(
    problem: Problem, plan: Plan, name: str, published: Assignment
) -> tuple[Reason, ...]:
    back = Plan(plan.instance, {**plan.assignments, name: published})
    met = [one for one in check(problem, back).breaches if name in one.hearings]
    # Who must wait for a hearing that moved has made room for nobody: the order is the reason.
    waits = [one for one in met if one.code == ORDER and one.hearings[0] == name]
    return tuple(
        Reason(
            MADE_ROOM if others and not waits else one.code,
            one.detail if waits else f"{one.code} {one.detail}",
            others,
        )
        for one in waits or met
        for others in [tuple(other for other in one.hearings if other != name)]
    )
