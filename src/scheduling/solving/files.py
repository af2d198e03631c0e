"""Problems and plans as files of the exchange format "hsp-1", read with every field checked."""

import json
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from scheduling.solving.contradictions import contradictions
from scheduling.solving.problem import Assignment, Plan, Problem

FILE_BYTES_MAX = 64 * 1024 * 1024
SENTENCE_LENGTH_MAX = 300
_PROBLEM = TypeAdapter(Problem)

NOWHERE = Assignment(day=-1, start=0, room="?", roles={})
"""What stands in a plan for a place that cannot be read: no problem has such a day or room."""


class Unreadable(ValueError):
    """A file is not what it should be; the message names the place and what is wrong there."""

    def __init__(self, sentence: str) -> None:
        """Keep it one printable line, whatever names the file holds."""
        line = "".join(one if one.isprintable() else ascii(one)[1:-1] for one in sentence)
        super().__init__(line[:SENTENCE_LENGTH_MAX])


def problem_from_json(text: str | bytes) -> Problem:
    """Read a problem; raises `Unreadable` for anything that is not a whole "hsp-1" instance."""
    try:
        problem = _PROBLEM.validate_json(_utf8(text), strict=True)
    except ValidationError as trouble:
        raise Unreadable(_first(trouble)) from None
    for sentence in contradictions(problem):
        raise Unreadable(sentence)
    return problem


def problem_to_json(problem: Problem) -> bytes:
    return _PROBLEM.dump_json(problem, by_alias=True)


def plan_from_json(text: str | bytes) -> Plan:
    """Read a plan; raises `Unreadable`. Whether it fits a problem is the checker's question.

    One bad place does not spoil the file: it is read as `NOWHERE`, so that the checker names
    that hearing and judges the others.
    """
    try:
        given = json.loads(_utf8(text).decode())
    except (ValueError, RecursionError) as trouble:
        raise Unreadable(f"not JSON: {trouble}") from None
    if not isinstance(given, dict) or not isinstance(given.get("assignments"), dict):
        raise Unreadable("a plan is an object with an object 'assignments'")
    name = given.get("instance")
    return Plan(
        instance=name if isinstance(name, str) else "",
        assignments={one: _place(place) for one, place in given["assignments"].items()},
    )


def _place(given: object) -> Assignment:
    match given:
        case {"day": int(day), "start": int(start), "room": str(room), "roles": dict(roles)}:
            is_number = not isinstance(day, bool) and not isinstance(start, bool)
            if is_number and all(map(_is_names, roles.values())):
                filled = {role: tuple(names) for role, names in roles.items()}
                return Assignment(day=day, start=start, room=room, roles=filled)
    return NOWHERE


def _is_names(given: object) -> bool:
    return isinstance(given, list) and all(isinstance(name, str) for name in given)


def plan_to_json(plan: Plan) -> str:
    return json.dumps(
        {
            "instance": plan.instance,
            "assignments": {one: _as_json(place) for one, place in plan.assignments.items()},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _as_json(place: Assignment) -> dict[str, object]:
    roles = {role: list(people) for role, people in place.roles.items()}
    return {"day": place.day, "start": place.start, "room": place.room, "roles": roles}


def read_problem(path: Path) -> Problem:
    return problem_from_json(_bytes_of(path))


def read_plan(path: Path) -> Plan:
    return plan_from_json(_bytes_of(path))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise Unreadable(f"larger than {FILE_BYTES_MAX} bytes")
        return path.read_bytes()
    except OSError as trouble:
        raise Unreadable(trouble.strerror or "cannot be opened") from None


def _utf8(text: str | bytes) -> bytes:
    return text.encode(errors="surrogatepass") if isinstance(text, str) else text


def _first(trouble: ValidationError) -> str:
    error = trouble.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, error["loc"])) or "file"
    return f"{where}: {error['msg']}"
