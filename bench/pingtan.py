"""A year of an island court brought in from spreadsheets, and how long its pages then take.

Usage: `python bench/pingtan.py [--times N] [--asks N] [--home FOLDER] [--json FILE]`, on PostgreSQL
behind `scripts/with-postgres`. One command brings in 40 judges, 12,400 cases and 28,000 services
(times N); then every page is asked for through the whole application, in one process, as staff of
the court. With --home what was brought in stays and is measured again.
"""

import argparse
import asyncio
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import httpx2
from pingtan_year import write_year
from tortoise import connections

from commons.access.actor import Role
from commons.access.models import Account, Grant
from commons.access.rules import HowSignedIn
from commons.access.sessions import actor_of_token, begin_session
from commons.almanac import Clock
from commons.db import atomic, is_embedded
from commons.imports import Sheet
from commons.settings import Settings
from commons.spreadsheets import read_lines
from commons.web.site import build_site
from island import routing
from island.database import migrate, opened
from island.demo_island import settle_island
from island.wiring import build_outside
from litigation.cases.models import Case

GOAL_MS = 100.0
URL = "http://127.0.0.1:8000"
DATABASE = os.environ.get("ISLAND_TEST_DATABASE_URL", "").replace("/island_test", "/island")


@dataclass(frozen=True)
class Took:
    """How long one page took on the server, in milliseconds."""

    page: str
    median_ms: float
    p99_ms: float
    longest_ms: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--kind", choices=("xlsx", "csv"), default="xlsx")
    parser.add_argument("--asks", type=int, default=100, help="of each page")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=".") as folder:
        home = (chosen.home or Path(folder)).resolve()
        told = asyncio.run(measure(home, chosen.times, chosen.kind, chosen.asks))
    if chosen.json:
        chosen.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def environ_of(home: Path) -> dict[str, str]:
    given = {"ISLAND_MODE": "test", "ISLAND_HOME": str(home), "ISLAND_PUBLIC_URL": URL}
    return {**given, **({"ISLAND_DATABASE_URL": DATABASE} if DATABASE else {})}


async def measure(home: Path, times: int, kind: str, asks: int) -> dict[str, object]:
    settings = Settings.read(environ_of(home))
    told: dict[str, object] = {
        "database": "SQLite" if is_embedded(settings.database_url) else "PostgreSQL"
    }
    files = {sheet: home / f"{sheet.value}.{kind}" for sheet in Sheet}
    if not (home / "keys.json").exists() or not files[Sheet.SERVICES].exists():
        write_year(home, times=times, kind=kind, today=date.today())  # noqa: DTZ011
        await migrate(settings)
        async with opened(settings):
            await settle_island(Clock().now())
        told |= bring_in(home, files)
        told["again_s"] = bring_in(home, files)["import_s"]
    print(told, flush=True)
    async with opened(settings):
        await _tidy(settings)
        found = [took async for took in ask_all(settings, files, asks)]
    told["pages"] = [asdict(took) for took in found]
    return told


def bring_in(home: Path, files: dict[Sheet, Path]) -> dict[str, object]:
    began = time.perf_counter()
    words = [word for sheet, path in files.items() for word in (f"--{sheet.value}", str(path))]
    code = "import sys; from island.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "import", *words],
        env={**os.environ, **environ_of(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - began
    print(done.stdout[-1500:], done.stderr[-1500:], sep="", flush=True)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"import_s": round(took, 1), "peak_mb": round(memory / 1024), "exit": done.returncode}


async def _tidy(settings: Settings) -> None:
    """Count the rows as autovacuum does by itself some minutes after an import."""
    if not is_embedded(settings.database_url):
        await connections.get("default").execute_script("VACUUM ANALYZE")


@asynccontextmanager
async def signed_in(settings: Settings, role: Role) -> AsyncIterator[httpx2.AsyncClient]:
    site = build_site(
        routes=routing.routes(settings), outside=build_outside(settings), find_actor=actor_of_token
    )
    token = await _session(role)
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=site),
        base_url=URL,
        headers={"origin": URL},
        cookies={"session": token},
    ) as browser:
        yield browser


