"""Numbers that people copy from paper: the code of a paper and the number of a case."""

import re
import secrets
from dataclasses import dataclass
from datetime import date

from commons.confusables import plain
from commons.errors import NotValid

# Crockford's base 32: no I, L, O (mistaken for 1, 1, 0) and no U; 12 symbols carry 60 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_SYMBOLS = ALPHABET + "*~$=U"
CODE_LENGTH = 12
GROUP_LENGTH = 4
TYPED_MAX = 60

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Make a code that nobody can guess, with a symbol that catches every slip of one symbol."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return body + check_symbol(body)


def check_symbol(body: str) -> str:
    """Give the remainder by 37, a prime: one wrong symbol or two swapped ones never hide."""
    number = 0
    for symbol in body:
        number = number * len(ALPHABET) + ALPHABET.index(symbol)
    return CHECK_SYMBOLS[number % len(CHECK_SYMBOLS)]


def check_code(text: str) -> str:
    """Read a code as typed - spaces, dashes, small letters, o for 0 - or refuse it.

    Runs before any database or limiter is asked, so slips cost neither.
    """
    if len(text) > TYPED_MAX:
        raise NotValid("codes.not_a_code")
    code = re.sub(r"[\s\-‐‑–—]", "", plain(text)).upper().translate(_READ_AS)
    body, symbol = code[:CODE_LENGTH], code[CODE_LENGTH:]
    if len(body) != CODE_LENGTH or len(symbol) != 1 or not set(body) <= set(ALPHABET):
        raise NotValid("codes.not_a_code")
    if check_symbol(body) != symbol:
        raise NotValid("codes.not_a_code")
    return code


def grouped(code: str) -> str:
    """Write a code as people read it aloud: ABCD-EFGH-JKMN-X."""
    return "-".join(code[start : start + GROUP_LENGTH] for start in range(0, len(code), 4))


# Rules on case numbers (Supreme People's Court, 2015, no. 137): year in brackets, court, type,
# sequence, and for derived papers 之一 and so on.
_CASE = re.compile(
    r"[（(〔\[【]([0-9]{4})[）)〕\]】]"
    r"((?:最高法|[\u4e00-\u9fff])[0-9]{0,4})([\u4e00-\u9fff]{1,4})([0-9]{1,8})号"
    r"(之[一二三四五六七八九十]{1,3})?"
)
CASE_YEAR_MIN = 1949


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """案号: the sequence runs for each court, type and year on its own."""

    year: int
    court: str
    type: str
    sequence: int
    part: str = ""

    def __str__(self) -> str:
        return f"（{self.year}）{self.court}{self.type}{self.sequence}号{self.part}"

    @classmethod
    def read(cls, text: str) -> "CaseNumber":
        """Read a number as typed, in any brackets and with spaces."""
        if len(text) > TYPED_MAX:
            raise NotValid("codes.not_a_case_number")
        found = _CASE.fullmatch(re.sub(r"\s", "", plain(text)))
        if found is None or not CASE_YEAR_MIN <= int(found[1]) <= date.max.year:
            raise NotValid("codes.not_a_case_number")
        if (sequence := int(found[4])) == 0:
            raise NotValid("codes.not_a_case_number")
        return cls(int(found[1]), found[2], found[3], sequence, found[5] or "")
