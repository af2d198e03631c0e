"""The world of every test: a real database, a clock that stands still, a sandbox outside."""

import importlib
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
from tortoise import Tortoise, connections

from commons import db as database
from commons import vault
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
    """Give each test process on PostgreSQL a database of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return TEST_DATABASE_URL + worker if worker else TEST_DATABASE_URL


@pytest.fixture
async def db() -> AsyncIterator[None]:
    url = worker_database_url()
    existing = [name for name in MODELS if _is_there(name)]
    await Tortoise.init(
        config=database.tortoise_config(url, existing),
        _create_db=not database.is_embedded(url) and not _made,
        _enable_global_fallback=True,
    )
    if database.is_embedded(url) or not _made:
        await Tortoise.generate_schemas()
        _made.append(url)
    yield
    await database.settle()
    if not database.is_embedded(url):
        await _empty_all_tables()
    await Tortoise.close_connections()


_made: list[str] = []


async def _empty_all_tables() -> None:
    names = ", ".join(
        f'"{model._meta.db_table}"' for app in Tortoise.apps.values() for model in app.values()
    )
    await connections.get("default").execute_script(f"TRUNCATE {names} CASCADE")


def _is_there(name: str) -> bool:  # while rooms are being built beside each other
    try:
        importlib.import_module(name)
    except Exception:  # noqa: BLE001
        return False
    return True
