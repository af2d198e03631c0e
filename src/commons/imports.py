"""What came in from spreadsheets: each line once, known by the number it has at its source."""

from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from tortoise import fields

from commons.db import Row, atomic
from commons.vault import fingerprint

KEY_MAX = 40
T = TypeVar("T")


class Sheet(StrEnum):
    """Which kind of line: the people of the court, its cases, what was served before."""

    STAFF = "staff"
    MATTERS = "matters"
    SERVICES = "services"


class ImportedLine(Row):
    """One line that is in: its key at the source, a print of what it said, what it became."""

    sheet = fields.CharEnumField(Sheet, max_length=20)
    key = fields.CharField(max_length=KEY_MAX)
    digest = fields.CharField(max_length=64)
    became_id = fields.UUIDField()

    class Meta:
        table = "imported_line"
        unique_together = (("sheet", "key"),)


def print_line(cells: Sequence[str]) -> str:
    """Take a print by which a changed line is known and nobody can guess what it said."""
    return fingerprint("import.line", "\x1f".join(cells))


async def imported(sheet: Sheet, keys: Sequence[str]) -> dict[str, tuple[str, UUID]]:
    """Say of these keys which are in: the print of the line, and what it became."""
    rows = await ImportedLine.filter(sheet=sheet, key__in=list(keys)).values_list(
        "key", "digest", "became_id"
    )
    return {key: (digest, became_id) for key, digest, became_id in rows}


async def note_imported(sheet: Sheet, lines: Sequence[tuple[str, str, UUID]]) -> None:
    """Write down (key, print, what it became) inside the deed that made it."""
    made = [ImportedLine(sheet=sheet, key=k, digest=d, became_id=i) for k, d, i in lines]
    await ImportedLine.bulk_create(made)


@atomic
async def as_a_whole(work: Callable[[], Awaitable[T]]) -> T:
    """Do many deeds as one: all of them or none."""
    return await work()
