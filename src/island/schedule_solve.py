"""`island schedule solve` and `repair`: a plan is made or mended in a child, and written whole."""

import json
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from island.schedule_answers import (
    mended_json,
    mended_lines,
    progress_line,
    solved_json,
    solved_lines,
)
from island.schedule_speech import (
    NO,
    YES,
    Parsers,
    read,
    refuse_unwritable,
    unreadable,
    write,
    write_whole,
)
from island.schedule_words import REASONS
from scheduling.solving.answers import Failed
from scheduling.solving.files import Unreadable, plan_to_json, read_plan, read_problem
from scheduling.solving.outcomes import Budget, Listener, Progress
from scheduling.solving.running import WORKERS_MAX, run, run_repair

SECONDS_MAX = 24 * 3600.0
NUMBER_MAX = 2**31


def add_parsers(questions: "Parsers[ArgumentParser]") -> None:
    explained = "编排庭审，并说明离最好还差多少"
    solve = questions.add_parser("solve", help=explained, description=f"{explained}。")
    _add_shared(solve, seconds=30.0)
    solve.add_argument("--workers", type=_whole(1, WORKERS_MAX), default=2, help="子进程数")
    solve.add_argument("--from", type=Path, dest="start", metavar="PLAN.json", help="从它出发")
    solve.set_defaults(run=run_solve)
    explained = "突发情况之后，找出离已公布排期最近的排期"
    repair = questions.add_parser("repair", help=explained, description=f"{explained}。")
    _add_shared(repair, seconds=10.0)
    repair.set_defaults(run=run_mend)


def _add_shared(parser: ArgumentParser, seconds: float) -> None:
    parser.add_argument("instance", type=Path, metavar="INSTANCE.json", help="要编排什么")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="PLAN.json", help="排期写到哪里"
    )
    parser.add_argument("--seconds", type=_seconds, default=seconds, help="最多用多少秒")
    parser.add_argument("--seed", type=_whole(0, NUMBER_MAX), default=1, help="随机种子")
    parser.add_argument(
        "--steps", type=_whole(0, NUMBER_MAX), help="限步数而不限时间：同一种子得到同一份排期"
    )
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
        problem = read(read_problem, args.instance)
        start = None if args.start is None else read(read_plan, args.start)
        refuse_unwritable(args.output)
    except Unreadable as trouble:
        return unreadable(trouble)
    budget = Budget(args.seconds, args.steps)
    with _stopped_by_hand() as stop, _progress_shown() as listen:
        answer = run(
            problem,
            budget,
            seed=args.seed,
            start=start,
            workers=args.workers,
            listen=listen,
            stop=stop,
        )
    if isinstance(answer, Failed):
        return _failed(answer)
    write_whole(args.output, plan_to_json(answer.outcome.plan))
    if args.json:
        write(json.dumps(solved_json(problem, answer, budget), ensure_ascii=False))
    else:
        write(*solved_lines(problem, answer, budget))
    return YES if answer.report.allowed and not answer.outcome.unplaced else NO


def run_mend(args: Namespace) -> int:
    try:
        problem = read(read_problem, args.instance)
        refuse_unwritable(args.output)
    except Unreadable as trouble:
        return unreadable(trouble)
    budget = Budget(args.seconds, args.steps)
    with _stopped_by_hand() as stop, _progress_shown() as listen:
        answer = run_repair(problem, budget, seed=args.seed, listen=listen, stop=stop)
    if isinstance(answer, Failed):
        return _failed(answer)
    write_whole(args.output, plan_to_json(answer.repair.plan))
    if args.json:
        write(json.dumps(mended_json(problem, answer), ensure_ascii=False))
    else:
        write(*mended_lines(problem, answer))
    return YES if answer.report.allowed and not answer.repair.unplaced else NO


def _failed(answer: Failed) -> int:
    sys.stderr.write(f"island schedule: {REASONS[answer.reason]} ({answer.reason})\n")
    return NO


@contextmanager
def _stopped_by_hand() -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C end the search and keep its plan; a second one ends everything."""
    pressed: list[int] = []

    def press(number: int, _frame: FrameType | None) -> None:
        pressed.append(number)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _progress_shown() -> Iterator[Listener]:
    """Show on a terminal where the search stands, in one line that is written over."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return

    def show(progress: Progress) -> None:
        sys.stderr.write(f"\r\x1b[K{progress_line(progress)}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        sys.stderr.write("\r\x1b[K")
