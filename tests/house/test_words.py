"""Every sentence has its words in each language, and no text holds a path of a machine."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.house.building import ROOT, File, House, whole_house

REFUSALS = {"NotFound", "NotAllowed", "NotNow", "NotValid", "NoLonger", "Problem"}
FOLDERS = ("src", "tests", "docs", "templates", "static", "locale", "scripts", "bench", ".ci")
ENDINGS = {"", ".py", ".md", ".html", ".txt", ".toml", ".po", ".js", ".css", ".json", ".lock"}
# No path of anybody's machine: the reader has his own.
FOREIGN = re.compile(r"/root/|/home/[a-z]+/|/Users/[A-Za-z]+/")
# What others wrote and we ship unchanged, and this list itself.
NOT_OURS = {"static/jsqr.js", "tests/house/test_words.py"}


def test_no_words_are_missing_in_any_language():
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "words", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[:4000]


def reasons() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((ROOT / "locale" / "words").glob("*.toml")):
        found |= tomllib.loads(path.read_text(encoding="utf-8")).get("reasons", {})
    return found


def raised(house: House) -> Iterator[tuple[File, ast.expr]]:
    for file in house.files.values():
        for node in file.nodes:
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in REFUSALS:
                    yield file, node.args[0]


def pattern_of(text: ast.JoinedStr) -> str:
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z_]+"
        for part in text.values
    )


def test_every_reason_that_is_raised_has_words():
    known = reasons()
    missing = []
    for file, reason in raised(whole_house()):
        if isinstance(reason, ast.Constant) and isinstance(reason.value, str):
            if reason.value not in known:
                missing.append(f"{file.name}: {reason.value}")
        elif isinstance(reason, ast.JoinedStr):
            pattern = re.compile(pattern_of(reason))
            if not any(map(pattern.fullmatch, known)):
                missing.append(f"{file.name}: {pattern.pattern}")
    assert missing == []


def texts() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from sorted(path for path in (ROOT / folder).rglob("*") if path.is_file())
    yield from sorted(path for path in ROOT.iterdir() if path.is_file())


def foreign_words(path: Path) -> list[str]:
    return FOREIGN.findall(path.read_text(encoding="utf-8"))


def test_no_text_holds_a_path_of_anybodys_machine():
    named = {
        path.relative_to(ROOT).as_posix(): found
        for path in texts()
        if path.suffix in ENDINGS
        and "__pycache__" not in path.parts
        and path.relative_to(ROOT).as_posix() not in NOT_OURS
        and (found := foreign_words(path))
    }
    assert named == {}


def test_a_foreign_word_is_caught(tmp_path):
    path = tmp_path / "note.md"
    path.write_text("See /home/somebody/island and /srv/island.")
    assert foreign_words(path) == ["/home/somebody/"]
