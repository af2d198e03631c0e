"""Opening, closing and bringing up to date the one database of a site."""

import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
from tortoise import Tortoise, connections
from tortoise.exceptions import ConfigurationError, OperationalError, TransactionManagementError
from tortoise.migrations.api import migrate as run_migrations

from commons import vault
from commons.db import APP, is_embedded, settle, tortoise_config
from commons.settings import Settings
from island.wiring import MODELS

LOCK_NUMBER = 128_012_612  # one number of ours among PostgreSQL's advisory locks

IN_USE = (
    "the embedded database is in use by another process; stop that one first, "
    "or use PostgreSQL (ISLAND_DATABASE_URL=postgres://...) for several processes"
)

log = logging.getLogger("island.database")


class DatabaseUnusable(Exception):
    """The database cannot be opened; the text says why and what to do."""


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[None]:
    """Open the database for this process; on the way out every deed under way is finished."""
    vault.unlock(settings.keys.vault)
    if is_embedded(settings.database_url):
        settings.home.mkdir(parents=True, exist_ok=True)
    config = tortoise_config(settings.database_url, MODELS)
    await Tortoise.init(config=config, _enable_global_fallback=True)
    try:
        await _claim(settings)
        yield
    finally:
        await settle()
        await Tortoise.close_connections()


async def _claim(settings: Settings) -> None:
    """Reach the database; the embedded one is taken for this process alone."""
    client = connections.get("default")
    try:
        if is_embedded(settings.database_url):
            async with client._in_transaction():  # noqa: SLF001 - takes the exclusive lock at once
                pass
        else:
            await client.execute_query("SELECT 1")
    except (OperationalError, TransactionManagementError, sqlite3.OperationalError) as held:
        raise DatabaseUnusable(IN_USE) from held
    except OSError as away:
        raise DatabaseUnusable(f"the database does not answer: {type(away).__name__}") from away


async def migrate(settings: Settings) -> None:
    """Bring the database to this version. Safe to repeat, to run twice at once, and to kill."""
    vault.unlock(settings.keys.vault)
    embedded = is_embedded(settings.database_url)
    url = settings.database_url
    if embedded:
        settings.home.mkdir(parents=True, exist_ok=True)
        _keep_a_copy(settings)
        # SQLite remakes tables on a change; with foreign keys on, that deletes their children.
        url += ("&" if "?" in url else "?") + "foreign_keys=OFF"
    config = tortoise_config(url, MODELS)
    try:
        await Tortoise.init(config=config, init_connections=False)
        async with _alone(config["connections"]["default"]["credentials"], embedded=embedded):
            await run_migrations(config=config, app_labels=[APP])
        if embedded:
            broken = await connections.get("default").execute_query_dict("PRAGMA foreign_key_check")
            if broken:
                raise DatabaseUnusable(f"{len(broken)} rows point nowhere after the migration")
    except (OperationalError, ConfigurationError) as trouble:
        raise DatabaseUnusable(f"the migration stopped: {trouble}") from trouble
    finally:
        await Tortoise.close_connections()


@asynccontextmanager
async def _alone(credentials: dict[str, Any], *, embedded: bool) -> AsyncIterator[None]:
    """Let one process migrate after the other; the lock ends with its connection, even killed."""
    if embedded:  # the file itself belongs to one process
        yield
        return
    names = ("host", "port", "user", "password", "database")
    try:
        # Not from the pool: that gives an advisory lock back as soon as the statement is done.
        keeper = await asyncpg.connect(  # type: ignore[no-untyped-call]
            **{name: credentials[name] for name in names}
        )
    except (OSError, asyncpg.PostgresError) as away:  # type: ignore[attr-defined]
        raise DatabaseUnusable(f"the database does not answer: {type(away).__name__}") from away
    try:
        await keeper.execute("SELECT pg_advisory_lock($1)", LOCK_NUMBER)
        yield
    finally:
        await keeper.close()


def _keep_a_copy(settings: Settings) -> None:
    """Copy the embedded database before its tables are touched."""
    path = Path(settings.database_url.removeprefix("sqlite://").split("?")[0])
    if not path.exists():
        return

    source = sqlite3.connect(path)
    try:
        source.execute("SELECT count(*) FROM sqlite_master")  # backup() would wait for ever
        copy = sqlite3.connect(path.with_suffix(".before-migration"))
        with copy:
            source.backup(copy)
        copy.close()
    except sqlite3.OperationalError as held:
        raise DatabaseUnusable(IN_USE) from held
    finally:
        source.close()
