"""How fast the evidence log writes on SQLite with FULL sync; how small and quick its proofs are.

Usage: `python bench/evidence_log.py [--json FILE]`. Finishes within two minutes.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import evidence_callers
from tortoise import Tortoise

from commons import db as database
from commons import vault
from commons.access.actor import SYSTEM
from commons.db import atomic
from commons.evidence_log.checkpoint import SigningKey
from commons.evidence_log.fsck import fsck
from commons.evidence_log.log import integrate, record, record_all
from commons.evidence_log.models import Leaf
from commons.evidence_log.proving import prove
from commons.evidence_log.verify import Trust, verify

KEY = SigningKey("bench.example/evidence", bytes(range(32)))
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PDF = "ab" * 32
SECONDS_EACH = 5.0
BATCHES = (1, 10, 100, 1_000)
PROOFS = 200


@dataclass(frozen=True)
class Rate:
    acts_per_deed: int
    acts: int
    seconds: float
    sealing_seconds: float

    @property
    def written_per_second(self) -> float:
        return self.acts / self.seconds

    @property
    def sealed_per_second(self) -> float:
        """Written and given their place in the tree under a signed head."""
        return self.acts / (self.seconds + self.sealing_seconds)


def facts(number: int) -> dict[str, str | int]:
    return {"pdf_sha256": PDF, "kind": "mediation.agreement", "number": number}


@atomic
async def one_by_one(count: int) -> None:
    for number in range(count):
        await record("paper:1", "paper.issued", facts(number), actor=SYSTEM, at=NOW)


@atomic
async def together(count: int) -> None:
    acts = (("paper:1", "paper.issued", facts(number)) for number in range(count))
    await record_all(acts, actor=SYSTEM, at=NOW)


async def seal() -> float:
    began = time.perf_counter()
    while await integrate(KEY, NOW):
        pass
    return time.perf_counter() - began


async def measure(deed: Callable[[int], Awaitable[None]], acts_per_deed: int) -> Rate:
    acts, began = 0, time.perf_counter()
    while time.perf_counter() - began < SECONDS_EACH:
        await deed(acts_per_deed)
        acts += acts_per_deed
    return Rate(acts_per_deed, acts, time.perf_counter() - began, await seal())


async def proofs(leaf_ids: list[UUID]) -> dict[str, float]:
    making, checking, sizes = [], [], []
    for leaf_id in leaf_ids:
        began = time.perf_counter()
        text = (await prove(leaf_id)).to_json()
        made = time.perf_counter()
        verify(text, file_hash=PDF, trust=Trust(key=str(KEY.public())))
        checking.append((time.perf_counter() - made) * 1_000)
        making.append((made - began) * 1_000)
        sizes.append(len(text.encode()))
    return {
        "bytes_max": max(sizes),
        "prove_ms_median": statistics.median(making),
        "verify_ms_median": statistics.median(checking),
        "verify_ms_max": max(checking),
    }


async def run(folder: Path) -> dict[str, object]:
    vault.unlock(bytes(32))
    config = database.tortoise_config(
        f"sqlite://{folder / 'bench.db'}", ["commons.evidence_log.models"]
    )
    await Tortoise.init(config=config, _enable_global_fallback=True)
    await Tortoise.generate_schemas()
    try:
        callers = await evidence_callers.compare()
        await seal()
        singles = [await measure(one_by_one, count) for count in (1, 20)]
        began = time.perf_counter()
        faults, checked = len(await fsck(str(KEY.public()))), await Leaf.all().count()
        checking = time.perf_counter() - began
        batches = [await measure(together, count) for count in BATCHES[1:]]
        size = await Leaf.all().count()
        step = max(size // PROOFS, 1)
        chosen = [n * step for n in range(PROOFS) if n * step < size]
        leaf_ids = await Leaf.filter(index__in=chosen).values_list("id", flat=True)
        shown = await proofs([UUID(str(one)) for one in leaf_ids])
        return {
            "acts": size,
            "one_deed_per_act": callers,
            "record_in_deeds_of": [_row(rate) for rate in singles],
            "record_all_in_deeds_of": [_row(rate) for rate in batches],
            "proofs": shown,
            "fsck_acts_per_second": round(checked / checking, 1),
            "fsck_faults": faults,
        }
    finally:
        await Tortoise.close_connections()


def _row(rate: Rate) -> dict[str, float]:
    return {
        **asdict(rate),
        "written_per_second": round(rate.written_per_second, 1),
        "sealed_per_second": round(rate.sealed_per_second, 1),
    }


def main() -> None:
    with tempfile.TemporaryDirectory(dir=".") as folder:
        result = asyncio.run(run(Path(folder)))
    evidence_callers.show(result["one_deed_per_act"])  # type: ignore[arg-type]
    for name in ("record_in_deeds_of", "record_all_in_deeds_of"):
        print(f"{name:<24} acts/s written   acts/s sealed")
        for row in result[name]:  # type: ignore[attr-defined]
            print(
                f"{row['acts_per_deed']:>24} {row['written_per_second']:>14}"
                f" {row['sealed_per_second']:>15}"
            )
    for name in ("proofs", "fsck_acts_per_second", "fsck_faults"):
        print(name, json.dumps(result[name]))
    if "--json" in sys.argv:
        Path(sys.argv[sys.argv.index("--json") + 1]).write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
