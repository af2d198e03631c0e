"""A PDF is written anew without scripts, actions, attachments, forms that phone home, or notes."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from commons.errors import NotValid
from commons.uploads.jpeg import without_notes
from commons.uploads.kinds import Clean, Kind, Limits, Removed

_SCRIPTS: Final = frozenset(
    {"/JS", "/JavaScript", "/AA", "/OpenAction", "/PA", "/XFA", "/Rendition", "/Renditions"}
)
_FILES: Final = frozenset(
    {"/EmbeddedFiles", "/EF", "/AF", "/Collection", "/RichMediaContent", "/RichMediaSettings"}
)
_NOTES: Final = frozenset({"/Metadata", "/PieceInfo", "/LastModified"})
_FORBIDDEN: Final = {
    **dict.fromkeys(_SCRIPTS, Removed.SCRIPTS_AND_ACTIONS),
    **dict.fromkeys(_FILES, Removed.ATTACHED_FILES),
    **dict.fromkeys(_NOTES, Removed.AUTHOR_NOTES),
}
_ACTIVE_ANNOTATIONS: Final = frozenset(
    {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
)


def clean_pdf(content: bytes, limits: Limits) -> Clean:
    with _opened(content) as pdf:
        _check_size(pdf, limits)
        removed = set[Removed]()
        for part in _parts(pdf, limits):
            removed |= _disarm(part)
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
            removed.add(Removed.AUTHOR_NOTES)
        room = BytesIO()
        pdf.save(room, encryption=False, deterministic_id=True, fix_metadata_version=False)
    _check_harmless(room.getvalue(), limits)
    return Clean(kind=Kind.PDF, content=room.getvalue(), removed=frozenset(removed))


def _opened(content: bytes) -> Pdf:
    try:
        return Pdf.open(BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError as locked:
        raise NotValid("uploads.locked") from locked


def _check_size(pdf: Pdf, limits: Limits) -> None:
    if len(pdf.objects) > limits.objects_max:
        raise NotValid("uploads.too_complicated")
    pages = len(pdf.pages)
    if pages > limits.pages_max:
        raise NotValid("uploads.too_many_pages", most=limits.pages_max)
    if pages == 0:
        raise NotValid("uploads.broken")


def _parts(pdf: Pdf, limits: Limits) -> Iterator[Object]:
    """Every dictionary and stream of the file, however deep it lies inside another."""
    waiting: list[Object] = [pdf.trailer, *pdf.objects]
    seen = 0
    while waiting:
        seen += 1
        if seen > limits.objects_max * 20:
            raise NotValid("uploads.too_complicated")
        part = waiting.pop()
        if isinstance(part, (Dictionary, Stream)):
            yield part
            inner = [part[key] for key in part.keys()]  # noqa: SIM118 - a PDF object is no dict
        elif isinstance(part, Array):
            inner = list(part)
        else:
            continue
        waiting += [one for one in inner if isinstance(one, Object) and not one.is_indirect]


def _disarm(part: Object) -> set[Removed]:
    removed = set[Removed]()
    for key in set(part.keys()) & set(_FORBIDDEN):
        del part[key]
        removed.add(_FORBIDDEN[key])
    if "/A" in part and _is_action(part["/A"]) and not _is_plain_jump(part["/A"]):
        removed.add(Removed.SCRIPTS_AND_ACTIONS)
        _keep_only_a_jump(part)
    if "/Annots" in part and isinstance(part["/Annots"], Array):
        removed |= _disarm_annotations(part)
    if isinstance(part, Stream):
        removed |= _disarm_stream(part)
    return removed


def _is_action(value: Object) -> bool:
    return isinstance(value, Dictionary) and "/S" in value and "/O" not in value


def _is_plain_jump(action: Object) -> bool:
    return action["/S"] == Name("/GoTo") and set(action.keys()) <= {"/Type", "/S", "/D"}


def _keep_only_a_jump(part: Object) -> None:
    action = part["/A"]
    if action.get("/S") == Name("/GoTo") and "/D" in action:
        part["/A"] = Dictionary(S=Name("/GoTo"), D=action["/D"])
    else:
        del part["/A"]


def _disarm_annotations(page: Object) -> set[Removed]:
    kept = [one for one in page["/Annots"] if not _is_active(one)]
    if len(kept) == len(page["/Annots"]):
        return set()
    page["/Annots"] = Array(kept)
    return {Removed.ATTACHED_FILES}


def _is_active(annotation: Object) -> bool:
    if not isinstance(annotation, Dictionary):
        return False
    return str(annotation.get("/Subtype", "")) in _ACTIVE_ANNOTATIONS


def _disarm_stream(part: Stream) -> set[Removed]:
    # A stream may say that its bytes lie in another file: never fetched, so never named.
    for key in ("/F", "/FFilter", "/FDecodeParms"):
        if key in part:
            del part[key]
    raw = _jpeg_inside(part)
    if raw is None or (bare := without_notes(raw)) == raw:
        return set()
    part.write(bare, filter=Name("/DCTDecode"))
    return {Removed.PLACE_AND_CAMERA}


def _jpeg_inside(part: Stream) -> bytes | None:
    filters = part.get("/Filter", Array())
    names = [str(one) for one in filters] if isinstance(filters, Array) else [str(filters)]
    if names == ["/DCTDecode"]:
        return part.read_raw_bytes()
    if names == ["/FlateDecode", "/DCTDecode"]:
        return zlib.decompress(part.read_raw_bytes())
    return None


def _check_harmless(content: bytes, limits: Limits) -> None:
    # The second road: what was written is opened again and searched without changing it.
    with _opened(content) as pdf:
        for part in _parts(pdf, limits):
            keys = set(part.keys())
            active = "/A" in keys and _is_action(part["/A"]) and not _is_plain_jump(part["/A"])
            if keys & set(_FORBIDDEN) or active or _is_active(part):
                raise NotValid("uploads.active_content")
