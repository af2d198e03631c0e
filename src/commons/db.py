"""How rows are kept: one deed is one transaction, and no change overwrites another unseen."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

from tortoise import connections, fields
from tortoise.backends.base.client import TransactionContext
from tortoise.models import Model
from tortoise.transactions import in_transaction

from commons import sqlite, vault
from commons.errors import NotNow

P = ParamSpec("P")
T = TypeVar("T")

APP = "island"  # one Tortoise app for all packages: foreign keys across apps break its migrations

# Both write every statement with its values at DEBUG: personal values, in a file for many eyes.
for _talkative in ("tortoise.db_client", "aiosqlite"):
    logging.getLogger(_talkative).setLevel(logging.WARNING)

_inside_deed: ContextVar[bool] = ContextVar("inside_deed", default=False)
_unfinished: set[asyncio.Task[Any]] = set()


def atomic(deed: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Run the deed in one transaction; inside another deed, join it.

    The work runs in a shielded task of its own: a caller who goes away in the middle leaves a
    whole deed behind, never a held connection (tortoise-orm 1.1.9, issue 1152). Only the database
    may be awaited inside, and no task may be started there: it would inherit the connection.
    """

    @wraps(deed)
    async def kept(*args: P.args, **kwargs: P.kwargs) -> T:
        if _inside_deed.get():
            return await deed(*args, **kwargs)
        task = asyncio.create_task(_transact(deed, *args, **kwargs))
        _unfinished.add(task)
        task.add_done_callback(_finished)
        return await asyncio.shield(task)

    return kept


async def _transact(deed: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
    _inside_deed.set(True)
    async with _transaction():
        return await deed(*args, **kwargs)


def _transaction() -> TransactionContext:
    client = connections.get("default")
    if isinstance(client, sqlite.ImmediateSqliteClient):
        return sqlite.InTurn(client)  # one durable commit for all deeds that wait
    return in_transaction()


def _finished(task: asyncio.Task[Any]) -> None:
    _unfinished.discard(task)
    if not task.cancelled():
        task.exception()  # the caller has it; one who left must not be reported as forgotten


async def settle() -> None:
    """Wait until no deed is under way: for a clean end of the process."""
    while _unfinished:
        await asyncio.gather(*_unfinished, return_exceptions=True)


def must_be_inside_deed() -> None:
    assert _inside_deed.get(), "only inside an @atomic deed"


class UtcDatetimeField(fields.DatetimeField[T]):  # type: ignore[type-var]
    """An instant, kept in UTC: SQLite compares text, and 18:00+08:00 is not text-equal to 10:00."""

    def to_db_value(self, value: Any, instance: Any) -> Any:  # noqa: ANN401
        if isinstance(value, datetime):
            assert value.tzinfo is not None, f"{self.model_field_name} needs a time zone"
            value = value.astimezone(UTC)
        return super().to_db_value(value, instance)


class Plain(bytes):
    """Bytes that are readable: what a person gave us, or what the vault has opened."""

    __slots__ = ()


class _SealedField(fields.Field[T]):
    """A value encrypted at rest under the name of its table and column."""

    indexable = False
    SQL_TYPE = "BLOB"

    class _db_postgres:  # noqa: N801
        SQL_TYPE = "BYTEA"

    def _purpose(self) -> str:
        return f"{self.model.__name__}.{self.model_field_name}"

    def to_db_value(self, value: Any, instance: Any) -> Any:  # noqa: ANN401, ARG002
        return None if value is None else vault.seal(self._purpose(), self.pack(value))

    def to_python_value(self, value: Any) -> Any:  # noqa: ANN401
        # The database answers with bytes; a value that was just assigned is already readable.
        if isinstance(value, bytes | memoryview) and not isinstance(value, Plain):
            return self.unpack(vault.unseal(self._purpose(), bytes(value)))
        return value

    def pack(self, value: Any) -> bytes:  # noqa: ANN401
        raise TypeError(type(value))

    def unpack(self, plain: bytes) -> Any:  # noqa: ANN401
        raise TypeError(type(plain))


class SealedBytesField(_SealedField[T]):
    """Sealed bytes; assign `Plain(content)`, read bytes."""

    field_type = Plain

    def pack(self, value: Any) -> bytes:  # noqa: ANN401
        assert isinstance(value, Plain), "assign Plain(content)"
        return value

    def unpack(self, plain: bytes) -> Plain:
        return Plain(plain)


class SealedTextField(_SealedField[T]):
    """Sealed text: `SealedTextField[str]()` or `SealedTextField[str | None](null=True)`."""

    field_type = str

    def pack(self, value: Any) -> bytes:  # noqa: ANN401
        packed: bytes = value.encode()
        return packed

    def unpack(self, plain: bytes) -> str:
        return plain.decode()


class SealedJsonField(_SealedField[T]):
    """Sealed JSON: `SealedJsonField[dict[str, str]]()`."""

    field_type = dict

    def pack(self, value: Any) -> bytes:  # noqa: ANN401
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def unpack(self, plain: bytes) -> Any:  # noqa: ANN401
        return json.loads(plain)


class Row(Model):
    """Every row: an id without meaning, and a version that no writer may pass unseen."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    version = fields.IntField(default=1)

    class Meta:
        abstract = True

    async def keep(self, **changes: Any) -> None:  # noqa: ANN401
        """Write the named columns if nobody else has written since this row was read."""
        must_be_inside_deed()
        before = self.version
        self.update_from_dict({**changes, "version": before + 1})
        written = (
            await type(self)
            .filter(id=self.id, version=before)
            .update(**{name: getattr(self, name) for name in changes}, version=before + 1)
        )
        if written != 1:
            raise NotNow("db.changed_meanwhile")


def tortoise_config(database_url: str, models: Sequence[str]) -> dict[str, Any]:
    """Return Tortoise's configuration for `sqlite://PATH` or `postgres://...`."""
    return {
        "connections": {"default": _connection(database_url)},
        "apps": {
            APP: {
                "models": list(models),
                "default_connection": "default",
                "migrations": "island.migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def is_embedded(database_url: str) -> bool:
    return database_url.startswith("sqlite:")


def _connection(database_url: str) -> dict[str, Any]:
    url = urlsplit(database_url)
    extra = dict(parse_qsl(url.query))
    if is_embedded(database_url):
        path = database_url.removeprefix("sqlite://").split("?")[0]
        embedded = {"file_path": path, **sqlite.PRAGMAS, **extra}
        return {"engine": "commons.sqlite", "credentials": embedded}
    credentials: dict[str, Any] = {
        "host": url.hostname or extra.get("host", "localhost"),
        "port": url.port or 5432,
        "user": url.username or "island",
        "password": url.password,
        "database": url.path.lstrip("/"),
        "minsize": 1,
        "maxsize": int(extra.get("pool_max", "10")),
        "application_name": "island",
        # Nothing may hold the county's database for longer than a person would wait.
        "server_settings": {
            "statement_timeout": "5000",
            "lock_timeout": "4000",
            "idle_in_transaction_session_timeout": "10000",
        },
    }
    return {"engine": "tortoise.backends.asyncpg", "credentials": credentials}
