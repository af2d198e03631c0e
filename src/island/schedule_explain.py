"""`island schedule explain`: why here, why not on that day, and what would have to change."""

import re
from argparse import Namespace
from collections.abc import Iterator
from itertools import groupby

from commons.errors import Problem as Said
from commons.i18n import Words, read_words
from commons.web.site import find_root
from island.schedule_facts import AND, fact_json, sentence, sentences
from island.schedule_files import desk_without, read_both, write_json
from island.schedule_insert import place_json, when, why_of
from island.schedule_speech import NO, YES, plain, unreadable, write
from scheduling.solving.explaining import Dearer, WhyHere, WhyNot, why_here, why_not
from scheduling.solving.facts import easiest_first
from scheduling.solving.files import Unreadable
from scheduling.solving.problem import Plan, Problem
from scheduling.solving.timetable import clock, lay_out

NUMBER = re.compile(r"\d{1,6}", re.ASCII)
TIME = re.compile(r"(\d{1,2}):(\d\d)", re.ASCII)


def run_explain(args: Namespace) -> int:
    try:
        problem, plan = read_both(args)
        day, start = _day(problem, args.day), _start(args.start, args.day)
        answer = _ask(problem, plan, args.hearing, day, start)
    except Unreadable as trouble:
        return unreadable(trouble)
    words = read_words(find_root() / "locale")
    if isinstance(answer, WhyHere):
        if args.json:
            write_json(_here_json(problem, answer))
        else:
            write(*map(plain, _here_lines(problem, answer)))
        return YES
    if args.json:
        write_json(_not_json(words, problem, answer))
    else:
        write(*map(plain, _not_lines(words, problem, answer)))
    return YES if answer.allowed else NO


def _ask(
    problem: Problem, plan: Plan, hearing: str, day: int | None, start: int | None
) -> WhyHere | WhyNot:
    desk, case = desk_without(problem, plan, hearing)
    if day is not None:
        others = {name: place for name, place in plan.assignments.items() if name != hearing}
        table = lay_out(problem, Plan(plan.instance, others))
        return why_not(desk, table, case, day, start)
    place = plan.assignments.get(hearing)
    if place is None:
        raise Unreadable(f"{hearing} 没有排上，请用 --day 问某一天")
    spot = desk.tables.spot_of(problem.hearings[case.number], place)
    if spot is None or not desk.fits(case, spot):
        raise Unreadable(f"排期本身不允许，请先用 check 查看：{hearing}")
    return why_here(desk, case, spot)


def _day(problem: Problem, given: str | None) -> int | None:
    """Read a day: its number, or its date."""
    if given is None:
        return None
    if given in problem.days:
        return problem.days.index(given)
    if NUMBER.fullmatch(given) and int(given) < len(problem.days):
        return int(given)
    raise Unreadable(f"不是排期中的工作日：{given[:40]}，请写序号（从 0 起）或日期")


def _start(given: str | None, day: str | None) -> int | None:
    """Read a time of day: 09:30, or minutes since midnight."""
    if given is None:
        return None
    if day is None:
        raise Unreadable("--start 须与 --day 一起用")
    if found := TIME.fullmatch(given):
        hour, minute = int(found[1]), int(found[2])
        if hour < 24 and minute < 60:  # noqa: PLR2004 - of a clock
            return hour * 60 + minute
    elif NUMBER.fullmatch(given) and int(given) < 24 * 60:
        return int(given)
    raise Unreadable(f"不是时间：{given[:40]}，请写成 09:30 或分钟数")


def _here_lines(problem: Problem, answer: WhyHere) -> Iterator[str]:
    why = "，".join(why_of(answer.place.terms))
    yield f"{when(problem, answer.place.assignment)}：代价 {answer.place.delta:+,}：{why}"
    for one in answer.alternatives:
        yield f"  改到 {_dearer(problem, one)}"


def _dearer(problem: Problem, one: Dearer) -> str:
    why = "，".join(why_of(one.terms)) or "各项相同"
    return f"{when(problem, one.place.assignment)}：相差 {one.more:+,}：{why}"


def _not_lines(words: Words, problem: Problem, answer: WhyNot) -> Iterator[str]:
    if answer.allowed is not None:
        yield f"可以，与最好的位置比：{_dearer(problem, answer.allowed)}"
        return
    yield f"{problem.days[answer.day]}：排不进去"
    if answer.impossible is not None:
        yield f"  {words.refusal(Said(f'scheduling.fact.{answer.impossible}'))}"
    for number, way in enumerate(answer.ways):
        facts = AND.join(sentences(words, problem, way))
        yield f"  {'或者' if number else '只要让开'}：{facts}"
    for facts, group in groupby(answer.blocked, key=lambda one: one.facts):
        starts = "、".join(clock(one.assignment.start) for one in group)
        yield f"  {starts}：{AND.join(sentences(words, problem, easiest_first(facts)))}"


def _here_json(problem: Problem, answer: WhyHere) -> dict[str, object]:
    others = [_dearer_json(problem, one) for one in answer.alternatives]
    return {"place": place_json(problem, answer.place), "alternatives": others}


def _dearer_json(problem: Problem, one: Dearer) -> dict[str, object]:
    place = place_json(problem, one.place)
    return {**place, "more": one.more, "more_terms": dict(one.terms), "more_why": why_of(one.terms)}


def _not_json(words: Words, problem: Problem, answer: WhyNot) -> dict[str, object]:
    ways = [[fact_json(words, problem, fact) for fact in way] for way in answer.ways]
    impossible = answer.impossible and words.refusal(Said(f"scheduling.fact.{answer.impossible}"))
    return {
        "day": answer.day,
        "date": problem.days[answer.day],
        "possible": answer.allowed is not None,
        "place": _dearer_json(problem, answer.allowed) if answer.allowed else None,
        "impossible": impossible,
        "smallest": ways[0] if ways else [],
        "ways": ways,
        "starts": [
            {
                "start": one.assignment.start,
                "room": one.assignment.room,
                "facts": [sentence(words, problem, fact) for fact in easiest_first(one.facts)],
            }
            for one in answer.blocked
        ],
    }
