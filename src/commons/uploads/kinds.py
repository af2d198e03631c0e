"""What people may hand in as a file, how large it may be, and how its true kind is told."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from commons.errors import NotValid

MEBIBYTE: Final = 1024 * 1024


class Kind(StrEnum):
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Removed(StrEnum):
    """What the shown copy no longer has; the sealed original still has it."""

    PLACE_AND_CAMERA = "place_and_camera"
    SCRIPTS_AND_ACTIONS = "scripts_and_actions"
    ATTACHED_FILES = "attached_files"
    AUTHOR_NOTES = "author_notes"


@dataclass(frozen=True, slots=True)
class Limits:
    bytes_max: int = 20 * MEBIBYTE
    pixels_max: int = 40_000_000
    side_max: int = 20_000
    pages_max: int = 500
    objects_max: int = 200_000
    entries_max: int = 200
    unpacked_bytes_max: int = 100 * MEBIBYTE
    unpacked_ratio_max: int = 100


@dataclass(frozen=True, slots=True)
class Clean:
    """A copy that is safe to show, made from what was handed in."""

    kind: Kind
    content: bytes
    removed: frozenset[Removed]
    preview: bytes = b""


PICTURES: Final = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
OFFICE: Final = frozenset({Kind.DOCX, Kind.XLSX})
ENDINGS: Final = {
    "jpg": PICTURES,
    "jpeg": PICTURES,
    "jfif": PICTURES,
    "png": PICTURES,
    "webp": PICTURES,
    "pdf": frozenset({Kind.PDF}),
    "docx": frozenset({Kind.DOCX}),
    "xlsx": frozenset({Kind.XLSX}),
}
ENDING_OF: Final = {
    Kind.JPEG: "jpg",
    Kind.PNG: "png",
    Kind.WEBP: "webp",
    Kind.PDF: "pdf",
    Kind.DOCX: "docx",
    Kind.XLSX: "xlsx",
}
_NEW_PHONE_PICTURES: Final = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"})
_RECORDINGS: Final = (b"ID3", b"OggS", b"#!AMR", b"\x1aE\xdf\xa3", b"fLaC", b"\xff\xfb")
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_by_content(content: bytes) -> Kind | None:
    """Tell by the first bytes, never by the name; None is a zip whose parts must decide."""
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind.WEBP
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(b"PK\x03\x04"):
        return None
    raise NotValid(_why_refused(content))


def _why_refused(content: bytes) -> str:
    if content[4:8] == b"ftyp":
        known = content[8:12] in _NEW_PHONE_PICTURES
        return "uploads.new_phone_picture" if known else "uploads.recording"
    if content[:4] == b"RIFF" or content.startswith(_RECORDINGS):
        return "uploads.recording"
    if content.startswith(_OLD_OFFICE):
        return "uploads.old_office"
    if content.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        return "uploads.web_page"
    return "uploads.unknown_kind"
