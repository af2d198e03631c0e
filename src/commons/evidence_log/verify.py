"""Says whether a paper or a record is the one that was issued, unchanged: offline, by itself.

It needs only Python and the `cryptography` package and shares no line with the service that
made the proof; hand it to anyone: `python verify.py PAPER.pdf [PAPER.proof.json] [KEY]`.
"""

import base64
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "island-evidence/1"
NAMES = ("format", "leaf", "facts", "salt", "index", "path", "checkpoint", "key", "since")
KINDS = (str, str, str | None, str | None, int, list, str, str, dict | None)
ISSUED, PRINTED = "paper.issued", "paper.printed"  # vouch for a file beside, around the proof
MARK, HEX = b'{"format":"island-evidence/1",', set(b"0123456789ABCDEF")
PLACES, ROOM_BYTES, SEAL_DIGITS = ("size", "proof_at", "seal_at", "seal_bytes"), 8192, 32768
BUNDLE_CHARS_MAX, PATH_MAX, HASH_BYTES, SALT_BYTES, KEY_BYTES = 200_000, 64, 32, 32, 32
LOG, WITNESS = 1, 4  # kinds of keys in C2SP signed notes


class Fault(StrEnum):
    """Why the answer is no."""

    BUNDLE = "bundle"  # not a proof at all, or damaged
    KEY = "key"  # signed by somebody else than the trusted key
    SIGNATURE = "signature"  # the head of the log carries no valid signature
    INCLUSION = "inclusion"  # the act is not in the log under that head
    FACTS = "facts"  # the facts shown are not those promised by the act
    FILE = "file"  # the file is not the one the act speaks of
    WITNESSES = "witnesses"  # a trusted witness has not seen the head
    HISTORY = "history"  # the log contradicts the head remembered from before


class No(Exception):
    """The proof fails: `args[0]` is the Fault."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What the reader knows from elsewhere; each part that is given is enforced."""

    key: str | None = None
    witnesses: tuple[str, ...] = ()
    remembered: str | None = None  # a head of the same log kept from before


class Head(NamedTuple):
    """A log's signed head: after `size` acts their common hash was `root`."""

    size: int
    root: bytes
    body: bytes
    lines: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Proven:
    """What the proof shows. `facts` is None when they were erased or withheld."""

    act: dict[str, Any]
    facts: dict[str, Any] | None
    index: int
    size: int
    key: str
    witnessed: tuple[tuple[str, str], ...]  # name and time


def verify(text: str, *, file_hash: str | None = None, trust: Trust | None = None) -> Proven:
    """Check every link from the file to the signature; raises No at the first that breaks."""
    trust = trust or Trust()
    bundle = _read_bundle(text)
    _must(trust.key is None or trust.key.strip() == bundle["key"], Fault.KEY)
    head = open_head(bundle["checkpoint"], bundle["key"])
    root = _climb(bundle["leaf"], bundle["index"], head.size, _hashes(bundle["path"]))
    _must(root == head.root, Fault.INCLUSION)
    act, facts = _read_act(bundle)
    named = facts.get("pdf_sha256") if facts and act.get("act") == ISSUED else None
    _must(file_hash in {None, named}, Fault.FILE)
    witnessed = _witnessed(head, trust.witnesses)
    _must(len(witnessed) >= len(trust.witnesses), Fault.WITNESSES)
    if trust.remembered is not None:
        _continues(open_head(trust.remembered, bundle["key"]), head, bundle["since"] or {})
    return Proven(act, facts, bundle["index"], head.size, bundle["key"], witnessed)


def verify_paper(paper: bytes, *, trust: Trust | None = None) -> Proven:
    """Check a paper by the proof inside it: with both rooms blank it must be what the log knows."""
    room = slice(at := paper.find(MARK), at + ROOM_BYTES)
    with _or_no(Fault.BUNDLE):
        text = paper[room].decode().rstrip(" ")
        inside = dict(json.loads(text))
        inside |= {"salt": bytes.fromhex(inside.get("salt", "")).hex(), "since": None}
        spelled = json.dumps(inside, ensure_ascii=False, separators=(",", ":")) == text
    # One spelling and no word more: nothing can be hidden in the room.
    _must(at >= 0 and [*inside] == [*NAMES] and spelled, Fault.BUNDLE)
    proven = verify(text, trust=trust)
    facts = proven.facts or {}
    size, proof_at, start, length = (facts.get(name) for name in PLACES)
    fits = (size, proof_at, length) == (len(paper), at, SEAL_DIGITS) and isinstance(start, int)
    _must(proven.act.get("act") == PRINTED and fits, Fault.FILE)
    seal, blank = slice(start, (start or 0) + SEAL_DIGITS), bytearray(paper)
    blank[room], blank[seal] = b" " * ROOM_BYTES, b"0" * SEAL_DIGITS
    is_known = sha256(blank).hexdigest() == facts.get("blank_sha256")
    _must(is_known and set(paper[seal]) <= HEX, Fault.FILE)
    return proven


@contextmanager
def _or_no(fault: Fault) -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, RecursionError) as error:
        raise No(fault) from error


def _must(holds: bool, fault: Fault) -> None:
    if not holds:
        raise No(fault)


