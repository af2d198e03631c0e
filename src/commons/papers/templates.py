"""The templates of papers: found by name, known by version, escaped always, never lenient."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateNotFound

from commons.errors import NotFound
from commons.money import in_words, yuan
from commons.papers import courtesy, wording
from commons.papers.extras import Extras
from commons.papers.places import TEMPLATES
from commons.papers.rules import Json

PRINT, SCREEN, ARTICLE = "print.html", "screen.html", "article.html"
# What every paper is made with; a change in one of them changes all papers to come.
LAYOUT = (PRINT, SCREEN, ARTICLE, "parts.html", "certificate.html", "paper.css")
LOCK = "versions.lock"
_VERSION = re.compile(r"^(?:\{#|/\*) version: (\d{1,6}) (?:#\}|\*/)\n")
_NAME = re.compile(r"^[a-z_]{1,40}/[a-z0-9_]{1,60}\.html$")


class Sheet:
    """A view's JSON object as the template reads it: only its own names, and strictly those.

    A plain dict would answer `view.items` with its method instead of the facts called items.
    """

    __slots__ = ("_facts",)

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self._facts = facts

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        try:
            return spread(self._facts[name])
        except KeyError:
            raise AttributeError(name) from None

    def __bool__(self) -> bool:
        return bool(self._facts)


def spread(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Mapping):
        return Sheet(value)
    if isinstance(value, list | tuple):
        return [spread(one) for one in value]
    return value


@lru_cache(maxsize=8)
def environment(folder: Path = TEMPLATES) -> Environment:
    """Jinja over one folder (for tests) and the shipped one; template text is never a person's."""
    shelf = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder), FileSystemLoader(TEMPLATES)]),
        autoescape=True,  # always on: select_autoescape forgets texts and strings
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    shelf.filters.update(
        day=wording.day,
        formal_day=wording.formal_day,
        moment=wording.moment,
        moment_exact=wording.moment_exact,
        counted=wording.counted,
        sum_in_full=wording.sum_in_full,
        yuan=yuan,
        in_words=in_words,
        split_paragraphs=wording.split_paragraphs,
    )
    return shelf


def fill(
    layout: str,
    template: str,
    view: Mapping[str, Json],
    extras: Extras,
    *,
    folder: Path = TEMPLATES,
) -> str:
    """Make the HTML of a paper in one of the two layouts: for printing, or for a phone."""
    shelf = environment(folder)
    html: str = _known(shelf, template).render(
        layout=shelf.get_template(layout),
        view=Sheet(view),
        paper=extras,
    )
    if extras.language != courtesy.LANGUAGE:
        return html
    names = [*courtesy.names_in(view), *(one.name for one in extras.signatures)]
    return courtesy.in_traditional(html, names)


def _known(shelf: Environment, template: str) -> Any:  # noqa: ANN401
    try:
        if _NAME.match(template):
            return shelf.get_template(template)
    except TemplateNotFound:
        pass
    raise NotFound("papers.no_such_template", template=template[:100])


@lru_cache(maxsize=256)
def version_of(template: str, folder: Path = TEMPLATES) -> int:
    """Read the version in the first line; a template without one is a defect."""
    shelf = environment(folder)
    _known(shelf, template)
    assert shelf.loader is not None
    source, _, _ = shelf.loader.get_source(shelf, template)
    return _version(template, source)


def _version(name: str, source: str) -> int:
    found = _VERSION.match(source)
    assert found, f"the first line of {name} must be {{# version: N #}}"
    return int(found[1])


@lru_cache(maxsize=8)
def edition(folder: Path = TEMPLATES) -> str:
    """Name the layout, styles and fonts that all papers share, as 16 hexadecimal digits."""
    named = sha256()
    for name in (*LAYOUT, "fonts/coverage.json"):
        here = folder / name
        named.update((here if here.exists() else TEMPLATES / name).read_bytes())
    return named.hexdigest()[:16]


def all_templates(folder: Path = TEMPLATES) -> Iterator[str]:
    """Name every kind of paper: one HTML file in one folder per room."""
    for path in sorted(folder.glob("*/*.html")):
        yield path.relative_to(folder).as_posix()


def lock_lines(folder: Path = TEMPLATES) -> dict[tuple[str, int], str]:
    """Say for each template which version it claims to be and what it holds now."""
    names = (*LAYOUT, *all_templates(folder))
    return {
        (name, _version(name, (folder / name).read_text(encoding="utf-8"))): sha256(
            (folder / name).read_bytes()
        ).hexdigest()
        for name in names
    }


def read_lock(folder: Path = TEMPLATES) -> dict[tuple[str, int], str]:
    """Read which content each version was promised to have."""
    rows = (line.split() for line in (folder / LOCK).read_text(encoding="ascii").splitlines())
    return {(name, int(version)): digest for name, version, digest in rows}
