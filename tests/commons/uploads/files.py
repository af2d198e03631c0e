"""Files as people send them and as attackers build them, all made here and now."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, PngImagePlugin

GPS = "25.5031N119.7912E"
SCRIPT = "app.alert(1)"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **saved: object
) -> bytes:
    room = io.BytesIO()
    Image.new(mode, size, 90).save(room, kind, **saved)
    return room.getvalue()


def exif_with_place(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = GPS
    exif[0x8825] = {1: "N", 2: (25.0, 30.0, 11.0), 3: "E", 4: (119.0, 47.0, 28.0)}
    return exif


def photo_with_place(kind: str = "JPEG", orientation: int = 1) -> bytes:
    return picture(kind, exif=exif_with_place(orientation))


def png_with_text(text: str) -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", text)
    notes.add_itxt("XML:com.adobe.xmp", f"<x>{text}</x>", zip=True)
    return picture("PNG", pnginfo=notes)


def png_claiming(width: int, height: int) -> bytes:
    """A few bytes that say they are a very large picture."""
    honest = picture("PNG")
    header = width.to_bytes(4) + height.to_bytes(4) + honest[24:29]
    check = zlib.crc32(b"IHDR" + header).to_bytes(4)
    return honest[:16] + header + check + honest[33:]


def png_chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + name + content + zlib.crc32(name + content).to_bytes(4)


def moving(kind: str) -> bytes:
    room = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue", "green")]
    frames[0].save(room, kind, save_all=True, append_images=frames[1:], duration=100)
    return room.getvalue()


def pdf(change: Callable[[Pdf], object] | None = None, pages: int = 1, **saved: object) -> bytes:
    room = io.BytesIO()
    with Pdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(200, 200))
        if change is not None:
            change(made)
        made.save(room, **saved)
    return room.getvalue()


def script() -> Dictionary:
    return Dictionary(S=Name("/JavaScript"), JS=String(SCRIPT))


def pdf_with_root(**entries: object) -> bytes:
    def change(made: Pdf) -> None:
        for key, entry in entries.items():
            made.Root["/" + key] = entry

    return pdf(change)


def pdf_with_annotation(**entries: object) -> bytes:
    def change(made: Pdf) -> None:
        box = Array([0, 0, 10, 10])
        note = made.make_indirect(Dictionary(Type=Name.Annot, Rect=box, **entries))
        made.pages[0].obj["/Annots"] = Array([note])

    return pdf(change)


def pdf_with_file(name: str, content: bytes) -> bytes:
    def change(made: Pdf) -> None:
        made.attachments[name] = pikepdf.AttachedFileSpec(made, content, filename=name)

    return pdf(change)


def pdf_with_photo(photo: bytes, *, twice_packed: bool = False) -> bytes:
    def change(made: Pdf) -> None:
        inside = made.make_stream(zlib.compress(photo) if twice_packed else photo)
        names = [Name.FlateDecode, Name.DCTDecode] if twice_packed else [Name.DCTDecode]
        inside["/Filter"] = Array(names) if twice_packed else names[0]
        inside["/Type"], inside["/Subtype"] = Name.XObject, Name.Image
        inside["/Width"], inside["/Height"], inside["/BitsPerComponent"] = 60, 40, 8
        inside["/ColorSpace"] = Name.DeviceRGB
        made.pages[0].obj["/Resources"] = Dictionary(XObject=Dictionary(Im0=inside))

    # qpdf would unpack and repack the outer layer itself; the attacker does not.
    return pdf(change, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as fresh:
        for name, part in parts.items():
            fresh.writestr(name, part)
    return room.getvalue()


def docx(
    body: str = "<w:p/>", more: Mapping[str, bytes | str] | None = None, **types: str
) -> bytes:
    return packed(
        {
            "[Content_Types].xml": content_types(types.get("main", DOCX_TYPE)),
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
            **(more or {}),
        }
    )


def xlsx(more: Mapping[str, bytes | str] | None = None) -> bytes:
    types = content_types(XLSX_TYPE)
    return packed({"[Content_Types].xml": types, "xl/workbook.xml": "<workbook/>", **(more or {})})


def content_types(main: str) -> str:
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )


def links(kind: str, target: str, mode: str = "External") -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{REL}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )
