"""The texts of messages: one short template each, in plain text, with every fact named."""

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).resolve()
_SOURCE_TREE = _HERE.parents[3] / "templates" / "messages"
_WHEEL = _HERE.parents[2] / "island" / "templates" / "messages"

FOLDER = _SOURCE_TREE if _SOURCE_TREE.is_dir() else _WHEEL
FACT_MAX = 120


@lru_cache(maxsize=1)
def _environment() -> Environment:
    # Plain text for a telephone: there is no markup here that could be escaped.
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        auto_reload=False,
    )


def write(template: str, **facts: str | int) -> str:
    """Write one message. A fact is shortened and kept on one line, so none can forge a second."""
    plain = {name: _one_line(str(fact)) for name, fact in facts.items()}
    return _environment().get_template(f"{template}.txt").render(plain).strip()


def read_lines(text: str) -> dict[str, str]:
    """Read a text of `name：words` lines as WeChat wants it: name by name."""
    pairs = (line.partition("：") for line in text.splitlines())
    return {name: words for name, mark, words in pairs if mark}


def _one_line(fact: str) -> str:
    return " ".join(fact.split())[:FACT_MAX]
