"""A Word or Excel file passes only without macros, embedded files or reach to the outside."""

import re
import zipfile
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET

from commons.errors import NotValid
from commons.uploads.kinds import Clean, Kind, Limits, Removed
from commons.uploads.pictures import clean_picture

_MAIN_PARTS: Final = {
    f"{Kind.DOCX}.main+xml": Kind.DOCX,
    f"{Kind.XLSX}.main+xml": Kind.XLSX,
}
_PICTURE: Final = re.compile(r"(word|xl)/media/[\w.-]+\.(jpe?g|png)", re.IGNORECASE)
_PRINTER: Final = re.compile(r"xl/printerSettings/printerSettings\d{1,4}\.bin")
_TEXT: Final = re.compile(r"[\w./\[\]-]+\.(xml|rels|vml)", re.IGNORECASE)
_ACTIVE: Final = re.compile(
    r"vba|activex|oleobject|embeddings|macro|externallink|\.\.|^/", re.IGNORECASE
)
_ACTIVE_TYPES: Final = re.compile(
    r"macroenabled|vba|activex|oleobject|afchunk|externallink", re.IGNORECASE
)
_FIELD_TEXT: Final = ("}instrText", "}fldSimple")
_WHEN: Final = (1980, 1, 1, 0, 0, 0)


def clean_office(content: bytes, limits: Limits) -> Clean:
    removed = set[Removed]()
    room = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as packed:
        entries = _checked_entries(packed, len(content), limits)
        kind = _kind(packed.read("[Content_Types].xml"))
        with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as fresh:
            for entry in entries:
                part = _clean_part(entry.filename, packed.read(entry), limits, removed)
                fresh.writestr(zipfile.ZipInfo(entry.filename, _WHEN), part, zipfile.ZIP_DEFLATED)
    return Clean(kind=kind, content=room.getvalue(), removed=frozenset(removed))


def _checked_entries(
    packed: zipfile.ZipFile, packed_bytes: int, limits: Limits
) -> list[zipfile.ZipInfo]:
    entries = [one for one in packed.infolist() if not one.is_dir()]
    names = {one.filename for one in entries}
    if len(entries) > limits.entries_max or len(names) != len(entries):
        raise NotValid("uploads.too_complicated")
    unpacked = sum(one.file_size for one in entries)
    # A zip bomb says how large it becomes; what lies about it fails its own check sum.
    if unpacked > min(limits.unpacked_bytes_max, packed_bytes * limits.unpacked_ratio_max):
        raise NotValid("uploads.too_complicated")
    if any(one.flag_bits & 1 for one in entries):
        raise NotValid("uploads.locked")
    if "[Content_Types].xml" not in names:
        raise NotValid("uploads.unknown_kind")
    return entries


def _kind(content_types: bytes) -> Kind:
    types = {one.get("ContentType", "") for one in _parsed(content_types).iter()}
    if any(_ACTIVE_TYPES.search(one) for one in types):
        raise NotValid("uploads.active_content")
    kinds = {_MAIN_PARTS[one] for one in types if one in _MAIN_PARTS}
    if len(kinds) != 1:
        raise NotValid("uploads.unknown_kind")
    return kinds.pop()


def _clean_part(name: str, part: bytes, limits: Limits, removed: set[Removed]) -> bytes:
    if _ACTIVE.search(name):
        raise NotValid("uploads.active_content")
    if _PICTURE.fullmatch(name):
        clean = clean_picture(part, limits)
        removed |= clean.removed
        return clean.content
    if _TEXT.fullmatch(name):
        _check_text_part(name, part)
        return part
    if _PRINTER.fullmatch(name):
        # A description of the writer's printer: nobody needs it, its name may stay empty.
        return b""
    raise NotValid("uploads.active_content")


def _check_text_part(name: str, part: bytes) -> None:
    tree = _parsed(part)
    if name.lower().endswith(".rels"):
        _check_links(tree)
    # A field split over several runs still reads DDE when its pieces are put together.
    fields = "".join(
        (one.text or "") + "".join(one.attrib.values())
        for one in tree.iter()
        if one.tag.endswith(_FIELD_TEXT)
    )
    if "DDE" in fields.upper() or any(one.tag.endswith("}ddeLink") for one in tree.iter()):
        raise NotValid("uploads.active_content")


def _check_links(tree: ET.Element) -> None:
    for link in tree.iter():
        kind = link.get("Type", "")
        outside = link.get("TargetMode", "").lower() == "external"
        # A hyperlink waits for a click; every other outside part is fetched on opening.
        if _ACTIVE_TYPES.search(kind) or (outside and not kind.endswith("/hyperlink")):
            raise NotValid("uploads.active_content")


def _parsed(part: bytes) -> ET.Element:
    # Entities could grow without end or read files; office programs never write any.
    if b"\x00" in part or b"<!" in part.replace(b"<!--", b"").replace(b"<![CDATA[", b""):
        raise NotValid("uploads.active_content")
    return ET.fromstring(part)  # noqa: S314 - a part with any declaration was refused above
