"""The files that questions about a plan are asked of, and the desk they are laid out on."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from island.schedule_speech import read, write
from scheduling.solving.cases import Case
from scheduling.solving.desk import Desk
from scheduling.solving.files import Unreadable, read_plan, read_problem
from scheduling.solving.problem import Plan, Problem
from scheduling.solving.standing import BrokenPlan, stand
from scheduling.solving.tables import Tables


def add_files(parser: ArgumentParser) -> None:
    parser.add_argument("instance", type=Path, metavar="INSTANCE.json", help="要编排什么")
    parser.add_argument("plan", type=Path, metavar="PLAN.json", help="排期")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


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


def write_json(answer: object) -> None:
    write(json.dumps(answer, ensure_ascii=False))