def _read_bundle(text: str) -> dict[str, Any]:
    with _or_no(Fault.BUNDLE):
        bundle = dict(json.loads(text[:BUNDLE_CHARS_MAX]))
        json.dumps(bundle, ensure_ascii=False).encode()  # half characters have no bytes
    fits = all(
        isinstance(bundle.get(name, 0.0), kind) for name, kind in zip(NAMES, KINDS, strict=True)
    )
    _must(fits and bundle["format"] == FORMAT, Fault.BUNDLE)
    return bundle


def _read_act(bundle: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return the act, and its facts if they are the ones the act promised."""
    with _or_no(Fault.FACTS):
        act, facts = dict(json.loads(bundle["leaf"])), json.loads(bundle["facts"] or "null")
        salt = bytes.fromhex(bundle["salt"] or "")
    hashed = sha256(salt + (bundle["facts"] or "").encode()).hexdigest()
    _must(facts is None or [len(salt), hashed] == [SALT_BYTES, act.get("commitment")], Fault.FACTS)
    return act, facts


def open_head(note: str, key: str) -> Head:
    """Parse a C2SP checkpoint and insist on the log's own signature."""
    (name, key_id, public), (body, _, signatures) = _open_key(key, LOG), note.partition("\n\n")
    with _or_no(Fault.SIGNATURE):
        origin, size, root = body.split("\n")[:3]
        split = [line.removeprefix("— ").split(" ") for line in signatures.split("\n") if line]
        lines = tuple((who, _bytes(blob)) for who, blob in split)
        head = Head(int(size), _bytes(root), f"{body}\n".encode(), lines)
    ours = [blob[4:] for who, blob in lines if (who, blob[:4]) == (origin, key_id)]
    is_ours = origin == name and any(_is_signed(public, one, head.body) for one in ours)
    _must(is_ours, Fault.SIGNATURE)
    return head


def _open_key(key: object, kind: int) -> tuple[str, bytes, bytes]:
    with _or_no(Fault.KEY):
        name, key_id, material = str(key).strip().split("+", 2)
        raw = _bytes(material)
    expected = sha256(name.encode() + b"\n" + raw).digest()[:4]
    _must((len(raw), raw[:1], expected.hex()) == (1 + KEY_BYTES, bytes([kind]), key_id), Fault.KEY)
    return name, expected, raw[1:]


def _is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    with suppress(InvalidSignature, ValueError):
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        return True
    return False


def _witnessed(head: Head, keys: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Name the witnesses whose lines hold, with the time each wrote down."""
    found = {}
    for name, key_id, public in (_open_key(key, WITNESS) for key in keys):
        for blob in (blob for who, blob in head.lines if (who, blob[:4]) == (name, key_id)):
            seconds = int.from_bytes(blob[4:12], "big")
            message = f"cosignature/v1\ntime {seconds}\n".encode() + head.body
            if seconds < 1 << 33 and _is_signed(public, blob[12:], message):
                found[name] = datetime.fromtimestamp(seconds, UTC).isoformat()
    return tuple(found.items())


def _continues(old: Head, new: Head, since: dict[str, Any]) -> None:
    """RFC 9162 2.1.4: the remembered log is the beginning of this one."""
    if old[:2] == new[:2]:
        return
    _must(since.get("size") == old.size and 0 < old.size < new.size, Fault.HISTORY)
    path, low = _hashes(since.get("path")), (old.size & -old.size).bit_length() - 1
    mask = (old.size - 1) >> low
    inner = ((old.size - 1) ^ (new.size - 1)).bit_length() - low
    seed, rest = (path[0], path[1:]) if mask and path else (old.root, path)
    before = after = seed
    for level, one in enumerate(rest):
        on_left = level >= inner or mask >> level & 1
        before = pair(one, before) if on_left else before
        after = pair(one, after) if on_left else pair(after, one)
    if (len(rest), before, after) != (inner + (mask >> inner).bit_count(), old.root, new.root):
        raise No(Fault.HISTORY)


def _climb(leaf: str, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """RFC 9162 2.1.3: from the leaf up to the root, or None when the path cannot be its own."""
    if not 0 <= index < size:
        return None
    inner = (index ^ (size - 1)).bit_length()
    node = sha256(b"\x00" + leaf.encode()).digest()
    for level, one in enumerate(path):
        node = pair(one, node) if level >= inner or index >> level & 1 else pair(node, one)
    return node if len(path) == inner + (index >> inner).bit_count() else None


def _hashes(texts: Any) -> list[bytes]:  # noqa: ANN401
    with _or_no(Fault.BUNDLE):
        found = [_bytes(one) for one in texts[:PATH_MAX]]
    _must({len(one) for one in found} <= {HASH_BYTES}, Fault.BUNDLE)
    return found


def _bytes(text: str) -> bytes:
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:  # spare bits would allow a second spelling
        raise ValueError(text)
    return raw


def pair(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


if __name__ == "__main__":
    content, others = Path(sys.argv[1]).read_bytes(), sys.argv[2:]
    proofs = [Path(one).read_text() for one in others if one.endswith(".json")]
    known = Trust("".join(one for one in others if not one.endswith(".json")) or None)
    try:
        found = [verify(one, file_hash=sha256(content).hexdigest(), trust=known) for one in proofs]
        sys.stdout.write(f"YES: {found or verify_paper(content, trust=known)}\n")
    except No as no:
        sys.exit(f"NO: {no}")
