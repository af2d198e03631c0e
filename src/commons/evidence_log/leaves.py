"""What exactly is hashed for one act: a public line, and a salted promise about its facts.

The facts themselves stay outside the log. Once facts and salt are erased nobody can guess them
from the promise any more, and every proof still holds
(Personal Information Protection Law art. 47).
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TypeAlias

from commons.evidence_log import merkle

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"

LEAF_VERSION = 1
SALT_BYTES = 32
FACTS_BYTES_MAX = 8_000
NAME_CHARS_MAX = 80


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the log as outsiders may read it: ids and names of acts, never contents."""

    subject: str
    act: str
    at: datetime
    actor: str
    commitment: bytes

    @property
    def text(self) -> str:
        line: dict[str, Json] = {
            "v": LEAF_VERSION,
            "subject": self.subject,
            "act": self.act,
            "at": stamp(self.at),
            "actor": self.actor,
            "commitment": self.commitment.hex(),
        }
        return canonical(line)

    @property
    def hash(self) -> bytes:
        return merkle.leaf_hash(self.text.encode())


def canonical(value: Json) -> str:
    """One and only one text for a value: sorted names, no spaces, UTF-8, no fractions."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_refuse
    )


def check_facts(facts: Mapping[str, Json]) -> None:
    """Facts of an act are few, small and exact: a fraction has more than one spelling."""
    assert not _has_fraction(facts), "facts hold whole numbers only"
    assert len(canonical(facts).encode()) <= FACTS_BYTES_MAX, "facts are ids and hashes, not texts"


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def commit(facts: Mapping[str, Json], salt: bytes) -> bytes:
    assert len(salt) == SALT_BYTES
    return sha256(salt + canonical(facts).encode()).digest()


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _refuse(value: object) -> Json:
    raise TypeError(f"facts cannot hold {type(value).__name__}")


def _has_fraction(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_fraction, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_has_fraction, value))
    return isinstance(value, float)
