"""`island doctor`: one line for each thing the service stands on, and whether it holds."""

import argparse
import asyncio
import json
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import timedelta

from tortoise import connections

from commons.almanac import Clock, day_of
from commons.db import is_embedded
from commons.evidence_log.fsck import fsck
from commons.holidays.models import current_almanac
from commons.outbox import backlog
from commons.papers.models import count_unstamped
from commons.papers.places import FONTS
from commons.papers.render import Renderer
from commons.settings import Settings, SettingsError
from island.database import DatabaseUnusable, opened
from island.serving import NotFitToServe, must_be_fit

CLOCK_SECONDS_MAX = 60.0
LOOK_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it holds, and what to do when it does not."""

    what: str
    is_well: bool
    words: str


Look = Callable[[Settings], Awaitable[Finding]]


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("doctor", help="check settings, database, fonts, clocks, queues")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    findings = asyncio.run(examine())
    if chosen.json:
        json.dump([asdict(one) for one in findings], sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        for one in findings:
            print(f"{'ok  ' if one.is_well else 'MEND'}  {one.what}: {one.words}")
    return 0 if all(one.is_well for one in findings) else 1


async def examine() -> list[Finding]:
    """Look at everything; what cannot be looked at is itself a finding."""
    try:
        settings = Settings.read()
        must_be_fit(settings)
    except (SettingsError, NotFitToServe) as trouble:
        return [Finding("settings", is_well=False, words=str(trouble))]
    findings = [Finding("settings", is_well=True, words=f"mode {settings.mode.value}")]
    findings.append(await _fonts(settings))
    findings.append(_engine(settings))
    try:
        async with opened(settings):
            findings.append(await _schema(settings))
            if findings[-1].is_well:  # without tables there is nothing else to look at
                findings += [
                    await look(settings) for look in (_log, _queues, _stamps, _holidays, _clock)
                ]
    except DatabaseUnusable as trouble:
        findings.append(Finding("database", is_well=False, words=str(trouble)))
    return findings


async def _fonts(_: Settings) -> Finding:
    missing = [
        name for name in ("court-song.woff2", "court-rare.woff2") if not (FONTS / name).is_file()
    ]
    if missing:
        return Finding("fonts", is_well=False, words=f"not found: {', '.join(missing)}")
    renderer = Renderer(children=1)
    try:
        await renderer.warm()
    except Exception as trouble:  # noqa: BLE001 - whatever keeps papers from being made is named
        words = f"no paper can be made ({type(trouble).__name__}); run scripts/setup"
        return Finding("papers", is_well=False, words=words)
    finally:
        await renderer.close()
    return Finding("papers", is_well=True, words="fonts found, the printing press starts")


def _engine(settings: Settings) -> Finding:
    if not is_embedded(settings.database_url):
        return Finding("engine", is_well=True, words="PostgreSQL")
    words = f"SQLite {sqlite3.sqlite_version}, one process, synchronous=FULL"
    return Finding("engine", is_well=True, words=words)


async def _schema(_: Settings) -> Finding:
    client = connections.get("default")
    try:
        rows = await client.execute_query_dict("SELECT COUNT(*) AS n FROM tortoise_migrations")
    except Exception:  # noqa: BLE001 - each engine says it in another way
        return Finding("schema", is_well=False, words="no tables yet: run `island migrate`")
    return Finding("schema", is_well=bool(rows[0]["n"]), words=f"{rows[0]['n']} migrations applied")


async def _log(_: Settings) -> Finding:
    faults = await fsck()
    words = f"{len(faults)} faults, first: {faults[0]}" if faults else "rebuilt and equal"
    return Finding("evidence log", is_well=not faults, words=words)


async def _queues(_: Settings) -> Finding:
    late, given_up = await backlog(Clock().now())
    words = f"{late} late by more than a minute, {given_up} given up"
    return Finding("queues", is_well=not given_up, words=words)


async def _stamps(settings: Settings) -> Finding:
    bare = await count_unstamped(since=Clock().now() - LOOK_BACK)
    words = f"{settings.tsa_provider}; {bare} papers of the last {LOOK_BACK.days} days without one"
    return Finding("time stamps", is_well=not bare, words=words)


async def _holidays(_: Settings) -> Finding:
    today = day_of(Clock().now())
    almanac = await current_almanac()
    if not almanac.is_announced(today.year):
        return Finding("holidays", is_well=False, words=f"no table for {today.year}: import it")
    nxt = "also " if almanac.is_announced(today.year + 1) else "not yet "
    return Finding("holidays", is_well=True, words=f"{today.year} is there, {nxt}{today.year + 1}")


async def _clock(settings: Settings) -> Finding:
    if is_embedded(settings.database_url):
        return Finding("clock", is_well=True, words=Clock().now().isoformat(timespec="seconds"))
    rows = await connections.get("default").execute_query_dict("SELECT now() AS now")
    apart = abs((Clock().now() - rows[0]["now"]).total_seconds())
    words = f"{apart:.1f} s apart from the database"
    return Finding("clock", is_well=apart <= CLOCK_SECONDS_MAX, words=words)
