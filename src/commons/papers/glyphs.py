"""Which characters the shipped fonts can print: a name is never printed as an empty box."""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache

from commons.errors import NotValid
from commons.papers.places import FONTS
from commons.papers.rules import Json

TEXT_MAX = 50_000
ROWS_MAX = 500
DEPTH_MAX = 12
LAYOUT = frozenset("\n\r\t")


@lru_cache(maxsize=1)
def _spans() -> tuple[tuple[int, ...], tuple[int, ...]]:
    listing = json.loads((FONTS / "coverage.json").read_text(encoding="ascii"))
    starts, ends = zip(*listing["ranges"], strict=True)
    return starts, ends


def is_covered(char: str) -> bool:
    starts, ends = _spans()
    at = bisect_right(starts, ord(char)) - 1
    return at >= 0 and ord(char) <= ends[at]


def check_text(text: str) -> None:
    """Refuse what no shipped font can print, and what is invisible or turns the reading order.

    Nothing is replaced silently: a wrong character in a name makes a judgment unenforceable.
    """
    for char in sorted(set(text) - LAYOUT):
        if not is_covered(char):
            invisible = not char.isprintable()
            reason = "papers.invisible_character" if invisible else "papers.glyph_missing"
            raise NotValid(reason, char="" if invisible else char, code=f"U+{ord(char):04X}")


def check_view(view: Mapping[str, Json]) -> None:
    """Refuse a paper that cannot be printed: too long, too many rows, or a missing character."""
    texts = list(_texts(view, DEPTH_MAX))
    if (length := sum(map(len, texts))) > TEXT_MAX:
        raise NotValid("papers.too_much_text", length=length, most=TEXT_MAX)
    check_text("".join(texts))


def _texts(value: Json, depth: int) -> Sequence[str]:
    assert depth > 0, "a paper's view is not that deep"
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for name in value for text in _texts(value[name], depth - 1)]
    if isinstance(value, list | tuple):
        if len(value) > ROWS_MAX:
            raise NotValid("papers.too_many_rows", rows=len(value), most=ROWS_MAX)
        return [text for one in value for text in _texts(one, depth - 1)]
    return []
