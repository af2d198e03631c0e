"""Hostile files by name: those that must be refused, and those that pass only disarmed."""

from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Pdf, String

from tests.commons.uploads import files
from tests.commons.uploads.files import GPS, SCRIPT, docx, links, packed, pdf, picture, xlsx

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
_RELS = "word/_rels/document.xml.rels"
_HTML = b"<html><script>alert(1)</script></html>"
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def _locked() -> bytes:
    return pdf(encryption=Encryption(owner="a", user="b"))


def _many_pages() -> bytes:
    return pdf(pages=501)


# What comes in: (bytes, declared name, the reason of the refusal).
REFUSED: dict[str, tuple[bytes, str, str]] = {
    "nothing": (b"", "a.jpg", "uploads.empty"),
    "too big": (b"\xff\xd8\xff" + bytes(20 * 1024 * 1024), "a.jpg", "uploads.too_big"),
    "web page": (_HTML, "a.html", "uploads.web_page"),
    "web page named photo": (_HTML, "a.jpg", "uploads.web_page"),
    "web page after blanks": (b"\xef\xbb\xbf \r\n" + _HTML, "a.pdf", "uploads.web_page"),
    "web page in utf-16": (_HTML.decode().encode("utf-16"), "a.pdf", "uploads.web_page"),
    "drawing": (_SVG, "a.svg", "uploads.web_page"),
    "drawing named png": (b"<?xml version='1.0'?>" + _SVG, "a.png", "uploads.web_page"),
    "program for windows": (b"MZ" + bytes(300), "a.exe", "uploads.unknown_kind"),
    "program named photo": (b"MZ" + bytes(300), "a.jpg", "uploads.unknown_kind"),
    "program for linux": (b"\x7fELF" + bytes(300), "a", "uploads.unknown_kind"),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", "a.pdf", "uploads.unknown_kind"),
    "gif": (files.moving("GIF"), "a.gif", "uploads.unknown_kind"),
    "gif named png": (files.moving("GIF"), "a.png", "uploads.unknown_kind"),
    "tiff": (picture("TIFF"), "a.tiff", "uploads.unknown_kind"),
    "bmp": (picture("BMP"), "a.bmp", "uploads.unknown_kind"),
    "postscript": (b"%!PS-Adobe-3.0\n", "a.pdf", "uploads.unknown_kind"),
    "heic": (b"\x00\x00\x00\x18ftypheic" + bytes(99), "a.heic", "uploads.new_phone_picture"),
    "film": (b"\x00\x00\x00\x18ftypisom" + bytes(99), "a.mp4", "uploads.recording"),
    "sound": (b"ID3\x04" + bytes(99), "a.mp3", "uploads.recording"),
    "wave": (b"RIFF\x00\x00\x00\x00WAVE" + bytes(99), "a.wav", "uploads.recording"),
    "rar": (b"Rar!\x1a\x07\x00" + bytes(99), "a.rar", "uploads.unknown_kind"),
    "gzip": (b"\x1f\x8b\x08" + bytes(99), "a.gz", "uploads.unknown_kind"),
    "old word": (_OLE, "a.doc", "uploads.old_office"),
    "old word named docx": (_OLE, "a.docx", "uploads.old_office"),
    "pdf behind rubbish": (b"GIF89a;" + pdf(), "a.pdf", "uploads.unknown_kind"),
    "half a photo": (picture(size=(600, 600))[:1500], "a.jpg", "uploads.broken"),
    "only the first bytes": (b"\xff\xd8\xff\xe0", "a.jpg", "uploads.broken"),
    "half a png": (picture("PNG", (99, 99))[:60], "a.png", "uploads.broken"),
    "webp of nothing": (b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(8), "a.webp", "uploads.broken"),
    "pixel flood": (files.png_claiming(60_000, 60_000), "a.png", "uploads.too_many_pixels"),
    "one long line": (files.png_claiming(30_000, 1), "a.png", "uploads.too_many_pixels"),
    "just above": (files.png_claiming(8_000, 5_001), "a.png", "uploads.too_many_pixels"),
    "moving png": (files.moving("PNG"), "a.png", "uploads.moving_picture"),
    "moving webp": (files.moving("WEBP"), "a.webp", "uploads.moving_picture"),
    "photo named pdf": (picture(), "a.pdf", "uploads.name_differs"),
    "photo named html": (picture(), "a.html", "uploads.name_differs"),
    "photo named svg": (picture("PNG"), "a.svg", "uploads.name_differs"),
    "pdf named jpg": (pdf(), "a.jpg", "uploads.name_differs"),
    "pdf named php": (pdf(), "a.pdf.php", "uploads.name_differs"),
    "word named excel": (docx(), "a.xlsx", "uploads.name_differs"),
    "macro name": (docx(), "a.docm", "uploads.name_differs"),
    "locked pdf": (_locked(), "a.pdf", "uploads.locked"),
    "too many pages": (_many_pages(), "a.pdf", "uploads.too_many_pages"),
    "pdf without pages": (pdf(pages=0), "a.pdf", "uploads.broken"),
    "pdf of rubbish": (b"%PDF-1.7\n" + bytes(200), "a.pdf", "uploads.broken"),
    "pdf of deep lists": (b"%PDF-1.7\n1 0 obj" + b"[" * 99_999, "a.pdf", "uploads.broken"),
    "zip": (packed({"a.txt": b"a"}), "a.zip", "uploads.unknown_kind"),
    "zip of a program": (packed({"a.exe": b"MZ"}), "a.docx", "uploads.unknown_kind"),
    "broken zip": (b"PK\x03\x04" + bytes(99), "a.docx", "uploads.broken"),
    "java": (packed({"META-INF/MANIFEST.MF": b"a"}), "a.docx", "uploads.unknown_kind"),
    "slides": (docx(main=files.DOCX_TYPE.replace("word", "x")), "a.docx", "uploads.unknown_kind"),
    "macros": (docx(more={"word/vbaProject.bin": b"x"}), "a.docx", "uploads.active_content"),
    "macro type": (
        docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "a.docx",
        "uploads.active_content",
    ),
    "sheet macros": (xlsx({"xl/vbaProject.bin": b"x"}), "a.xlsx", "uploads.active_content"),
    "activex": (docx(more={"word/activeX/a.xml": "<a/>"}), "a.docx", "uploads.active_content"),
    "embedded": (docx(more={"word/embeddings/a.bin": _OLE}), "a.docx", "uploads.active_content"),
    "program inside": (docx(more={"word/media/a.exe": b"MZ"}), "a.docx", "uploads.active_content"),
    "page inside": (docx(more={"word/a.html": _HTML}), "a.docx", "uploads.active_content"),
    "climbing out": (docx(more={"../../a.xml": "<a/>"}), "a.docx", "uploads.active_content"),
    "from the root": (docx(more={"/etc/a.xml": "<a/>"}), "a.docx", "uploads.active_content"),
    "template from far": (
        docx(more={_RELS: links("attachedTemplate", "https://far.example/t.dotm")}),
        "a.docx",
        "uploads.active_content",
    ),
    "picture from far": (
        docx(more={_RELS: links("image", "https://far.example/i.png")}),
        "a.docx",
        "uploads.active_content",
    ),
    "hidden external": (
        docx(more={_RELS: links("image", "https://far.example/", "&#69;xternal")}),
        "a.docx",
        "uploads.active_content",
    ),
    "object link": (
        docx(more={_RELS: links("oleObject", "a.bin", "Internal")}),
        "a.docx",
        "uploads.active_content",
    ),
    "page import": (
        docx(more={_RELS: links("aFChunk", "a.html", "Internal")}),
        "a.docx",
        "uploads.active_content",
    ),
    "dde": (
        docx('<w:instrText>DDEAUTO c:\\\\cmd.exe "/k calc"</w:instrText>'),
        "a.docx",
        "uploads.active_content",
    ),
    "dde in pieces": (
        docx("<w:instrText>DD</w:instrText><w:instrText>EAUTO cmd</w:instrText>"),
        "a.docx",
        "uploads.active_content",
    ),
    "dde in a simple field": (
        docx('<w:fldSimple w:instr="DDE cmd"/>'),
        "a.docx",
        "uploads.active_content",
    ),
    "sheet from far": (
        xlsx({"xl/externalLinks/externalLink1.xml": "<a/>"}),
        "a.xlsx",
        "uploads.active_content",
    ),
    "a billion laughs": (
        docx(more={"word/a.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "a.docx",
        "uploads.active_content",
    ),
    "entities in utf-16": (
        docx(more={"word/a.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")}),
        "a.docx",
        "uploads.active_content",
    ),
    "zip bomb": (
        docx(more={"word/a.xml": b"<a>" + b" " * 30_000_000 + b"</a>"}),
        "a.docx",
        "uploads.too_complicated",
    ),
    "too many parts": (
        docx(more={f"word/{at}.xml": "<a/>" for at in range(200)}),
        "a.docx",
        "uploads.too_complicated",
    ),
    "broken photo inside": (
        docx(more={"word/media/a.jpg": b"\xff\xd8\xff"}),
        "a.docx",
        "uploads.broken",
    ),
    "flood inside": (
        docx(more={"word/media/a.png": files.png_claiming(60_000, 60_000)}),
        "a.docx",
        "uploads.too_many_pixels",
    ),
}


def _page_script(made: Pdf) -> None:
    made.pages[0].obj["/AA"] = Dictionary(O=files.script())


def _chained(made: Pdf) -> None:
    here = Array([made.pages[0].obj, Name.Fit])
    jump = Dictionary(S=Name.GoTo, D=here, Next=files.script())
    made.pages[0].obj["/Annots"] = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=jump)]
    )


