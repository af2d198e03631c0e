"""Who somebody is on paper: names, telephones and numbers, checked and masked."""

import re
from unicodedata import category

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType

from commons.confusables import (
    alphabets,
    check_characters,
    is_letter,
    piles_up_marks,
    plain,
    spelled,
)
from commons.errors import NotValid
from commons.identity_numbers import Identity, NumberKind, check_number, identify, mask_number

__all__ = [
    "Identity",
    "NumberKind",
    "can_receive_messages",
    "check_name",
    "check_number",
    "check_phone",
    "identify",
    "mask_name",
    "mask_number",
    "mask_phone",
]

NAME_MAX = 50
PHONE_MAX = 40

# Letters of every script, their marks, digits and brackets as organisations use them, and the
# signs that join the parts of a name. Not: currency, arrows, emoji, quotation, angle brackets.
_NAME_SIGNS = frozenset("·'’-.,()&/、（）《》 ")
_NAME_CATEGORIES = ("M", "N")

REGIONS = ("CN", "TW", "HK", "MO")
_TAIWAN_MOBILE = re.compile(r"09[0-9]{8}")
_EXTENSION = re.compile(r"(转|轉|分机|分機|ext|x|#|,|;)", re.IGNORECASE)
_SPEAKING = {
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
}


def check_name(text: str) -> str:
    """Return the name in the spelling under which it is kept, or say what is wrong with it."""
    if len(text) > NAME_MAX * 4:
        raise NotValid("persons.name_too_long", most=NAME_MAX)
    check_characters(text.strip(), room="persons")
    name = spelled(text)
    if not name:
        raise NotValid("persons.name_missing")
    if len(name) > NAME_MAX:
        raise NotValid("persons.name_too_long", most=NAME_MAX)
    if strange := next((sign for sign in name if not _may_stand_in_name(sign)), ""):
        raise NotValid("persons.name_strange_character", character=strange)
    if not any(map(is_letter, name)):
        raise NotValid("persons.name_without_letters")
    if len(alphabets(name)) > 1:
        raise NotValid("persons.name_mixed_alphabets")
    if piles_up_marks(name):
        raise NotValid("persons.name_too_many_marks")
    return name


def _may_stand_in_name(sign: str) -> bool:
    return sign in _NAME_SIGNS or is_letter(sign) or category(sign).startswith(_NAME_CATEGORIES)


def mask_name(name: str) -> str:
    """Keep the first character of each part: 张三 becomes 张*, John Smith becomes J*** S****."""
    return re.sub(r"[^\s·]+", lambda part: part[0][0] + "*" * (len(part[0]) - 1), name)


def check_phone(text: str) -> str:
    """Return the number as +8613805012345; the mainland is meant where no country is said."""
    typed = plain(text[: PHONE_MAX + 1])
    if len(typed) > PHONE_MAX:
        raise NotValid("persons.phone_not_a_number")
    if not typed:
        raise NotValid("persons.phone_missing")
    if _EXTENSION.search(typed):
        raise NotValid("persons.phone_extension")
    number = _parse(typed)
    region = phonenumbers.region_code_for_number(number)
    if not phonenumbers.is_valid_number(number):
        raise NotValid("persons.phone_not_a_number")
    if region not in REGIONS:
        raise NotValid("persons.phone_other_country")
    if phonenumbers.number_type(number) not in _SPEAKING:
        raise NotValid("persons.phone_not_a_persons")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _parse(typed: str) -> PhoneNumber:
    # A mobile number of Taiwan, 0912345678, is not a possible number of the mainland.
    digits = re.sub(r"[\s\-()]", "", typed)
    region = "TW" if _TAIWAN_MOBILE.fullmatch(digits) else "CN"
    try:
        return phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        raise NotValid("persons.phone_not_a_number") from None


def can_receive_messages(phone: str) -> bool:
    """Tell a mobile telephone, which gets text messages, from one on a wall."""
    number = phonenumbers.parse(phone)
    return phonenumbers.number_type(number) in {
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }


def mask_phone(phone: str) -> str:
    """Write +8613805012345 as 138****2345 and +886912345678 as +886 *****5678."""
    if mainland := re.fullmatch(r"\+86(1[0-9]{2})[0-9]{4}([0-9]{4})", phone):
        return f"{mainland[1]}****{mainland[2]}"
    if found := re.fullmatch(r"(\+(?:86|886|852|853))([0-9]+)([0-9]{4})", phone):
        return f"{found[1]} {'*' * len(found[2])}{found[3]}"
    return "*" * len(phone)
