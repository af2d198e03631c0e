"""One deed is one transaction; nobody's change is overwritten unseen; nothing ever hangs."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from tortoise import connections
from tortoise.transactions import in_transaction

from commons import outbox
from commons.db import Plain, atomic, settle
from commons.errors import NotNow
from commons.outbox import Errand, Fact, Standing


def _errand(**changes: object) -> Errand:
    plain = {
        "fact_id": "00000000-0000-4000-8000-000000000001",
        "listener": "x",
        "topic": "t",
        "body": "{}",
        "due_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Errand(**{**plain, **changes})


@atomic
async def _keep(errand: Errand, **changes: object) -> None:
    await errand.keep(**changes)


async def test_a_second_writer_of_the_same_version_is_refused(db: None) -> None:
    await _errand().save()
    mine, theirs = await Errand.get(), await Errand.get()
    await _keep(mine, words="mine")
    with pytest.raises(NotNow) as refusal:
        await _keep(theirs, words="theirs")
    kept = await Errand.get()
    assert (refusal.value.reason, kept.words, kept.version) == ("db.changed_meanwhile", "mine", 2)


async def test_a_deed_that_fails_leaves_nothing(db: None) -> None:
    @atomic
    async def half() -> None:
        await _errand().save()
        raise NotNow("test.stop")

    with pytest.raises(NotNow):
        await half()
    assert await Errand.all().count() == 0


async def test_a_deed_inside_a_deed_stands_or_falls_with_it(db: None) -> None:
    @atomic
    async def inner() -> None:
        await _errand(listener="inner").save()

    @atomic
    async def outer() -> None:
        await inner()
        raise NotNow("test.stop")

    with pytest.raises(NotNow):
        await outer()
    assert await Errand.all().count() == 0


async def test_instants_are_compared_as_instants_whatever_their_zone(db: None) -> None:
    shanghai = timezone(timedelta(hours=8))
    await _errand(due_at=datetime(2026, 1, 1, 18, 0, tzinfo=shanghai)).save()
    same = datetime(2026, 1, 1, 10, 0, tzinfo=UTC)
    assert await Errand.filter(due_at=same).count() == 1
    assert await Errand.filter(due_at__lt=same).count() == 0


async def test_six_hundred_cancelled_deeds_leave_a_database_that_answers(db: None) -> None:
    @atomic
    async def deed(number: int) -> None:
        await _errand(listener=f"l{number}").save()
        await asyncio.sleep(0)
        await _errand(listener=f"m{number}").save()

    async def one(number: int) -> None:
        task = asyncio.create_task(deed(number))
        await asyncio.sleep((number % 7) * 0.0002)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    await asyncio.gather(*(one(number) for number in range(600)))
    await settle()
    async with asyncio.timeout(5):
        first = await Errand.filter(listener__startswith="l").count()
        second = await Errand.filter(listener__startswith="m").count()
        await deed(10_000)
    assert first == second, "no half deed"


async def test_a_bare_transaction_does_not_survive_the_same_storm(db: None) -> None:
    """Positive control: without `@atomic` this version of Tortoise keeps the lock for ever."""
    client = connections.get("default")
    if client.capabilities.dialect != "sqlite":
        pytest.skip("the lock to look at is SQLite's")

    async def bare() -> None:
        async with in_transaction():
            await Errand.all().count()

    for number in range(50):
        task = asyncio.create_task(bare())
        for _ in range(number % 5):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        if client._lock.locked():
            break
    assert client._lock.locked()
    client._lock.release()


async def test_emitting_outside_a_deed_is_a_defect(db: None) -> None:
    with pytest.raises(AssertionError):
        await outbox.cancel("x")
    assert (await Fact.all().count(), Standing.DONE.value) == (0, "done")


def test_plain_bytes_are_bytes() -> None:
    assert Plain(b"abc") == b"abc"


async def test_the_embedded_database_runs_with_full_synchronisation(db: None) -> None:
    client = connections.get("default")
    if client.capabilities.dialect != "sqlite":
        pytest.skip("PostgreSQL keeps its own promises")
    rows = await client.execute_query_dict("PRAGMA synchronous")
    assert rows == [{"synchronous": 2}]
