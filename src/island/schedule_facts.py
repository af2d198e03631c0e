"""How `island schedule` says a fact that forbids a wish, in the words of the reader's language."""

from collections.abc import Iterable

from commons.errors import Fact as Word
from commons.errors import Problem as Said
from commons.i18n import Words
from scheduling.solving.facts import Fact, Kind, PersonKind
from scheduling.solving.problem import Problem
from scheduling.solving.timetable import clock

SPANS = {Kind.HEARING, Kind.FIXED_HEARING, Kind.ROOM_CLOSED, Kind.STAFF_ABSENT, Kind.PARTY_ABSENT}
KINDS = {kind.value: kind for kind in PersonKind}
AND = "；"


def key_of(fact: Fact) -> str:
    """Name a fact for scripts: how another hearing clashes, or what it is."""
    return fact.clash or fact.kind


def named(words: Words, problem: Problem, fact: Fact) -> dict[str, Word]:
    """Name all that a sentence about this fact may hold."""
    first, last = fact.target[0], fact.target[-1]
    is_boat = fact.kind in (Kind.FIRST_BOAT, Kind.LAST_BOAT)
    touched = fact.touched or first
    return {
        "hearing": first,
        "room": touched,
        "zone": first,
        "home": first,
        "there": last,
        "person": _person(words, problem, touched),
        "n": fact.span[0] if fact.kind is Kind.ORDER else 0,
        "longest": fact.span[1] if fact.kind is Kind.LONG_DAY else 0,
        "boat_at": clock(fact.span[0]) if is_boat else "",
        **_times(problem, fact),
    }


def _times(problem: Problem, fact: Fact) -> dict[str, Word]:
    span = fact.span
    day = span[0] if span else 0
    if fact.kind in (Kind.NOTICE, Kind.RELEASE, Kind.DEADLINE):
        day = span[1]
    on = problem.days[day] if 0 <= day < len(problem.days) else f"#{day}"
    has_start = fact.kind in SPANS or fact.kind is Kind.PINNED
    return {
        "on": on,
        "start_at": clock(span[1]) if has_start else "",
        "end_at": clock(span[2]) if fact.kind in SPANS else "",
    }


def _person(words: Words, problem: Problem, name: str) -> str:
    for person in problem.people:
        if person.id == name:
            kind = KINDS.get(person.kind)
            return f"{words.label(kind) if kind else person.kind} {name}"
    return name


def sentence(words: Words, problem: Problem, fact: Fact) -> str:
    said = words.refusal(Said(f"scheduling.fact.{key_of(fact)}", named(words, problem, fact)))
    if fact.kind is not Kind.FIXED_HEARING:
        return said
    pinned = Said("scheduling.fact.fixed_hearing", {"hearing": fact.target[0]})
    return f"{said}{AND}{words.refusal(pinned)}"


def sentences(words: Words, problem: Problem, facts: Iterable[Fact]) -> list[str]:
    return [sentence(words, problem, fact) for fact in facts]


def fact_json(words: Words, problem: Problem, fact: Fact) -> dict[str, object]:
    """Give a fact to a script: its key, what would have to be given up, the rule, the words."""
    return {
        "reason": f"scheduling.fact.{key_of(fact)}",
        "gives": fact.kind.value,
        "target": list(fact.target),
        "span": list(fact.span),
        "rule": fact.code,
        "words": sentence(words, problem, fact),
    }
