"""Which passwords are accepted: long enough, not well known, not the account's own name."""

import unicodedata
from itertools import pairwise

from commons.errors import NotValid, Problem

CHARACTERS_MIN = 12
CHARACTERS_MAX = 128

# Length counts, not composition (NIST SP 800-63B 3.1.1.2); what everybody tries first is refused.
# Everything shorter than twelve characters is refused by its length already.
COMMON = frozenset(
    {
        "123456789012",
        "1234567890123",
        "12345678901234",
        "123456789abc",
        "1234567890qwerty",
        "1q2w3e4r5t6y",
        "1q2w3e4r5t6y7u8i",
        "1qaz2wsx3edc",
        "1qaz2wsx3edc4rfv",
        "qwertyuiop12",
        "qwertyuiop123",
        "qwertyuiop[]",
        "qwertyuiopasdfghjkl",
        "qwertyuiopasdfghjklzxcvbnm",
        "qwerty123456",
        "qwerty1234567",
        "qazwsxedcrfv",
        "asdfghjkl123",
        "zxcvbnm123456",
        "password1234",
        "password12345",
        "password123456",
        "passwordpassword",
        "p@ssw0rd1234",
        "p@ssword1234",
        "administrator",
        "administrator1",
        "admin1234567",
        "admin12345678",
        "admin123456789",
        "adminadminadmin",
        "letmeinletmein",
        "welcome12345",
        "welcome123456",
        "iloveyou1234",
        "iloveyou5201314",
        "woaini1314520",
        "woaini5201314",
        "woaizhongguo",
        "a123456789012",
        "a1234567890a",
        "aa123456789012",
        "abc123456789",
        "abcd12345678",
        "abcd123456789",
        "abcdef123456",
        "abcdefg123456",
        "changeme1234",
        "changemechangeme",
        "correcthorsebatterystaple",
        "5201314520131",
        "52013145201314",
        "147258369147",
        "147258369147258369",
        "159357159357",
        "741852963741",
        "789456123789",
        "963852741963",
        "987654321098",
        "zhongguo1949",
        "pingtan350128",
        "islandcourt123",
    }
)


def normalised(password: str) -> str:
    """Give one spelling to a password typed on different keyboards."""
    return unicodedata.normalize("NFKC", password)


def must_be_good(password: str, *, login: str, field: str = "password") -> str:
    """Return the password in its one spelling, or say which rule it breaks."""
    spelt = normalised(password)
    reason = _reason_against(spelt, login)
    if reason is not None:
        facts = {"min": CHARACTERS_MIN, "max": CHARACTERS_MAX}
        raise NotValid(fields={field: Problem(reason, facts)})
    return spelt


def _reason_against(password: str, login: str) -> str | None:
    folded = password.casefold()
    if len(password) < CHARACTERS_MIN:
        return "access.password_too_short"
    if len(password) > CHARACTERS_MAX:
        return "access.password_too_long"
    if login.casefold() in (folded, folded[::-1]) or _is_repeated(folded, login.casefold()):
        return "access.password_is_the_name"
    if folded in COMMON or _is_a_walk(folded) or _repeats(folded):
        return "access.password_is_common"
    return None


def _repeats(text: str) -> bool:
    """Whether one to four characters are repeated over and over: aaaaaaaaaaaa, 123123123123."""
    return any(_is_repeated(text, text[:length]) for length in range(1, 5))


def _is_repeated(text: str, part: str) -> bool:
    return bool(part) and (part * (len(text) // len(part) + 1))[: len(text)] == text


def _is_a_walk(text: str) -> bool:
    """Whether each character is the neighbour of the one before: abcdefghijkl, 987654321098."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1})
