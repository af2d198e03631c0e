"""How much our press costs beside bare WeasyPrint, how long a reader waits, how memory grows.

Run `.venv/bin/python bench/papers.py [papers]`. Goals: at most 1.15 times the bare time, p95 at
most one second, and memory after 1,000 papers at most 1.3 times that after 50.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.commons.papers.builders import FOLDER, TRANSCRIPT, a_view, some_extras  # noqa: E402

from commons.papers import templates  # noqa: E402
from commons.papers.press import _bare_environment  # noqa: E402
from commons.papers.render import Renderer  # noqa: E402

ROUNDS = 20
PAPERS = 1000
WARM = 50
LOOK_EVERY = 100
VIEW = a_view(exhibits=[], agreed_facts=["双方对房费金额没有争议。"] * 3, course="经过协商。\n" * 8)
EXTRAS = some_extras(certificate=None)

# The floor: WeasyPrint alone in a child of its own, the same fonts, the same finished HTML.
BARE = """
import sys, time
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from commons.papers.fetcher import AssetFetcher
from commons.papers.places import TEMPLATES
from commons.papers.qr import square_png
html, fonts, fetcher = sys.stdin.read(), FontConfiguration(), AssetFetcher()
fetcher.square = square_png(SQUARE)
styles = weasyprint.CSS(
    string=(TEMPLATES / "paper.css").read_text(), font_config=fonts, url_fetcher=fetcher
)
def once():
    paper = weasyprint.HTML(string=html, url_fetcher=fetcher)
    paper.write_pdf(font_config=fonts, stylesheets=[styles], pdf_variant="pdf/a-3u")
for _ in range(3):
    once()
began = time.process_time()
for _ in range(ROUNDS):
    once()
print((time.process_time() - began) / ROUNDS)
"""


def bare_seconds() -> float:
    html = templates.fill(templates.PRINT, TRANSCRIPT, VIEW, EXTRAS, folder=FOLDER)
    done = subprocess.run(
        [sys.executable, "-c", _with(ROUNDS=ROUNDS, SQUARE=EXTRAS.verify_url)],
        input=html,
        capture_output=True,
        text=True,
        check=True,
        env=_bare_environment("/tmp"),  # noqa: S108
    )
    return float(done.stdout)


def _with(**facts: object) -> str:
    text = BARE
    for name, fact in facts.items():
        text = text.replace(name, repr(fact))
    return text


async def our_cpu_seconds(press: Renderer) -> float:
    """Count what the child and this process use together: a busy machine changes neither."""
    before = child_cpu_seconds(press) + time.process_time()
    await our_seconds(press, ROUNDS)
    return (child_cpu_seconds(press) + time.process_time() - before) / ROUNDS


def child_cpu_seconds(press: Renderer) -> float:
    fields = child_file(press, "stat").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def our_seconds(press: Renderer, rounds: int) -> list[float]:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        await press.pdf(TRANSCRIPT, VIEW, extras=EXTRAS)
        taken.append(time.perf_counter() - began)
    return taken


def memory_mb(press: Renderer) -> float:
    return int(child_file(press, "statm").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def child_file(press: Renderer, name: str) -> str:
    return Path(f"/proc/{child_pid(press)}/{name}").read_text()


def child_pid(press: Renderer) -> int:
    child = press._presses.get()  # noqa: SLF001
    press._presses.put(child)  # noqa: SLF001
    assert child is not None
    return child.pid


async def main(papers: int) -> None:
    press = Renderer(1, folder=FOLDER, papers_max=10 * PAPERS)  # one child all the way
    await press.warm()
    pages = (await press.pdf(TRANSCRIPT, VIEW, extras=EXTRAS)).pages
    bare, ours = [], []
    for _ in range(3):  # by turns, so that a busy machine disturbs both alike
        bare.append(await asyncio.to_thread(bare_seconds))
        ours.append(await our_cpu_seconds(press))
    ratio = min(ours) / min(bare)
    print(f"pages {pages}")
    print(f"bare WeasyPrint   {min(bare) * 1000:6.1f} CPU-ms")
    print(f"through the press {min(ours) * 1000:6.1f} CPU-ms, {ratio:.2f} times")
    await our_seconds(press, WARM)
    pid, before = child_pid(press), memory_mb(press)
    taken: list[float] = []
    while len(taken) < papers:
        taken += await our_seconds(press, min(LOOK_EVERY, papers - len(taken)))
        assert child_pid(press) == pid, "the child was not the same from first to last"
        print(f"memory after {len(taken):4} {memory_mb(press):.1f} MB", flush=True)
    after = memory_mb(press)
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(f"p95 of {papers} papers {p95 * 1000:.0f} ms")
    print(f"memory {before:.1f} -> {after:.1f} MB after {papers}, {after / before:.3f} times")
    await press.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PAPERS))
