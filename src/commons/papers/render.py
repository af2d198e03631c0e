"""Papers become PDF in a few children processes, and light HTML right here."""

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from threading import BoundedSemaphore

from commons.errors import NotNow, NotValid
from commons.papers import frames, templates
from commons.papers.extras import CourtSeal, Extras
from commons.papers.glyphs import check_view
from commons.papers.places import TEMPLATES
from commons.papers.press import Job, Press
from commons.papers.rules import Json

CHILDREN = 2
WAITING_MAX = 64
# A bomb is stopped by its computing time; the clock is for a child that hangs, and must leave room
# for a machine that is short of breath.
SECONDS_MAX = 45.0
CPU_SECONDS_MAX = 6  # the longest paper we accept takes about three
PAPERS_MAX = 500  # then a child makes room for a fresh one: its memory stays flat


@dataclass(frozen=True, slots=True)
class Rendered:
    """A printed paper. `unsealed_sha256` names the bytes before the seal: the same every time."""

    pdf: bytes
    sha256: str
    unsealed_sha256: str
    pages: int
    template_version: int
    stamped_at: datetime | None = None  # as the authority of `stamped_by` says
    stamped_by: str = ""


class Renderer:
    """A bounded pool of children. Nothing is started before the first paper is asked for."""

    def __init__(
        self,
        children: int = CHILDREN,
        *,
        folder: Path = TEMPLATES,
        waiting_max: int = WAITING_MAX,
        seconds_max: float = SECONDS_MAX,
        cpu_seconds_max: int = CPU_SECONDS_MAX,
        papers_max: int = PAPERS_MAX,
    ) -> None:
        self._folder = folder
        self._seconds_max = seconds_max
        self._cpu_seconds_max = cpu_seconds_max
        self._papers_max = papers_max
        self._children = children
        # The threads only wait for their child; the work is done in the other process.
        self._threads = ThreadPoolExecutor(children, thread_name_prefix="papers")
        self._places = BoundedSemaphore(children + waiting_max)
        self._presses: SimpleQueue[Press | None] = SimpleQueue()
        for _ in range(children):
            self._presses.put(None)

    @property
    def folder(self) -> Path:
        return self._folder

    async def pdf(
        self, template: str, view: Mapping[str, Json], *, extras: Extras | None = None
    ) -> Rendered:
        """Print one paper. With a seal among the extras, rooms for proof and seal are left blank.

        The same template, view and extras give the same bytes, up to those rooms.

        Raises NotValid for what cannot be printed and NotNow("papers.busy") for a full queue.
        """
        extras = extras or Extras()
        version = templates.version_of(template, self._folder)
        check_view(view)
        asked = {"template": template, "view": view, "extras": extras.to_json()}
        told, pdf = await self._queue(Job(json.dumps(asked).encode(), extras.seal))
        return Rendered(
            pdf=pdf,
            sha256=str(told["sha256"]),
            unsealed_sha256=str(told["unsealed_sha256"]),
            pages=int(told["pages"]),
            template_version=version,
        )

    async def sealed(self, prepared: bytes, seal: CourtSeal) -> bytes:
        """Seal a paper that was printed with rooms, in a child as well: keys stay out of here."""
        _, pdf = await self._queue(Job(b"{}", seal, prepared))
        return pdf

    def html(self, template: str, view: Mapping[str, Json], *, extras: Extras | None = None) -> str:
        """Make the same paper as light HTML for a phone: some kilobytes besides its text."""
        return self._fill(templates.SCREEN, template, view, extras)

    def article(
        self, template: str, view: Mapping[str, Json], *, extras: Extras | None = None
    ) -> str:
        """Make just `<article class="paper">` of it, to stand in a page of the site."""
        return self._fill(templates.ARTICLE, template, view, extras)

    def _fill(
        self, layout: str, template: str, view: Mapping[str, Json], extras: Extras | None
    ) -> str:
        check_view(view)
        return templates.fill(layout, template, view, extras or Extras(), folder=self._folder)

    async def _queue(self, job: Job) -> tuple[dict[str, str | int], bytes]:
        if not self._places.acquire(blocking=False):
            raise NotNow("papers.busy")
        waiting = self._threads.submit(self._print, job)
        # Also when the caller has left while still in the queue.
        waiting.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(waiting)

    def _print(self, job: Job) -> tuple[dict[str, str | int], bytes]:
        press = self._presses.get()
        try:
            if press is None:
                press = self._start()
            return press.ask(job, self._seconds_max)
        except frames.Broken:
            # That child is gone, the next paper gets a new one. One that used up its computing
            # time or memory was too large; one stopped by the clock may only have had to wait.
            slow = press is not None and press.was_slow
            if press is not None:
                press.close()
            press = None
            raise (NotNow("papers.busy") if slow else NotValid("papers.too_large")) from None
        finally:
            if press is not None and press.printed >= self._papers_max:
                press.close()
                press = None
            self._presses.put(press)

    def _start(self) -> Press:
        return Press(self._folder, self._cpu_seconds_max)

    async def warm(self) -> None:
        """Start all children before the first reader waits for one."""
        waits = [self._threads.submit(self._warm_one) for _ in range(self._children)]
        await asyncio.gather(*map(asyncio.wrap_future, waits))

    def _warm_one(self) -> None:
        press = self._presses.get()
        try:
            press = press or self._start()
        finally:
            self._presses.put(press)

    async def close(self) -> None:
        """Stop the children; papers still waiting are finished first."""
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)
        while not self._presses.empty():
            press = self._presses.get()
            if press is not None:
                press.close()
