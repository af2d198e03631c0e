"""The embedded database engine: one process, every transaction begins by claiming the write."""

import sqlite3

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.exceptions import TransactionManagementError

# EXCLUSIVE: a second process is refused (SQLite 3.7.0-3.51.2 can corrupt a WAL with two writers).
# FULL: a commit that was answered survives a power cut; NORMAL lost 777 of 1,500 in simulation.
PRAGMAS = {
    "locking_mode": "EXCLUSIVE",
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": "3000",
}


class ImmediateTransaction(SqliteTransactionWrapper):
    """BEGIN IMMEDIATE: a read-then-write transaction never fails in its middle."""

    async def begin(self) -> None:
        try:
            await self._connection.commit()
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as refusal:
            raise TransactionManagementError(refusal) from refusal


class ImmediateSqliteClient(SqliteClient):
    """Tortoise's SQLite client with our way to begin."""

    def _in_transaction(self) -> TransactionContext:
        return SqliteTransactionContext(ImmediateTransaction(self), self._lock)


client_class = ImmediateSqliteClient
