"""Drawing the next number of a court, year and type: inside the deed, so that none is lost."""

from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from tortoise import connections

from commons.db import must_be_inside_deed
from litigation.cases.numbering import CaseNumber, case_number, type_code
from litigation.cases.rules import CaseKind
from litigation.cases.ways import CourtWays

COUNT_TABLE = "cases_count"
RECEIPTS = "收"


async def draw_case_number(kind: CaseKind, on: date, ways: CourtWays) -> str:
    code = type_code(kind, on, chosen=ways.case_types)
    count = await _draw(ways.court_code, on.year, code)
    return case_number(year=on.year, court_code=ways.court_code, code=code, count=count)


async def draw_receipt_number(on: date) -> str:
    """Number the receipts for complaints: one row for the whole site and year."""
    return f"{on.year}{RECEIPTS}{await _draw('', on.year, RECEIPTS):06d}"


async def go_on_after(numbers: Iterable[CaseNumber]) -> None:
    """Let the register continue after numbers that were given out elsewhere; it never goes back.

    Whoever draws a number meanwhile waits until the deed is kept.
    """
    must_be_inside_deed()
    last: dict[tuple[str, int, str], int] = {}
    for one in numbers:
        series = (one.court_code, one.year, one.code)
        last[series] = max(one.count, last.get(series, 0))
    client = connections.get("default")
    mark = "$1, 1, $2, $3, $4, $5"
    if client.capabilities.dialect != "postgres":
        mark = "?, 1, ?, ?, ?, ?"
    # In the order of the series: two imports at once must not wait for each other in a circle.
    for (court_code, year, code), count in sorted(last.items()):
        await client.execute_query(
            f"INSERT INTO {COUNT_TABLE} (id, version, court_code, year, type_code, last_number)"  # noqa: S608 - constants
            f" VALUES ({mark})"
            " ON CONFLICT (court_code, year, type_code) DO UPDATE SET last_number ="
            f" CASE WHEN excluded.last_number > {COUNT_TABLE}.last_number"
            f" THEN excluded.last_number ELSE {COUNT_TABLE}.last_number END",
            [uuid4() if "$" in mark else str(uuid4()), court_code, year, code, count],
        )


async def _draw(court_code: str, year: int, code: str) -> int:
    """Take the next number. If the deed is undone, so is the count: no gap is left behind."""
    must_be_inside_deed()
    client = connections.get("default")
    mark = (
        "$1, 1, $2, $3, $4, 1" if client.capabilities.dialect == "postgres" else "?, 1, ?, ?, ?, 1"
    )
    # One statement in both databases: the first two drawers of a year must not collide, and the
    # row stays locked until the deed is kept, so that a number is never given twice.
    rows = await client.execute_query_dict(
        f"INSERT INTO {COUNT_TABLE} (id, version, court_code, year, type_code, last_number)"  # noqa: S608 - constants
        f" VALUES ({mark})"
        " ON CONFLICT (court_code, year, type_code) DO UPDATE SET"
        f" last_number = {COUNT_TABLE}.last_number + 1 RETURNING last_number",
        [uuid4() if "$" in mark else str(uuid4()), court_code, year, code],
    )
    return int(rows[0]["last_number"])
