"""`island schedule solve` and `repair` write plans that the benchmark's own checker allows."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from bench.scheduling.outside import check as judge
from bench.scheduling.outside.disrupt import disrupt
from bench.scheduling.outside.generate import generate

from island.cli import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def instance() -> dict:
    return generate("S", 1)[0]


@pytest.fixture
def folder(tmp_path: Path, instance: dict) -> Path:
    (tmp_path / "instance.json").write_text(json.dumps(instance), encoding="utf-8")
    return tmp_path


def solve(folder: Path, *more: str) -> int:
    files = [str(folder / "instance.json"), "-o", str(folder / "plan.json")]
    return main(["schedule", "solve", *files, *more])


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_plan_is_written_and_its_worth_is_said(folder, instance, capsys):
    assert solve(folder, "--steps", "60", "--workers", "1", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    report = judge.check(instance, read(folder / "plan.json"))
    assert (said["mode"], said["ending"], said["unplaced"]) == ("steps", "finished", [])
    assert {name: said[name] for name in report} == report
    assert 0 <= said["first_plan_seconds"] <= said["seconds"]
    assert 0 <= said["gap"] <= 1
    assert sorted(path.name for path in folder.iterdir()) == ["instance.json", "plan.json"]


def test_the_same_seed_and_steps_write_the_same_plan(folder, capsys):
    assert solve(folder, "--steps", "60", "--seed", "5") == 0
    first = read(folder / "plan.json")
    assert solve(folder, "--steps", "60", "--seed", "5") == 0
    assert read(folder / "plan.json") == first
    assert "按步数 60" in capsys.readouterr().out


def test_a_search_may_begin_with_a_plan(folder, capsys):
    assert solve(folder, "--steps", "60", "--workers", "1", "--json") == 0
    first = json.loads(capsys.readouterr().out)["objective"]
    again = ("--steps", "0", "--workers", "1", "--json", "--from", str(folder / "plan.json"))
    assert solve(folder, *again) == 0
    assert json.loads(capsys.readouterr().out)["objective"] == first


def test_what_has_no_place_is_named_and_the_answer_is_no(folder, instance, capsys):
    alone = instance["hearings"][0]
    crowded = {**instance, "hearings": [{**alone, "features": ["observatory"]}]}
    (folder / "instance.json").write_text(json.dumps(crowded), encoding="utf-8")
    assert solve(folder, "--steps", "10", "--workers", "1") == 1
    assert f"没有排上 {alone['id']}：即使没有别的庭审，也没有允许的位置" in capsys.readouterr().out
    assert read(folder / "plan.json")["assignments"] == {}


def test_a_folder_that_is_not_there_is_refused_before_planning(folder, capsys):
    files = [str(folder / "instance.json"), "-o", str(folder / "nowhere" / "plan.json")]
    assert main(["schedule", "solve", *files]) == 2
    assert "写不了" in capsys.readouterr().err


def test_an_unreadable_problem_is_refused(folder):
    (folder / "instance.json").write_text("[]", encoding="utf-8")
    assert solve(folder) == 2
    assert [path.name for path in folder.iterdir()] == ["instance.json"]


@pytest.mark.parametrize("wrong", [["--workers", "0"], ["--seconds", "-1"], ["--steps", "few"]])
def test_impossible_options_are_refused(folder, wrong, capsys):
    with pytest.raises(SystemExit) as refused:
        solve(folder, *wrong)
    assert refused.value.code == 2
    assert wrong[0] in capsys.readouterr().err


SEEN = """
import sys
from island import cli, schedule_solve
from contextlib import contextmanager
@contextmanager
def shown():
    yield lambda one: print("plan", flush=True)
schedule_solve._progress_shown = shown
sys.exit(cli.main(sys.argv[1:]))
"""


def test_ctrl_c_keeps_the_best_plan(folder, instance):
    files = [str(folder / "instance.json"), "-o", str(folder / "plan.json")]
    command = subprocess.Popen(
        [sys.executable, "-c", SEEN, "schedule", "solve", *files, "--seconds", "300"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert command.stdout.readline() == "plan\n"
    command.send_signal(signal.SIGINT)
    said, _ = command.communicate(timeout=60)
    assert command.returncode == 0
    assert "被人叫停" in said
    assert judge.check(instance, read(folder / "plan.json"))["violations"] == []


def test_after_a_storm_few_move_and_each_move_has_its_reason(folder, instance, capsys):
    assert solve(folder, "--steps", "60", "--workers", "1") == 0
    after = disrupt("storm", instance, read(folder / "plan.json"), 1)
    (folder / "after.json").write_text(json.dumps(after), encoding="utf-8")
    capsys.readouterr()
    files = [str(folder / "after.json"), "-o", str(folder / "mended.json")]
    code = main(["schedule", "repair", *files, "--steps", "40", "--json"])
    said = json.loads(capsys.readouterr().out)
    report = judge.check(after, read(folder / "mended.json"))
    assert {name: said[name] for name in report} == report
    assert report["violations"] == []
    assert len(said["moves"]) == report["moved"]
    assert all(one["reasons"] for one in said["moves"] + said["unplaced"])
    assert code == (1 if said["unplaced"] else 0)
    assert main(["schedule", "repair", *files, "--steps", "40"]) == code
    assert capsys.readouterr().out.count("  改期 ") == report["moved"]
