"""One planning child seen from the service: sent out, listened to, called back, and ended."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir

from pydantic import ValidationError

from commons.papers import frames
from scheduling.solving.child import TASK, WORDS
from scheduling.solving.orders import Task, Trouble

SOURCE = Path(__file__).resolve().parents[2]
CHILD_LOST = "scheduling.child_lost"

Hear = Callable[[object], None]
"""Takes each word of a child in order; None is the last one, when the child has ended."""


class Errand:
    """A child process that belongs to us: `close` leaves nothing of it."""

    def __init__(self, task: Task, problem: bytes, start: bytes, hear: Hear) -> None:
        self._frames = (TASK.dump_json(task), problem, start)
        self._hear = hear
        # A list of fixed words: no shell, and nothing that a person typed. In a group of its own,
        # so that Ctrl-C on a terminal reaches only us, and the child can be called back in order.
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "scheduling.solving.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=gettempdir(),
            env=_bare_environment(),
            process_group=0,
        )
        self._listener = threading.Thread(target=self._talk, daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        return self._child.pid

    def call_back(self) -> None:
        """Ask the child to end soon and to hand over what it has."""
        if self._child.poll() is None:
            self._child.send_signal(signal.SIGTERM)

    def end(self) -> None:
        """End just this child by its number."""
        self._child.kill()

    def close(self) -> None:
        self._child.kill()
        self._child.wait()
        self._listener.join()
        for pipe in (self._child.stdin, self._child.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except OSError:  # what was left unsaid has no listener any more
                continue

    def _talk(self) -> None:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        try:
            for content in self._frames:
                frames.write_frame(self._child.stdin, content)
            while True:
                kind = frames.read_frame(self._child.stdout)
                word = frames.read_frame(self._child.stdout)
                self._hear(WORDS[kind].validate_json(word))
        except frames.Broken:
            self._hear(None)
        except (KeyError, ValidationError):  # not our words: whoever speaks is not trusted
            self._child.kill()
            self._hear(Trouble(CHILD_LOST))
            self._hear(None)


def _bare_environment() -> dict[str, str]:
    """No secret of the service and no proxy: only what Python needs to start."""
    return {
        "PYTHONPATH": str(SOURCE),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",  # the same seed gives the same plan
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        # The C library's arenas for threads we do not have would only grow.
        "MALLOC_ARENA_MAX": "1",
    }