def _author(made: Pdf) -> None:
    made.docinfo["/Author"] = GPS
    with made.open_metadata() as notes:
        notes["dc:creator"] = [GPS]


def _far_stream(made: Pdf) -> None:
    far = made.make_stream(b"")
    far["/F"] = String("file:///etc/passwd")
    made.pages[0].obj["/Contents"] = far


def _action(kind: str, **entries: object) -> bytes:
    action = Dictionary(S=Name("/" + kind), **entries)
    return files.pdf_with_annotation(Subtype=Name.Link, A=action)


_JPEG_WITH_PLACE = files.photo_with_place()

# What passes, but only without its poison: (bytes, declared name).
DISARMED: dict[str, tuple[bytes, str]] = {
    "place in a photo": (_JPEG_WITH_PLACE, "a.jpg"),
    "place in a png": (files.photo_with_place("PNG"), "a.png"),
    "place in a webp": (files.photo_with_place("WEBP"), "a.webp"),
    "text in a png": (files.png_with_text(GPS + SCRIPT), "a.png"),
    "comment in a photo": (picture(comment=(GPS + SCRIPT).encode()), "a.jpg"),
    "xmp in a photo": (picture(xmp=f"<x>{GPS}</x>".encode()), "a.jpg"),
    "colour notes": (picture(icc_profile=GPS.encode() * 20), "a.jpg"),
    "page behind a photo": (picture() + b"<script>" + SCRIPT.encode(), "a.jpg"),
    "page behind a png": (picture("PNG") + b"<script>" + SCRIPT.encode(), "a.png"),
    "zip behind a photo": (picture() + packed({GPS: SCRIPT}), "a.jpg"),
    "pdf behind a photo": (picture() + files.pdf_with_root(OpenAction=files.script()), "a.jpg"),
    "unknown chunk": (
        picture("PNG")[:33] + files.png_chunk(b"xxXx", GPS.encode()) + picture("PNG")[33:],
        "a.png",
    ),
    "opens with a script": (files.pdf_with_root(OpenAction=files.script()), "a.pdf"),
    "closes with a script": (files.pdf_with_root(AA=Dictionary(WC=files.script())), "a.pdf"),
    "named script": (
        files.pdf_with_root(
            Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), files.script()])))
        ),
        "a.pdf",
    ),
    "page script": (pdf(_page_script), "a.pdf"),
    "script after a jump": (pdf(_chained), "a.pdf"),
    "packed script": (
        pdf(_page_script, object_stream_mode=ObjectStreamMode.generate),
        "a.pdf",
    ),
    "form that thinks": (
        files.pdf_with_root(AcroForm=Dictionary(XFA=String(SCRIPT), Fields=Array())),
        "a.pdf",
    ),
    "attached program": (files.pdf_with_file("a.exe", b"MZ" + SCRIPT.encode()), "a.pdf"),
    "portfolio": (files.pdf_with_root(Collection=Dictionary(View=Name.T)), "a.pdf"),
    "starts a program": (_action("Launch", F=String("calc.exe")), "a.pdf"),
    "sends a form": (_action("SubmitForm", F=String("https://far.example")), "a.pdf"),
    "goes far": (_action("GoToR", F=String("\\\\far\\x"), D=Array([0, Name.Fit])), "a.pdf"),
    "goes into a file": (_action("GoToE", D=Array([0, Name.Fit])), "a.pdf"),
    "reads data": (_action("ImportData", F=String("a.fdf")), "a.pdf"),
    "links far": (_action("URI", URI=String("https://far.example/" + GPS)), "a.pdf"),
    "script under a link": (_action("JavaScript", JS=String(SCRIPT)), "a.pdf"),
    "attached note": (
        files.pdf_with_annotation(
            Subtype=Name.FileAttachment,
            FS=Dictionary(Type=Name.Filespec, EF=Dictionary(), Desc=String(GPS)),
        ),
        "a.pdf",
    ),
    "film note": (files.pdf_with_annotation(Subtype=Name("/Movie"), T=String(GPS)), "a.pdf"),
    "rich note": (
        files.pdf_with_annotation(
            Subtype=Name("/RichMedia"), RichMediaContent=Dictionary(A=String(GPS))
        ),
        "a.pdf",
    ),
    "author of a pdf": (pdf(_author), "a.pdf"),
    "bytes from another file": (pdf(_far_stream), "a.pdf"),
    "place in a photo in a pdf": (files.pdf_with_photo(_JPEG_WITH_PLACE), "a.pdf"),
    "place twice packed": (files.pdf_with_photo(_JPEG_WITH_PLACE, twice_packed=True), "a.pdf"),
    "page behind a pdf": (pdf() + b"<script>" + SCRIPT.encode(), "a.pdf"),
    "place in a photo in word": (docx(more={"word/media/a.jpg": _JPEG_WITH_PLACE}), "a.docx"),
    "place in a png in excel": (
        xlsx({"xl/media/a.png": files.photo_with_place("PNG")}),
        "a.xlsx",
    ),
    "page behind a word file": (docx() + b"<script>" + SCRIPT.encode(), "a.docx"),
    "printer in excel": (xlsx({"xl/printerSettings/printerSettings1.bin": GPS}), "a.xlsx"),
}
