"""What runs in a rendering child: one paper after the other, in a room without doors."""

import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from commons.errors import Refusal
from commons.papers import courtesy, frames, templates
from commons.papers.extras import CourtSeal, Extras, extras_from_json
from commons.papers.glyphs import check_text
from commons.papers.places import TEMPLATES

MEMORY_BYTES_MAX = 1536 * 1024 * 1024
OPEN_FILES_MAX = 64
ZONES = "/usr/share/zoneinfo"
NEVER = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto")
NOT_HERE = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork")


class Printer(Protocol):
    """What turns HTML into a PDF: `layout.Layout`, loaded here only."""

    def print_paper(
        self, html: str, extras: Extras, seal: CourtSeal | None
    ) -> tuple[dict[str, Any], bytes]: ...

    def seal_paper(self, pdf: bytes, seal: CourtSeal) -> tuple[dict[str, Any], bytes]: ...


def main() -> None:
    speak = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints may get among our frames
    folder, seconds = Path(sys.argv[1]), int(sys.argv[2])
    # WeasyPrint takes a second and 60 MB to load: only here, never in the service itself.
    from commons.papers.layout import Layout  # noqa: PLC0415

    layout = Layout()
    courtesy.converter()
    shut_the_doors(folder)
    frames.write_frame(speak, b"ready")
    while True:
        try:
            job = json.loads(frames.read_frame(sys.stdin.buffer))
        except frames.Broken:
            return  # the service has gone home
        seal = _read_seal(sys.stdin.buffer)
        pdf = frames.read_frame(sys.stdin.buffer)
        with computing_time(seconds):
            told, pdf = answer(layout, job, seal, folder, pdf)
        frames.write_frame(speak, json.dumps(told).encode())
        frames.write_frame(speak, pdf)


def _read_seal(pipe: IO[bytes]) -> CourtSeal | None:
    key, certificate = frames.read_frame(pipe), frames.read_frame(pipe)
    return CourtSeal(key=key, certificate=certificate) if key else None


def answer(
    printer: Printer,
    job: dict[str, Any],
    seal: CourtSeal | None,
    folder: Path,
    pdf: bytes = b"",
) -> tuple[dict[str, Any], bytes]:
    """Make or seal one paper, or say by name why not; a bad paper must not end the child."""
    try:
        if pdf:
            assert seal is not None, "a paper is sealed with a seal"
            return printer.seal_paper(pdf, seal)
        extras = extras_from_json(job["extras"])
        html = templates.fill(templates.PRINT, job["template"], job["view"], extras, folder=folder)
        check_text(html)  # a second look, now at every character that would be printed
        return printer.print_paper(html, extras, seal)
    except Refusal as refusal:
        return {"reason": refusal.reason, "facts": refusal.facts, "kind": refusal.status}, b""
    except (RecursionError, MemoryError):
        return {"reason": "papers.too_large", "facts": {}, "kind": 422}, b""
    except BaseException as defect:  # noqa: BLE001 - a forbidden address is a BaseException
        return {"defect": f"{type(defect).__name__}: {defect}"[:500]}, b""


@contextmanager
def computing_time(seconds: int) -> Iterator[None]:
    """Have the kernel end this process when one paper has used up its computing time.

    A limit on the whole life (RLIMIT_CPU), raised before each paper by what was used so far, ends a
    sound child: the kernel holds it against a clock that counts ticks, which on a busy machine runs
    ahead of the time that it reports as used, by some seconds after some hundreds of papers.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def shut_the_doors(folder: Path) -> None:
    """Bound what this process may use, and close the network, other programs and other files."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES_MAX),
        (resource.RLIMIT_NOFILE, OPEN_FILES_MAX),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    rooms = (sys.prefix, sys.base_prefix, str(TEMPLATES), str(folder))
    own = (
        *rooms,
        str(Path(__file__).resolve().parents[1]),
        os.environ["TMPDIR"],
        os.devnull,
        ZONES,
    )

    def guard(event: str, facts: tuple[Any, ...]) -> None:
        if event in NEVER or event in NOT_HERE:
            raise PermissionError(event)
        if event == "open" and isinstance(facts[0], str) and not _is_below(facts[0], own):
            raise PermissionError(f"open {facts[0]}")

    sys.addaudithook(guard)


def _is_below(path: str, rooms: tuple[str, ...]) -> bool:
    # No file system may be asked here: the guard itself would be called again for ever.
    return ".." not in path and path.startswith(rooms)


if __name__ == "__main__":
    main()
