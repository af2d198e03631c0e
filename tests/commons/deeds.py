"""What the tests of the one writer are made from: deeds of two rows each, and what is there."""

import asyncio
from datetime import UTC, datetime

from tortoise import connections

from commons import sqlite
from commons.db import atomic
from commons.errors import NotNow
from commons.outbox import Errand

FACT = "00000000-0000-4000-8000-000000000001"
DUE = datetime(2026, 1, 1, tzinfo=UTC)


def client() -> sqlite.ImmediateSqliteClient:
    found = connections.get("default")
    assert isinstance(found, sqlite.ImmediateSqliteClient)
    return found


async def write(listener: str) -> None:
    await Errand.create(fact_id=FACT, listener=listener, topic="t", body="{}", due_at=DUE)


@atomic
async def deed(number: int) -> int:
    await write(f"a{number:04}")
    await asyncio.sleep(0)
    await write(f"b{number:04}")
    return number


@atomic
async def refused(number: int) -> None:
    await write(f"refused{number}")
    raise NotNow("test.stop")


async def listeners(prefix: str) -> list[str]:
    rows = Errand.filter(listener__startswith=prefix).order_by("listener")
    return [str(one) for one in await rows.values_list("listener", flat=True)]
