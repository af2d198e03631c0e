"""How the service and its rendering children talk: length first, then that many bytes."""

import struct
from typing import IO

FRAME_BYTES_MAX = 64 * 1024 * 1024
_LENGTH = struct.Struct(">I")


class Broken(Exception):
    """The other side is gone, or says more than it may."""


def write_frame(pipe: IO[bytes], content: bytes) -> None:
    assert len(content) <= FRAME_BYTES_MAX
    try:
        pipe.write(_LENGTH.pack(len(content)))
        pipe.write(content)
        pipe.flush()
    except (OSError, ValueError) as gone:
        raise Broken("nobody listens") from gone


def read_frame(pipe: IO[bytes]) -> bytes:
    (length,) = _LENGTH.unpack(_read_exactly(pipe, _LENGTH.size))
    if length > FRAME_BYTES_MAX:
        raise Broken("more than a paper can be")
    return _read_exactly(pipe, length)


def _read_exactly(pipe: IO[bytes], length: int) -> bytes:
    try:
        content = pipe.read(length)
    except (OSError, ValueError) as gone:
        raise Broken("nobody speaks") from gone
    if len(content) != length:
        raise Broken("the other side is gone")
    return content
