"""The square that a phone reads: one SVG path, small enough to stand at the foot of each page."""

from dataclasses import dataclass

import segno

TEXT_MAX = 200
QUIET = 2  # the paper around it is white, so half of the usual margin is enough


@dataclass(frozen=True, slots=True)
class Square:
    """The drawing: `side` units wide, dark where the path is filled."""

    side: int
    path: str


def square(text: str) -> Square:
    """Draw the text as a QR code of medium error correction: readable with a seventh worn off."""
    assert 0 < len(text) <= TEXT_MAX
    rows = tuple(segno.make(text, error="m", micro=False, boost_error=False).matrix)
    path = "".join(_runs(row, y + QUIET) for y, row in enumerate(rows))
    return Square(side=len(rows) + 2 * QUIET, path=path)


def _runs(row: bytearray, y: int) -> str:
    """Join neighbouring dark squares of one row into one rectangle each."""
    parts, start = [], None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            parts.append(f"M{start + QUIET} {y}h{x - start}v1h-{x - start}z")
            start = None
    return "".join(parts)
