"""Starting two racers, letting them go at one moment, and hearing what each has done."""

import asyncio
import json
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TEST_DATABASE_URL, worker_database_url

ROOT = Path(__file__).parents[2]
HEAD_START = 0.3

on_postgres = [
    pytest.mark.postgres,
    pytest.mark.skipif(
        not TEST_DATABASE_URL.startswith("postgres"), reason="one process owns an embedded database"
    ),
]


async def started(name: str, place: Path, **environ: str) -> Process:
    """Start one racer and wait until it is connected."""
    racer = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.races.racer", name, worker_database_url(), str(place),
        cwd=ROOT, stdin=PIPE, stdout=PIPE,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", **environ},
    )  # fmt: skip
    assert racer.stdout
    assert await racer.stdout.readline() == b"ready\n"
    return racer


def go(racer: Process, facts: Mapping[str, Any]) -> None:
    assert racer.stdin
    racer.stdin.write(json.dumps(facts).encode() + b"\n")


async def race(
    name: str, each: Sequence[Mapping[str, Any]], folder: Path, **environ: str
) -> tuple[Counter[str], list[dict[str, int]], float]:
    """Let one racer run per set of facts; returns the sum, each one's part, and the seconds."""
    places = [folder / f"{name}-{number}.json" for number in range(len(each))]
    racers = await asyncio.gather(*(started(name, place, **environ) for place in places))
    began = time.monotonic()
    for racer, facts in zip(racers, each, strict=True):
        go(racer, facts)
    codes = await asyncio.gather(*(racer.wait() for racer in racers))
    seconds = time.monotonic() - began
    assert codes == [0] * len(racers)
    told = [json.loads(place.read_text()) for place in places]
    return sum(map(Counter, told), Counter()), told, seconds


def soon() -> float:
    return time.time() + HEAD_START


def say(words: str, seconds: float) -> None:
    print(f"\nraces: {words}, {seconds:.1f} s")  # noqa: T201 - the figure is the point
