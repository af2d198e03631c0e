"""Deeds that wait for the one writer share a commit: none is answered early, none takes another."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from tortoise.exceptions import IntegrityError

from commons.db import atomic, is_embedded
from commons.errors import NotNow
from commons.writer import DEEDS_MAX
from tests.commons.deeds import client, deed, listeners, refused, write
from tests.conftest import TEST_DATABASE_URL

pytestmark = pytest.mark.skipif(
    not is_embedded(TEST_DATABASE_URL), reason="PostgreSQL groups its commits itself"
)


@pytest.fixture
async def said(db: None) -> AsyncIterator[list[str]]:
    """Every statement that SQLite was given, in order; tests add what callers were answered."""
    heard: list[str] = []
    connection = client()._connection
    assert connection is not None

    def listen(statement: str) -> None:
        if not statement.startswith("SELECT last_insert_rowid"):  # each INSERT asks it
            heard.append(statement)

    await connection.set_trace_callback(listen)
    yield heard
    await connection.set_trace_callback(None)


def _groups(said: list[str]) -> list[list[str]]:
    """The statements of each transaction, from its BEGIN to its COMMIT."""
    groups: list[list[str]] = []
    for statement in said:
        if statement.startswith("BEGIN"):
            groups.append([])
        if groups:
            groups[-1].append(statement)
    return groups


async def test_a_deed_that_is_alone_begins_writes_and_commits(said: list[str]) -> None:
    await deed(1)
    assert [statement.split()[0] for statement in said] == ["BEGIN", "INSERT", "INSERT", "COMMIT"]


async def test_a_lone_refusal_is_taken_back_without_a_commit(said: list[str]) -> None:
    with pytest.raises(NotNow):
        await refused(1)
    assert [statement.split()[0] for statement in said] == ["BEGIN", "INSERT", "ROLLBACK"]


async def test_two_hundred_deeds_with_failures_in_the_middle(said: list[str]) -> None:
    @atomic
    async def one(number: int) -> int:
        await write(f"a{number:04}")
        if number % 7 == 3:
            raise NotNow("test.stop")
        await write("the-same" if number % 11 == 5 else f"b{number:04}")
        return number

    outcomes = await asyncio.gather(*map(one, range(200)), return_exceptions=True)
    refused = {n for n in range(200) if n % 7 == 3}
    twice = {n for n in range(200) if n % 11 == 5} - refused
    kept = [n for n in range(200) if n not in refused | (twice - {min(twice)})]
    assert [n for n in outcomes if isinstance(n, int)] == kept
    assert {n for n in range(200) if isinstance(outcomes[n], NotNow)} == refused
    assert {n for n in range(200) if isinstance(outcomes[n], IntegrityError)} == (
        twice - {min(twice)}
    )
    assert await listeners("a") == [f"a{n:04}" for n in kept]
    assert len(await listeners("b")) == len(kept) - 1
    commits = said.count("COMMIT")
    assert 200 / DEEDS_MAX <= commits <= 100, "shared, but never by too many"
    assert max(group.count("SAVEPOINT deed") for group in _groups(said)) < DEEDS_MAX


async def test_a_group_that_has_taken_its_time_ends_though_others_wait(said: list[str]) -> None:
    client().writer.group_seconds_max = 0.0
    await asyncio.gather(*map(deed, range(20)))
    assert said.count("COMMIT") == 20


async def test_nobody_is_answered_before_the_commit_and_all_in_order(said: list[str]) -> None:
    async def ask(number: int) -> None:
        if number % 5 == 2:
            with pytest.raises(NotNow):
                await refused(number)
        else:
            await deed(number)
        said.append(f"answered {number}")

    await asyncio.gather(*map(ask, range(40)))
    answers = [statement for statement in said if statement.startswith("answered")]
    assert answers == [f"answered {number}" for number in range(40)]
    for number in range(40):
        name = f"refused{number}'" if number % 5 == 2 else f"b{number:04}'"
        wrote = next(at for at, statement in enumerate(said) if name in statement)
        until_answered = said[wrote : said.index(f"answered {number}")]
        assert "COMMIT" in until_answered or "ROLLBACK" in until_answered
    assert any(group.count("SAVEPOINT deed") > 1 for group in _groups(said)), "nothing was shared"


async def test_a_reader_waits_for_the_end_of_a_group_and_not_for_all_groups(
    said: list[str],
) -> None:
    async def look() -> list[str]:
        found = await listeners("")
        said.append("looked")
        return found

    deeds = [asyncio.create_task(refused(n) if n % 3 else deed(n)) for n in range(200)]  # type: ignore[arg-type]
    await asyncio.sleep(0)
    seen = await asyncio.gather(*(look() for _ in range(5)))
    assert not deeds[-1].done(), "the readers came before the last deed"
    await asyncio.gather(*deeds, return_exceptions=True)
    is_open = False
    for statement in said:
        is_open = statement.startswith("BEGIN") or (is_open and statement != "COMMIT")
        is_open = is_open and statement != "ROLLBACK"
        assert not (is_open and statement.startswith("SELECT")), "read what is not committed"
    assert all(len(found) % 2 == 0 and "refused" not in "".join(found) for found in seen)
