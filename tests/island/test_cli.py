"""The command `island` as an operator meets it: words, exit codes, and machine-readable answers."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START = "import sys; from island.cli import main; sys.exit(main())"
DONE, NO, USAGE = 0, 1, 2


def island(home: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    given = {name: text for name, text in os.environ.items() if not name.startswith("ISLAND_")}
    given |= {"PYTHONPATH": str(ROOT / "src"), "ISLAND_HOME": str(home), "ISLAND_MODE": "test"}
    return subprocess.run(
        [sys.executable, "-c", START, *words],
        env={**given, **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


COMMANDS = ("demo", "serve", "worker", "migrate", "keys", "doctor", "law", "verify", "schedule")
COMMANDS += ("handbook",)


def test_help_names_every_command(tmp_path: Path) -> None:
    told = island(tmp_path, "--help")
    assert told.returncode == DONE
    assert [name for name in COMMANDS if f"    {name} " not in told.stdout] == []


@pytest.mark.parametrize("words", [("serve",), ("doctor",), ("verify",), ("law", "due")])
def test_each_command_explains_itself(tmp_path: Path, words: tuple[str, ...]) -> None:
    told = island(tmp_path, *words, "--help")
    assert (told.returncode, told.stderr) == (DONE, "")
    assert told.stdout.startswith("usage: island " + " ".join(words))


def test_an_unknown_command_is_said_in_words(tmp_path: Path) -> None:
    told = island(tmp_path, "sink")
    assert told.returncode == USAGE
    assert "invalid choice" in told.stderr
    assert "Traceback" not in told.stderr


def test_keys_are_made_once_and_readable_by_the_owner_only(tmp_path: Path) -> None:
    first, second = island(tmp_path, "keys"), island(tmp_path, "keys")
    path = tmp_path / "keys.json"
    assert (first.returncode, second.returncode) == (DONE, USAGE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "never overwritten" in second.stderr
    secrets = [key for key in json.loads(path.read_text()).values() if isinstance(key, str)]
    assert len(secrets) == 2
    assert [key for key in secrets if key in first.stdout + second.stderr] == []


def test_production_wants_its_keys_made_on_purpose(tmp_path: Path) -> None:
    told = island(tmp_path, "migrate", ISLAND_MODE="production")
    assert told.returncode == USAGE
    assert "make one with `island keys`" in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_production_is_not_served_with_what_is_only_fit_for_a_trial(tmp_path: Path) -> None:
    assert island(tmp_path, "keys").returncode == DONE
    told = island(tmp_path, "serve", ISLAND_MODE="production")
    assert told.returncode == USAGE
    for named in (
        "ISLAND_SMS_PROVIDER",
        "ISLAND_WECHAT_PROVIDER",
        "ISLAND_TSA_PROVIDER",
        "https://",
    ):
        assert named in told.stderr
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "island.db").exists(), "nothing is touched before that"


def test_a_worker_of_its_own_needs_postgresql(tmp_path: Path) -> None:
    told = island(tmp_path, "worker")
    assert told.returncode == USAGE
    assert "belongs to one process" in told.stderr


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    told = island(tmp_path, "migrate", ISLAND_RENDERERS="many")
    assert (told.returncode, told.stderr) == (
        USAGE,
        "island: ISLAND_RENDERERS must be a number from 1 to 64\n",
    )


@pytest.mark.slow
def test_doctor_says_what_to_mend_and_then_that_all_is_well(tmp_path: Path) -> None:
    before = island(tmp_path, "doctor", "--json")
    assert before.returncode == NO
    assert [one["what"] for one in json.loads(before.stdout) if not one["is_well"]] != []
    assert island(tmp_path, "migrate").returncode == DONE
    after = island(tmp_path, "doctor", "--json")
    sick = [one for one in json.loads(after.stdout) if not one["is_well"]]
    assert (after.returncode, sick) == (DONE, [])
    plain = island(tmp_path, "doctor")
    assert plain.returncode == DONE
    assert all(line.startswith("ok  ") for line in plain.stdout.splitlines())


def test_the_law_answers_machines(tmp_path: Path) -> None:
    told = island(tmp_path, "law", "person", "11010519491231002X", "--json")
    assert told.returncode == DONE
    assert json.loads(told.stdout)
    wrong = island(tmp_path, "law", "person", "11010519491231002Y")
    assert wrong.returncode in {NO, USAGE}
    assert "Traceback" not in wrong.stderr


def test_verify_refuses_what_it_cannot_read(tmp_path: Path) -> None:
    nothing = tmp_path / "bundle.json"
    nothing.write_text("{}")
    told = island(tmp_path, "verify", str(nothing))
    assert told.returncode in {NO, USAGE}
    assert "Traceback" not in told.stderr
    missing = island(tmp_path, "verify", str(tmp_path / "no-such-file"))
    assert missing.returncode in {NO, USAGE}
    assert "Traceback" not in missing.stderr
