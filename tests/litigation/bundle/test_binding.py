"""Binding: every page numbered, every part under its bookmark, the same bytes every time."""

import subprocess
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from commons.errors import NotNow
from litigation.bundle import binding
from litigation.bundle.binding import Part, bind, count_pages, page_of_picture


def a_pdf(pages: int, *, rotate: int = 0, size: tuple[int, int] = (595, 842)) -> bytes:
    into = BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=size)
            made.pages[-1].Rotate = rotate
        made.save(into, deterministic_id=True)
    return into.getvalue()


def words_of(pdf: bytes, page: int) -> str:
    asked = ["pdftotext", "-f", str(page), "-l", str(page), "-", "-"]
    done = subprocess.run(asked, input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def test_pages_are_counted_on_through_all_parts_and_each_part_has_a_bookmark():
    bound = bind([Part("一", a_pdf(2)), Part("二", a_pdf(1)), Part("三", a_pdf(3))], title="虚构卷")
    assert (bound.pages, bound.from_pages) == (6, (1, 3, 4))
    assert [words_of(bound.pdf, page) for page in range(1, 7)] == [
        f"{page}/6" for page in range(1, 7)
    ]
    with pikepdf.open(BytesIO(bound.pdf)) as opened, opened.open_outline() as outline:
        assert [one.title for one in outline.root] == ["一", "二", "三"]
        assert str(opened.docinfo["/Title"]) == "虚构卷"


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(595, 842), (842, 595), (200, 100)])
def test_a_page_that_lies_on_its_side_is_numbered_too(rotate, size):
    bound = bind([Part("一", a_pdf(1, rotate=rotate, size=size))], title="虚构")
    assert words_of(bound.pdf, 1) == "1/1"


def test_the_same_parts_give_the_same_bytes():
    parts = [Part("一", a_pdf(2)), Part("二", page_of_picture(a_picture()))]
    assert bind(parts, title="虚构").pdf == bind(parts, title="虚构").pdf


def a_picture(size: tuple[int, int] = (40, 30), kind: str = "PNG") -> bytes:
    into = BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, "red").save(into, kind)
    return into.getvalue()


@pytest.mark.parametrize(("size", "kind"), [((4000, 10), "PNG"), ((30, 3000), "JPEG")])
def test_a_picture_becomes_one_page_no_larger_than_a4(size, kind):
    pdf = page_of_picture(a_picture(size, kind))
    with pikepdf.open(BytesIO(pdf)) as opened:
        _, _, width, height = map(float, opened.pages[0].mediabox)
    assert count_pages(pdf) == 1
    assert (width <= 596, height <= 842) == (True, True)


def test_what_is_no_pdf_or_locked_has_no_pages():
    into = BytesIO()
    with pikepdf.open(BytesIO(a_pdf(1))) as opened:
        opened.save(into, encryption=pikepdf.Encryption(owner="虚构", user="", R=6))
    assert [count_pages(one) for one in (b"", b"%PDF-1.7 broken", into.getvalue())] == [0, 0, 0]


def test_a_file_has_a_largest_size():
    with pytest.raises(NotNow, match="too_large"):
        bind([Part("一", a_pdf(1))] * (binding.PAGES_MAX + 1), title="虚构")


@pytest.mark.parametrize(
    "broken", [b"", b"\xff\xd8\xff\xe0 no picture", a_picture(kind="JPEG")[:120]]
)
def test_a_broken_picture_has_no_page(broken):
    assert page_of_picture(broken) == b""


def test_a_picture_of_too_many_points_has_no_page():
    assert page_of_picture(a_picture((20_000, 4_001))) == b""


def test_a_page_whose_fonts_are_nonsense_cannot_be_bound():
    into = BytesIO()
    with pikepdf.open(BytesIO(a_pdf(1))) as opened:
        opened.pages[0].obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Array([1, 2]))
        opened.save(into)
    assert count_pages(into.getvalue()) == 0
