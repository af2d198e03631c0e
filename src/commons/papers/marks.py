"""What a person leaves on a paper: the strokes of a name, or a thumb print before a witness."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from commons.errors import NotValid
from commons.papers.rules import Json

STROKES_MAX = 200
POINTS_MAX = 8_000
SIDE_MAX = 4_096
REASON_MAX = 200
NAME_MAX = 100

Point: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Strokes:
    """A name written by finger or pen: points in a box of `width` by `height`."""

    width: int
    height: int
    strokes: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class ThumbPrint:
    """Somebody who does not write prints a thumb on paper; a witness present attests it."""

    witness: str
    witness_capacity: str
    reason: str = ""


Mark: TypeAlias = Strokes | ThumbPrint


def check_mark(mark: Mark) -> None:
    """Refuse an empty signature, an endless one, and a thumb print nobody saw."""
    if isinstance(mark, ThumbPrint):
        if not mark.witness.strip():
            raise NotValid("papers.witness_missing")
        if len(mark.witness) > NAME_MAX or len(mark.reason) > REASON_MAX:
            raise NotValid("papers.mark_too_large")
        return
    points = [point for stroke in mark.strokes for point in stroke]
    if len(points) < 2:  # noqa: PLR2004
        raise NotValid("papers.mark_empty")
    if len(mark.strokes) > STROKES_MAX or len(points) > POINTS_MAX:
        raise NotValid("papers.mark_too_large")
    inside = all(0 <= x <= mark.width and 0 <= y <= mark.height for x, y in points)
    if not (inside and 0 < mark.width <= SIDE_MAX and 0 < mark.height <= SIDE_MAX):
        raise NotValid("papers.mark_outside_box")


def to_json(mark: Mark) -> dict[str, Json]:
    if isinstance(mark, ThumbPrint):
        return {
            "way": "thumb_print",
            "witness": mark.witness,
            "witness_capacity": mark.witness_capacity,
            "reason": mark.reason,
        }
    strokes = [[[x, y] for x, y in stroke] for stroke in mark.strokes]
    return {"way": "strokes", "width": mark.width, "height": mark.height, "strokes": strokes}


def from_json(stored: Mapping[str, Any]) -> Mark:
    if stored["way"] == "thumb_print":
        return ThumbPrint(stored["witness"], stored["witness_capacity"], stored["reason"])
    strokes = tuple(tuple((x, y) for x, y, *_ in stroke) for stroke in stored["strokes"])
    return Strokes(stored["width"], stored["height"], strokes)


def svg_path(mark: Strokes) -> str:
    """Draw the strokes as one SVG path; numbers only, so nothing else can be smuggled in."""
    parts = []
    for stroke in mark.strokes:
        (x, y), *rest = stroke or ((0, 0),)
        # A dot is a line to itself: round caps make it visible.
        rest = rest or [(x, y)]
        parts.append(f"M{x:d} {y:d}" + "".join(f"L{a:d} {b:d}" for a, b in rest))
    return "".join(parts)
