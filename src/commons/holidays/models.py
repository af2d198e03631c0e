"""The imported years, and the almanac that everybody counts with."""

from dataclasses import dataclass
from datetime import date, datetime

from tortoise import fields

from commons.access.actor import Actor, Permission
from commons.almanac import OFFICIAL, Almanac, YearTable
from commons.db import Row, UtcDatetimeField
from commons.holidays.rules import SOURCE_MAX, Span, spans


class HolidayYear(Row):
    """One year as the administrator imported it; a later import of the year replaces it."""

    year = fields.IntField(unique=True)
    off = fields.JSONField[dict[str, str]]()
    make_up = fields.JSONField[list[str]]()
    source = fields.CharField(max_length=SOURCE_MAX)
    imported_by = fields.UUIDField(null=True)
    imported_by_name = fields.CharField(max_length=100, default="")
    imported_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "holiday_year"

    def table(self) -> YearTable:
        return YearTable(
            year=self.year,
            off={date.fromisoformat(on): name for on, name in self.off.items()},
            make_up=frozenset(map(date.fromisoformat, self.make_up)),
            source=self.source,
        )


async def current_almanac() -> Almanac:
    """Return the built-in years with the imported ones laid over them."""
    almanac = OFFICIAL
    for row in await HolidayYear.all().order_by("year"):
        almanac = almanac.with_year(row.table())
    return almanac


@dataclass(frozen=True, slots=True)
class YearView:
    """One year on the administrator's page; without a notice it is provisional."""

    year: int
    is_provisional: bool
    source: str = ""
    spans: tuple[Span, ...] = ()
    make_up: tuple[date, ...] = ()
    imported_by_name: str = ""
    imported_at: datetime | None = None


async def years(actor: Actor, today: date) -> tuple[YearView, ...]:
    """List the years from the first we know to the next one, newest first."""
    actor.must(Permission.HOLIDAYS_IMPORT)
    almanac = await current_almanac()
    rows = {row.year: row for row in await HolidayYear.all()}
    last = max(today.year + 1, *almanac.years)
    return tuple(
        _view(year, almanac.years.get(year), rows.get(year))
        for year in range(last, min(almanac.years) - 1, -1)
    )


def _view(year: int, table: YearTable | None, row: HolidayYear | None) -> YearView:
    if table is None:
        return YearView(year=year, is_provisional=True)
    return YearView(
        year=year,
        is_provisional=False,
        source=table.source,
        spans=spans(table),
        make_up=tuple(sorted(table.make_up)),
        imported_by_name=row.imported_by_name if row else "",
        imported_at=row.imported_at if row else None,
    )
