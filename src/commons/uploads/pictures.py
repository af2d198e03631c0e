"""Photographs are drawn anew, so that place, camera and anything hidden behind them stay out."""

import struct
import warnings
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from commons.errors import NotValid
from commons.uploads.kinds import Clean, Kind, Limits, Removed

QUALITY: Final = 90
PREVIEW_SIDE_MAX: Final = 480
PREVIEW_QUALITY: Final = 70
_NOTE_FAULTS: Final = (SyntaxError, ValueError, TypeError, KeyError, OSError, struct.error)


def clean_picture(content: bytes, limits: Limits) -> Clean:
    with warnings.catch_warnings():
        # Pillow warns of crooked camera notes and of large pictures; we judge both ourselves.
        warnings.simplefilter("ignore")
        with _opened(content, limits) as picture:
            _check_size(picture, limits)
            removed = _what_will_be_lost(picture)
            drawn = _upright(picture)
    drawn = _plain_mode(drawn)
    drawn.info.clear()
    kind = Kind.JPEG if _is_photograph(content, drawn) else Kind.PNG
    room = BytesIO()
    if kind is Kind.JPEG:
        drawn.save(room, "JPEG", quality=QUALITY)
    else:
        drawn.save(room, "PNG", compress_level=4)
    return Clean(kind=kind, content=room.getvalue(), removed=removed, preview=_preview(drawn))


def _preview(drawn: Image.Image) -> bytes:
    """Draw it small, for lists on phones: a few dozen kilobytes instead of megabytes."""
    small = drawn.copy()
    small.thumbnail((PREVIEW_SIDE_MAX, PREVIEW_SIDE_MAX))
    if small.mode == "RGBA":
        paper = Image.new("RGB", small.size, "white")
        paper.paste(small, mask=small.getchannel("A"))
        small = paper
    room = BytesIO()
    small.save(room, "JPEG", quality=PREVIEW_QUALITY)
    return room.getvalue()


def _opened(content: bytes, limits: Limits) -> Image.Image:
    try:
        return Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"])
    except Image.DecompressionBombError as flood:
        raise _too_many_pixels(limits) from flood


def _too_many_pixels(limits: Limits) -> NotValid:
    return NotValid("uploads.too_many_pixels", most=limits.pixels_max // 1_000_000)


def _check_size(picture: Image.Image, limits: Limits) -> None:
    # The size stands in the first bytes: a pixel flood is refused before it is unpacked.
    width, height = picture.size
    if width * height > limits.pixels_max or max(width, height) > limits.side_max:
        raise _too_many_pixels(limits)
    moving = getattr(picture, "n_frames", 1) > 1
    # A phone's portrait photo hides a second picture behind the first; the first is the photo.
    if moving and picture.format not in {"JPEG", "MPO"}:
        raise NotValid("uploads.moving_picture")


def _what_will_be_lost(picture: Image.Image) -> frozenset[Removed]:
    noted = {"exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop"} & set(picture.info)
    return frozenset({Removed.PLACE_AND_CAMERA}) if noted else frozenset()


def _upright(picture: Image.Image) -> Image.Image:
    picture.load()
    try:
        return ImageOps.exif_transpose(picture)
    except _NOTE_FAULTS:
        return picture.copy()


def _plain_mode(picture: Image.Image) -> Image.Image:
    if picture.mode in {"LA", "PA", "RGBA", "RGBa", "La"} or "transparency" in picture.info:
        return picture.convert("RGBA")
    if picture.mode.startswith("I"):
        # Sixteen-bit scans: eight bits are kept, the original keeps all.
        return picture.convert("I").point(lambda level: level / 256).convert("L")
    return picture.convert("L" if picture.mode in {"1", "L"} else "RGB")


def _is_photograph(content: bytes, drawn: Image.Image) -> bool:
    return drawn.mode != "RGBA" and not content.startswith(b"\x89PNG")
