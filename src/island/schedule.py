"""`island schedule`: hearings planned and plans checked, from files; no database, no network."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from island import schedule_solve
from island.schedule_explain import run_explain
from island.schedule_files import add_files, read_both
from island.schedule_insert import run_insert
from island.schedule_speech import NO, YES, Parsers, plain, unreadable, write
from island.schedule_words import RULES, WISHES
from scheduling.solving.checker import Report, check
from scheduling.solving.files import Unreadable
from scheduling.solving.inserting import TOP
from scheduling.solving.problem import Breach, Plan, Problem

BREACHES_SHOWN_MAX = 20


def add_parser(subparsers: "Parsers[ArgumentParser]") -> None:
    """Put `schedule` with its questions beside the other commands; each sets `run`."""
    schedule = subparsers.add_parser(
        "schedule",
        help="编排庭审，检查排期",
        description="编排庭审，检查排期；不用数据库，不用网络。",
    )
    questions = schedule.add_subparsers(dest="question", required=True, metavar="QUESTION")
    _add_check(questions)
    schedule_solve.add_parsers(questions)
    _add_insert(questions)
    _add_explain(questions)


def _add_check(questions: "Parsers[ArgumentParser]") -> None:
    explained = "检查排期是否允许，并逐项列出代价"
    parser = questions.add_parser("check", help=explained, description=f"{explained}。")
    add_files(parser)
    parser.set_defaults(run=run_check)


def _add_insert(questions: "Parsers[ArgumentParser]") -> None:
    explained = "一件新庭审最好的几个位置，不挪动别的庭审"
    parser = questions.add_parser("insert", help=explained, description=f"{explained}。")
    add_files(parser)
    parser.add_argument("hearing", metavar="HEARING", help="还没有排上的庭审")
    parser.add_argument("--top", type=int, default=TOP, metavar="N", help=f"几个位置，默认 {TOP}")
    parser.set_defaults(run=run_insert)


def _add_explain(questions: "Parsers[ArgumentParser]") -> None:
    explained = "为什么排在这里，或者为什么不能排在某一天，最少要让开什么"
    parser = questions.add_parser("explain", help=explained, description=f"{explained}。")
    add_files(parser)
    parser.add_argument("hearing", metavar="HEARING", help="庭审")
    parser.add_argument("--day", metavar="D", help="第几个工作日（从 0 起），或日期")
    parser.add_argument("--start", metavar="S", help="开始时间，如 09:30，或分钟数")
    parser.set_defaults(run=run_explain)


def run_check(args: Namespace) -> int:
    try:
        problem, plan = read_both(args)
    except Unreadable as trouble:
        return unreadable(trouble)
    report = check(problem, plan)
    if args.json:
        write(json.dumps(_report_json(problem, report), ensure_ascii=False))
    else:
        write(*_report_lines(problem, plan, report))
    return YES if report.allowed else NO


def _report_json(problem: Problem, report: Report) -> dict[str, object]:
    """Use the names of the benchmark's own checker, so that one script reads both."""
    return {
        "instance": problem.name,
        "feasible": report.allowed,
        "violations": [
            {"code": breach.code, "hearings": list(breach.hearings), "detail": breach.detail}
            for breach in report.breaches
        ],
        "objective": report.objective,
        "terms": dict(report.terms),
        "hearings": len(problem.hearings),
        "scheduled": report.scheduled,
        "published": report.published,
        "moved": report.moved,
    }


def _report_lines(problem: Problem, plan: Plan, report: Report) -> Iterator[str]:
    broken = len(report.breaches)
    verdict = "排期允许" if report.allowed else f"排期不允许，违反 {broken} 处"
    yield (
        f"{plain(problem.name)}：{verdict}；已排 {report.scheduled}/{len(problem.hearings)} 件，"
        f"已公布的改动 {report.moved}/{report.published} 件"
    )
    if plan.instance not in ("", problem.name):
        yield f"注意：这份排期是为 {plain(plan.instance)} 编排的"
    yield from map(_breach_line, report.breaches[:BREACHES_SHOWN_MAX])
    if broken > BREACHES_SHOWN_MAX:
        yield f"  另有 {broken - BREACHES_SHOWN_MAX} 处，用 --json 查看全部"
    for term, cost in report.terms.items():
        yield f"  {cost:>9,}  {WISHES[term]} {term}"
    yield f"  {report.objective:>9,}  合计"


def _breach_line(breach: Breach) -> str:
    names = "、".join(breach.hearings)
    return plain(f"  {breach.code} {names}：{RULES[breach.code]}（{breach.detail}）")
