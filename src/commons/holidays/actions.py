"""Importing the days off of a year: the table is kept, and every clock that rests on it hears."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from tortoise.exceptions import IntegrityError

from commons.access.actor import Actor, Permission
from commons.almanac import YearTable
from commons.db import atomic
from commons.errors import NotNow
from commons.evidence_log.log import record
from commons.holidays.events import HolidaysImported
from commons.holidays.models import HolidayYear, current_almanac
from commons.holidays.rules import read_table
from commons.outbox import emit


@atomic
async def import_year(actor: Actor, *, year: int, text: str, source: str, now: datetime) -> None:
    """Lay one year's table over what was known. The same table again changes nothing."""
    actor.must(Permission.HOLIDAYS_IMPORT)
    table = read_table(year, text, source)
    known = (await current_almanac()).years.get(year)
    if known is not None and (known.off, known.make_up) == (table.off, table.make_up):
        return
    await _keep(actor, table, now)
    await record(
        f"holidays:{year}",
        "holidays.imported",
        {
            "year": year,
            "days_off": len(table.off),
            "make_up_days": len(table.make_up),
            "text_sha256": sha256(text.encode()).hexdigest(),
        },
        actor=actor,
        at=now,
    )
    await emit(HolidaysImported(year=year))


async def _keep(actor: Actor, table: YearTable, now: datetime) -> None:
    columns: dict[str, Any] = {
        "off": {on.isoformat(): name for on, name in table.off.items()},
        "make_up": sorted(on.isoformat() for on in table.make_up),
        "source": table.source,
        "imported_by": actor.account_id,
        "imported_by_name": actor.name,
        "imported_at": now,
    }
    row = await HolidayYear.get_or_none(year=table.year)
    if row is not None:
        await row.keep(**columns)
        return
    try:
        await HolidayYear.create(year=table.year, **columns)
    except IntegrityError:  # somebody else imported the same year in this second
        raise NotNow("db.changed_meanwhile") from None
