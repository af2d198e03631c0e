"""The courtesy copy in traditional characters: the same paper for another eye, never another text.

The original in simplified characters is the paper; the copy says so and names the original's code.
Names are kept letter by letter: a conversion may never turn one person into another.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from opencc import OpenCC

LANGUAGE = "zh-Hant"
NAMES = frozenset(
    {"name", "speaker", "debtor", "creditor", "mediator", "recorder", "party", "witness"}
)
# Private-use characters: no font has them and no text may hold them, so none is confused.
OPEN, CLOSE = "\ue000", "\ue001"
# OpenCC s2tw writes these otherwise than courts on either side do.
TERMS: Mapping[str, str] = {"复议": "復議", "质证": "質證", "签名": "簽名", "签署": "簽署"}


@lru_cache(maxsize=1)
def converter() -> OpenCC:
    """Load the tables once; a rendering child calls this before its doors are shut."""
    return OpenCC("s2tw")


def in_traditional(html: str, names: Sequence[str]) -> str:
    """Convert a filled paper, leaving out every name; longer names first, one may hold another."""
    kept = [escape(name, quote=False) for name in sorted(set(names), key=len, reverse=True) if name]
    for number, name in enumerate(kept):
        html = html.replace(name, f"{OPEN}{number}{CLOSE}")
    for number, (term, word) in enumerate(TERMS.items(), start=len(kept)):
        html = html.replace(term, f"{OPEN}{number}{CLOSE}")
        kept.append(word)
    html = str(converter().convert(html))
    # Backwards: a long name was put aside first and may stand inside nothing.
    for number in range(len(kept) - 1, -1, -1):
        html = html.replace(f"{OPEN}{number}{CLOSE}", kept[number])
    return html


def names_in(value: Any) -> Iterator[str]:  # noqa: ANN401
    """Find the names a view prints, wherever they stand in it."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            if key in NAMES and isinstance(one, str):
                yield one
            else:
                yield from names_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from names_in(one)
