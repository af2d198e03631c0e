"""What the scheduler reaches in how many seconds, beside the clerk's rule and the lower bound.

Run `.venv/bin/python bench/scheduling/run.py [--sizes S,M,L,XL] [--seeds 1-5] [--seconds 5,20,60]`.
Every plan is made in children as the service makes it, and judged by the checker outside. The
events are the matter of `replan.py`.
"""

import statistics
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cases import ROOT, Instance, instance_of, keep, numbers, verdict
from clerk import clerk_plan
from picture import draw

from scheduling.solving.answers import Planned
from scheduling.solving.desk import Desk
from scheduling.solving.insertion import Insertion
from scheduling.solving.layouts import lay_out
from scheduling.solving.outcomes import Budget, Progress
from scheduling.solving.problem import Plan, Problem
from scheduling.solving.running import run
from scheduling.solving.tables import Tables

PICTURE = ROOT / "docs" / "pictures" / "scheduling-progress.svg"
INSERTIONS = 20
HEAD = ("instance", "clerk", "seconds", "ours", "to clerk", "bound", "gap", "first plan, s")
HEAD += ("left", "insert, ms", "took, s")


def main() -> None:
    parser = ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--sizes", default="S,M")
    parser.add_argument("--seeds", type=numbers, default=numbers("1-3"))
    parser.add_argument("--seconds", default="5,20")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path, default=Path("scheduling.json"))
    parser.add_argument("--picture", type=Path, default=PICTURE)
    chosen = parser.parse_args()
    rows: list[dict[str, Any]] = []
    curves: dict[str, list[tuple[float, float]]] = {}
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    for size in chosen.sizes.split(","):
        for seed in chosen.seeds:
            instance, problem = instance_of(size, seed)
            clerk = verdict(instance, clerk_plan(problem))
            assert clerk["feasible"]
            for seconds in map(float, chosen.seconds.split(",")):
                row = measured(instance, problem, clerk, seconds, chosen.workers)
                rows.append(row)
                show(row)
            if seed == chosen.seeds[0]:
                curves[instance["name"]] = curve(rows[-1]["progress"])
    averages(rows)
    draw(chosen.picture, curves, "objective over time, as a multiple of the last one")
    keep(chosen.json, rows)


def measured(
    instance: Instance, problem: Problem, clerk: dict[str, Any], seconds: float, workers: int
) -> dict[str, Any]:
    progress: list[Progress] = []
    began = time.monotonic()
    answer = run(problem, Budget(seconds), workers=workers, listen=progress.append)
    took = time.monotonic() - began
    assert isinstance(answer, Planned), answer
    report = verdict(instance, answer.outcome.plan)
    assert report["feasible"], report["violations"][:5]
    return {
        "instance": instance["name"],
        "seconds": seconds,
        "took": took,
        "clerk": clerk["objective"],
        "clerk_left": clerk["hearings"] - clerk["scheduled"],
        "ours": report["objective"],
        "terms": report["terms"],
        "left": report["hearings"] - report["scheduled"],
        "bound": answer.outcome.bound,
        "gap": answer.outcome.gap,
        "first_plan": answer.outcome.first_plan_seconds,
        "insert_ms": insert_milliseconds(problem, answer.outcome.plan),
        "progress": [(one.seconds, one.objective, one.bound) for one in progress],
    }


def insert_milliseconds(problem: Problem, plan: Plan) -> float:
    """Take single hearings out and ask for their cheapest place; the median of some."""
    tables = Tables(problem)
    desk, _ = lay_out(tables, plan)
    placed = [case for case in tables.cases if desk.spots[case.number] and case.pinned is None]
    spent = [_seek(desk, case.number) for case in placed[:: max(1, len(placed) // INSERTIONS)]]
    return 1000 * statistics.median(spent)


def _seek(desk: Desk, number: int) -> float:
    case = desk.tables.cases[number]
    spot = desk.lift(case)
    began = time.perf_counter()
    found = Insertion(desk).cheapest(case)
    spent = time.perf_counter() - began
    assert found is not None
    desk.place(case, spot)
    return spent


def show(row: dict[str, Any]) -> None:
    left = f" ({row['clerk_left']} left)" if row["clerk_left"] else ""
    bound = f"{row['bound']:,.0f}" if row["bound"] else "–"
    gap = f"{row['gap']:.1%}" if row["bound"] else "–"
    cells = (row["instance"], f"{row['clerk']:,}{left}", f"{row['seconds']:g}", f"{row['ours']:,}")
    cells += (f"{row['ours'] / row['clerk']:.2f}", bound, gap, f"{row['first_plan']:.1f}")
    cells += (str(row["left"]), f"{row['insert_ms']:.1f}", f"{row['took']:.1f}")
    print(f"| {' | '.join(cells)} |", flush=True)


def curve(progress: list[tuple[float, int, float]]) -> list[tuple[float, float]]:
    """Divide by the last objective, so that sizes can stand in one picture."""
    last = progress[-1][1]
    return [(max(0.05, seconds), objective / last) for seconds, objective, _ in progress]


def averages(rows: list[dict[str, Any]]) -> None:
    print("\n| size | seconds | ours to clerk, mean | worst |\n|---|---|---|---|")
    groups = sorted({(row["instance"].partition("-")[0], row["seconds"]) for row in rows})
    for size, seconds in groups:
        found = [
            row["ours"] / row["clerk"]
            for row in rows
            if row["instance"].startswith(f"{size}-") and row["seconds"] == seconds
        ]
        print(f"| {size} | {seconds:g} | {statistics.mean(found):.2f} | {max(found):.2f} |")


if __name__ == "__main__":
    main()
