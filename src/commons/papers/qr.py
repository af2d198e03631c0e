"""The square that a phone reads, as one small picture that all pages of a paper share."""

import io

import segno

TEXT_MAX = 200
QUIET = 2  # the paper around it is white, so half of the usual margin is enough
SCALE = 8  # sharp on a good printer at 17 mm, and still below a kilobyte


def square_png(text: str) -> bytes:
    """Draw the text as a QR code of medium error correction: readable with a seventh worn off."""
    assert 0 < len(text) <= TEXT_MAX
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False, boost_error=False)
    code.save(out, kind="png", scale=SCALE, border=QUIET)
    return out.getvalue()
