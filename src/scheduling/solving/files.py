"""Problems and plans as files of the exchange format "hsp-1", read with every field checked."""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from scheduling.solving.problem import Assignment, Plan, Problem

FORMAT = "hsp-1"
_PROBLEM = TypeAdapter(Problem)
_PLAN = TypeAdapter(Plan)


class Unreadable(ValueError):
    """A file is not what it should be; the message names the place and what is wrong there."""


def problem_from_json(text: str | bytes) -> Problem:
    """Read a problem; raises `Unreadable` for anything that is not a whole "hsp-1" instance."""
    try:
        problem = _PROBLEM.validate_json(text)
    except ValidationError as trouble:
        raise Unreadable(_first(trouble)) from None
    for sentence in _contradictions(problem):
        raise Unreadable(sentence)
    return problem


def plan_from_json(text: str | bytes) -> Plan:
    """Read a plan; raises `Unreadable`. Whether it fits a problem is the checker's question."""
    try:
        return _PLAN.validate_json(text)
    except ValidationError as trouble:
        raise Unreadable(_first(trouble)) from None


def plan_to_json(plan: Plan) -> str:
    return json.dumps(
        {
            "instance": plan.instance,
            "assignments": {one: _as_json(place) for one, place in plan.assignments.items()},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def read_problem(path: Path) -> Problem:
    return problem_from_json(_bytes_of(path))


def read_plan(path: Path) -> Plan:
    return plan_from_json(_bytes_of(path))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as trouble:
        raise Unreadable(f"{path}: {trouble.strerror}") from None


def _as_json(place: Assignment) -> dict[str, object]:
    roles = {role: list(people) for role, people in place.roles.items()}
    return {"day": place.day, "start": place.start, "room": place.room, "roles": roles}


def _first(trouble: ValidationError) -> str:
    error = trouble.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, error["loc"])) or "file"
    return f"{where}: {error['msg']}"


def _contradictions(problem: Problem) -> Iterator[str]:
    """Find names that nothing bears and calendars that do not fit: an instance must be whole."""
    if problem.format != FORMAT:
        yield f"format: {problem.format!r} is not {FORMAT!r}"
    if problem.grid <= 0 or len(problem.weeks) != len(problem.days):
        yield "grid, days and weeks: the grid must be positive and every day have its week"
    zones = {zone.id for zone in problem.zones}
    venues = {venue.id for venue in problem.venues}
    places = {place.id for place in problem.places}
    people = {person.id for person in problem.people}
    hearings = {hearing.id for hearing in problem.hearings}
    for thing, wanted, known in (
        ("zone", (venue.zone for venue in problem.venues), zones),
        ("zone", (place.zone for place in problem.places), zones),
        ("venue", (room.venue for room in problem.rooms), venues),
        ("place", (person.home for person in problem.people), places),
        ("zone with access", zones, set(problem.access)),
        ("venue", (v for hearing in problem.hearings for v in hearing.venues), venues),
        ("person", (p for h in problem.hearings for p in (*h.attend, *h.remote)), people),
        ("person", (p for h in problem.hearings for r in h.roles for p in r.eligible), people),
        ("hearing", (a.hearing for hearing in problem.hearings for a in hearing.after), hearings),
    ):
        for name in wanted:
            if name not in known:
                yield f"no {thing} is called {name!r}"
    if len(hearings) != len(problem.hearings) or len(people) != len(problem.people):
        yield "two hearings or two people have the same id"
