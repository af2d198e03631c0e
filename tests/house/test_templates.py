"""Every template is shown by something, everything shown exists, and no page carries a script."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, meta

from commons.papers.templates import LAYOUT
from litigation.bundle.sheets import BACK, FRONT, SHEET, SLIP
from litigation.cases.paper_kinds import TEMPLATES as CASE_PAPERS
from litigation.enforcement.paper_kinds import TEMPLATES as ENFORCEMENT_PAPERS
from litigation.hearings.paper_rules import TEMPLATES as HEARING_PAPERS
from litigation.signing.rules import TEMPLATES as MEDIATION_PAPERS
from tests.house.building import ROOT, whole_house

TEMPLATES = ROOT / "templates"
PAPER_TEMPLATES = (
    *MEDIATION_PAPERS.values(),
    *CASE_PAPERS.values(),
    *HEARING_PAPERS.values(),
    *ENFORCEMENT_PAPERS.values(),
    *(FRONT, BACK, SHEET, SLIP),
)
# Printed for a court or a telephone, not sent to a browser under the policy of the site.
PRINTED = ("papers/print.html", "papers/screen.html")
# Nothing else is put into a page unescaped; each of these was escaped before.
MAY_BE_RAW = {
    "base.html": ["styles"],  # our own style sheet, named by its hash in the policy
    "litigation/cases/paper.html": ["view.article"],
    "litigation/enforcement/paper.html": ["view.article"],
    "litigation/delivery/text.html": ["view.article"],  # made by commons.papers.templates
    "litigation/trial_papers/paper.html": ["view.article"],
    "litigation/trial_papers/sign.html": ["view.article"],
    "litigation/signing/paper.html": ["view.article"],
    "litigation/signing/sign.html": ["view.article"],
}
NAME = re.compile(r"(?!templates/)\w[\w/]*\.html")
RAW = re.compile(r"{{\s*([^}|]+?)\s*\|\s*safe\b")
WRONG = {
    "a style on an element": re.compile(r"<[^>]+\sstyle\s*=", re.IGNORECASE),
    "a script on an element": re.compile(r"<[^>]+\son[a-z]+\s*=", re.IGNORECASE),
    "a script in the page": re.compile(
        r"<script(?![^>]*\b(src=|type=\"application/json\"))", re.IGNORECASE
    ),
    "a link that runs": re.compile(r"javascript:", re.IGNORECASE),
    "something from another site": re.compile(
        r"<(script|link|img|iframe)[^>]+https?://", re.IGNORECASE
    ),
    "escaping switched off": re.compile(r"{%-?\s*autoescape\s+false|Markup\(", re.IGNORECASE),
}


def all_templates() -> list[str]:
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


def text_of(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def named_in_code() -> Iterator[str]:
    """Read template names out of the source: whole, after a FOLDER, or by their last part."""
    files = whole_house().files.values()
    folders = {file.room: folder for file in files for folder in _folder(file.tree)}
    for file in files:
        folder = folders.get(file.room, "")
        for node in file.nodes:
            match node:
                case ast.JoinedStr(values=[ast.FormattedValue(), ast.Constant(value=str() as end)]):
                    if end.endswith(".html"):
                        yield folder + end
                case ast.Constant(value=str() as text) if NAME.fullmatch(text):
                    yield text if "/" in text or not folder else f"{folder}/{text}"
                case ast.Constant(value=str() as text) if file.name == "commons.web.templates":
                    yield f"parts/{text}.html"  # its macros are listed by their last part


def _folder(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        match node:
            case ast.Assign([ast.Name(id="FOLDER")], ast.Constant(value=str() as text)):
                yield text


def named_in_templates() -> Iterator[tuple[str, str]]:
    reader = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    for name in all_templates():
        for other in meta.find_referenced_templates(reader.parse(text_of(name))):
            if other is not None:
                yield name, other


def used() -> set[str]:
    papers = {f"papers/{name}" for name in (*LAYOUT, *PAPER_TEMPLATES)}
    in_papers = {
        f"papers/{other}" for name, other in named_in_templates() if name.startswith("papers/")
    }
    pages = {other for name, other in named_in_templates() if not _is_court_paper(name)}
    return {name for name in {*named_in_code(), *pages, *in_papers, *papers} if ".html" in name}


def _is_court_paper(name: str) -> bool:
    return name.startswith("papers/") and name != "papers/kinds.html"


def test_every_template_is_shown_by_something():
    assert set(all_templates()) - used() == set()


def test_every_template_that_is_named_exists():
    bare = {name for name in named_in_code() if "/" in name and not name.startswith("parts/")}
    wanted = bare | {f"papers/{name}" for name in PAPER_TEMPLATES}
    assert {name for name in wanted if not (TEMPLATES / name).exists()} == set()
    for name, other in named_in_templates():
        room = TEMPLATES / "papers" if _is_court_paper(name) else TEMPLATES
        assert (room / other).exists(), f"{name} names {other}"


@pytest.mark.parametrize("name", [name for name in all_templates() if name not in PRINTED])
def test_a_page_keeps_the_policy_of_the_site(name):
    assert [wrong for wrong, pattern in WRONG.items() if pattern.search(text_of(name))] == []


@pytest.mark.parametrize("name", all_templates())
def test_only_what_was_escaped_before_is_put_in_raw(name):
    assert RAW.findall(text_of(name)) == MAY_BE_RAW.get(name, [])


@pytest.mark.parametrize(
    ("markup", "wrong"),
    [
        ('<p style="color:red">', "a style on an element"),
        ('<button onclick="go()">', "a script on an element"),
        ("<script>go()</script>", "a script in the page"),
        ('<a href="javascript:go()">', "a link that runs"),
        ('<img src="https://elsewhere.example/x.png">', "something from another site"),
        ("{% autoescape false %}", "escaping switched off"),
    ],
)
def test_what_breaks_the_policy_is_caught(markup, wrong):
    assert [name for name, pattern in WRONG.items() if pattern.search(markup)] == [wrong]


def test_what_keeps_the_policy_passes():
    fine = '<script src="{{ u(\'live.js\') }}" defer></script><p class="style">'
    fine += '<script type="application/json" id="x">{}</script>'
    assert [name for name, pattern in WRONG.items() if pattern.search(fine)] == []


def test_a_raw_value_is_caught():
    assert RAW.findall("{{ view.story|safe }}{{ view.name }}") == ["view.story"]


@pytest.mark.parametrize("path", sorted((TEMPLATES / "messages").glob("*")), ids=lambda p: p.name)
def test_every_message_is_sent_by_something(path: Path):
    source = "".join(file.text for file in whole_house().files.values())
    stem = path.stem
    assert stem in source or stem.rpartition("_")[0] in source
