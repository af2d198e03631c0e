"""`island schedule solve` and `repair`: a plan made or mended in a child, and written as a whole."""

import json
import os
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import FrameType

from island.schedule_words import ENDINGS, REASONS, RULES, WISHES
from scheduling.solving.answers import Ending, Failed, Planned, Repaired
from scheduling.solving.checker import Report
from scheduling.solving.files import Unreadable, plan_to_json, read_plan, read_problem
from scheduling.solving.moves import MADE_ROOM, Move, Reason
from scheduling.solving.orders import Limits
from scheduling.solving.problem import Plan, Problem
from scheduling.solving.running import WORKERS_MAX, run, run_repair
from scheduling.solving.solver import Budget, Outcome, Progress
from scheduling.solving.timetable import clock

YES, NO, UNREADABLE = 0, 1, 2
SECONDS_MAX = 24 * 3600.0
LINES_MAX = 50


def add_solve(parser: ArgumentParser) -> None:
    parser.add_argument("instance", type=Path, metavar="INSTANCE.json", help="要编排什么")
    _add_shared(parser, seconds=30.0)
    parser.add_argument("--workers", type=_whole(1, WORKERS_MAX), default=2, help="子进程数")
    parser.add_argument("--from", type=Path, dest="start", metavar="PLAN.json", help="从这份排期出发")
    parser.set_defaults(run=run_solve)


def add_repair(parser: ArgumentParser) -> None:
    parser.add_argument("instance", type=Path, metavar="INSTANCE.json", help="突发情况之后的状况")
    _add_shared(parser, seconds=10.0)
    parser.set_defaults(run=run_mend)


def _add_shared(parser: ArgumentParser, seconds: float) -> None:
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="PLAN.json")
    parser.add_argument("--seconds", type=_seconds, default=seconds, help="最多用多少秒")
    parser.add_argument("--seed", type=_whole(0, 2**31), default=1, help="随机种子")
    steps = "按步数而不是时间：同一种子得到同一份排期"
    parser.add_argument("--steps", type=_whole(0, 2**31), help=steps)
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def _whole(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not least <= int(text) <= most:
            raise ValueError(text)
        return int(text)

    return number


def _seconds(text: str) -> float:
    if not 0 < float(text) <= SECONDS_MAX:
        raise ValueError(text)
    return float(text)


def run_solve(args: Namespace) -> int:
    try:
        problem = _named(read_problem, args.instance)
        start = None if args.start is None else _named(read_plan, args.start)
        _writable(args.output)
    except Unreadable as trouble:
        return _say_no(str(trouble), UNREADABLE)
    with _stopped_by_hand() as stop, _bar() as listen:
        answer = run(
            problem,
            Budget(args.seconds, args.steps),
            seed=args.seed,
            start=start,
            workers=args.workers,
            limits=Limits(),
            listen=listen,
            stop=stop,
        )
    if isinstance(answer, Failed):
        return _say_no(REASONS.get(answer.reason, answer.reason), NO)
    write_whole(args.output, plan_to_json(answer.outcome.plan))
    mode = "time" if args.steps is None else "steps"
    if args.json:
        print(json.dumps(_solved_json(problem, answer, mode), ensure_ascii=False))
    else:
        print(*_solved_lines(problem, answer, mode), sep="\n")
    return NO if answer.outcome.unplaced or not answer.report.allowed else YES


def run_mend(args: Namespace) -> int:
    try:
        problem = _named(read_problem, args.instance)
        _writable(args.output)
    except Unreadable as trouble:
        return _say_no(str(trouble), UNREADABLE)
    with _stopped_by_hand() as stop, _bar() as listen:
        answer = run_repair(
            problem, Budget(args.seconds, args.steps), seed=args.seed, listen=listen, stop=stop
        )
    if isinstance(answer, Failed):
        return _say_no(REASONS.get(answer.reason, answer.reason), NO)
    write_whole(args.output, plan_to_json(answer.repair.plan))
    if args.json:
        print(json.dumps(_mended_json(problem, answer), ensure_ascii=False))
    else:
        print(*_mended_lines(problem, answer), sep="\n")
    return NO if answer.repair.unplaced or not answer.report.allowed else YES
