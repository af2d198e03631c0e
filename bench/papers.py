"""How much our press costs beside bare WeasyPrint, how long a reader waits, how memory grows.

Run `.venv/bin/python bench/papers.py [papers]`. Goals: at most 1.15 times the bare time, p95 at
most one second, and memory after 1,000 papers at most 1.3 times that after 50.
"""

import asyncio
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from commons.papers import templates  # noqa: E402
from commons.papers.press import _bare_environment  # noqa: E402
from commons.papers.render import Renderer  # noqa: E402
from tests.commons.papers.builders import FOLDER, TRANSCRIPT, a_view, some_extras  # noqa: E402

ROUNDS = 30
PAPERS = 1000
VIEW = a_view(exhibits=[], agreed_facts=["双方对房费金额没有争议。"] * 3)
EXTRAS = some_extras(certificate=None)

# The floor: WeasyPrint alone in a child of its own, the same fonts, the same finished HTML.
BARE = """
import sys, time
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from commons.papers.fetcher import AssetFetcher
from commons.papers.places import TEMPLATES
html, fonts, fetcher = sys.stdin.read(), FontConfiguration(), AssetFetcher()
styles = weasyprint.CSS(
    string=(TEMPLATES / "paper.css").read_text(), font_config=fonts, url_fetcher=fetcher
)
def once():
    paper = weasyprint.HTML(string=html, url_fetcher=fetcher)
    paper.write_pdf(font_config=fonts, stylesheets=[styles], pdf_variant="pdf/a-3u")
for _ in range(3):
    once()
print("ready", flush=True)
for _ in range(ROUNDS):
    sys.argv and time.sleep(0)
    began = time.perf_counter()
    once()
    print(time.perf_counter() - began, flush=True)
"""


def bare_seconds() -> list[float]:
    html = templates.fill(templates.PRINT, TRANSCRIPT, VIEW, EXTRAS, folder=FOLDER)
    done = subprocess.run(
        [sys.executable, "-c", BARE.replace("ROUNDS", str(ROUNDS))],
        input=html,
        capture_output=True,
        text=True,
        check=True,
        env=_bare_environment("/tmp"),  # noqa: S108
    )
    return [float(line) for line in done.stdout.splitlines()[1:]]


async def our_seconds(press: Renderer, rounds: int) -> list[float]:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        await press.pdf(TRANSCRIPT, VIEW, extras=EXTRAS)
        taken.append(time.perf_counter() - began)
    return taken


def memory_mb(press: Renderer) -> float:
    child = press._presses.get()  # noqa: SLF001
    press._presses.put(child)  # noqa: SLF001
    assert child is not None
    pages = int(Path(f"/proc/{child.pid}/statm").read_text().split()[1])
    return pages * 4096 / 1_000_000


async def main(papers: int) -> None:
    press = Renderer(1, folder=FOLDER)
    await press.warm()
    pages = (await press.pdf(TRANSCRIPT, VIEW, extras=EXTRAS)).pages
    bare, ours = [], []
    for _ in range(3):  # by turns, so that a busy machine disturbs both alike
        bare += await asyncio.to_thread(bare_seconds)
        ours += await our_seconds(press, ROUNDS)
    ratio = statistics.median(ours) / statistics.median(bare)
    print(f"pages {pages}")
    print(f"bare WeasyPrint  {statistics.median(bare) * 1000:7.1f} ms")
    print(f"through the press {statistics.median(ours) * 1000:6.1f} ms, {ratio:.2f} times")
    await our_seconds(press, 50)
    before = memory_mb(press)
    taken = await our_seconds(press, papers)
    after = memory_mb(press)
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(f"p95 of {papers} papers {p95 * 1000:.0f} ms")
    print(f"memory {before:.0f} -> {after:.0f} MB after {papers}, {after / before:.2f} times")
    await press.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PAPERS))
