"""Which table of days off we believe: read from the notice itself, from CSV or from JSON."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from commons.almanac import FIXED_DAYS, ONE_DAY, YearTable
from commons.errors import NotValid

TEXT_MAX = 20_000
YEAR_MIN = 2025
YEAR_MAX = 2099
NAME_MAX = 20
SOURCE_MAX = 200
# A notice has named 27 to 33 days off in the last ten years; twice that is a slip of the hand.
DAYS_OFF_MAX = 66
SATURDAY = 5
# Notices reach back into December at most this far (2019: the make-up Saturday was the 29th).
DECEMBER_FROM = 25

OFF_WORDS = frozenset({"off", "放假", "休", "holiday"})
WORK_WORDS = frozenset({"work", "上班", "调休上班", "班", "workday"})


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of a table: this day is off under a name, or worked although a weekend."""

    on: date
    is_off: bool
    name: str = ""


def read_table(year: int, text: str, source: str) -> YearTable:
    """Read pasted text of any of the three forms, and refuse what no notice would say."""
    if not YEAR_MIN <= year <= YEAR_MAX:
        raise NotValid("holidays.year_out_of_range", first=YEAR_MIN, last=YEAR_MAX)
    if len(text) > TEXT_MAX or len(source) > SOURCE_MAX:
        raise NotValid("holidays.too_long", most=TEXT_MAX)
    marks = tuple(_read(year, unicodedata.normalize("NFKC", text)))
    if not marks:
        raise NotValid("holidays.nothing_found")
    return check_table(year, marks, source)


def _read(year: int, text: str) -> Iterator[Mark]:
    stripped = text.strip()
    if stripped.startswith("{"):
        return _read_json(year, stripped)
    if re.search(r"^\s*\d{4}-\d{2}-\d{2}\s*[,;\t]", stripped, re.MULTILINE):
        return _read_csv(stripped)
    return _read_notice(year, stripped)


# --- the notice as published: 一、元旦：1月1日（周四）至3日（周六）放假。1月4日（周日）上班。

_TITLE_YEAR = re.compile(r"(\d{4})年(?:部分)?节假日")
_ITEM = re.compile(r"(?:^|(?<=[。;:]))[一二三四五六七八九十]{1,3}、([^:。]{2,20}):")
_WEEKDAY = r"(?:\([^)]{0,20}?(?:周|星期)([一二三四五六日天])\))?"
_DAY = rf"(?:(\d{{4}})年)?(?:(\d{{1,2}})月)?(\d{{1,2}})日{_WEEKDAY}"
_SPAN = re.compile(rf"{_DAY}(?:(?:至|-|—|~){_DAY})?")
_VERDICT = re.compile(r"(放假|上班)")
_WEEKDAYS = "一二三四五六日"


def _read_notice(year: int, text: str) -> Iterator[Mark]:
    compact = "".join(sign for sign in text if sign.isprintable() and not sign.isspace())
    named = _TITLE_YEAR.search(compact)
    if named and int(named[1]) != year:
        raise NotValid("holidays.other_year", found=int(named[1]), year=year)
    # What stands before the first item, then by turns the name of an item and its text.
    _, *items = _ITEM.split(compact)
    for name, body in zip(items[::2], items[1::2], strict=True):
        for sentence in re.split("[。;]", body):
            yield from _read_sentence(year, name, sentence)


def _read_sentence(year: int, name: str, sentence: str) -> Iterator[Mark]:
    # By turns the days and what is said of them: 放假 or 上班.
    parts = _VERDICT.split(sentence)
    for days, verdict in zip(parts[::2], parts[1::2], strict=False):
        is_off, month = verdict == "放假", 0
        for span in _SPAN.finditer(days):
            first, month = _day(year, month, span.groups()[:4])
            last, month = _day(year, month, span.groups()[4:]) if span[7] else (first, month)
            yield from (Mark(on, is_off, name if is_off else "") for on in _days(first, last))


def _day(year: int, month: int, parts: tuple[str | None, ...]) -> tuple[date, int]:
    """Read one day; the month is said once for a span, the weekday proves the year."""
    named_year, named_month, number, weekday = parts
    month = int(named_month or month)
    on = _date(int(named_year or year), month, int(number or 0))
    if weekday and _WEEKDAYS[on.weekday()] != weekday.replace("天", "日"):
        raise NotValid("holidays.weekday_differs", day=on.isoformat(), weekday=weekday)
    return on, month


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotValid("holidays.no_such_day", day=f"{year}-{month}-{day}") from None


