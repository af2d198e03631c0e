"""How a page of the handbook is written: tables, names in code type, and what a class says."""

from collections.abc import Iterator

Lines = Iterator[str]


def table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Lines:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)
    yield ""


def code(value: object) -> str:
    return f"`{value}`" if str(value) else ""


def said(kind: type) -> str:
    """Return what a class says about itself; the text that dataclass makes up is not meant."""
    words = (kind.__doc__ or "").strip().split("\n")[0]
    return "" if words.startswith(f"{kind.__name__}(") else words
