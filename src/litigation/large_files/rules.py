"""Files of up to 300 MB that are handed in part by part: sizes, order, and what each one may be."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from enum import StrEnum

from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.flow import Flow
from commons.uploads.kinds import Kind, kind_by_content

MEBIBYTE = 1024 * 1024
PART_BYTES = 4 * MEBIBYTE
FILE_BYTES_MAX = 300 * MEBIBYTE
PARTS_MAX = -(-FILE_BYTES_MAX // PART_BYTES)
# What one person may have begun and not ended, and what one case may hold.
OPEN_MAX, FILES_MAX = 5, 200
TITLE_MAX, NAME_MAX = 200, 120
LIFE = timedelta(days=7)
HEAD_BYTES = 64


class LargeStage(StrEnum):
    OPEN = "open"
    WHOLE = "whole"
    DROPPED = "dropped"


class LargeAct(StrEnum):
    FINISH = "finish"
    DROP = "drop"


FLOW: Flow[LargeStage, LargeAct] = Flow(
    name="large_file",
    start=LargeStage.OPEN,
    moves={
        (LargeStage.OPEN, LargeAct.FINISH): LargeStage.WHOLE,
        (LargeStage.OPEN, LargeAct.DROP): LargeStage.DROPPED,
    },
)


class Media(StrEnum):
    """What is taken in: papers and pictures, film and sound."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    MP4 = "video/mp4"
    MP3 = "audio/mpeg"
    WAV = "audio/wav"


ENDINGS: Mapping[Media, str] = {
    Media.PDF: "pdf",
    Media.JPEG: "jpg",
    Media.PNG: "png",
    Media.MP4: "mp4",
    Media.MP3: "mp3",
    Media.WAV: "wav",
}
_PRINTED = {Kind.PDF: Media.PDF, Kind.JPEG: Media.JPEG, Kind.PNG: Media.PNG}


def media_of(head: bytes) -> Media:
    """Tell by its first bytes what a file is; a name proves nothing."""
    if head[4:8] == b"ftyp":
        return Media.MP4
    if head[:3] == b"ID3" or head[:2] in {b"\xff\xfb", b"\xff\xf3"}:
        return Media.MP3
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Media.WAV
    with suppress(NotValid):  # the other door names what it takes, this one takes less and more
        kind = kind_by_content(head)
        if kind in _PRINTED:
            return _PRINTED[kind]
    raise NotValid("large_files.kind_not_taken")


def parts_of(size: int) -> int:
    return -(-size // PART_BYTES)


def check_beginning(*, title: str, size: int, open_now: int, in_case: int) -> None:
    problems: dict[str, Problem] = {}
    if not title.strip():
        problems["title"] = Problem("form.missing")
    if size <= 0:
        problems["files"] = Problem("large_files.empty")
    if size > FILE_BYTES_MAX:
        problems["files"] = Problem("large_files.too_big", {"most": FILE_BYTES_MAX // MEBIBYTE})
    if problems:
        raise NotValid(fields=problems)
    if open_now >= OPEN_MAX:
        raise NotNow("large_files.too_many_open", max=OPEN_MAX)
    if in_case >= FILES_MAX:
        raise NotNow("large_files.too_many", max=FILES_MAX)


def check_place(place: int, size: int) -> None:
    """An address may name any number; only a part that the file has is there."""
    if not 1 <= place <= parts_of(size):
        raise NotFound("large_files.no_such_part", parts=parts_of(size))


def check_part(*, place: int, length: int, size: int) -> None:
    """Every part is full but the last; a part that is not is a broken transfer."""
    count = parts_of(size)
    expected = PART_BYTES if place < count else size - PART_BYTES * (count - 1)
    if length != expected:
        raise NotValid("large_files.part_broken", place=place)
