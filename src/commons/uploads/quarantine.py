"""A room apart: each file from outside is opened in a process of its own, used once.

The process may use little memory and little time, may write no file, and knows no key and no
database: a parser that falls to a hostile file falls alone.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Final

from commons.errors import NotNow, NotValid
from commons.uploads.accept import NAME_MAX, USUAL, Accepted, check_length, plain_name
from commons.uploads.kinds import Removed

SECONDS_MAX: Final = 40
_SOURCE: Final = str(Path(__file__).resolve().parents[2])


class Quarantine:
    """At most `rooms_max` files are opened at once; beyond `waiting_max` people come back later."""

    def __init__(
        self, *, rooms_max: int = 2, waiting_max: int = 20, seconds_max: float = SECONDS_MAX
    ) -> None:
        self._present = 0
        self._present_max = rooms_max + waiting_max
        self._rooms = asyncio.Semaphore(rooms_max)
        self._seconds_max = seconds_max

    async def accept(self, content: bytes, declared_name: str) -> Accepted:
        """Open one file apart. A refusal names the file, so that people know which is meant."""
        try:
            check_length(content, USUAL)
            return await self._wait_and_open(content, declared_name)
        except NotValid as refusal:
            refusal.facts["name"] = plain_name(declared_name)
            raise

    async def _wait_and_open(self, content: bytes, declared_name: str) -> Accepted:
        if self._present >= self._present_max:
            raise NotNow("uploads.busy")
        self._present += 1
        try:
            async with self._rooms:
                return await _opened_apart(content, declared_name, self._seconds_max)
        finally:
            self._present -= 1


async def _opened_apart(content: bytes, declared_name: str, seconds_max: float) -> Accepted:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "commons.uploads.child",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": _SOURCE, "LC_ALL": "C.UTF-8"},
    )
    heading = json.dumps({"name": declared_name[-NAME_MAX * 4 :]}).encode() + b"\n"
    try:
        answer, _ = await asyncio.wait_for(child.communicate(heading + content), seconds_max)
    except TimeoutError as slow:
        raise NotValid("uploads.too_complicated") from slow
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode != 0:
        # Killed by its own limits of time or memory: the file was made to be hard.
        raise NotValid("uploads.too_complicated")
    return _read(answer)


def _read(answer: bytes) -> Accepted:
    heading, _, rest = answer.partition(b"\n")
    said = json.loads(heading)
    if "reason" in said:
        raise NotValid(said.pop("reason"), **said)
    said["removed"] = tuple(Removed(one) for one in said["removed"])
    preview_bytes = said.pop("preview_bytes")
    return Accepted(**said, preview=rest[:preview_bytes], clean=rest[preview_bytes:])
