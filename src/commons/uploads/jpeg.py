"""Takes the camera's notes out of a JPEG that lies inside another file, byte by byte."""

from typing import Final

from commons.errors import NotValid

_START: Final = b"\xff\xd8"
_END: Final = b"\xff\xd9"
_MARK: Final = 0xFF
_END_OF_PICTURE: Final = 0xD9
_START_OF_SCAN: Final = 0xDA
_WITHOUT_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD8)})
# APP0 and APP14 say how the colours are meant and stay; place and camera lie in the others.
_NOTES: Final = frozenset({*range(0xE0, 0xF0), 0xFE}) - {0xE0, 0xEE}


def without_notes(jpeg: bytes) -> bytes:
    """Drop notes and whatever follows the end; the bytes of the picture stay untouched."""
    if not jpeg.startswith(_START):
        raise NotValid("uploads.broken")
    kept = bytearray(_START)
    at = 2
    while at + 1 < len(jpeg):
        marker = jpeg[at + 1]
        if jpeg[at] != _MARK:
            raise NotValid("uploads.broken")
        if marker == _END_OF_PICTURE:
            break
        end = _end_of_segment(jpeg, at)
        if marker not in _NOTES:
            kept += jpeg[at:end]
        at = end
    return bytes(kept) + _END


def _end_of_segment(jpeg: bytes, at: int) -> int:
    marker = jpeg[at + 1]
    if marker == _MARK:
        return at + 1
    if marker in _WITHOUT_LENGTH:
        return at + 2
    end = at + 2 + max(2, int.from_bytes(jpeg[at + 2 : at + 4]))
    return _end_of_scan(jpeg, end) if marker == _START_OF_SCAN else end


def _end_of_scan(jpeg: bytes, at: int) -> int:
    # Inside a scan FF is followed by 00 or by a restart marker; any other pair ends it.
    while (at := jpeg.find(b"\xff", at)) >= 0 and at + 1 < len(jpeg):
        if jpeg[at + 1] not in _WITHOUT_LENGTH and jpeg[at + 1] != 0:
            return at
        at += 2
    return len(jpeg)
