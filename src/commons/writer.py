"""The one writer of the embedded database: deeds that wait for it share one durable commit.

A durable commit costs a flush of the disk. Deeds that came while another one was writing are done
one after the other in one transaction, each behind a savepoint of its own, and all of them are
answered only when that transaction is on the disk. Nobody waits for company: a deed that is alone
begins, works and commits at once.
"""

import asyncio
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Protocol

import aiosqlite
from tortoise.exceptions import OperationalError

# Readers wait while a group works, and its first deed for its last: below what a person notices.
DEEDS_MAX = 32
GROUP_SECONDS_MAX = 0.025
STOPPED = "the writer was stopped"
SAVEPOINT = "SAVEPOINT deed"
KEEP = "RELEASE deed"
UNDO = "ROLLBACK TO deed"  # the savepoint itself stays, for the next deed


class Member:
    """One deed in the queue: its turn to write, how it went, and the end of its transaction."""

    __slots__ = ("done", "ended", "turn")

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.turn: asyncio.Future[None] = loop.create_future()
        self.done: asyncio.Future[bool] = loop.create_future()
        self.ended: asyncio.Future[None] = loop.create_future()

    async def begin(self) -> None:
        """Wait for the turn; one who leaves meanwhile holds up nobody."""
        try:
            await self.turn
        except BaseException:
            self.done.set_result(False)
            self.ended.cancel()
            raise

    async def end(self, *, stands: bool) -> None:
        """Say whether the deed stands, and wait until its transaction is on the disk."""
        self.done.set_result(stands)
        await self.ended

    def answer(self, trouble: object) -> None:
        """Tell him that all is on the disk, or what the trouble was."""
        waited_for = self.ended if self.turn.done() else self.turn
        if waited_for.done():  # he has left
            return
        if trouble is None:
            waited_for.set_result(None)
        else:
            waited_for.set_exception(OperationalError(trouble))


class Client(Protocol):
    """What the writer needs of Tortoise's client."""

    _connection: aiosqlite.Connection | None
    _lock: asyncio.Lock

    async def create_connection(self, with_db: bool) -> None: ...


class Writer:
    """Lets the waiting deeds write, group after group, in the order in which they came."""

    def __init__(self, client: Client) -> None:
        self.group_seconds_max = GROUP_SECONDS_MAX
        self._client = client
        self._waiting: deque[Member] = deque()
        self._work: asyncio.Task[None] | None = None

    def join(self) -> Member:
        """Queue up. The work is a task of its own: nobody who leaves takes the lock with him."""
        member = Member()
        self._waiting.append(member)
        if self._work is None:
            self._work = asyncio.create_task(self._serve())
        return member

    async def _serve(self) -> None:
        try:
            while self._waiting:
                # The lock of the connection, in turn with the readers: who reads between two
                # groups sees only what is on the disk.
                async with self._client._lock:  # noqa: SLF001
                    await self._one_group()
        finally:
            self._work = None
            while self._waiting:  # only if this task itself was stopped
                self._waiting.popleft().answer(STOPPED)

    async def _one_group(self) -> None:
        group: list[Member] = []
        trouble: object = STOPPED
        try:
            await self._write(group)
            trouble = None
        except Exception as defect:  # noqa: BLE001 - all who wait for it are told
            trouble = defect
            with suppress(ValueError):  # a connection that is closed holds nothing any more
                await self._visit(_roll_back)
        finally:
            for member in group:
                member.answer(trouble)

    async def _write(self, group: list[Member]) -> None:
        """Do one deed after the other in one transaction, and commit what stands."""
        closes_at = time.monotonic() + self.group_seconds_max
        steps: Sequence[str] = ()
        while self._waiting and (not group or self._takes_more(len(group), closes_at)):
            member = self._waiting.popleft()
            if member.turn.done():  # he left before his turn
                continue
            group.append(member)
            if len(group) == 1:
                await self._visit(_begin)
            else:
                await self._visit(partial(_go_on, steps))
            member.turn.set_result(None)
            stands = await member.done
            if len(group) == 1 and not stands:
                # Nothing of another deed was in reach: its refusal need not wait for a commit.
                await self._visit(_roll_back)
                group.pop().answer(None)
            elif len(group) == 1:
                steps = (SAVEPOINT,)
            else:
                steps = (KEEP, SAVEPOINT) if stands else (UNDO,)
        if group:
            last = [step for step in steps if step == UNDO]
            await self._visit(partial(_go_on, [*last, "COMMIT"]))

    def _takes_more(self, deeds: int, closes_at: float) -> bool:
        return deeds < DEEDS_MAX and time.monotonic() < closes_at

    async def _visit(self, step: Callable[[sqlite3.Connection], None]) -> None:
        """Several statements in one visit to the connection's thread: visits cost the time."""
        if self._client._connection is None:  # noqa: SLF001
            await self._client.create_connection(with_db=True)
        connection = self._client._connection  # noqa: SLF001
        assert connection is not None
        await connection._execute(step, connection._conn)  # type: ignore[no-untyped-call]  # noqa: SLF001


def _begin(connection: sqlite3.Connection) -> None:
    _roll_back(connection)
    # IMMEDIATE: a read-then-write transaction never fails in its middle.
    connection.execute("BEGIN IMMEDIATE")


def _go_on(statements: Sequence[str], connection: sqlite3.Connection) -> None:
    # A full disk makes SQLite take everything back by itself; a savepoint would then begin anew.
    if not connection.in_transaction:
        raise sqlite3.OperationalError("the transaction is gone")
    for statement in statements:
        connection.execute(statement)


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")
