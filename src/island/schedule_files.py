"""What every question of `island schedule` needs: files read with care, lines written with care."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from scheduling.solving.desk import Desk
from scheduling.solving.files import Unreadable, read_plan, read_problem
from scheduling.solving.problem import Plan, Problem
from scheduling.solving.standing import BrokenPlan, stand
from scheduling.solving.tables import Case, Tables

YES, NO, UNREADABLE = 0, 1, 2
Read = TypeVar("Read")


def add_files(parser: ArgumentParser) -> None:
    parser.add_argument("instance", type=Path, metavar="INSTANCE.json", help="要编排什么")
    parser.add_argument("plan", type=Path, metavar="PLAN.json", help="排期")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def read(reader: Callable[[Path], Read], path: Path) -> Read:
    """Read a file that was named on the command line, and name it in the trouble."""
    try:
        return reader(path)
    except Unreadable as trouble:
        raise Unreadable(f"读不了 {path}：{trouble}") from None


def read_both(args: Namespace) -> tuple[Problem, Plan]:
    return read(read_problem, args.instance), read(read_plan, args.plan)


def desk_without(problem: Problem, plan: Plan, hearing: str) -> tuple[Desk, Case]:
    """Lay the plan out without the hearing that is asked about."""
    tables = Tables(problem)
    if hearing not in tables.case_no:
        raise Unreadable(f"没有这件庭审：{hearing}")
    try:
        desk = stand(tables, plan, but=hearing)
    except BrokenPlan as trouble:
        raise Unreadable(f"排期本身不允许，请先用 check 查看：{trouble}") from None
    return desk, tables.cases[tables.case_no[hearing]]


def unreadable(trouble: Unreadable) -> int:
    sys.stderr.write(f"island schedule: {trouble}\n")
    return UNREADABLE


def write(*lines: str) -> None:
    """Print lines; half a character that a file smuggled in is written as its escape."""
    text = "".join(f"{line}\n" for line in lines)
    sys.stdout.write(text.encode(errors="backslashreplace").decode())


def write_json(answer: object) -> None:
    write(json.dumps(answer, ensure_ascii=False))


def plain(text: str) -> str:
    """Show names from a file as they are, but let none of them steer the terminal."""
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)
