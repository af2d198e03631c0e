"""The world of every test: a real database, a clock that stands still, a sandbox outside."""

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
from pypika_tortoise import PostgreSQLQuery, SQLLiteQuery
from tortoise import Tortoise, connections

from commons import db as database
from commons import vault
from commons.access.models import Account
from commons.almanac import FixedClock
from island.wiring import MODELS

TEST_DATABASE_URL = os.environ.get("ISLAND_TEST_DATABASE_URL", "sqlite://:memory:")
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 10:00 in Shanghai


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(autouse=True)
def open_vault() -> Iterator[None]:
    vault.unlock(bytes(range(32)))
    return None


def worker_database_url() -> str:
    """Give each test process on PostgreSQL a database of its own; in memory each has one."""
    if database.is_embedded(TEST_DATABASE_URL):
        return TEST_DATABASE_URL
    return TEST_DATABASE_URL + os.environ.get("PYTEST_XDIST_WORKER", "")


@pytest.fixture
async def db() -> AsyncIterator[None]:
    url = worker_database_url()
    is_missing = not database.is_embedded(url) and not _made
    await Tortoise.init(
        config=database.tortoise_config(url, MODELS),
        init_connections=is_missing or not _knows_the_tables(url),
        _create_db=is_missing,
        _enable_global_fallback=True,
    )
    if database.is_embedded(url):
        await _fill_empty_file()
    elif not _made:
        await Tortoise.generate_schemas()
        _made.append(url)
    yield
    await database.settle()
    if not database.is_embedded(url):
        await _empty_all_tables()
    await Tortoise.close_connections()


def _knows_the_tables(url: str) -> bool:
    """The model classes keep what an earlier test prepared: once for each kind of database."""
    dialect = SQLLiteQuery if database.is_embedded(url) else PostgreSQLQuery
    return getattr(Account._meta.basequery, "QUERY_CLS", None) is dialect


_made: list[str] = []
_images: list[bytes] = []


async def _fill_empty_file() -> None:
    """Lay the empty tables into a fresh database in memory: copied, not made again each time."""
    async with connections.get("default").acquire_connection() as connection:
        if _images:
            await connection._execute(connection._conn.deserialize, _images[0])
            return
    await Tortoise.generate_schemas()
    async with connections.get("default").acquire_connection() as connection:
        _images.append(await connection._execute(connection._conn.serialize))


async def _empty_all_tables() -> None:
    """Empty what holds rows: truncating sixty tables would take longer than the test."""
    names = ", ".join(
        f"'{model._meta.db_table}'" for app in Tortoise.apps.values() for model in app.values()
    )
    await connections.get("default").execute_script(EMPTY.replace("NAMES", names))


EMPTY = """
DO $$
DECLARE name text; is_used boolean;
BEGIN
    SET LOCAL session_replication_role = replica; -- all of them go: in any order
    FOREACH name IN ARRAY ARRAY[NAMES] LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO is_used;
        IF is_used THEN EXECUTE format('DELETE FROM %I', name); END IF;
    END LOOP;
END $$
"""


ROOMS = (
    "tests/house/",
    "tests/commons/",
    "tests/scheduling/",
    "tests/litigation/",
    "tests/island/test_cli",
    "tests/island/test_schedule",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out the rooms' tests that ask no database: they ran on SQLite."""
    if database.is_embedded(TEST_DATABASE_URL):
        return
    asked = [item for item in items if _asks_a_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _asks_a_database(item)])
    items[:] = asked


def _asks_a_database(item: pytest.Item) -> bool:
    return not item.nodeid.startswith(ROOMS) or "db" in getattr(item, "fixturenames", ())
