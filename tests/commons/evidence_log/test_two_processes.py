"""Two servers on one PostgreSQL write and seal at once: every act gets exactly one place."""

import asyncio
import sys
from pathlib import Path

import pytest

from commons.evidence_log.fsck import fsck
from commons.evidence_log.log import integrate
from commons.evidence_log.models import Leaf
from tests.commons.evidence_log.builders import KEY, NOW
from tests.commons.evidence_log.two_writers import DEEDS
from tests.conftest import TEST_DATABASE_URL, worker_database_url

ROOT = Path(__file__).parents[3]
PROCESSES = 2


@pytest.mark.postgres
@pytest.mark.skipif(
    not TEST_DATABASE_URL.startswith("postgres"), reason="one process owns an embedded database"
)
async def test_two_processes_share_one_log(db: None) -> None:
    writers = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.commons.evidence_log.two_writers",
            worker_database_url(),
            cwd=ROOT,
            env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        )
        for _ in range(PROCESSES)
    ]
    codes = [await writer.wait() for writer in writers]
    while await integrate(KEY, NOW):
        pass
    places = await Leaf.all().order_by("index").values_list("index", flat=True)
    assert (codes, places) == ([0] * PROCESSES, list(range(PROCESSES * DEEDS)))
    assert await fsck(str(KEY.public())) == ()
