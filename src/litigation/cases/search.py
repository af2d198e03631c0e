"""What somebody types to find a case: its number, a telephone, an identity number, or a name."""

import re
from dataclasses import dataclass

from commons.confusables import plain, spelled
from commons.errors import NotValid, Problem
from commons.persons import check_phone, identify
from litigation.cases.numbering import part_of_number, read_case_number

NAME_MIN = 2
PART = 2  # letters of a part of a name, under which names are found
TAIL = 4
# From so many digits on it is a telephone or an identity number, whole or wrong.
NUMBER_MIN = 8
PHONE_DIGITS = 11
_RECEIPT = re.compile(r"(?P<year>\d{4})收(?P<count>\d{1,6})")
_COUNT = re.compile(
    r"(?:（(?P<year>[12]\d{3})）|(?P<bare>[12]\d{3})(?=\D))?"
    r"(?P<series>(?:[\u4e00-\u9fff]\d{0,4})?[\u4e00-\u9fff]{0,8}?)第?(?P<count>[1-9]\d{0,6})号?"
)
_DIGITS = re.compile(r"[\d\s\-+()]+")


@dataclass(frozen=True, slots=True)
class Count:
    """A number without its beginning: 民初1187号, 1187, 2026民初1187."""

    count: int
    series: str = ""  # how the court and the kind of case end, as far as it was typed
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """What may be meant; whatever is not empty is looked for, and any of it is enough."""

    number: str = ""
    receipt: str = ""
    count: Count | None = None
    identity: str = ""
    phone: str = ""
    tail: str = ""
    name: str = ""


def read_search(text: str) -> Sought:
    """Say what was typed, or NotValid what is wrong with it."""
    number = read_case_number(text)
    if number is not None:
        return Sought(number=str(number))
    typed = part_of_number(text)
    if found := _RECEIPT.fullmatch(typed):
        return Sought(receipt=f"{found['year']}收{int(found['count']):06d}")
    if typed.startswith("移"):
        return Sought(receipt=typed, name=_name(text))
    compact = re.sub(r"[\s\-]", "", plain(text))
    digits = sum(sign.isascii() and sign.isdigit() for sign in compact)
    if digits >= NUMBER_MIN and compact.isascii():
        return _whole(text, compact)
    count = _count(typed)
    if compact.isascii() and compact.isdecimal():
        return Sought(count=count, tail=compact if len(compact) == TAIL else "")
    return Sought(count=count, name=_name(text))


def _whole(text: str, compact: str) -> Sought:
    """Read a number that is only found whole: the print of a part is another print."""
    identity = identify(text)
    try:
        phone, fault = check_phone(text), ""
    except NotValid as refusal:
        phone, fault = "", refusal.reason
    if not identity.valid and not phone:
        looks_like_phone = _DIGITS.fullmatch(plain(text)) and (
            len(compact) <= PHONE_DIGITS or compact.startswith("+")
        )
        raise _wrong(fault if looks_like_phone else identity.reason)
    return Sought(identity=identity.normalised if identity.valid else "", phone=phone)


def _count(typed: str) -> Count | None:
    found = _COUNT.fullmatch(typed)
    if found is None:
        return None
    year = found["year"] or found["bare"]
    return Count(int(found["count"]), found["series"], int(year) if year else None)


def _name(text: str) -> str:
    name = fold(text)
    if len(name) < NAME_MIN:
        raise _wrong("cases.search_too_short")
    return name


def _wrong(reason: str) -> NotValid:
    return NotValid(fields={"search": Problem(reason)})


def fold(name: str) -> str:
    """Write a name as names are compared: one spelling, one case."""
    return spelled(name).casefold()


def parts_of(name: str) -> tuple[str, ...]:
    """Cut a name into all its neighbouring pairs, once each."""
    whole = fold(name)
    return tuple(sorted({whole[at : at + PART] for at in range(max(len(whole) - PART + 1, 1))}))
