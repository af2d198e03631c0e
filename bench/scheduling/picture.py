"""How the objective falls over time, drawn as SVG from the progress of a run."""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

WIDTH, HEIGHT, LEFT, FOOT, TOP = 720, 360, 70, 40, 30
COLOURS = ("#0b5394", "#b45f06", "#38761d", "#741b47")

Scale = Callable[[float], float]
Curve = Sequence[tuple[float, float]]
"""Seconds, and the objective divided by the last one of the run."""


def draw(path: Path, curves: Mapping[str, Curve], title: str) -> None:
    """Draw steps on a logarithmic time axis: most is won in the first seconds."""
    points = [point for curve in curves.values() for point in curve]
    first = min(seconds for seconds, _ in points)
    last = max(*(seconds for seconds, _ in points), first * 1.01)
    top = max(value for _, value in points)
    low = min(1.0, *(value for _, value in points))

    def x(seconds: float) -> float:
        share = math.log(seconds / first) / math.log(last / first)
        return LEFT + share * (WIDTH - LEFT - 10)

    def y(value: float) -> float:
        return TOP + (top - value) / max(1e-9, top - low) * (HEIGHT - TOP - FOOT)

    parts = [*_frame(title), *_time_marks(first, last, x), *_value_marks(low, top, y)]
    for number, (name, curve) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        parts.append(
            f'<path d="{_steps(curve, last, x, y)}" fill="none" stroke="{colour}"'
            ' stroke-width="2"/>'
        )
        parts.append(
            f'<text x="{WIDTH - 20}" y="{TOP + 18 * (number + 1)}" text-anchor="end"'
            f' fill="{colour}">{name}</text>'
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*parts, "</svg>\n"]), encoding="utf-8")


def _frame(title: str) -> list[str]:
    return [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
            ' font-family="sans-serif" font-size="12" role="img">'
        ),
        f"<title>{title}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="18" font-size="14">{title}</text>',
    ]


def _time_marks(first: float, last: float, x: Scale) -> list[str]:
    marks = []
    for seconds in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60, 120, 300, 600):
        if first <= seconds <= last:
            at = f"{x(seconds):.1f}"
            marks.append(
                f'<path d="M{at} {TOP}V{HEIGHT - FOOT}" stroke="#ddd"/>'
                f'<text x="{at}" y="{HEIGHT - 20}" text-anchor="middle">{seconds:g} s</text>'
            )
    return marks


def _value_marks(low: float, top: float, y: Scale) -> list[str]:
    marks = []
    for part in range(5):
        value = low + (top - low) * part / 4
        at = f"{y(value):.1f}"
        marks.append(
            f'<path d="M{LEFT} {at}H{WIDTH - 10}" stroke="#ddd"/>'
            f'<text x="{LEFT - 8}" y="{at}" text-anchor="end" dy="4">{value:.2f}</text>'
        )
    return marks


def _steps(curve: Curve, last: float, x: Scale, y: Scale) -> str:
    (seconds, value), *rest = curve
    text = f"M{x(seconds):.1f} {y(value):.1f}"
    for seconds, value in rest:
        text += f"H{x(seconds):.1f}V{y(value):.1f}"
    return text + f"H{x(last):.1f}"
