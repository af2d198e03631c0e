"""How few hearings move after a typhoon, a storm, an illness and a closed room, and how quickly.

Run `.venv/bin/python bench/scheduling/replan.py [--sizes M,L] [--seeds 1-10]`. Each event strikes a
plan that was searched for `--base` seconds. Goals: at most 30 seconds each, on average at most 1.1
moves for each hearing that the event hit, and nothing that the judge outside forbids.
"""

import json
import statistics
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cases import Instance, as_schedule, disrupt, instance_of, keep, numbers, verdict

from scheduling.solving.files import problem_from_json
from scheduling.solving.outcomes import Budget
from scheduling.solving.problem import Plan
from scheduling.solving.repairing import repair
from scheduling.solving.solver import solve

KINDS = ("typhoon", "storm", "sick", "room")


def main() -> None:
    parser = ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--sizes", default="M,L")
    parser.add_argument("--seeds", type=numbers, default=numbers("1-10"))
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--seconds", type=float, default=10.0, help="for each repair")
    parser.add_argument("--base", type=float, default=20.0, help="seconds for the base plan")
    parser.add_argument("--json", type=Path, default=Path("replan.json"))
    chosen = parser.parse_args()
    rows: list[dict[str, Any]] = []
    print("| base | event | runs | hit | moved | moved/hit | others | same time | left", end=" ")
    print("| forbidden | cost added | seconds, longest |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for size in chosen.sizes.split(","):
        instance, problem = instance_of(size, 1)
        base = solve(problem, Budget(chosen.base))
        before = verdict(instance, base.plan)
        assert before["feasible"]
        for kind in chosen.kinds.split(","):
            found = [
                struck(kind, instance, base.plan, seed, chosen.seconds) for seed in chosen.seeds
            ]
            for row in found:
                row["added"] = row["objective"] - before["objective"]
            rows += found
            show(size, kind, found)
    keep(chosen.json, rows)


def struck(kind: str, instance: Instance, plan: Plan, seed: int, seconds: float) -> dict[str, Any]:
    after = disrupt(kind, instance, as_schedule(plan), seed)
    problem = problem_from_json(json.dumps(after))
    began = time.monotonic()
    mended = repair(problem, Budget(seconds), seed=seed)
    spent = time.monotonic() - began
    report = verdict(after, mended.plan)
    hit = set(after["event"]["hit"])
    assert report["moved"] == mended.moved
    assert all(one.reasons for one in mended.moves)
    return {
        "name": after["name"],
        "hit": len(hit),
        "moved": report["moved"],
        "others": sum(one.hearing not in hit for one in mended.moves),
        "restaffed": len(mended.restaffed),
        "unplaced": report["hearings"] - report["scheduled"],
        "forbidden": len(report["violations"]),
        "objective": report["objective"],
        "seconds": spent,
    }


def show(size: str, kind: str, rows: list[dict[str, Any]]) -> None:
    total = {name: sum(row[name] for row in rows) for name in rows[0] if name != "name"}
    ratio = total["moved"] / max(1, total["hit"])
    added = statistics.mean(row["added"] for row in rows)
    longest = max(row["seconds"] for row in rows)
    cells = (size, kind, len(rows), total["hit"], total["moved"], f"{ratio:.2f}")
    cells += (total["others"], total["restaffed"], total["unplaced"], total["forbidden"])
    print(f"| {' | '.join(map(str, cells))} | {added:+,.0f} | {longest:.1f} |", flush=True)


if __name__ == "__main__":
    main()
