"""Hostile files: refused by name, or shown only without their poison."""

import io
import zipfile
import zlib
from hashlib import sha256

import pikepdf
import pytest
from PIL import Image

from commons.errors import NotValid
from commons.uploads.accept import accept_upload, shown_name
from commons.uploads.kinds import Kind, Removed
from tests.commons.uploads import files
from tests.commons.uploads.corpus import DISARMED, REFUSED

POISON = (
    files.GPS.encode(),
    files.SCRIPT.encode(),
    b"JavaScript",
    b"<script",
    b"far.example",
    b"/etc/passwd",
    b"calc.exe",
    b"EmbeddedFiles",
    b"Exif\x00",
    b"eXIf",
    b"/Collection",
    b"/XFA",
    b"/GoToR",
    b"/GoToE",
    b"/ImportData",
    b"/SubmitForm",
    b"/Launch",
    b"/Movie",
    b"/RichMedia",
)


def laid_open(content: bytes) -> bytes:
    """Everything that lies in a file, with every layer of packing taken off."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return content + b"".join(laid_open(packed.read(one)) for one in packed.namelist())
    if not content.startswith(b"%PDF"):
        return content
    room = io.BytesIO()
    with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
        pdf.save(
            room,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
            fix_metadata_version=False,
        )
        inner = [unpacked(one) for one in pdf.objects if isinstance(one, pikepdf.Stream)]
    return content + room.getvalue() + b"".join(inner)


def unpacked(stream: pikepdf.Stream) -> bytes:
    raw = stream.read_raw_bytes()
    return zlib.decompress(raw) if isinstance(stream.get("/Filter"), pikepdf.Array) else raw


def test_the_corpus_is_large_enough():
    assert len(REFUSED) + len(DISARMED) >= 100


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_shown_safely_is_refused_with_its_reason(name):
    content, declared, reason = REFUSED[name]
    with pytest.raises(NotValid) as refused:
        accept_upload(content, declared)
    assert refused.value.reason == reason


@pytest.mark.parametrize("name", DISARMED)
def test_a_file_with_poison_is_shown_without_it(name):
    content, declared = DISARMED[name]
    accepted = accept_upload(content, declared)
    laid = laid_open(accepted.clean)
    assert [poison for poison in POISON if poison in laid] == []
    assert accepted.original_sha256 == sha256(content).hexdigest()
    assert accepted.clean_sha256 == sha256(accepted.clean).hexdigest()


def test_the_corpus_really_holds_poison():
    with_poison = [
        name
        for name, (content, _) in DISARMED.items()
        if any(poison in laid_open(content) for poison in POISON)
    ]
    assert sorted(set(DISARMED) - set(with_poison)) == []


def test_a_photo_taken_sideways_is_shown_upright():
    accepted = accept_upload(files.photo_with_place(orientation=6), "海边.JPG")
    with Image.open(io.BytesIO(accepted.clean)) as shown:
        assert (shown.size, shown.format, dict(shown.getexif())) == ((40, 60), "JPEG", {})
    assert accepted.name == "海边.jpg"
    assert accepted.removed == (Removed.PLACE_AND_CAMERA,)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_every_ordinary_kind_of_png_can_be_shown(mode):
    accepted = accept_upload(files.picture("PNG", mode=mode), "a.png")
    assert accepted.media_type == Kind.PNG


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_ordinary_kind_of_photo_can_be_shown(mode):
    assert accept_upload(files.picture(mode=mode), "a.jpeg").media_type == Kind.JPEG


def test_a_webp_from_a_phone_becomes_a_photo_everyone_can_open():
    accepted = accept_upload(files.picture("WEBP"), "a.webp")
    assert (accepted.media_type, accepted.name) == (Kind.JPEG, "a.jpg")


def test_a_plain_pdf_keeps_its_pages_and_its_jumps():
    def change(made):
        here = pikepdf.Array([made.pages[2].obj, pikepdf.Name.Fit])
        jump = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=here)
        box = pikepdf.Array([0, 0, 9, 9])
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=box, A=jump
        )
        made.pages[0].obj["/Annots"] = pikepdf.Array([link])

    accepted = accept_upload(files.pdf(change, pages=3), "合同.pdf")
    with pikepdf.open(io.BytesIO(accepted.clean)) as shown:
        assert len(shown.pages) == 3
        assert shown.pages[0].obj["/Annots"][0]["/A"]["/S"] == pikepdf.Name.GoTo
    assert accepted.removed == ()


def test_the_same_pdf_twice_gives_the_same_clean_copy():
    content = files.pdf_with_root(OpenAction=files.script())
    assert accept_upload(content, "a.pdf") == accept_upload(content, "a.pdf")


def test_a_photo_in_a_pdf_keeps_its_picture_when_it_loses_its_place():
    photo = files.photo_with_place()
    accepted = accept_upload(files.pdf_with_photo(photo), "a.pdf")
    with pikepdf.open(io.BytesIO(accepted.clean)) as pdf:
        inside = pdf.pages[0].obj["/Resources"]["/XObject"]["/Im0"].read_raw_bytes()
    with Image.open(io.BytesIO(inside)) as shown, Image.open(io.BytesIO(photo)) as before:
        assert shown.tobytes() == before.tobytes()
        assert dict(shown.getexif()) == {}


def test_a_word_file_with_a_link_to_click_is_accepted_and_repacked():
    rels = files.links("hyperlink", "https://www.12345.example/")
    content = files.docx(more={"word/_rels/document.xml.rels": rels})
    accepted = accept_upload(content, "说明.docx")
    with zipfile.ZipFile(io.BytesIO(accepted.clean)) as packed:
        assert packed.read("word/_rels/document.xml.rels").decode() == rels
    assert accepted.media_type == Kind.DOCX


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        ("海边 照片.JPG", "海边_照片.jpg"),
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Users\\x\\y.jpg", "y.jpg"),
        ("photo\u202egpj.exe.jpg", "photogpj_exe.jpg"),
        ("a\u200bb\x00c\r\nd.jpg", "abcd.jpg"),
        ('a"; filename="b.html.jpg', "a_filename=_b_html.jpg"),
        ("", "file.jpg"),
        ("...", "file.jpg"),
        ("𠮷野家.jpg", "𠮷野家.jpg"),
        ("x" * 300 + ".jpg", "x" * 80 + ".jpg"),
        ("图片", "图片.jpg"),
        ("\ud800.jpg", "file.jpg"),
    ],
)
def test_a_name_from_outside_becomes_a_plain_name_with_a_true_ending(declared, shown):
    assert shown_name(declared, Kind.JPEG) == shown
