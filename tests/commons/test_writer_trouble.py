"""When a group's commit fails, the disk is full or a deed is stopped, nobody is told a lie."""

import asyncio
import random
import sqlite3

import pytest
from tortoise import connections
from tortoise.exceptions import OperationalError, TransactionManagementError

from commons import sqlite
from commons.db import atomic, is_embedded, settle
from commons.evidence_log.models import CheckpointWitness
from commons.outbox import Errand
from tests.commons.deeds import DUE, FACT, client, deed, listeners, refused, write
from tests.conftest import TEST_DATABASE_URL

pytestmark = pytest.mark.skipif(
    not is_embedded(TEST_DATABASE_URL), reason="PostgreSQL groups its commits itself"
)


@pytest.fixture
async def one_group(db: None) -> None:
    """However slow the machine is, the deeds of the test share their transaction."""
    client().writer.group_seconds_max = 60.0


@atomic
async def _raw(statement: str) -> None:
    await connections.get("default").execute_query(statement)


async def test_when_the_commit_fails_all_of_its_deeds_fail_and_the_next_one_works(
    one_group: None,
) -> None:
    @atomic
    async def owing() -> None:
        mine = connections.get("default")
        await mine.execute_query("PRAGMA defer_foreign_keys = ON")  # looked at by COMMIT only
        await CheckpointWitness.create(checkpoint_id=FACT, key="k", line="l", at=DUE)

    outcomes = await asyncio.gather(deed(1), owing(), refused(2), deed(3), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [OperationalError] * 4
    assert await Errand.all().count() == 0
    assert await deed(4) == 4
    assert await listeners("a") == ["a0004"]


async def test_when_sqlite_takes_a_transaction_back_nobody_in_it_is_told_it_stands(
    one_group: None,
) -> None:
    outcomes = await asyncio.gather(
        deed(1), _raw("ROLLBACK"), deed(2), deed(3), return_exceptions=True
    )
    stood = [outcome for outcome in outcomes if isinstance(outcome, int)]
    assert [type(outcome) for outcome in outcomes[:2]] == [OperationalError] * 2
    assert await listeners("a") == [f"a{number:04}" for number in stood]
    assert await deed(4) == 4


async def test_nor_when_the_first_deed_of_a_group_loses_it(one_group: None) -> None:
    outcomes = await asyncio.gather(_raw("ROLLBACK"), deed(2), deed(3), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [OperationalError, OperationalError, int]
    assert await listeners("a") == ["a0003"]


async def test_a_full_disk_loses_nothing_that_was_answered(db: None) -> None:
    @atomic
    async def heavy(number: int) -> int:
        await write(f"a{number:04}")
        await Errand.filter(listener=f"a{number:04}").update(body="x" * 200_000)
        return number

    held = client()
    pages = int((await held.execute_query_dict("PRAGMA page_count"))[0]["page_count"])
    await held.execute_query(f"PRAGMA max_page_count = {pages + 120}")
    outcomes = await asyncio.gather(*map(heavy, range(20)), return_exceptions=True)
    stood = [outcome for outcome in outcomes if isinstance(outcome, int)]
    assert 0 < len(stood) < 20
    assert await listeners("a") == [f"a{number:04}" for number in stood]
    await held.execute_query("PRAGMA max_page_count = 1000000")
    assert await deed(100) == 100


async def test_deeds_that_are_themselves_cancelled_hold_up_nobody(db: None) -> None:
    """As at the end of the process: not only the caller goes, the work itself is stopped."""

    async def bare(number: int) -> None:
        async with sqlite.InTurn(client()):
            await write(f"a{number:04}")
            await asyncio.sleep(0)
            await write(f"b{number:04}")

    chance = random.Random(20261125)  # noqa: S311 - a seed, to be repeated
    tasks = [asyncio.create_task(bare(number)) for number in range(400)]
    for task in chance.sample(tasks, 300):
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        task.cancel()
    async with asyncio.timeout(20):
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert await deed(9_999) == 9_999
    told = {number for number, outcome in enumerate(outcomes) if outcome is None} | {9_999}
    first, second = await listeners("a"), await listeners("b")
    assert [one[1:] for one in first] == [one[1:] for one in second], "no half deed"
    assert told <= {int(one[1:]) for one in first}, "what was answered is there"
    assert len(told) < 350, "nobody was cancelled"


async def test_callers_who_leave_leave_whole_deeds_behind(db: None) -> None:
    tasks = [asyncio.create_task(deed(number)) for number in range(200)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await settle()
    assert len(await listeners("a")) == len(await listeners("b")) == 200
    assert not client()._lock.locked()


async def test_a_writer_that_cannot_begin_refuses_each_deed_and_serves_again(db: None) -> None:
    def forbid(action: int, *_: object) -> int:
        is_transaction = action == sqlite3.SQLITE_TRANSACTION
        return sqlite3.SQLITE_DENY if is_transaction else sqlite3.SQLITE_OK

    connection = client()._connection
    assert connection is not None
    await connection.set_authorizer(forbid)
    outcomes = await asyncio.gather(*map(deed, range(3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [OperationalError] * 3
    await connection.set_authorizer(None)
    assert await deed(4) == 4
    assert await listeners("a") == ["a0004"]


async def test_a_deed_cannot_end_the_transaction_that_it_shares(db: None) -> None:
    @atomic
    async def ending(word: str) -> None:
        mine = connections.get("default")
        await (mine.execute_script("SELECT 1") if word == "script" else getattr(mine, word)())

    outcomes = await asyncio.gather(
        deed(1),
        *(ending(word) for word in ("begin", "commit", "rollback", "script")),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [int] + [TransactionManagementError] * 4
    assert await listeners("a") == ["a0001"]
