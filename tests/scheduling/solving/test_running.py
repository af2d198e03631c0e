"""A planning child reports, obeys, stays within its limits, and its end is never ours."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bench.scheduling.outside import check as judge
from bench.scheduling.outside.generate import generate

from scheduling.solving.answers import Ending, Failed, Planned
from scheduling.solving.child import OUT_OF_MEMORY
from scheduling.solving.errand import CHILD_LOST
from scheduling.solving.files import plan_to_json, problem_from_json, problem_to_json
from scheduling.solving.orders import Limits
from scheduling.solving.outcomes import Budget, Progress
from scheduling.solving.problem import Problem
from scheduling.solving.running import STOPPED_EARLY, run

ROOT = Path(__file__).resolve().parents[3]
LONG = Budget(300)
MEBIBYTE = 1024**2


@pytest.fixture(scope="module")
def instance() -> dict:
    return generate("S", 1)[0]


@pytest.fixture(scope="module")
def problem(instance) -> Problem:
    return problem_from_json(json.dumps(instance))


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not yet taken note of does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_problem_survives_the_way_to_the_child(problem):
    assert problem_from_json(problem_to_json(problem)) == problem


def test_progress_arrives_in_order_and_the_plan_is_allowed_outside_too(instance, problem):
    seen: list[Progress] = []
    answer = run(problem, Budget(300, steps=300), listen=seen.append)
    assert isinstance(answer, Planned)
    assert answer.ending is Ending.FINISHED
    assert len(seen) >= 2
    assert seen == sorted(seen, key=lambda one: (one.seconds, -one.objective))
    assert seen[-1].objective == answer.report.objective
    report = judge.check(instance, json.loads(plan_to_json(answer.outcome.plan)))
    assert (report["violations"], report["objective"]) == ([], answer.outcome.objective)


def test_the_same_seed_and_steps_give_the_same_plan(problem):
    first, second = (run(problem, Budget(300, steps=150), seed=7) for _ in range(2))
    assert isinstance(first, Planned)
    assert isinstance(second, Planned)
    assert first.outcome.plan == second.outcome.plan


def test_two_workers_give_the_better_of_two_seeds(problem):
    budget = Budget(300, steps=100)
    alone = [run(problem, budget, seed=seed) for seed in (3, 1003)]
    both = run(problem, budget, seed=3, workers=2)
    assert isinstance(both, Planned)
    assert both.report.objective == min(one.report.objective for one in alone)


def test_called_back_in_the_middle_it_still_hands_over_its_plan(problem):
    seen: list[Progress] = []
    answer = run(problem, LONG, listen=seen.append, stop=lambda: len(seen) >= 2)
    assert isinstance(answer, Planned)
    assert answer.ending is Ending.STOPPED
    assert answer.report.allowed
    assert answer.report.objective <= seen[1].objective


def test_called_back_at_once_it_says_that_there_is_no_plan_yet(problem):
    assert run(problem, LONG, stop=lambda: True) == Failed(STOPPED_EARLY)


def test_killed_in_the_middle_the_last_plan_it_told_is_the_answer(problem):
    pids: list[int] = []

    def kill_at_the_third(_: Progress) -> None:
        seen.append(_)
        if len(seen) == 3:
            os.kill(pids[0], signal.SIGKILL)

    seen: list[Progress] = []
    answer = run(problem, LONG, listen=kill_at_the_third, started=pids.append)
    assert isinstance(answer, Planned)
    assert answer.ending is Ending.LOST
    assert answer.report.allowed
    assert not is_alive(pids[0])


def test_killed_before_any_plan_it_is_a_named_failure(problem):
    answer = run(problem, LONG, started=lambda pid: os.kill(pid, signal.SIGKILL))
    assert answer == Failed(CHILD_LOST)


def test_one_of_two_workers_killed_the_other_one_answers(problem):
    pids: list[int] = []

    def begin(pid: int) -> None:
        pids.append(pid)
        if len(pids) == 1:
            os.kill(pid, signal.SIGKILL)

    answer = run(problem, Budget(300, steps=50), workers=2, started=begin)
    assert isinstance(answer, Planned)
    assert answer.ending is Ending.FINISHED


def test_too_little_memory_is_a_named_failure_or_the_plan_found_before():
    """How far a child comes in the memory that it holds already differs from machine to machine.

    A library that ends the process when it gets no memory leaves no time for a word.
    """
    large = problem_from_json(json.dumps(generate("M", 1)[0]))
    answer = run(large, LONG, limits=Limits(memory_bytes_max=MEBIBYTE))
    if isinstance(answer, Planned):
        assert answer.ending is Ending.LOST
        assert answer.report.allowed
    else:
        assert answer in (Failed(OUT_OF_MEMORY), Failed(CHILD_LOST))


def test_a_child_that_uses_up_its_processor_time_is_ended(problem):
    answer = run(problem, LONG, limits=Limits(cpu_seconds_max=4))
    assert isinstance(answer, Planned)
    assert answer.ending is Ending.LOST


def test_a_child_that_does_not_obey_is_ended_after_the_grace(problem):
    pids: list[int] = []

    def freeze(_: Progress) -> None:
        os.kill(pids[0], signal.SIGSTOP)
        seen.append(_)

    seen: list[Progress] = []
    answer = run(
        problem,
        LONG,
        limits=Limits(grace_seconds=0.5),
        listen=freeze,
        stop=lambda: bool(seen),
        started=pids.append,
    )
    assert isinstance(answer, Planned | Failed)
    assert not is_alive(pids[0])


def test_an_interrupted_service_leaves_no_child(problem):
    pids: list[int] = []

    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(problem, LONG, listen=interrupt, started=pids.append)
    assert not is_alive(pids[0])


SERVICE = """
import sys
from pathlib import Path
from scheduling.solving.files import read_problem
from scheduling.solving.running import run
from scheduling.solving.outcomes import Budget
say = lambda word: print(word, flush=True)
run(read_problem(Path(sys.argv[1])), Budget(300), listen=lambda _: say("plan"), started=say)
"""


def test_a_killed_service_leaves_no_child(problem, tmp_path):
    path = tmp_path / "problem.json"
    path.write_bytes(problem_to_json(problem))
    service = subprocess.Popen(
        [sys.executable, "-c", SERVICE, path],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(ROOT / "src")},
    )
    child = int(service.stdout.readline())
    assert service.stdout.readline() == "plan\n"
    assert is_alive(child)
    service.kill()
    service.wait()
    service.stdout.close()
    until = time.monotonic() + 20
    while is_alive(child) and time.monotonic() < until:
        time.sleep(0.02)
    assert not is_alive(child)
