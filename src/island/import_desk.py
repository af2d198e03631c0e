"""One spreadsheet on its way in: its lines, what was seen of them, and what is said of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Generic, TypeVar

from commons.almanac import day_of
from commons.errors import NotNow, Problem
from commons.imports import Sheet
from commons.spreadsheets import Line, Unreadable, read_lines
from island.import_forms import LAYOUTS, Layout
from island.import_known import Known
from island.import_report import Report
from litigation.cases.ways import CourtWays

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Job:
    """What is imported, and how: a trial run keeps nothing, a whole one everything or nothing."""

    files: Mapping[Sheet, Path]
    ways: CourtWays
    now: datetime
    is_trial: bool = False
    is_whole: bool = False

    @property
    def today(self) -> date:
        return day_of(self.now)


@dataclass(frozen=True, slots=True)
class Item(Generic[F]):
    """One line that may come in."""

    line: Line
    key: str
    digest: str
    fact: F


@dataclass(slots=True)
class Desk:
    """One spreadsheet on its way in."""

    sheet: Sheet
    name: str
    lines: Iterator[Line]
    job: Job
    known: Known
    report: Report
    seen: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def layout(self) -> Layout:
        return LAYOUTS[self.sheet]

    def wrong(self, line: Line, faults: Mapping[str, Problem]) -> None:
        self.must_go_on()
        self.report.wrong(self.sheet, self.name, line, self.layout, faults)

    def must_go_on(self) -> None:
        """Stop an import that is kept as a whole: it was checked, and something has changed."""
        if self.job.is_whole:
            raise NotNow("db.changed_meanwhile")


def lay_out(job: Job, known: Known, report: Report) -> list[Desk]:
    """Open every file and read as far as its first line; what cannot be read is said at once."""
    desks = []
    for sheet in Sheet:
        if sheet not in job.files:
            continue
        name = job.files[sheet].name
        try:
            lines = read_lines(job.files[sheet])
            first = list(islice(lines, 1))
            if first:
                _check_headings(sheet, first[0], name, report)
        except Unreadable as trouble:
            report.broken(name, trouble)
            continue
        report.tally(sheet)
        desks.append(Desk(sheet, name, chain(first, lines), job, known, report))
    return desks


def _check_headings(sheet: Sheet, line: Line, name: str, report: Report) -> None:
    layout = LAYOUTS[sheet]
    missing = [heading for heading in layout.required if heading not in line.cells]
    if missing:
        raise Unreadable("imports.heading_missing", headings="、".join(missing))
    unknown = [heading for heading in line.cells if heading not in layout.headings.values()]
    if unknown:
        said = report.words.say("不认识的列没有读取：{columns}", columns="、".join(unknown))
        report.notice(name, said)
