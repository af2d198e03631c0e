"""The building as its source tells it: files, what each one imports, and the role it plays."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"

# In the order in which they may know each other; `tools` speak to a library, never to a database.
RANKS = ("rules", "papers", "tools", "models", "views", "queries", "actions", "listeners", "routes")
PURE = frozenset({"rules", "papers"})
# A file is named after its role (`rules.py`), or ends with it (`party_actions.py`).
SUFFIXES: Mapping[str, str] = {rank: rank for rank in RANKS}
# Every other file of a room that has roles, by the role it plays.
ROLES: Mapping[str, Mapping[str, str]] = {
    "commons.access": {
        "actor": "rules",
        "arranging": "actions",
        "budgets": "actions",
        "credentials": "actions",
        "crypt": "tools",
        "entering": "routes",
        "passwords": "rules",
        "places": "rules",
        "recognising": "queries",
        "sessions": "actions",
        "signin": "actions",
        "tokens": "tools",
    },
    "commons.evidence_log": {
        "anchor": "actions",
        "audit": "rules",
        "bundle": "rules",
        "checkpoint": "rules",
        "fsck": "queries",
        "leaves": "rules",
        "log": "actions",
        "merkle": "rules",
        "proving": "actions",  # reads the tiles that log.py keeps
        "tiles": "rules",
        "verify": "rules",
    },
    "commons.holidays": {"events": "rules"},
    "commons.papers": {
        "courtesy": "tools",
        "child": "tools",
        "events": "rules",
        "extras": "rules",
        "fetcher": "tools",
        "final": "queries",
        "frames": "tools",
        "glyphs": "tools",
        "layout": "tools",
        "marks": "rules",
        "places": "tools",
        "press": "tools",
        "proof_room": "tools",
        "qr": "tools",
        "render": "tools",
        "samples": "tools",
        "seal": "tools",
        "shapes": "rules",
        "stamping": "tools",
        "templates": "tools",
        "wording": "rules",
    },
    "scheduling": {"events": "rules", "keeping": "actions", "requests": "actions"},
    # What starts planning children and runs in them; all other files of that room are pure.
    "scheduling.solving": {
        "child": "tools",
        "errand": "tools",
        "running": "tools",
    },
    "litigation": {"events": "rules"},
    "litigation.cases": {
        "charge": "rules",
        "charging": "rules",
        "collecting": "rules",
        "door": "rules",
        "earlier": "rules",
        "fee_scale": "rules",
        "fee_sums": "rules",
        "fees": "rules",
        "gates": "rules",
        "grading": "rules",
        "motions": "rules",
        "numbering": "rules",
        "paper_kinds": "rules",
        "pleading": "rules",
        "prefill": "rules",
        "priority": "rules",
        "relief": "rules",
        "search": "rules",
        "sheets": "papers",
        "ways": "rules",
        "wording": "papers",
    },
    "litigation.clocks": {
        "companions": "actions",
        "extending": "rules",
        "facts": "rules",
        "keeping": "actions",
        "keys": "rules",
        "lights": "rules",
        "reckoning": "rules",
        "shapes": "rules",
        "spans": "rules",
        "standing": "rules",
        "table": "rules",
        "table_after": "rules",
        "table_filing": "rules",
        "table_trial": "rules",
    },
    "litigation.mediation": {
        "authority": "rules",
        "clocks": "rules",
        "ending": "rules",
        "flags": "rules",
        "longer": "rules",
        "opening": "rules",
        "particulars": "rules",
        "parties": "rules",
        "party_views": "models",  # reads what party_models.py keeps
        "reckoning": "queries",
    },
    "litigation.record": {"bargaining": "rules", "entries": "rules", "rows": "models"},
    "litigation.signing": {
        "drafting": "queries",
        "exchange": "papers",
        "parties": "queries",
        "sheets": "papers",
        "signers": "queries",
        "wording": "papers",
    },
    "litigation.delivery": {
        "attempts": "actions",
        "budgets": "actions",
        "counter": "routes",
        "earlier": "rules",
        "events": "rules",
        "listening": "listeners",
        "prints": "tools",
        "recipients": "queries",
        "sending": "routes",
        "served": "rules",
        "visiting": "routes",
    },
    "litigation.bundle": {"binding": "tools", "events": "rules", "sheets": "papers"},
    "litigation.enforcement": {
        "events": "rules",
        "paper_kinds": "rules",
        "recipients": "queries",
        "shapes": "rules",
        "sharing": "rules",
        "sums": "rules",
    },
    "litigation.decisions": {"drafting": "queries", "events": "rules"},
    "litigation.hearings": {
        "sheets": "papers",
        "wording": "papers",
        "adjourning": "rules",
        "attending": "rules",
        "calling": "actions",
        "events": "rules",
        "drafting": "queries",
        "online": "rules",
        "recipients": "queries",
        "reckoning": "queries",
        "sitting": "rules",
        "window": "rules",
        "wishing": "actions",
    },
}
# Rooms in which every other file plays the same role, whatever it is called.
ONE_ROLE: Mapping[str, str] = {"scheduling.solving": "rules"}
# Rooms of litigation from the ground up: a later one may know an earlier one, never the reverse.
ROOMS = (
    "clocks",
    "mediation",
    "record",
    "signing",
    "cases",
    "delivery",
    "hearings",
    "decisions",
    "trial_papers",
    "enforcement",
    "large_files",
    "bundle",
)


@dataclass(frozen=True)
class File:
    """One source file; `name` is dotted, `room` is the package it lies in."""

    name: str
    path: Path

    @property
    def room(self) -> str:
        return self.name.rpartition(".")[0]

    @property
    def stem(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def package(self) -> str:
        return self.name.partition(".")[0]

    @property
    def role(self) -> str | None:
        """Say which role the file plays; None where a room has no roles."""
        listed = ROLES.get(self.room, {}).get(self.stem)
        if self.room in ONE_ROLE:
            return listed or ONE_ROLE[self.room]
        if self.room not in ROLES and not self.name.startswith("litigation."):
            return None
        return listed or SUFFIXES.get(self.stem.rpartition("_")[2], "unknown")

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))


@dataclass(frozen=True, slots=True)
class Link:
    """One imported thing: the module, the name taken from it (or none), and where."""

    module: str
    name: str
    line: int
    is_inline: bool = False
    is_for_types: bool = False
    is_relative: bool = False


class House:
    """All files under one source folder."""

    def __init__(self, src: Path) -> None:
        self.src = src
        self._links: dict[str, tuple[Link, ...]] = {}
        self.files = {
            name: File(name, path)
            for path in sorted(src.rglob("*.py"))
            if "migrations" not in path.parts
            and (name := ".".join(path.relative_to(src).with_suffix("").parts))
        }

    def links(self, file: File) -> tuple[Link, ...]:
        if file.name not in self._links:
            self._links[file.name] = tuple(self._read_links(file))
        return self._links[file.name]

    def _read_links(self, file: File) -> Iterator[Link]:
        """List what a file imports; `from room import actions` counts as room.actions."""
        top = set(map(id, file.tree.body))
        typed = {
            id(line)
            for node in file.tree.body
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
            for line in node.body
        }
        for node in file.nodes:
            inline = id(node) not in top and id(node) not in typed
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Link(alias.name, "", node.lineno, inline, id(node) in typed)
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    is_file = whole in self.files or f"{whole}.__init__" in self.files
                    module, name = (whole, "") if is_file else (node.module or "", alias.name)
                    yield Link(module, name, node.lineno, inline, id(node) in typed, node.level > 0)

    @cached_property
    def rows(self) -> Mapping[str, str]:
        """Name every model class and the file that defines it, however deep it inherits."""
        bases = {
            node.name: (file.name, {ast.unparse(base) for base in node.bases})
            for file in self.files.values()
            if (file.role or "models") == "models" or "models" in file.stem
            for node in file.nodes
            if isinstance(node, ast.ClassDef)
        }
        known = {"Row", "Model"}
        while fresh := {n for n, (_, b) in bases.items() if b & known} - known:
            known |= fresh
        return {name: bases[name][0] for name in known if name in bases}


@cache
def whole_house() -> House:
    """Read the real source once for all tests of one process."""
    return House(SRC)
