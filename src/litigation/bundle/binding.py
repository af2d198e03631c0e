"""Binding many PDFs into one: page numbers, bookmarks, and nothing that differs from run to run."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from time import gmtime

import pikepdf
from PIL import Image, ImageOps

from commons.errors import NotNow
from litigation.bundle.rules import BYTES_MAX, PAGES_MAX

A4_INCHES = (8.27, 11.69)
WIDTH, HEIGHT = 150, 14
EDGE = 24  # points from the upper and the right edge
DIGIT_WIDTH = 5
PIXELS_MAX = 80_000_000
# How parsers fail on what strangers made; each way means the same: it cannot be bound.
HOSTILE = (
    pikepdf.PdfError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
FONT = pikepdf.Name.IslandNumber


@dataclass(frozen=True, slots=True)
class Part:
    """One PDF to be bound in, under a bookmark."""

    title: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Bound:
    pdf: bytes
    pages: int
    from_pages: tuple[int, ...]  # of each part, counted from 1


def count_pages(pdf: bytes) -> int:
    """Count; 0 for what cannot be bound: broken, encrypted, or no PDF at all.

    Every page is numbered on trial: what breaks there must not break the whole file later.
    """
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            if opened.is_encrypted:
                return 0
            _number(opened)
            return len(opened.pages)
    except HOSTILE:
        return 0


def page_of_picture(picture: bytes) -> bytes:
    """Put a picture on a page of its own, upright, no larger than A4; nothing if it is broken."""
    try:
        with Image.open(BytesIO(picture)) as opened:
            if opened.width * opened.height > PIXELS_MAX:
                return b""
            plain = ImageOps.exif_transpose(opened).convert("RGB")
    except HOSTILE:
        return b""
    scale = max(plain.width / A4_INCHES[0], plain.height / A4_INCHES[1])
    into, never = BytesIO(), gmtime(0)
    plain.save(into, "PDF", resolution=scale, creationDate=never, modDate=never)
    return into.getvalue()


def bind(parts: Sequence[Part], *, title: str) -> Bound:
    """Bind in this order; the same parts give the same bytes.

    Raises NotNow("bundle.too_large") beyond PAGES_MAX pages or BYTES_MAX bytes.
    """
    if sum(len(one.pdf) for one in parts) > BYTES_MAX:
        raise NotNow("bundle.too_large")
    with pikepdf.new() as whole:
        starts: list[int] = []
        for part in parts:
            starts.append(len(whole.pages) + 1)
            with pikepdf.open(BytesIO(part.pdf)) as opened:
                for page in opened.pages:
                    # Whatever runs or points out of the page stays behind: a file is for reading.
                    for name in ("/AA", "/Annots"):
                        if name in page.obj:
                            del page.obj[name]
                whole.pages.extend(opened.pages)
            if len(whole.pages) > PAGES_MAX:
                raise NotNow("bundle.too_large")
        _number(whole)
        with whole.open_outline() as outline:
            outline.root.extend(
                pikepdf.OutlineItem(part.title, start - 1)
                for part, start in zip(parts, starts, strict=True)
            )
        whole.docinfo["/Title"] = title
        into = BytesIO()
        whole.save(into, deterministic_id=True)
        return Bound(into.getvalue(), len(whole.pages), tuple(starts))


def _number(whole: pikepdf.Pdf) -> None:
    """Write `12 / 340` into the upper right corner of each page, upright however it is turned."""
    count = len(whole.pages)
    font = whole.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    for at, page in enumerate(whole.pages, start=1):
        page.add_resource(font, pikepdf.Name.Font, FONT, replace_existing=True)
        words = f"{at} / {count}".encode()
        # Whatever state the page leaves behind must not turn or clip the number.
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ q %s cm %s Q" % (_corner(page), _stamp(words)))


def _stamp(words: bytes) -> bytes:
    """Draw a white field with the number on it, flush right, from (0, 0)."""
    left = WIDTH - DIGIT_WIDTH * len(words)
    field = b"1 1 1 rg %d 0 %d %d re f" % (left - 4, WIDTH - left + 4, HEIGHT)
    return field + b" BT %s 9 Tf 0 0 0 rg %d 4 Td (%s) Tj ET" % (str(FONT).encode(), left, words)


def _corner(page: pikepdf.Page) -> bytes:
    """Give the matrix that puts the stamp where a reader sees the upper right corner."""
    left, bottom, right, top = map(float, page.trimbox)
    wide, high = right - left, top - bottom
    turned = int(page.rotation) % 360
    shown = (wide, high) if turned in {0, 180} else (high, wide)
    x, y = shown[0] - EDGE - WIDTH, shown[1] - EDGE - HEIGHT
    matrix = {
        90: (0, 1, -1, 0, left + wide - y, bottom + x),
        180: (-1, 0, 0, -1, left + wide - x, bottom + high - y),
        270: (0, -1, 1, 0, left + y, bottom + high - x),
    }.get(turned, (1, 0, 0, 1, left + x, bottom + y))
    return b" ".join(b"%.2f" % number for number in matrix)
