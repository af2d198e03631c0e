"""Every sentence of the house is there in every language, and every refusal has words."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_sentence_is_missing_or_wrong():
    checked = subprocess.run(
        [sys.executable, ROOT / "scripts" / "words", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout.split(", ")[-1]) == (0, "nothing missing\n")
