"""What runs in a planning child: one problem, one plan, within the limits it was given."""

import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from typing import IO, Any

from pydantic import TypeAdapter

from commons.papers import frames
from scheduling.solving.files import plan_from_json, problem_from_json
from scheduling.solving.orders import Task, Trouble
from scheduling.solving.outcomes import Outcome, Progress
from scheduling.solving.problem import Plan, Problem
from scheduling.solving.repairing import Repair, repair
from scheduling.solving.solver import solve

OPEN_FILES_MAX = 64
OUT_OF_MEMORY = "scheduling.out_of_memory"
ORPHANED = 3
SPARE_BYTES = 1 << 20
# What a child says: the kind of its word, then the word.
WORDS: dict[bytes, TypeAdapter[Any]] = {
    b"progress": TypeAdapter(Progress),
    b"plan": TypeAdapter(Plan),
    b"outcome": TypeAdapter(Outcome),
    b"repair": TypeAdapter(Repair),
    b"trouble": TypeAdapter(Trouble),
}
TASK = TypeAdapter(Task)


class Child:
    """Hears its errand, does it, and tells all the while where it stands."""

    def __init__(self, hear: IO[bytes], speak: IO[bytes]) -> None:
        self._hear = hear
        self._speak = speak
        self._is_stopped = False
        signal.signal(signal.SIGTERM, self._stop)

    def work(self) -> None:
        task: Task = TASK.validate_json(frames.read_frame(self._hear))
        text, given = frames.read_frame(self._hear), frames.read_frame(self._hear)
        # The service has read both before: their size is bounded, what comes of them is not.
        problem, start = problem_from_json(text), plan_from_json(given) if given else None
        last_word = WORDS[b"trouble"].dump_json(Trouble(OUT_OF_MEMORY))
        spare = bytearray(SPARE_BYTES)
        threading.Thread(target=self._leave_with_the_service, daemon=True).start()
        limit(task)
        if not self._has_done(task, problem, start):
            del spare  # so that there is room to say it
            frames.write_frame(self._speak, b"trouble")
            frames.write_frame(self._speak, last_word)

    def _has_done(self, task: Task, problem: Problem, start: Plan | None) -> bool:
        """Say no when the memory is at its end; only after that return is some of it free again."""
        try:
            self._do(task, problem, start)
        except MemoryError:
            return False
        return True

    def _do(self, task: Task, problem: Problem, start: Plan | None) -> None:
        def listen(progress: Progress) -> None:
            self._tell(b"progress", progress)

        if task.what == "repair":
            found = repair(
                problem, task.budget, seed=task.seed, listen=listen, stop=lambda: self._is_stopped
            )
            self._tell(b"repair", found)
        else:
            self._tell(b"outcome", self._solve(task, problem, start, listen))

    def _solve(
        self, task: Task, problem: Problem, start: Plan | None, listen: Callable[[Progress], None]
    ) -> Outcome:
        return solve(
            problem,
            task.budget,
            seed=task.seed,
            start=start,
            listen=listen,
            keep=lambda plan: self._tell(b"plan", plan),
            stop=lambda: self._is_stopped,
        )

    def _tell(self, kind: bytes, word: object) -> None:
        frames.write_frame(self._speak, kind)
        frames.write_frame(self._speak, WORDS[kind].dump_json(word))

    def _stop(self, *_: object) -> None:
        self._is_stopped = True

    def _leave_with_the_service(self) -> None:
        """End at once when the service is gone, however it went: its pipe then ends."""
        self._hear.read(1)
        os._exit(ORPHANED)


def limit(task: Task) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, task.memory_bytes_max),
        (resource.RLIMIT_CPU, task.cpu_seconds_max),
        (resource.RLIMIT_NOFILE, OPEN_FILES_MAX),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def main() -> None:
    speak = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints may get among our frames
    Child(sys.stdin.buffer, speak).work()


if __name__ == "__main__":
    main()