def _days(first: date, last: date) -> Iterable[date]:
    length = (last - first).days + 1
    if not 1 <= length <= DAYS_OFF_MAX:
        raise NotValid("holidays.span_runs_backwards", day=first.isoformat())
    return [first + timedelta(days=step) for step in range(length)]


# --- CSV: 2027-01-01,off,元旦


def _read_csv(text: str) -> Iterator[Mark]:
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip(" \"'") for cell in re.split(r"[,;\t]", line)]
        if not any(cells) or (number == 1 and not cells[0][:1].isdecimal()):
            continue  # an empty line, or the head of the table
        kind = cells[1].lower() if len(cells) > 1 else ""
        if kind not in OFF_WORDS | WORK_WORDS:
            raise NotValid("holidays.line_not_understood", line=number)
        name = cells[2] if len(cells) > 2 else ""  # noqa: PLR2004
        yield Mark(_iso(cells[0]), kind in OFF_WORDS, name)


def _iso(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotValid("holidays.no_such_day", day=text[:20]) from None


# --- JSON: {"year": 2027, "off": {"2027-01-01": "元旦"}, "work": ["2027-01-03"]}


def _read_json(year: int, text: str) -> Iterator[Mark]:
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        raise NotValid("holidays.json_not_readable") from None
    off, work = table.get("off"), table.get("work", [])
    if not isinstance(off, dict) or not isinstance(work, list):
        raise NotValid("holidays.json_not_readable")
    if table.get("year", year) != year:
        raise NotValid("holidays.other_year", found=str(table["year"])[:10], year=year)
    for on, name in off.items():
        yield Mark(_iso(on), is_off=True, name=str(name))
    for on in work:
        yield Mark(_iso(str(on)), is_off=False)


# --- what every table must satisfy, however it came


def check_table(year: int, marks: Iterable[Mark], source: str) -> YearTable:
    off: dict[date, str] = {}
    make_up: set[date] = set()
    for mark in marks:
        _check_mark(year, mark)
        if mark.on in off or mark.on in make_up:
            raise NotValid("holidays.day_twice", day=mark.on.isoformat())
        if mark.is_off:
            off[mark.on] = mark.name.strip() or "节假日"
        else:
            make_up.add(mark.on)
    if len(off) > DAYS_OFF_MAX:
        raise NotValid("holidays.too_many_days", most=DAYS_OFF_MAX)
    for month, day in FIXED_DAYS:
        # Regulation on public holidays art. 2: no notice may take these away.
        if date(year, month, day) not in off:
            raise NotValid("holidays.statutory_day_missing", day=f"{year}-{month:02d}-{day:02d}")
    return YearTable(
        year=year,
        off=MappingProxyType(dict(sorted(off.items()))),
        make_up=frozenset(make_up),
        source=source.strip(),
    )


def _check_mark(year: int, mark: Mark) -> None:
    is_late_december = mark.on.year == year - 1 and (mark.on.month, mark.on.day) >= (
        12,
        DECEMBER_FROM,
    )
    if mark.on.year != year and not is_late_december:
        raise NotValid("holidays.day_of_other_year", day=mark.on.isoformat(), year=year)
    if not mark.is_off and mark.on.weekday() < SATURDAY:
        raise NotValid("holidays.make_up_on_weekday", day=mark.on.isoformat())
    if len(mark.name) > NAME_MAX:
        raise NotValid("holidays.name_too_long", most=NAME_MAX)


@dataclass(frozen=True, slots=True)
class Span:
    """Days off in a row under one name, as a reader expects them."""

    name: str
    first_on: date
    last_on: date


def spans(table: YearTable) -> tuple[Span, ...]:
    found: list[Span] = []
    for on, name in sorted(table.off.items()):
        if found and found[-1].name == name and found[-1].last_on == on - ONE_DAY:
            found[-1] = Span(name, found[-1].first_on, on)
        else:
            found.append(Span(name, on, on))
    return tuple(found)
