"""Characters that deceive the eye: which may stand in a name or a line, and which never."""

import re
import unicodedata
from itertools import chain

from commons.errors import NotValid

# Full-width ASCII, as Chinese keyboards type it, means the same as ASCII.
_FULL_WIDTH = {0x3000: " "} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
# Kangxi radicals look like characters (⼀ 一) and come out of scanners; readers mean the character.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
# The dot between the parts of a Uyghur, Tibetan or foreign name is typed in many ways.
_DOTS = dict.fromkeys(map(ord, "‧•・∙⋅･᛫"), "·")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")

# Invisible although Unicode calls them letters, marks or symbols.
_INVISIBLE = frozenset(
    chain(
        (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
        *(range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)),
    )
)
# Ideographs newer than this Python's tables (extensions H and I) are names like any other.
_IDEOGRAPHS = range(0x20000, 0x40000)
_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")
MARKS_MAX = 2
_IDEOGRAPH = re.compile("[\u3400-\u9fff\U00020000-\U0003fffd]")
_BETWEEN_IDEOGRAPHS = re.compile(f"(?<={_IDEOGRAPH.pattern}) (?={_IDEOGRAPH.pattern})")
_BRACKETS = str.maketrans("()", "（）")


def plain(text: str) -> str:
    """Write full-width letters, digits and signs as ASCII, and trim."""
    return text.translate(_FULL_WIDTH).strip()


def spelled(text: str) -> str:
    """Write a name in the one spelling under which it is kept and compared."""
    one = unicodedata.normalize("NFC", plain(text).translate(_RADICALS | _DOTS | _DASHES))
    # 张　三 is 张三: forms are filled in with spaces that no Chinese name has.
    one = _BETWEEN_IDEOGRAPHS.sub("", " ".join(one.split()))
    # Company names are registered with full-width brackets.
    return one.translate(_BRACKETS) if _IDEOGRAPH.search(one) else one


def check_characters(text: str, *, room: str = "text", breaks: bool = False) -> None:
    """Refuse characters that hide, reorder or cannot be printed; `breaks` lets lines through."""
    for character in text:
        if breaks and character in "\n\r\t":
            continue
        if problem := _problem(character):
            raise NotValid(f"{room}.{problem}", code=f"U+{ord(character):04X}")


def _problem(character: str) -> str:
    """Name what is wrong with one character; empty if nothing is."""
    category = unicodedata.category(character)
    if category == "Cs":
        return "broken_character"
    if category == "Cf" or ord(character) in _INVISIBLE:
        return "hidden_character"
    if category in {"Cc", "Zl", "Zp"}:
        return "control_character"
    unknown = category == "Cn" and not is_letter(character)
    return "unprintable_character" if category == "Co" or unknown else ""


def is_letter(character: str) -> bool:
    """Tell letters and ideographs, also those that Python does not know yet."""
    code = ord(character)
    is_place_for_ideograph = code in _IDEOGRAPHS and code & 0xFFFE != 0xFFFE  # noqa: PLR2004
    return unicodedata.category(character).startswith("L") or is_place_for_ideograph


def alphabets(text: str) -> frozenset[str]:
    """Name the alphabets that can be mistaken for each other: a Cyrillic а is not a Latin a."""
    names = (unicodedata.name(character, "").split(" ")[0] for character in text)
    return frozenset(name for name in names if name in _ALPHABETS)


def piles_up_marks(text: str) -> bool:
    """Tell whether accents are stacked so high that they paint over other lines."""
    run = 0
    for character in unicodedata.normalize("NFD", text):
        run = run + 1 if unicodedata.category(character).startswith("M") else 0
        if run > MARKS_MAX:
            return True
    return False