@atomic
async def _session(role: Role) -> str:
    login = "faguan01" if role is Role.JUDGE else "shuji01"
    account = await Account.get(login=login)
    assert await Grant.filter(account_id=account.id, role=role).exists()
    how = HowSignedIn.PASSWORD_AND_CODE
    return await begin_session(account.id, how=how, device="bench", now=Clock().now())


async def ask_all(settings: Settings, files: dict[Sheet, Path], asks: int) -> AsyncIterator[Took]:
    dice = random.Random(7)  # noqa: S311 - which page comes next
    samples = [
        line.cells
        for line in read_lines(files[Sheet.MATTERS])
        if line.cells["案号"] and dice.random() < 0.02
    ]
    ids = [
        str(i)
        for i in await Case.filter(number__not_isnull=True).limit(5000).values_list("id", flat=True)
    ]
    async with signed_in(settings, Role.CLERK) as clerk, signed_in(settings, Role.JUDGE) as judge:
        for name, browser, path, search in pages(judge, clerk):
            times = []
            for n in range(asks + 3):
                line, here = dice.choice(samples), path.replace("{id}", dice.choice(ids))
                began = time.perf_counter()
                if search:
                    wanted = {"search": search(line), "closed": "yes"}
                    answer = await browser.post(here, data=wanted)
                else:
                    answer = await browser.get(here)
                if n >= 3:
                    times.append((time.perf_counter() - began) * 1000)
                assert answer.status_code == 200, (name, here, answer.status_code)
            times.sort()
            took = Took(
                name,
                round(statistics.median(times), 1),
                round(times[min(int(len(times) * 0.99), len(times) - 1)], 1),
                round(times[-1], 1),
            )
            mark = "" if took.p99_ms <= GOAL_MS else "  over the goal"
            print(f"{name:<34}{took.median_ms:>8.1f}{took.p99_ms:>8.1f}{mark}", flush=True)
            yield took


def pages(judge: httpx2.AsyncClient, clerk: httpx2.AsyncClient) -> Iterator[tuple]:
    yield "inbox of the court", clerk, "/clocks", None
    yield "inbox of a judge, mine", judge, "/clocks?holder=mine", None
    yield "inbox, green, page 5", clerk, "/clocks?light=green&page=5", None
    yield "cases in hand", clerk, "/cases", None
    yield "all cases", clerk, "/cases?closed=yes", None
    yield "all cases, page 100", clerk, "/cases?closed=yes&page=100", None
    yield "search: whole number", clerk, "/cases", lambda c: c["案号"].replace("（", "(")
    yield "search: number without year", clerk, "/cases", lambda c: c["案号"].partition("）")[2]
    yield "search: whole name", clerk, "/cases", lambda c: c["原告"]
    yield "search: a frequent word", clerk, "/cases", lambda _: "民宿"
    yield "search: part of a firm", clerk, "/cases", lambda c: c["被告"][-4:]
    yield "search: phone", clerk, "/cases", lambda c: c["原告电话"]
    yield "search: end of a phone", clerk, "/cases", lambda c: c["原告电话"][-4:]
    yield "search: identity number", clerk, "/cases", lambda c: c["原告证件号码"]
    yield "search: nothing found", clerk, "/cases", lambda _: "没有这个人"
    yield "a case", clerk, "/cases/{id}", None
    yield "hearings of a case", clerk, "/cases/{id}/hearings", None
    yield "decisions of a case", clerk, "/cases/{id}/decisions", None
    yield "the file of a case", clerk, "/cases/{id}/file", None
    yield "large files of a case", clerk, "/cases/{id}/large-files", None
    yield "enforcements", clerk, "/enforcements", None
    yield "the pool of hearings", clerk, "/scheduling", None
    yield "deliveries not served", clerk, "/deliveries", None
    yield "deliveries served, page 200", clerk, "/deliveries?outcome=served&page=200", None
    yield "deliveries of a case", clerk, "/deliveries/cases/{id}", None


if __name__ == "__main__":
    main()
