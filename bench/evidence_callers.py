"""One deed per act, by one caller and by many at once: with a commit each, and with shared ones.

Used by `bench/evidence_log.py`. The two ways take turns within one run: their ratio holds on a
busy machine, and shows what a slower disk would do.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from tortoise.transactions import in_transaction

from commons import db as database
from commons.access.actor import SYSTEM
from commons.db import atomic
from commons.evidence_log.log import record

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CALLERS = (1, 8, 32, 128)
SECONDS_EACH = 2.0
ROUNDS = 2
Deed = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Heard:
    callers: int
    commits: str
    acts_per_second: float
    median_ms: float
    p95_ms: float
    cpu_ms: float  # of this process for each act: the same on a busy machine


async def _act() -> None:
    facts = {"pdf_sha256": "ab" * 32, "kind": "mediation.agreement", "number": 1}
    await record("paper:1", "paper.issued", facts, actor=SYSTEM, at=NOW)


shared = atomic(_act)


async def each_its_own() -> None:
    """What `@atomic` did before deeds shared their commits."""

    async def deed() -> None:
        database._inside_deed.set(True)  # noqa: SLF001
        async with in_transaction():
            await _act()

    await asyncio.shield(asyncio.create_task(deed()))


async def _call(deed: Deed, until: float, waits: list[float]) -> None:
    while (began := time.perf_counter()) < until:
        await deed()
        waits.append(time.perf_counter() - began)


async def _round(deed: Deed, callers: int) -> tuple[list[float], float, float]:
    waits: list[float] = []
    began, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(_call(deed, began + SECONDS_EACH, waits) for _ in range(callers)))
    return waits, time.perf_counter() - began, time.process_time() - used


async def compare() -> list[dict[str, object]]:
    ways: dict[str, Deed] = {"each its own": each_its_own, "shared": shared}
    found = []
    for callers in CALLERS:
        waits: dict[str, list[float]] = {way: [] for way in ways}
        seconds, computed = dict.fromkeys(ways, 0.0), dict.fromkeys(ways, 0.0)
        for _ in range(ROUNDS):
            for way, deed in ways.items():
                heard, taken, used = await _round(deed, callers)
                waits[way] += heard
                seconds[way] += taken
                computed[way] += used
        found += [
            asdict(_heard(way, callers, waits[way], seconds[way], computed[way])) for way in ways
        ]
    return found


def _heard(way: str, callers: int, waits: list[float], seconds: float, computed: float) -> Heard:
    return Heard(
        callers=callers,
        commits=way,
        acts_per_second=round(len(waits) / seconds, 1),
        median_ms=round(statistics.median(waits) * 1_000, 2),
        cpu_ms=round(computed / len(waits) * 1_000, 2),
        p95_ms=round(statistics.quantiles(waits, n=20)[-1] * 1_000, 2),
    )


def show(rows: list[dict[str, object]]) -> None:
    print("one deed per act: callers, commits, acts/s, median ms, p95 ms, CPU ms each")
    for row in rows:
        ends = ("median_ms", "p95_ms", "cpu_ms")
        figures = [row[name] for name in ("acts_per_second", *ends)]
        print(f"{row['callers']:>8} {row['commits']:>13}", *(f"{one:>8}" for one in figures))
