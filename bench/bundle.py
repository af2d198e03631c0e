"""Binding the file of a case, and taking in 300 MB: time and memory, as ratios in one run.

Usage: `python bench/bundle.py [--pages 20 200 1000] [--mb 300]`. Binding is set beside what qpdf
needs to merge the same papers without numbers, bookmarks and hashes; a part that is taken in beside
the same bytes written to a file and synchronised.
"""

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pikepdf
from tortoise import Tortoise

from commons import db as database
from commons import vault
from island.wiring import MODELS
from litigation.bundle.binding import Part, bind
from litigation.large_files import actions
from litigation.large_files.rules import PART_BYTES, parts_of

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.litigation.cases.builders import CLERK, NOW, a_case

PAGES_EACH = 4


def a_paper(folder: Path) -> bytes:
    """Print one court paper as the service prints it, four pages of it."""
    made = subprocess.run(
        [sys.executable, "-c", PRINT], capture_output=True, check=True, cwd=folder
    )
    with pikepdf.open(BytesIO(made.stdout)) as one, pikepdf.new() as four:
        for _ in range(PAGES_EACH):
            four.pages.append(one.pages[0])
        into = BytesIO()
        four.save(into)
    return into.getvalue()


PRINT = """
import sys
import weasyprint
text = "<p>" + "依照《中华人民共和国民事诉讼法》的规定，判决如下。（虚构）" * 40 + "</p>"
sys.stdout.buffer.write(weasyprint.HTML(string=text).write_pdf())
"""


def bound(paper: bytes, pages: int, folder: Path) -> None:
    count = pages // PAGES_EACH
    names = []
    for at in range(count):
        (folder / f"{at}.pdf").write_bytes(paper)
        names.append(f"{at}.pdf")
    began = time.perf_counter()
    subprocess.run(["qpdf", "--empty", "--pages", *names, "--", "all.pdf"], check=True, cwd=folder)
    bare = time.perf_counter() - began
    began = time.perf_counter()
    made = bind([Part(f"文书{at}", paper) for at in range(count)], title="虚构")
    took = time.perf_counter() - began
    assert made.pages == count * PAGES_EACH
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{made.pages:>5} pages: {took:6.2f} s, {1000 * took / made.pages:5.2f} ms a page,"
        f" {took / bare:5.2f} x qpdf, peak {peak} MB, {len(made.pdf) // 1024} KB"
    )


def written(part: bytes, count: int, folder: Path) -> float:
    """Write as many parts to a plain file, each of them durably."""
    began = time.perf_counter()
    with (folder / "plain").open("wb") as plain:
        for _ in range(count):
            plain.write(part)
            plain.flush()
            os.fsync(plain.fileno())
    return time.perf_counter() - began


async def taken_in(mb: int, folder: Path) -> None:
    vault.unlock(bytes(range(32)))
    url = f"sqlite://{folder}/bench.db"
    await Tortoise.init(config=database.tortoise_config(url, MODELS), _enable_global_fallback=True)
    await Tortoise.generate_schemas()
    case = await a_case()
    size = mb * 1024 * 1024
    film = b"\x00\x00\x00\x18ftypmp42" + os.urandom(PART_BYTES - 12)
    bare = written(film, parts_of(size), folder)
    began = time.perf_counter()
    file_id = await actions.begin(
        CLERK, case.id, title="虚构", name="a.mp4", size=size, form_key=uuid4(), now=NOW
    )
    for place in range(1, parts_of(size) + 1):
        part = film if place == 1 else film[::-1]
        part = part[: size - PART_BYTES * (place - 1)]
        digest = sha256(part).hexdigest()
        await actions.put_part(CLERK, case.id, file_id, place, part, digest=digest, now=NOW)
    middle = time.perf_counter()
    await actions.finish(CLERK, case.id, file_id, now=NOW)
    ended = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{mb} MB in {parts_of(size)} parts: {middle - began:.1f} s,"
        f" {mb / (middle - began):.0f} MB/s, {(middle - began) / bare:.1f} x a plain file;"
        f" checked as a whole in"
        f" {ended - middle:.1f} s; peak {peak} MB"
    )
    await database.settle()
    await Tortoise.close_connections()


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--pages", type=int, nargs="*", default=[20, 200, 1000])
    reader.add_argument("--mb", type=int, default=300)
    chosen = reader.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paper = a_paper(folder)
        for pages in chosen.pages:
            bound(paper, pages, folder)
        asyncio.run(taken_in(chosen.mb, folder))


if __name__ == "__main__":
    main()
