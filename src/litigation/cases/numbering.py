"""How a case is numbered: year, court, type and a count without gaps, as courts write it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

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
