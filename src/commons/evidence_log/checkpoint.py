"""A signed checkpoint: "after this many acts, this was the hash of them all".

The text is C2SP tlog-checkpoint inside a C2SP signed note, so that monitors and witnesses of
other transparency logs can read it; witnesses add lines of C2SP tlog-cosignature (version 1).
"""

import base64
import binascii
import struct
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

NOTE_CHARS_MAX = 20_000
SIGNATURE_LINES_MAX = 20
KEY_ID_BYTES = 4
HASH_BYTES = 32
BODY_ROWS_MIN = 3  # origin, size, root
LOG_SIGNATURE = 0x01
COSIGNATURE = 0x04
_DASH = "— "


class BadNote(ValueError):
    """The text is not a checkpoint, or a line in it is not what it should be."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Who signs: a name, and the Ed25519 key with its kind (the log itself, or a witness)."""

    name: str
    kind: int
    raw: bytes

    @property
    def id(self) -> bytes:
        body = self.name.encode() + b"\n" + bytes([self.kind]) + self.raw
        return sha256(body).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        material = base64.b64encode(bytes([self.kind]) + self.raw).decode()
        return f"{self.name}+{self.id.hex()}+{material}"

    @classmethod
    def read(cls, text: str) -> "PublicKey":
        """From the published form `name+id+base64`; an id that does not fit is refused."""
        try:
            name, key_id, material = text.strip().split("+", 2)
            material_bytes = base64.b64decode(material, validate=True)
        except (ValueError, binascii.Error) as error:
            raise BadNote("not a public key") from error
        key = cls(name, material_bytes[0] if material_bytes else 0, material_bytes[1:])
        known = key.kind in {LOG_SIGNATURE, COSIGNATURE} and len(key.raw) == HASH_BYTES
        if not known or key.id.hex() != key_id:
            raise BadNote("not a public key")
        return key

    def signed(self, signature: bytes, message: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """The secret half: never printed, never stored in the database it vouches for."""

    name: str
    seed: bytes

    def public(self, kind: int = LOG_SIGNATURE) -> PublicKey:
        raw = self._key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return PublicKey(self.name, kind, raw)

    def sign(self, message: bytes) -> bytes:
        return self._key().sign(message)

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True, slots=True)
class Line:
    """One signature line of a note: name, key id, and whatever the signer's kind puts there."""

    name: str
    key_id: bytes
    payload: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.payload).decode()}\n"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The parsed note; lines by unknown signers are kept, as signed notes require."""

    origin: str
    size: int
    root: bytes
    lines: tuple[Line, ...] = ()
    extensions: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        rows = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{row}\n" for row in rows)

    def __str__(self) -> str:
        return self.body + "\n" + "".join(map(str, self.lines))

    def signed_by(self, key: PublicKey) -> bool:
        """Is there a valid line of the log itself? The origin must be the key's own name."""
        return self.origin == key.name and any(
            key.signed(line.payload, self.body.encode()) for line in self._lines_of(key)
        )

    def cosigned_at(self, key: PublicKey) -> datetime | None:
        """When this witness says it saw the checkpoint; None without its valid line."""
        for line in self._lines_of(key):
            if len(line.payload) != 8 + 64:
                continue
            (seconds,) = struct.unpack(">Q", line.payload[:8])
            if key.signed(line.payload[8:], cosigned_message(self.body, seconds)):
                return datetime.fromtimestamp(seconds, UTC)
        return None

    def plus(self, line: Line) -> "Checkpoint":
        return replace(self, lines=(*self.lines, line))

    def _lines_of(self, key: PublicKey) -> tuple[Line, ...]:
        return tuple(one for one in self.lines if (one.name, one.key_id) == (key.name, key.id))


def sign(key: SigningKey, *, size: int, root: bytes) -> Checkpoint:
    bare = Checkpoint(origin=key.name, size=size, root=root)
    return bare.plus(Line(key.name, key.public().id, key.sign(bare.body.encode())))


def cosign(key: SigningKey, checkpoint: Checkpoint, at: datetime) -> Line:
    """Sign as a witness: it saw this checkpoint then, and nothing that contradicts it."""
    seconds = int(at.timestamp())
    signature = key.sign(cosigned_message(checkpoint.body, seconds))
    return Line(key.name, key.public(COSIGNATURE).id, struct.pack(">Q", seconds) + signature)


def cosigned_message(body: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{body}".encode()


def read(note: str) -> Checkpoint:
    """Parse strictly: a note that would print differently from how it came is refused."""
    if len(note) > NOTE_CHARS_MAX:
        raise BadNote("the note is too long")
    body, _, signatures = note.partition("\n\n")
    rows, lines = body.split("\n"), signatures.splitlines(keepends=True)
    if len(rows) < BODY_ROWS_MIN or not 0 < len(lines) <= SIGNATURE_LINES_MAX:
        raise BadNote("not a signed checkpoint")
    try:
        parsed = Checkpoint(
            origin=rows[0],
            size=int(rows[1]),
            root=base64.b64decode(rows[2], validate=True),
            lines=tuple(_read_line(line) for line in lines),
            extensions=tuple(rows[3:]),
        )
    except ValueError as error:
        raise BadNote("not a signed checkpoint") from error
    if len(parsed.root) != HASH_BYTES or parsed.size < 0 or str(parsed) != note:
        raise BadNote("not a signed checkpoint")
    return parsed


def _read_line(line: str) -> Line:
    name, _, material = line.removeprefix(_DASH).rstrip("\n").partition(" ")
    blob = base64.b64decode(material, validate=True)
    return Line(name, blob[:KEY_ID_BYTES], blob[KEY_ID_BYTES:])
