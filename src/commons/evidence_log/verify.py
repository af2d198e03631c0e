"""Says whether a paper or a record is the one that was issued, unchanged: offline, by itself.

It needs only Python and the `cryptography` package and shares no line with the service that
made the proof; hand it to anyone: `python verify.py PAPER.pdf PAPER.proof.json [KEY]`.
"""

import base64
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "island-evidence/1"
FIELDS = {
    "format": str, "leaf": str, "facts": str | None, "salt": str | None, "index": int,
    "path": list, "checkpoint": str, "key": str, "since": dict | None,
}  # fmt: skip
ISSUED = "paper.issued"  # only this act vouches for a file
BUNDLE_CHARS_MAX, PATH_MAX = 200_000, 64
HASH_BYTES = SALT_BYTES = KEY_BYTES = 32
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
    if trust.key is not None and trust.key.strip() != bundle["key"]:
        raise No(Fault.KEY)
    head = _open_head(bundle["checkpoint"], bundle["key"])
    if _climb(bundle["leaf"], bundle["index"], head.size, _hashes(bundle["path"])) != head.root:
        raise No(Fault.INCLUSION)
    act, facts = _read_act(bundle)
    named = facts.get("pdf_sha256") if facts and act.get("act") == ISSUED else None
    if file_hash is not None and named != file_hash:
        raise No(Fault.FILE)
    witnessed = _witnessed(head, trust.witnesses)
    if len(witnessed) < len(trust.witnesses):
        raise No(Fault.WITNESSES)
    if trust.remembered is not None:
        _continues(_open_head(trust.remembered, bundle["key"]), head, bundle["since"])
    return Proven(act, facts, bundle["index"], head.size, bundle["key"], witnessed)


def audit(leaves: Iterable[str], *, current: str, remembered: str, key: str) -> None:
    """Rebuild a whole exported log, and hold it against an old head and the current one."""
    old, new = _open_head(remembered, key), _open_head(current, key)
    peaks: list[tuple[int, bytes]] = []
    roots, size = {0: sha256(b"").digest()}, 0
    for size, leaf in enumerate(leaves, start=1):
        width, node = 1, sha256(b"\x00" + leaf.encode()).digest()
        while peaks and peaks[-1][0] == width:
            width, node = 2 * width, _node(peaks.pop()[1], node)
        peaks.append((width, node))
        if size in {old.size, new.size}:
            roots[size] = reduce(lambda low, peak: _node(peak, low), [p for _, p in peaks[::-1]])
    if roots.get(old.size) != old.root:
        raise No(Fault.HISTORY)
    if size != new.size or roots.get(size) != new.root:
        raise No(Fault.INCLUSION)


def _read_bundle(text: str) -> dict[str, Any]:
    try:
        bundle = dict(json.loads(text[:BUNDLE_CHARS_MAX]))
        json.dumps(bundle, ensure_ascii=False).encode()  # half characters have no bytes
    except (ValueError, TypeError, RecursionError) as error:
        raise No(Fault.BUNDLE) from error
    fits = all(isinstance(bundle.get(name, 0.0), kind) for name, kind in FIELDS.items())
    if not fits or bundle["format"] != FORMAT:
        raise No(Fault.BUNDLE)
    return bundle


def _read_act(bundle: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return the act, and its facts if they are the ones the act promised."""
    try:
        act, facts = dict(json.loads(bundle["leaf"])), json.loads(bundle["facts"] or "null")
        salt = bytes.fromhex(bundle["salt"] or "")
    except (ValueError, TypeError, RecursionError) as error:
        raise No(Fault.FACTS) from error
    promised = sha256(salt + (bundle["facts"] or "").encode()).hexdigest()
    if facts is not None and (len(salt), promised) != (SALT_BYTES, act.get("commitment")):
        raise No(Fault.FACTS)
    return act, facts


def _open_head(note: str, key: str) -> Head:
    """Parse a C2SP checkpoint and insist on the log's own signature."""
    (name, key_id, public), (body, _, signatures) = _open_key(key, LOG), note.partition("\n\n")
    try:
        origin, size, root = body.split("\n")[:3]
        split = [line.removeprefix("— ").split(" ") for line in signatures.split("\n") if line]
        lines = tuple((who, _bytes(blob)) for who, blob in split)
        head = Head(int(size), _bytes(root), f"{body}\n".encode(), lines)
    except ValueError as error:
        raise No(Fault.SIGNATURE) from error
    ours = [blob[4:] for who, blob in lines if (who, blob[:4]) == (origin, key_id)]
    if origin == name and any(_is_signed(public, one, head.body) for one in ours):
        return head
    raise No(Fault.SIGNATURE)


def _open_key(key: object, kind: int) -> tuple[str, bytes, bytes]:
    try:
        name, key_id, material = str(key).strip().split("+", 2)
        raw = _bytes(material)
    except ValueError as error:
        raise No(Fault.KEY) from error
    expected = sha256(name.encode() + b"\n" + raw).digest()[:4]
    if (len(raw), raw[:1], expected.hex()) != (1 + KEY_BYTES, bytes([kind]), key_id):
        raise No(Fault.KEY)
    return name, expected, raw[1:]


def _is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


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


def _continues(old: Head, new: Head, since: dict[str, Any] | None) -> None:
    """RFC 9162 2.1.4: the remembered log is the beginning of this one."""
    if old[:2] == new[:2]:
        return
    if not since or since.get("size") != old.size or not 0 < old.size < new.size:
        raise No(Fault.HISTORY)
    path, low = _hashes(since.get("path")), (old.size & -old.size).bit_length() - 1
    mask = (old.size - 1) >> low
    inner = ((old.size - 1) ^ (new.size - 1)).bit_length() - low
    seed, rest = (path[0], path[1:]) if mask and path else (old.root, path)
    before = after = seed
    for level, one in enumerate(rest):
        on_left = level >= inner or mask >> level & 1
        before = _node(one, before) if on_left else before
        after = _node(one, after) if on_left else _node(after, one)
    if (len(rest), before, after) != (inner + (mask >> inner).bit_count(), old.root, new.root):
        raise No(Fault.HISTORY)


def _climb(leaf: str, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """RFC 9162 2.1.3: from the leaf up to the root, or None when the path cannot be its own."""
    if not 0 <= index < size:
        return None
    inner = (index ^ (size - 1)).bit_length()
    node = sha256(b"\x00" + leaf.encode()).digest()
    for level, one in enumerate(path):
        node = _node(one, node) if level >= inner or index >> level & 1 else _node(node, one)
    return node if len(path) == inner + (index >> inner).bit_count() else None


def _hashes(texts: Any) -> list[bytes]:  # noqa: ANN401
    try:
        found = [_bytes(one) for one in texts[:PATH_MAX]]
    except (ValueError, TypeError) as error:
        raise No(Fault.BUNDLE) from error
    if {len(one) for one in found} - {HASH_BYTES}:
        raise No(Fault.BUNDLE)
    return found


def _bytes(text: str) -> bytes:
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:  # spare bits would allow a second spelling
        raise ValueError(text)
    return raw


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


if __name__ == "__main__":
    paper, proof, *keys = sys.argv[1:]
    digest, trusted = sha256(Path(paper).read_bytes()), Trust("".join(keys) or None)
    try:
        shown = verify(Path(proof).read_text(), file_hash=digest.hexdigest(), trust=trusted)
        sys.stdout.write(f"YES: {shown}\n")
    except No as no:
        sys.exit(f"NO: {no}")
