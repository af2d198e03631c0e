"""The proof a person takes home: one act, its place in the tree, and the signed head above it."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass

FORMAT = "island-evidence/1"


@dataclass(frozen=True, slots=True)
class Continuation:
    """Proof that the log at an earlier size is the beginning of the log at the bundle's size."""

    size: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything `verify.py` needs. `facts` and `salt` are absent once they were erased."""

    leaf: str
    facts: str | None
    salt: bytes | None
    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    key: str
    since: Continuation | None = None

    def to_json(self) -> str:
        """Write the `.proof.json` file; the texts that were hashed stand in it letter by letter."""
        return json.dumps(self._content(), ensure_ascii=False, indent=1) + "\n"

    def to_line(self) -> str:
        """Write the proof that stands inside its own paper: this spelling, and no other."""
        return json.dumps(self._content(), ensure_ascii=False, separators=(",", ":"))

    def _content(self) -> Mapping[str, object]:
        return {
            "format": FORMAT,
            "leaf": self.leaf,
            "facts": self.facts,
            "salt": self.salt.hex() if self.salt else None,
            "index": self.index,
            "path": _texts(self.path),
            "checkpoint": self.checkpoint,
            "key": self.key,
            "since": {"size": self.since.size, "path": _texts(self.since.path)}
            if self.since
            else None,
        }


def _texts(hashes: tuple[bytes, ...]) -> list[str]:
    return [base64.b64encode(one).decode() for one in hashes]
