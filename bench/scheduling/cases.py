"""What both benchmarks of the scheduler share: instances, the judge outside, and JSON beside."""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.scheduling.outside.check import check  # noqa: E402
from bench.scheduling.outside.disrupt import disrupt  # noqa: E402
from bench.scheduling.outside.generate import generate  # noqa: E402

from scheduling.solving.files import plan_to_json, problem_from_json  # noqa: E402
from scheduling.solving.problem import Plan, Problem  # noqa: E402

__all__ = [
    "ROOT",
    "Instance",
    "as_schedule",
    "disrupt",
    "instance_of",
    "keep",
    "numbers",
    "verdict",
]
Instance = dict[str, Any]


def instance_of(size: str, seed: int) -> tuple[Instance, Problem]:
    instance = generate(size, seed)[0]
    return instance, problem_from_json(json.dumps(instance))


def as_schedule(plan: Plan) -> dict[str, Any]:
    schedule: dict[str, Any] = json.loads(plan_to_json(plan))
    return schedule


def verdict(instance: Instance, plan: Plan) -> dict[str, Any]:
    """Ask the judge outside; he alone says what is feasible and what it costs."""
    report: dict[str, Any] = check(instance, as_schedule(plan))
    return report


def numbers(text: str) -> list[int]:
    """Read `1,2,5` or `1-5`."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def keep(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\nall figures: {path}")
