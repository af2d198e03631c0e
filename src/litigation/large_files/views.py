"""The frozen shapes that the page of large files shows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from litigation.large_files.rules import PART_BYTES, LargeStage, Media


@dataclass(frozen=True, slots=True)
class LargeView:
    id: UUID
    title: str
    name: str
    size: int
    stage: LargeStage
    media: Media | None
    sha256: str
    by: str
    at: datetime
    have: tuple[int, ...]  # the parts that have arrived
    parts: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class LargePage:
    case_id: UUID
    name: str
    title: str
    files: tuple[LargeView, ...]
    may_hand_in: bool
    form_key: UUID

    @property
    def part_bytes(self) -> int:
        return PART_BYTES

    @property
    def whole(self) -> tuple[LargeView, ...]:
        return tuple(one for one in self.files if one.stage is LargeStage.WHOLE)

    @property
    def open(self) -> tuple[LargeView, ...]:
        return tuple(one for one in self.files if one.stage is LargeStage.OPEN and one.is_mine)
