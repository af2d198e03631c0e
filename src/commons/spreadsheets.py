"""A spreadsheet read line by line: Excel or comma-separated text, whichever a court has."""

import codecs
import csv
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from openpyxl.reader.excel import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from commons.errors import Fact

LINES_MAX = 1_000_000
COLUMNS_MAX = 200
CELL_MAX = 10_000
FILE_BYTES_MAX = 512 * 1024 * 1024
UNPACKED_BYTES_MAX = 4 * 1024 * 1024 * 1024
READ_BYTES = 1024 * 1024
SEPARATORS = ",\t;"
# Excel keeps fifteen digits of a number and makes the others nought.
EXACT_DIGITS_MAX = 15
TEXTS = (".csv", ".txt", ".tsv")
BOOKS = (".xlsx", ".xlsm")


# What the readers raise at a damaged file; SyntaxError comes from the XML parser.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    InvalidFileException,
    csv.Error,
    KeyError,
    IndexError,
    ValueError,
    SyntaxError,
)


class Unreadable(Exception):
    """The file as a whole cannot be read; `reason` is a key of the catalogue."""

    def __init__(self, reason: str, **facts: Fact) -> None:
        super().__init__(reason)
        self.reason, self.facts = reason, facts


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the headings: its number in the file, and a text for each heading."""

    number: int
    cells: Mapping[str, str]
    lost: frozenset[str] = frozenset()  # headings of numbers too long for Excel to keep
    extra: str = ""  # what stands beyond the last heading


def read_lines(path: Path) -> Iterator[Line]:
    """Give the lines one after the other, never the whole file; empty lines are left out.

    The first line that is not empty names the columns. Raises Unreadable.
    """
    kind = path.suffix.lower()
    if kind not in (*TEXTS, *BOOKS):
        raise Unreadable("imports.kind_of_file")
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise Unreadable("imports.file_too_large", max=FILE_BYTES_MAX // 2**20)
        yield from _under_headings(_rows_of_text(path) if kind in TEXTS else _rows_of_book(path))
    except OSError as away:
        raise Unreadable("imports.file_away") from away
    except BROKEN as broken:
        raise Unreadable("imports.file_broken") from broken


Rows = Iterator[tuple[int, Sequence[object]]]


def _under_headings(rows: Rows) -> Iterator[Line]:
    headings: list[str] = []
    for number, row in rows:
        if number > LINES_MAX:
            raise Unreadable("imports.too_many_lines", max=LINES_MAX)
        texts = [_text(cell) for cell in row[:COLUMNS_MAX]]
        if not any(texts):
            continue
        if not headings:
            headings = texts
            if twice := next((h for h in headings if h and headings.count(h) > 1), ""):
                raise Unreadable("imports.heading_twice", heading=twice)
            continue
        cells = {h: text for h, text in zip(headings, texts, strict=False) if h}
        for h in headings[len(texts) :]:
            cells.setdefault(h, "")
        lost = (h for h, cell in zip(headings, row, strict=False) if _has_lost_digits(cell))
        yield Line(number, cells, frozenset(lost), next(filter(None, texts[len(headings) :]), ""))
    if not headings:
        raise Unreadable("imports.no_headings")


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float):
        # 13900000001.0 is a telephone number that Excel took for a sum.
        return format(Decimal(repr(cell)).normalize(), "f")
    return str(cell).strip()[:CELL_MAX]


def _has_lost_digits(cell: object) -> bool:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    limit: int = 10**EXACT_DIGITS_MAX
    return abs(cell) >= limit


def _rows_of_book(path: Path) -> Rows:
    """Stream the first sheet; formulas give the value that Excel last kept."""
    with zipfile.ZipFile(path) as packed:
        if sum(one.file_size for one in packed.infolist()) > UNPACKED_BYTES_MAX:
            raise Unreadable("imports.file_too_large", max=UNPACKED_BYTES_MAX // 2**20)
    with warnings.catch_warnings():
        # It warns of styles and rules of entry that it leaves out: nothing here reads them.
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            # What a program wrote as the size of the sheet may be wrong; the rows are not.
            sheet.reset_dimensions()
            yield from enumerate(sheet.iter_rows(values_only=True), 1)
        finally:
            book.close()


def _rows_of_text(path: Path) -> Rows:
    encoding = _encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        head = file.readline(CELL_MAX)
        file.seek(0)
        reader = csv.reader(file, delimiter=max(SEPARATORS, key=head.count))
        before = 0
        for row in reader:
            # A cell may hold line ends: the line is named by where it begins.
            yield before + 1, row
            before = reader.line_num


def _encoding_of(path: Path) -> str:
    """Take UTF-8 where the bytes are that, else GB18030, which Chinese Excel writes."""
    with path.open("rb") as file:
        mark = file.read(3)
    if mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        if _is_in(path, encoding):
            return encoding
    raise Unreadable("imports.encoding")


def _is_in(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while part := file.read(READ_BYTES):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
