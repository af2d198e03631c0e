"""The press: a bounded queue, children that are stopped and replaced, a loop that goes on."""

import asyncio
import os
import time
from pathlib import Path

import pytest

from commons.errors import NotNow, NotValid
from commons.papers.render import Renderer
from tests.commons.papers.builders import FOLDER, TRANSCRIPT, a_view, some_extras


async def test_a_paper_that_takes_too_long_is_stopped_and_the_queue_goes_on() -> None:
    press = Renderer(1, folder=FOLDER, seconds_max=60.0, cpu_seconds_max=2)
    await press.warm()
    with pytest.raises(NotValid) as refusal:
        await press.pdf("trial/bomb.html", {"depth": 12})
    assert refusal.value.reason == "papers.too_large"
    assert (await press.pdf("trial/bomb.html", {"depth": 1})).pages == 1
    await press.close()


async def test_a_paper_stopped_by_the_clock_was_not_too_large() -> None:
    press = Renderer(1, folder=FOLDER, seconds_max=0.5, cpu_seconds_max=30)
    await press.warm()
    with pytest.raises(NotNow) as refusal:
        await press.pdf("trial/bomb.html", {"depth": 12})
    assert refusal.value.reason == "papers.busy"
    await press.close()


async def test_the_event_loop_goes_on_while_papers_are_printed(renderer: Renderer) -> None:
    await renderer.warm()
    printing = asyncio.create_task(renderer.pdf(TRANSCRIPT, a_view(), extras=some_extras()))
    longest, last = 0.0, time.monotonic()
    while not printing.done():
        await asyncio.sleep(0.005)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    assert longest < 0.25  # generous for a machine shared with others; alone it is below 0.05


async def test_a_full_queue_says_busy_instead_of_growing() -> None:
    press = Renderer(1, folder=FOLDER, waiting_max=1)
    asked = [press.pdf(TRANSCRIPT, a_view(), extras=some_extras()) for _ in range(4)]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    busy = [one for one in outcomes if isinstance(one, NotNow)]
    assert [one.reason for one in busy] == ["papers.busy"] * 2
    await press.close()


async def test_a_child_is_replaced_after_its_share_of_papers() -> None:
    press = Renderer(1, folder=FOLDER, papers_max=2)
    pids = set()
    for _ in range(3):
        await press.pdf("trial/bomb.html", {"depth": 1})
        pids |= {child_pid(press)}
    assert len(pids - {None}) == 2
    await press.close()


async def test_computing_time_is_counted_for_each_paper_and_not_for_the_life_of_a_child() -> None:
    press = Renderer(1, folder=FOLDER, cpu_seconds_max=1)
    await press.warm()
    began_with, pid = child_cpu_seconds(press), child_pid(press)
    while child_cpu_seconds(press) < began_with + 2.5:
        await press.pdf(TRANSCRIPT, a_view(), extras=some_extras())
    assert child_pid(press) == pid
    # No second clock that could run ahead of the first: see `child.computing_time`.
    limits = Path(f"/proc/{pid}/limits").read_text().splitlines()  # noqa: ASYNC240 - no disk
    words = next(line for line in limits if line.startswith("Max cpu time")).split()
    assert words[3:5] == ["unlimited", "unlimited"]
    await press.close()


async def test_nothing_is_left_behind_when_children_end() -> None:
    press = Renderer(1, folder=FOLDER)
    await press.warm()
    pid = child_pid(press)
    await press.close()
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def child_pid(press: Renderer) -> int | None:
    child = press._presses.get()
    press._presses.put(child)
    return child.pid if child else None


def child_cpu_seconds(press: Renderer) -> float:
    fields = Path(f"/proc/{child_pid(press)}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
