"""How a case is numbered: year, court, type and a count without gaps, as courts write it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from commons.confusables import plain
from litigation.cases.rules import CaseKind

SOURCE = "《关于人民法院案件案号的若干规定》（法〔2015〕137号，2016年1月1日施行）"
CODE_MAX = 20


@dataclass(frozen=True, slots=True)
class TypeCode:
    """Which characters name a kind of case from a day on; `is_read`: the source was read."""

    kind: CaseKind
    code: str
    from_on: date
    source: str = SOURCE
    is_read: bool = False


# The rule was read, its table of type codes was not: rows to replace, not facts.
TYPE_CODES: tuple[TypeCode, ...] = (
    TypeCode(CaseKind.CIVIL, "民初", date(2016, 1, 1)),
    TypeCode(CaseKind.SPECIAL, "民特", date(2016, 1, 1)),
    TypeCode(CaseKind.PAYMENT_ORDER, "民督", date(2016, 1, 1)),
    TypeCode(CaseKind.ENFORCEMENT, "执", date(2016, 1, 1)),
)
NO_CHOICE: Mapping[str, str] = MappingProxyType({})


def type_code(
    kind: CaseKind,
    on: date,
    *,
    chosen: Mapping[str, str] = NO_CHOICE,
    rows: Sequence[TypeCode] = TYPE_CODES,
) -> str:
    """Name the type: what the site has chosen, else the latest row in force on the day."""
    if kind.value in chosen:
        return chosen[kind.value]
    known = [row for row in rows if row.kind is kind and row.from_on <= on]
    assert known, f"no type code for {kind} on {on}"
    return max(known, key=lambda row: row.from_on).code


def case_number(*, year: int, court_code: str, code: str, count: int) -> str:
    """Write （2026）闽0128民初1187号: the count has no leading zeros."""
    assert count > 0
    return f"（{year}）{court_code}{code}{count}号"


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A number of a case, taken apart."""

    year: int
    court_code: str
    code: str
    count: int

    def __str__(self) -> str:
        return case_number(
            year=self.year, court_code=self.court_code, code=self.code, count=self.count
        )


_BRACKETS = str.maketrans("〔〕[]{}【】", "()()()()")
# A court is named by the character of its province, and below that by digits: 闽0128, 闽, 最高法.
_NUMBER = re.compile(
    r"\((?P<year>[12]\d{3})\)(?P<court>最高法|[\u4e00-\u9fff]\d{0,4})"
    r"(?P<code>[\u4e00-\u9fff]{1,8}?)第?(?P<count>[1-9]\d{0,6})号?"
)


def read_case_number(text: str) -> CaseNumber | None:
    """Read a number however its brackets and digits were typed; None where it is none."""
    found = _NUMBER.fullmatch(_typed(text))
    if found is None:
        return None
    return CaseNumber(int(found["year"]), found["court"], found["code"], int(found["count"]))


def part_of_number(text: str) -> str:
    """Write a part of a number as numbers are kept: digits in ASCII, brackets full-width."""
    return _typed(text).replace("(", "（").replace(")", "）")


def _typed(text: str) -> str:
    return re.sub(r"\s", "", plain(text).translate(_BRACKETS))
