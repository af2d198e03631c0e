"""`island schedule insert`: the best places for one more hearing, nothing else moved."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping

from commons.errors import Problem as Said
from commons.i18n import read_words
from commons.web.site import find_root
from island.schedule_facts import AND, sentences
from island.schedule_files import desk_without, read_both, write_json
from island.schedule_speech import NO, YES, plain, unreadable, write
from island.schedule_words import WISHES
from scheduling.solving.cases import Case
from scheduling.solving.desk import Desk
from scheduling.solving.explaining import least_to_give_up
from scheduling.solving.files import Unreadable
from scheduling.solving.inserting import TOP_MAX, Place, best_places
from scheduling.solving.layouts import plan_of
from scheduling.solving.making_room import Move, cheapest_move
from scheduling.solving.problem import Assignment, Problem
from scheduling.solving.timetable import clock, lay_out


def run_insert(args: Namespace) -> int:
    try:
        desk, case = _asked(args)
    except Unreadable as trouble:
        return unreadable(trouble)
    problem = desk.tables.problem
    places = best_places(desk, case, args.top)
    move = None if places else cheapest_move(desk, case)
    if args.json:
        found = [place_json(problem, place) for place in places]
        write_json(found if move is None else [_move_json(problem, move)])
    elif places:
        write(*(plain(_place_line(problem, place)) for place in places))
    else:
        write(*map(plain, _no_place(problem, args.hearing, move)))
    if not places and move is None:
        reasons = _reasons(desk, case)
        (sys.stderr if args.json else sys.stdout).write(f"{plain(reasons)}\n")
    return YES if places else NO


def _asked(args: Namespace) -> tuple[Desk, Case]:
    if not 1 <= args.top <= TOP_MAX:
        raise Unreadable(f"--top 须在 1 至 {TOP_MAX} 之间")
    problem, plan = read_both(args)
    if args.hearing in plan.assignments:
        raise Unreadable(f"{args.hearing} 已经排上，请用 explain 查看")
    return desk_without(problem, plan, args.hearing)


def _no_place(problem: Problem, hearing: str, move: Move | None) -> Iterator[str]:
    yield f"{hearing}：不挪动别的庭审，排不进去"
    if move is None:
        yield "  只挪动一件别的庭审，也排不进去"
        return
    yield f"  挪动 {move.hearing} 就能排进去，代价合计 {move.delta:+,}"
    yield f"  {move.hearing} 原在 {when(problem, move.old)}"
    yield f"  {move.hearing} 改到 {_place_line(problem, move.new)}"
    yield f"  {hearing} 排在 {_place_line(problem, move.place)}"


def _reasons(desk: Desk, case: Case) -> str:
    """Say the least that would have to give, on the day on which it is the least."""
    problem = desk.tables.problem
    words = read_words(find_root() / "locale")
    answer = least_to_give_up(lay_out(problem, plan_of(desk)), case)
    if answer.impossible is not None:
        return f"  {words.refusal(Said(f'scheduling.fact.{answer.impossible}'))}"
    facts = AND.join(sentences(words, problem, answer.ways[0]))
    return f"  最少要让开（{problem.days[answer.day]}）：{facts}"


def _place_line(problem: Problem, place: Place) -> str:
    names = "、".join(one for people in place.assignment.roles.values() for one in people)
    why = "，".join(why_of(place.terms))
    return f"{when(problem, place.assignment)}（{names}）代价 {place.delta:+,}：{why}"


def when(problem: Problem, place: Assignment) -> str:
    return f"{problem.days[place.day]} {clock(place.start)} {place.room}"


def why_of(terms: Mapping[str, int]) -> list[str]:
    """Say each wish that this place costs something, or spares."""
    return [f"{WISHES[term]} {cost:+,}" for term, cost in terms.items() if cost]


def place_json(problem: Problem, place: Place) -> dict[str, object]:
    return {
        **_assignment_json(problem, place.assignment),
        "delta": place.delta,
        "terms": dict(place.terms),
        "why": why_of(place.terms),
    }


def _assignment_json(problem: Problem, place: Assignment) -> dict[str, object]:
    roles = {role: list(people) for role, people in place.roles.items()}
    where = {"day": place.day, "date": problem.days[place.day]}
    return {**where, "start": place.start, "room": place.room, "roles": roles}


def _move_json(problem: Problem, move: Move) -> dict[str, object]:
    """Give the place as any other, with the move that has to come first; `delta` is for both."""
    return {
        **place_json(problem, move.place),
        "delta": move.delta,
        "move": {
            "hearing": move.hearing,
            "from": _assignment_json(problem, move.old),
            "to": place_json(problem, move.new),
        },
    }
