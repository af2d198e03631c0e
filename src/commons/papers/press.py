"""One rendering child seen from the service: started, asked, and stopped when it takes too long."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from commons.errors import NotAllowed, NotFound, NotNow, NotValid, Refusal
from commons.papers import frames
from commons.papers.extras import CourtSeal
from commons.papers.places import FONTS

START_SECONDS_MAX = 90  # on a machine under load; a warm child answers in a tenth of a second
SOURCE = Path(__file__).resolve().parents[2]
KINDS: Mapping[int, type[Refusal]] = {403: NotAllowed, 404: NotFound, 409: NotNow, 422: NotValid}


class RenderDefect(Exception):
    """A template or the printing itself is wrong: our mistake, not the reader's."""


@dataclass(frozen=True, slots=True)
class Job:
    """One paper to print: its JSON, and the seal beside it; or a prepared PDF to be sealed."""

    text: bytes
    seal: CourtSeal | None
    pdf: bytes = b""


class Press:
    """A child process with its own folder for font files; both are gone after `close`."""

    def __init__(self, folder: Path, cpu_seconds_max: int) -> None:
        # The folder belongs to us: a child that is killed cannot tidy up behind itself.
        self._room = TemporaryDirectory(prefix="island-paper-", ignore_cleanup_errors=True)
        self.printed = 0
        self.was_slow = False  # stopped by the clock: the machine is busy, the paper may be fine
        # A list of fixed words: no shell, and nothing that a person typed.
        self._child = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", "commons.papers.child", str(folder), str(cpu_seconds_max)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._room.name,
            env=_bare_environment(self._room.name),
        )
        try:
            self._within(START_SECONDS_MAX, self._hear)
        except frames.Broken:
            self.close()
            raise RenderDefect("the rendering child does not start: is Pango installed?") from None

    @property
    def pid(self) -> int:
        return self._child.pid

    def ask(self, job: Job, seconds_max: float) -> tuple[dict[str, Any], bytes]:
        """Have one paper printed. Raises the child's refusal; Broken when it had to be stopped."""
        self._within(seconds_max, lambda: self._say(job))
        self.printed += 1
        return _judge(json.loads(self._told), self._pdf)

    def close(self) -> None:
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                _close(pipe)
        self._room.cleanup()

    def _stop(self) -> None:
        self.was_slow = True
        self._child.kill()

    def _say(self, job: Job) -> None:
        assert self._child.stdin is not None
        seal = job.seal or CourtSeal(key=b"", certificate=b"")
        for content in (job.text, seal.key, seal.certificate, job.pdf):
            frames.write_frame(self._child.stdin, content)
        self._told, self._pdf = self._hear(), self._hear()

    def _hear(self) -> bytes:
        assert self._child.stdout is not None
        return frames.read_frame(self._child.stdout)

    def _within(self, seconds: float, do: Any) -> None:  # noqa: ANN401
        """Stop just this child by its number when the time is over; the pipe then ends."""
        timer = threading.Timer(seconds, self._stop)
        timer.daemon = True
        timer.start()
        try:
            do()
        finally:
            timer.cancel()


def _bare_environment(room: str) -> dict[str, str]:
    """No secret of the service, no installed font, no proxy: only what Python needs to start."""
    return {
        "PYTHONPATH": str(SOURCE),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "TZ": "Asia/Shanghai",  # the seal names its time as on the wall in Pingtan
        "TMPDIR": room,
        "HOME": room,
        "XDG_CACHE_HOME": room,
        "FONTCONFIG_FILE": str(FONTS / "fonts.conf"),
        # The C library's arenas for threads we do not have would only grow.
        "MALLOC_ARENA_MAX": "1",
    }


def _judge(told: dict[str, Any], pdf: bytes) -> tuple[dict[str, Any], bytes]:
    if "reason" in told:
        raise KINDS[told["kind"]](told["reason"], **told["facts"])
    if "defect" in told:
        raise RenderDefect(told["defect"])
    return told, pdf


def _close(pipe: Any) -> None:  # noqa: ANN401
    try:
        pipe.close()
    except OSError:  # what was left unsaid has no listener any more
        return
