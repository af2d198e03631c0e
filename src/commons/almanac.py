"""What day it is in Pingtan, and on which days the courts of China do not work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)

WEEKEND = MappingProxyType({5: "周六", 6: "周日"})

# Regulation on public holidays (State Council, 2024-11-10) art. 2: the days that are off every
# year, whatever the yearly notice moves around them.
FIXED_DAYS = MappingProxyType(
    {
        (1, 1): "元旦",
        (5, 1): "劳动节",
        (5, 2): "劳动节",
        (10, 1): "国庆节",
        (10, 2): "国庆节",
        (10, 3): "国庆节",
    }
)
# The same article, days of the lunar year: the first day of the new year, Qingming, Duanwu and
# Mid-autumn. Only the years before the next notices; later years are counted without them.
LUNAR_DAYS = MappingProxyType(
    {
        2027: (date(2027, 2, 6), date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15)),
        2028: (date(2028, 1, 26), date(2028, 4, 4), date(2028, 5, 28), date(2028, 10, 3)),
    }
)


class Clock:
    """The only place in the house that asks the machine for the time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return day_of(self.now())


class FixedClock(Clock):
    """A clock that stands still until it is moved: for tests and for the invented island."""

    def __init__(self, now: datetime) -> None:
        assert now.tzinfo is not None, "an instant without a zone is not an instant"
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def move(self, by: timedelta) -> None:
        self._now += by


def day_of(at: datetime) -> date:
    """Give the day on the wall in Pingtan at this instant."""
    assert at.tzinfo is not None, "an instant without a zone is not an instant"
    return at.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Give the first instant after the day: Civil Code art. 203, a last day ends at 24:00."""
    return start_of(day + ONE_DAY)


@dataclass(frozen=True, slots=True)
class YearTable:
    """What the State Council announced for one year: days off by name, and make-up workdays.

    A notice may reach back into the last days of December before, as those of 2019 and 2023 did.
    """

    year: int
    off: Mapping[date, str]
    make_up: frozenset[date]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Almanac:
    """The announced years together; a year that is missing is answered provisionally."""

    years: Mapping[int, YearTable] = field(default_factory=dict)

    def is_announced(self, year: int) -> bool:
        return year in self.years

    def is_off(self, day: date) -> bool:
        return self.name_of(day) != ""

    def is_make_up(self, day: date) -> bool:
        return any(day in table.make_up for table in self._tables(day))

    def name_of(self, day: date) -> str:
        """Say why nobody works on this day; empty on a working day."""
        for table in self._tables(day):
            if day in table.off:
                return table.off[day]
            if day in table.make_up:
                return ""
        if not self.is_announced(day.year) and (name := statutory_name(day)):
            return name
        return WEEKEND.get(day.weekday(), "")

    def with_year(self, table: YearTable) -> "Almanac":
        return replace(self, years={**self.years, table.year: table})

    def _tables(self, day: date) -> Iterable[YearTable]:
        """Ask the later notice first: it speaks last about the last days of December."""
        nearby = (self.years.get(day.year + 1), self.years.get(day.year))
        return (table for table in nearby if table is not None)


def statutory_name(day: date) -> str:
    """Name the holiday that the regulation itself puts on this day, without any yearly notice."""
    if fixed := FIXED_DAYS.get((day.month, day.day)):
        return fixed
    if day.year not in LUNAR_DAYS:
        return ""
    new_year, qingming, duanwu, mid_autumn = LUNAR_DAYS[day.year]
    # Since 2025 the Spring Festival has four days of its own, from New Year's Eve on.
    if new_year - ONE_DAY <= day <= new_year + 2 * ONE_DAY:
        return "春节"
    return {qingming: "清明节", duanwu: "端午节", mid_autumn: "中秋节"}.get(day, "")


def year_table(
    year: int, spans: Iterable[tuple[str, str, str]], make_up: Iterable[str], source: str
) -> YearTable:
    """Build a table from spans such as ("中秋节", "09-25", "09-27") and days such as "02-28"."""
    off = {
        day: name
        for name, first, last in spans
        for day in _span(_month_day(year, first), _month_day(year, last))
    }
    worked = frozenset(_month_day(year, day) for day in make_up)
    return YearTable(year=year, off=MappingProxyType(off), make_up=worked, source=source)


def _month_day(year: int, text: str) -> date:
    return date.fromisoformat(f"{year}-{text}")


def _span(first: date, last: date) -> list[date]:
    return [first + ONE_DAY * step for step in range((last - first).days + 1)]


OFFICIAL = Almanac(
    MappingProxyType(
        {
            2025: year_table(
                2025,
                (
                    ("元旦", "01-01", "01-01"),
                    ("春节", "01-28", "02-04"),
                    ("清明节", "04-04", "04-06"),
                    ("劳动节", "05-01", "05-05"),
                    ("端午节", "05-31", "06-02"),
                    ("国庆节、中秋节", "10-01", "10-08"),
                ),
                ("01-26", "02-08", "04-27", "09-28", "10-11"),
                "国务院办公厅关于2025年部分节假日安排的通知（2024-11-12）",
            ),
            2026: year_table(
                2026,
                (
                    ("元旦", "01-01", "01-03"),
                    ("春节", "02-15", "02-23"),
                    ("清明节", "04-04", "04-06"),
                    ("劳动节", "05-01", "05-05"),
                    ("端午节", "06-19", "06-21"),
                    ("中秋节", "09-25", "09-27"),
                    ("国庆节", "10-01", "10-07"),
                ),
                ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10"),
                "国务院办公厅关于2026年部分节假日安排的通知（2025-11-04）",
            ),
        }
    )
)
