"""The database of a site: one owner, one shape, and a migration that may be killed."""

import asyncio
import os
import random
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest
from tortoise import Tortoise, connections

from commons.db import is_embedded, tortoise_config
from commons.settings import Settings
from island.database import DatabaseUnusable, migrate, opened
from island.wiring import MODELS
from tests.conftest import TEST_DATABASE_URL

ROOT = Path(__file__).parents[2]
START = "import sys; from island.cli import main; sys.exit(main())"
Shape = dict[str, tuple[list[Any], list[Any]]]


def island(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-c", START, *words)


async def run(home: Path, url: str, *words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *island(*words),
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environ(home, url)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


def environ(home: Path, url: str) -> dict[str, str]:
    return {"ISLAND_MODE": "test", "ISLAND_HOME": str(home), "ISLAND_DATABASE_URL": url}


def settings_of(home: Path, url: str) -> Settings:
    return Settings.read(environ(home, url))


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    """An empty database of its own: a file, or a fresh one on the PostgreSQL of this run."""
    if is_embedded(TEST_DATABASE_URL):
        yield f"sqlite://{tmp_path / 'island.db'}"
        return
    parts = urlsplit(TEST_DATABASE_URL)
    name = f"empty_{uuid4().hex[:10]}"
    root = await asyncpg.connect(
        host=parts.hostname, port=parts.port, user=parts.username, database="island"
    )
    await root.execute(f'CREATE DATABASE "{name}"')
    yield parts._replace(path=f"/{name}").geturl()
    await root.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await root.close()


async def shape(url: str) -> Shape:
    """Read back what is really there: columns and indexes of every table."""
    await Tortoise.init(config=tortoise_config(url, MODELS))
    try:
        return await (_sqlite_shape() if is_embedded(url) else _postgres_shape())
    finally:
        await Tortoise.close_connections()


async def _ask(sql: str) -> list[dict[str, Any]]:
    return list(await connections.get("default").execute_query_dict(sql))


async def _sqlite_shape() -> Shape:
    tables = await _ask("SELECT name FROM sqlite_master WHERE type = 'table'")
    found: Shape = {}
    for name in (row["name"] for row in tables if not row["name"].startswith("sqlite_")):
        columns = await _ask(f"PRAGMA table_info('{name}')")
        indexes = []
        for index in await _ask(f"PRAGMA index_list('{name}')"):
            parts = await _ask(f"PRAGMA index_info('{index['name']}')")
            indexes.append((bool(index["unique"]), [part["name"] for part in parts]))
        keys = await _ask(f"PRAGMA foreign_key_list('{name}')")
        found[name] = (
            sorted((c["name"], c["type"], c["notnull"], c["pk"]) for c in columns),
            sorted(indexes) + sorted((k["from"], k["table"], k["on_delete"]) for k in keys),
        )
    return found


async def _postgres_shape() -> Shape:
    columns = await _ask(
        "SELECT table_name AS t, column_name AS c, data_type AS d, is_nullable AS n, "
        "character_maximum_length AS m FROM information_schema.columns "
        "WHERE table_schema = 'public' ORDER BY 1, 2"
    )
    constraints = await _ask(
        "SELECT conrelid::regclass::text AS t, pg_get_constraintdef(oid) AS d "
        "FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    )
    indexes = await _ask(
        "SELECT tablename AS t, indexdef AS d FROM pg_indexes WHERE schemaname = 'public'"
    )
    found: Shape = {row["t"]: ([], []) for row in columns}
    for row in columns:
        found[row["t"]][0].append((row["c"], row["d"], row["n"], row["m"]))
    for row in constraints:
        found[row["t"].strip('"')][1].append(row["d"])
    for row in indexes:  # names are the tool's own; what counts is what they are over
        unique = "UNIQUE" in row["d"]
        found[row["t"]][1].append(f"{unique} {row['d'].partition(' USING ')[2]}")
    for lists in found.values():
        lists[1].sort(key=str)
    return found


def without_bookkeeping(found: Shape) -> Shape:
    return {name: parts for name, parts in found.items() if "migration" not in name}


async def by_models(url: str) -> Shape:
    await Tortoise.init(config=tortoise_config(url, MODELS))
    await Tortoise.generate_schemas()
    await Tortoise.close_connections()
    return await shape(url)


async def test_the_migrated_database_has_the_shape_of_the_models(tmp_path: Path, url: str) -> None:
    await migrate(settings_of(tmp_path, url))
    migrated = without_bookkeeping(await shape(url))
    await _forget(url)
    modelled = without_bookkeeping(await by_models(url))
    assert migrated.keys() == modelled.keys()
    for name, (columns, others) in modelled.items():
        assert migrated[name][0] == columns, name
        assert migrated[name][1] == others, name
    assert len(migrated) > 40


async def _forget(url: str) -> None:
    if is_embedded(url):
        for path in Path(url.removeprefix("sqlite://")).parent.glob("island.db*"):
            path.unlink()
        return
    await Tortoise.init(config=tortoise_config(url, MODELS))
    client = connections.get("default")
    await client.execute_script("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await Tortoise.close_connections()


async def test_migrating_twice_changes_nothing(tmp_path: Path, url: str) -> None:
    settings = settings_of(tmp_path, url)
    await migrate(settings)
    before = await shape(url)
    await migrate(settings)
    assert await shape(url) == before


@pytest.mark.slow
async def test_a_migration_killed_at_any_moment_is_finished_by_the_next(
    tmp_path: Path, url: str
) -> None:
    await migrate(settings_of(tmp_path, url))
    whole = await shape(url)
    await _forget(url)
    chance = random.Random()  # noqa: S311 - the moment shall differ from run to run
    pauses = [chance.uniform(0.8, 3.0) for _ in range(3)]
    for pause in pauses:
        killed = await run(tmp_path, url, "migrate")
        await asyncio.sleep(pause)
        if killed.returncode is None:
            killed.send_signal(signal.SIGKILL)
        await killed.communicate()
    last = await run(tmp_path, url, "migrate")
    out, errors = await last.communicate()
    assert (last.returncode, out.decode()) == (0, "the database is up to date\n"), (errors, pauses)
    assert await shape(url) == whole


@pytest.mark.postgres
@pytest.mark.skipif(is_embedded(TEST_DATABASE_URL), reason="one process owns an embedded database")
async def test_two_migrations_at_once_both_succeed(tmp_path: Path, url: str) -> None:
    Settings.read(environ(tmp_path, url))  # makes the key file that both read
    both = await asyncio.gather(*(run(tmp_path, url, "migrate") for _ in range(2)))
    told = await asyncio.gather(*(one.communicate() for one in both))
    assert [one.returncode for one in both] == [0, 0], told
    assert len(await shape(url)) > 40
    print("\nraces: two migrations of one empty database at once: both succeed")  # noqa: T201


@pytest.mark.skipif(not is_embedded(TEST_DATABASE_URL), reason="about the embedded database")
async def test_a_second_process_is_refused_in_plain_words(tmp_path: Path, url: str) -> None:
    settings = settings_of(tmp_path, url)
    await migrate(settings)
    async with opened(settings):
        for command in ("migrate", "doctor"):
            second = await run(tmp_path, url, command)
            out, errors = await second.communicate()
            assert second.returncode != 0
            words = (out + errors).decode()
            assert "in use by another process" in words, (command, words)
            assert "Traceback" not in words


@pytest.mark.skipif(not is_embedded(TEST_DATABASE_URL), reason="about the embedded database")
async def test_the_embedded_database_is_left_whole_and_in_safe_mode(
    tmp_path: Path, url: str
) -> None:
    settings = settings_of(tmp_path, url)
    await migrate(settings)
    async with opened(settings):
        modes = [
            (await _ask(f"PRAGMA {name}"))[0][name]
            for name in ("journal_mode", "synchronous", "foreign_keys", "locking_mode")
        ]
    assert modes == ["wal", 2, 1, "exclusive"]
    with sqlite3.connect(tmp_path / "island.db") as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def test_a_database_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "postgres://island@127.0.0.1:1/nowhere")
    with pytest.raises(DatabaseUnusable, match="does not answer"):
        async with opened(settings):
            pass


async def test_the_migrations_say_what_the_models_say() -> None:
    check = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "scripts" / "migration"),
        "--check",
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await check.communicate()
    said = (check.returncode, out.decode())
    assert said == (0, "the migrations say what the models say\n"), errors
