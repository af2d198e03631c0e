"""Which kind of number a person or an organisation gave, and whether it can be one."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commons.almanac import Clock
from commons.confusables import plain
from commons.errors import NotValid

TYPED_MAX = 100
BIRTH_YEAR_MIN = 1880
IDENTITY_LENGTH = 18


class NumberKind(StrEnum):
    IDENTITY_CARD = "identity-card"
    HONG_KONG_RESIDENCE_PERMIT = "hong-kong-residence-permit"
    MACAO_RESIDENCE_PERMIT = "macao-residence-permit"
    TAIWAN_RESIDENCE_PERMIT = "taiwan-residence-permit"
    TAIWAN_TRAVEL_PERMIT = "taiwan-travel-permit"
    HONG_KONG_MACAO_TRAVEL_PERMIT = "hong-kong-macao-travel-permit"
    FOREIGN_PERMANENT_RESIDENCE = "foreign-permanent-residence"
    UNIFIED_SOCIAL_CREDIT_CODE = "unified-social-credit-code"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a number is. `reason` is empty when it is valid; `normalised` is how it is kept."""

    kind: NumberKind
    valid: bool
    masked: str
    normalised: str
    reason: str = ""


# GB/T 2260: the provinces whose police issue identity cards. Counties are not checked: they are
# renamed and merged, and a number keeps the county of its first day for life.
PROVINCES = frozenset(
    str(province)
    for region in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55))
    for province in region
) | frozenset(map(str, range(61, 66)))
# Measures of 2018-08 on residence permits (State Council Office, no. 81) art. 3: the area codes.
PERMITS = {
    "810000": NumberKind.HONG_KONG_RESIDENCE_PERMIT,
    "820000": NumberKind.MACAO_RESIDENCE_PERMIT,
    "830000": NumberKind.TAIWAN_RESIDENCE_PERMIT,
}
_CITIZEN = re.compile(r"[0-8][0-9]{16}[0-9X]")
_FOREIGNER = re.compile(r"9[0-9]{16}[0-9X]")
_FOREIGNER_OLD = re.compile(r"[A-Z]{3}[0-9]{12}")
# Since 2008-09-25 eight digits for life; before, two digits for the number of issues and a
# bracketed character followed.
_TAIWAN_TRAVEL = re.compile(r"([0-9]{8})(?:[0-9]{2}(?:\([A-Z0-9]\)|[A-Z])?)?")
_HONG_KONG_MACAO_TRAVEL = re.compile(r"([HM][0-9]{8})(?:[0-9]{2})?")
# GB 32100: no I, O, S, V, Z, which look like digits.
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT = re.compile(rf"[1-9ANY][1-9][0-9]{{6}}[{CREDIT_ALPHABET}]{{10}}")
_FIRST_GENERATION = re.compile(r"[0-9]{15}")


def identify(number: str, today: date | None = None) -> Identity:
    """Say what kind of number this is and whether it can be one; never raises."""
    compact = _compact(number[:TYPED_MAX])
    today = today or Clock().today()
    if len(number) > TYPED_MAX or not compact.isascii():
        return _no(NumberKind.UNKNOWN, compact, "persons.not_a_number")
    if found := _of_other_length(compact):
        return found
    if len(compact) != IDENTITY_LENGTH:
        return _no(NumberKind.UNKNOWN, compact, _why_unknown(compact))
    return _of_eighteen(compact, today)


def check_number(text: str, today: date | None = None) -> Identity:
    identity = identify(text, today)
    if not identity.valid:
        raise NotValid(identity.reason)
    return identity


def _compact(number: str) -> str:
    return re.sub(r"[\s\-·.]", "", plain(number)).upper()


def _of_other_length(compact: str) -> Identity | None:
    if found := _TAIWAN_TRAVEL.fullmatch(compact):
        return _yes(NumberKind.TAIWAN_TRAVEL_PERMIT, found[1])
    if found := _HONG_KONG_MACAO_TRAVEL.fullmatch(compact):
        return _yes(NumberKind.HONG_KONG_MACAO_TRAVEL_PERMIT, found[1])
    if _FOREIGNER_OLD.fullmatch(compact):
        return _yes(NumberKind.FOREIGN_PERMANENT_RESIDENCE, compact)
    if _FIRST_GENERATION.fullmatch(compact):
        return _no(NumberKind.IDENTITY_CARD, compact, "persons.first_generation_number")
    return None


