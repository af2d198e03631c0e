"""The door for files from outside: told by content, cleaned, or refused with the reason."""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from commons.errors import NotValid, Refusal
from commons.uploads.kinds import (
    ENDING_OF,
    ENDINGS,
    MEBIBYTE,
    PICTURES,
    Clean,
    Kind,
    Limits,
    Removed,
    kind_by_content,
)
from commons.uploads.office import clean_office
from commons.uploads.pdfs import clean_pdf
from commons.uploads.pictures import clean_picture

NAME_MAX: Final = 80
USUAL: Final = Limits()


@dataclass(frozen=True, slots=True)
class Accepted:
    """The copy that may be shown, and the fingerprint of exactly what was handed in."""

    name: str
    media_type: str
    clean: bytes
    clean_sha256: str
    original_sha256: str
    original_bytes: int
    removed: tuple[Removed, ...]
    preview: bytes = b""

    @property
    def is_picture(self) -> bool:
        return self.media_type in PICTURES


def accept_upload(content: bytes, declared_name: str, limits: Limits = USUAL) -> Accepted:
    """Heavy and exposed to hostile bytes: callers use `Quarantine.accept`, which runs it apart."""
    try:
        return _accept(content, declared_name, limits)
    except NotValid as refusal:
        # Of several photographs people must know which one is meant.
        refusal.facts["name"] = plain_name(declared_name)
        raise


def _accept(content: bytes, declared_name: str, limits: Limits) -> Accepted:
    # Evidence needs the original: its fingerprint is taken before anything is rewritten.
    original_sha256 = sha256(content).hexdigest()
    check_length(content, limits)
    clean = _cleaned(content, kind_by_content(content), limits)
    _check_ending(declared_name, clean.kind)
    return Accepted(
        name=shown_name(declared_name, clean.kind),
        media_type=clean.kind.value,
        clean=clean.content,
        clean_sha256=sha256(clean.content).hexdigest(),
        original_sha256=original_sha256,
        original_bytes=len(content),
        removed=tuple(sorted(clean.removed)),
        preview=clean.preview,
    )


def check_length(content: bytes, limits: Limits) -> None:
    if not content:
        raise NotValid("uploads.empty")
    if len(content) > limits.bytes_max:
        raise NotValid("uploads.too_big", most=limits.bytes_max // MEBIBYTE)


def _cleaned(content: bytes, kind: Kind | None, limits: Limits) -> Clean:
    try:
        if kind is None:
            return clean_office(content, limits)
        if kind is Kind.PDF:
            return clean_pdf(content, limits)
        return clean_picture(content, limits)
    except Refusal:
        raise
    except (Exception, MemoryError) as fault:
        # Parsers of hostile bytes fail in every possible way; each way means the same refusal.
        raise NotValid("uploads.broken") from fault


def _check_ending(declared_name: str, kind: Kind) -> None:
    """Content decides what it is; a name that claims another kind is a trap for the reader."""
    _, dot, ending = _bare_name(declared_name).rpartition(".")
    if dot and kind not in ENDINGS.get(ending.lower(), frozenset()):
        raise NotValid("uploads.name_differs", kind=ENDING_OF[kind])


def shown_name(declared_name: str, kind: Kind) -> str:
    """Give a name for people: no folders, no hidden characters, one truthful ending."""
    stem, dot, ending = _bare_name(declared_name).rpartition(".")
    return f"{plain_name(stem if dot else ending).replace('.', '_')}.{ENDING_OF[kind]}"


def plain_name(declared_name: str) -> str:
    """Give what may be read aloud of a name that somebody sent, whatever the file is."""
    text = unicodedata.normalize("NFC", _bare_name(declared_name))
    text = "".join(one for one in text if unicodedata.category(one)[0] not in "CZ" or one == " ")
    return re.sub(r"[\"'<>:|?*%;&\s]+|\.\.+", "_", text).strip("_.")[:NAME_MAX] or "file"


def _bare_name(declared_name: str) -> str:
    return declared_name.replace("\\", "/").rpartition("/")[2][:400]
