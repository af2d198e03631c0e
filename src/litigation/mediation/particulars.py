"""Who a party or a representative is on paper: names, numbers, phones checked together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from commons import persons
from commons.errors import NotValid, Problem
from commons.persons import Identity, NumberKind
from litigation.mediation.parties import ADDRESS_MAX, NAME_MAX, PartyKind

T = TypeVar("T")
NAME_MIN = 2
_WITH_BIRTHDAY = frozenset(
    {
        NumberKind.IDENTITY_CARD,
        NumberKind.HONG_KONG_RESIDENCE_PERMIT,
        NumberKind.MACAO_RESIDENCE_PERMIT,
        NumberKind.TAIWAN_RESIDENCE_PERMIT,
    }
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A name, number, phone and address in the spelling in which they are kept."""

    kind: PartyKind
    name: str
    number: str = ""
    number_kind: str = ""
    number_masked: str = ""
    phone: str = ""
    phone_masked: str = ""
    address: str = ""
    born_on: date | None = None


def check_particulars(
    *, kind: PartyKind, name: str, number: str, phone: str, address: str, today: date
) -> Checked:
    """Check all four and report every fault at once; number, phone and address may be unknown."""
    problems: dict[str, Problem] = {}
    kept_name = _read(problems, "name", lambda: _name(kind, name), "")
    identity = _read(problems, "number", lambda: _number(kind, number, today), None)
    kept_phone = _read(problems, "phone", lambda: _phone(phone), "")
    if len(address) > ADDRESS_MAX:
        facts = {"length": len(address), "max": ADDRESS_MAX}
        problems["address"] = Problem("mediation.too_long", facts)
    if problems:
        raise NotValid(fields=problems)
    return Checked(
        kind=kind,
        name=kept_name,
        number=identity.normalised if identity else "",
        number_kind=identity.kind.value if identity else "",
        number_masked=identity.masked if identity else "",
        phone=kept_phone,
        phone_masked=persons.mask_phone(kept_phone) if kept_phone else "",
        address=address.strip(),
        born_on=birthday(identity) if identity else None,
    )


def birthday(identity: Identity) -> date | None:
    # GB 11643: digits 7 to 14 of an identity number are the day of birth.
    if identity.kind not in _WITH_BIRTHDAY:
        return None
    digits = identity.normalised[6:14]
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def plain_address(address: str) -> str:
    """Write an address without what people write differently, so that equals are found."""
    return "".join(sign for sign in address.casefold() if sign.isalnum())


def _read(problems: dict[str, Problem], field: str, check: Callable[[], T], empty: T) -> T:
    try:
        return check()
    except NotValid as refusal:
        problems[field] = Problem(refusal.reason, refusal.facts)
        return empty


def _name(kind: PartyKind, name: str) -> str:
    if kind is PartyKind.PERSON:
        return persons.check_name(name)
    # Registered names hold digits, brackets and Latin letters, which a person's name does not.
    kept = " ".join(name.split())
    if len(kept) < NAME_MIN:
        raise NotValid("mediation.organisation_name_missing")
    if len(kept) > NAME_MAX:
        raise NotValid("mediation.too_long", length=len(kept), max=NAME_MAX)
    return kept


def _number(kind: PartyKind, number: str, today: date) -> Identity | None:
    if not number.strip():
        return None
    identity = persons.check_number(number, today)
    is_organisation = identity.kind is NumberKind.UNIFIED_SOCIAL_CREDIT_CODE
    if is_organisation and kind is PartyKind.PERSON:
        raise NotValid("mediation.number_of_an_organisation")
    if not is_organisation and kind is PartyKind.ORGANISATION:
        raise NotValid("mediation.number_of_a_person")
    return identity


def _phone(phone: str) -> str:
    return persons.check_phone(phone) if phone.strip() else ""
