"""`island handbook`: writes docs/handbook from the code, and tells when it no longer fits."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from island import handbook_law, handbook_site
from island.handbook_text import Lines

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "handbook"
HEAD = "<!-- Written by `island handbook` from the code. Change the code, then run it. -->\n\n"
PAGES: Mapping[str, Callable[[], Lines]] = {
    "events": handbook_law.events,
    "flows": handbook_law.flows,
    "papers": handbook_law.papers,
    "permissions": handbook_law.permissions,
    "providers": handbook_site.providers,
    "routes": handbook_site.all_routes,
    "settings": handbook_site.settings,
    "timers": handbook_law.timers,
}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("handbook", help="write docs/handbook from the code")
    command.add_argument("--check", action="store_true", help="write nothing, fail when stale")
    command.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    if not FOLDER.parent.is_dir():
        print("island: the handbook is written in a checkout, not by an installed package")
        return 2
    if chosen.check:
        stale = stale_pages(FOLDER)
        for name in stale:
            print(f"stale: docs/handbook/{name}; run `island handbook`", file=sys.stderr)
        return 1 if stale else 0
    write_pages(FOLDER)
    print(f"{len(PAGES)} pages in {FOLDER}")
    return 0


def pages() -> dict[str, str]:
    """Return every page by its file name: the same code gives the same text."""
    written = {name: "\n".join(write()).rstrip() for name, write in PAGES.items()}
    return {f"{name}.md": f"{HEAD}{text}\n" for name, text in written.items()}


def write_pages(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def stale_pages(folder: Path) -> list[str]:
    """Name the pages that the code would write differently, and those nobody writes any more."""
    wanted = pages()
    kept = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    every = wanted.keys() | kept.keys()
    return sorted(name for name in every if wanted.get(name) != kept.get(name))