def _why_unknown(compact: str) -> str:
    if not compact:
        return "persons.number_missing"
    return "persons.number_wrong_length" if compact.isalnum() else "persons.not_a_number"


def _of_eighteen(compact: str, today: date) -> Identity:
    """Decide between a person and an organisation, which both have numbers of eighteen."""
    as_credit = _credit_problem(compact)
    is_personal = _CITIZEN.fullmatch(compact) or _FOREIGNER.fullmatch(compact)
    has_birthday = _born_on(compact) is not None
    # Organisations may have digits only, and one in eleven of them would pass for a person; what
    # stands where the birthday would stand tells them apart.
    if not is_personal or (not has_birthday and not as_credit):
        return _verdict(NumberKind.UNIFIED_SOCIAL_CREDIT_CODE, compact, as_credit)
    if _CITIZEN.fullmatch(compact):
        kind = PERMITS.get(compact[:6], NumberKind.IDENTITY_CARD)
        return _verdict(kind, compact, _citizen_problem(compact, today))
    if not has_birthday and check_digit(compact) != compact[-1]:
        return _no(NumberKind.UNIFIED_SOCIAL_CREDIT_CODE, compact, as_credit)
    # The card of 2023: its inner layout is not in a source we read, its check character is.
    problem = "" if check_digit(compact) == compact[-1] else "persons.number_checksum"
    return _verdict(NumberKind.FOREIGN_PERMANENT_RESIDENCE, compact, problem)


def _born_on(compact: str) -> date | None:
    try:
        return date(int(compact[6:10]), int(compact[10:12]), int(compact[12:14]))
    except ValueError:
        return None


def _citizen_problem(compact: str, today: date) -> str:
    """GB 11643: area, day of birth, order, check character; the first fault is named."""
    if compact[:2] not in PROVINCES and compact[:6] not in PERMITS:
        return "persons.number_unknown_area"
    born_on = _born_on(compact)
    if born_on is None:
        return "persons.number_impossible_date"
    if born_on > today:
        return "persons.number_future_date"
    if born_on.year < BIRTH_YEAR_MIN:
        return "persons.number_too_old"
    return "" if check_digit(compact) == compact[-1] else "persons.number_checksum"


def check_digit(number: str) -> str:
    """Give the check character of the first 17 digits: ISO 7064 MOD 11-2, as GB 11643 says."""
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11]


def _credit_problem(compact: str) -> str:
    """GB 32100: form, area and check character of a unified social credit code."""
    if not _CREDIT.fullmatch(compact):
        return "persons.credit_code_characters"
    # 100000 stands for bodies registered with the centre.
    if compact[2:4] not in PROVINCES and compact[2:8] != "100000":
        return "persons.number_unknown_area"
    right = credit_check_digit(compact) == compact[-1]
    return "" if right else "persons.credit_code_checksum"


def credit_check_digit(number: str) -> str:
    values = map(CREDIT_ALPHABET.index, number[:17])
    total = sum(value * 3**place % 31 for place, value in enumerate(values))
    return CREDIT_ALPHABET[-total % 31]


def _yes(kind: NumberKind, normalised: str) -> Identity:
    return Identity(kind, valid=True, masked=mask_number(normalised), normalised=normalised)


def _no(kind: NumberKind, typed: str, reason: str) -> Identity:
    return Identity(kind, valid=False, masked=mask_number(typed), normalised=typed, reason=reason)


def _verdict(kind: NumberKind, compact: str, problem: str) -> Identity:
    return _no(kind, compact, problem) if problem else _yes(kind, compact)


def mask_number(number: str) -> str:
    """Leave enough to recognise one's own number and too little to use another's."""
    shown = _compact(number[:TYPED_MAX])
    head, tail = (6, 4) if len(shown) >= IDENTITY_LENGTH - 3 else (2, 2)
    if len(shown) <= head + tail:
        return "*" * len(shown)
    return f"{shown[:head]}{'*' * (len(shown) - head - tail)}{shown[-tail:]}"
