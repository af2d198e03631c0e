"""The service is killed in the middle of a group: what was answered is there, nothing is half."""

import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from commons.db import is_embedded
from tests.conftest import TEST_DATABASE_URL

ROOT = Path(__file__).parents[2]
KILLS = 5
pytestmark = pytest.mark.skipif(not is_embedded(TEST_DATABASE_URL), reason="the embedded database")


def _killed_in_the_middle(path: Path, answers: int) -> set[int]:
    """Let forty callers write until so many answers were heard, and one kill -9; what was heard."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.commons.writing", f"sqlite://{path}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )
    assert child.stdout is not None
    heard = [child.stdout.readline() for _ in range(answers)]
    child.kill()
    child.wait()
    heard += child.stdout.readlines()
    child.stdout.close()
    return {int(line) for line in heard if line.endswith("\n")}


def test_no_answered_deed_is_lost_and_no_half_deed_is_seen(tmp_path: Path) -> None:
    chance = random.Random(20261125)  # noqa: S311 - a seed, to be repeated
    unanswered = 0
    for number in range(KILLS):
        path = tmp_path / f"{number}.db"
        answered = _killed_in_the_middle(path, chance.randrange(50, 400))
        database_now = sqlite3.connect(path)
        rows = database_now.execute("SELECT listener FROM outbox_errand").fetchall()
        assert database_now.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        database_now.close()
        first = {int(name[1:]) for (name,) in rows if name.startswith("a")}
        second = {int(name[1:]) for (name,) in rows if name.startswith("b")}
        assert first == second
        assert answered <= first
        unanswered += len(first - answered)
    assert unanswered < KILLS * 64, "only what was on its way may be there unheard"
