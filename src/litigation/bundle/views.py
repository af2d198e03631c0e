"""The frozen shapes that the pages of a file show."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from litigation.bundle.rules import Needed, Scope, Section, Standing


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item as the page lists it; pages are known once an edition has it."""

    section: Section
    title: str
    on: str
    pages: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class EditionView:
    id: UUID
    place: int
    pages: int
    size: int
    sha256: str
    list_sha256: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ReadingView:
    place: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FileView:
    """The file of one case as one reader may see it."""

    case_id: UUID
    name: str
    title: str
    scope: Scope
    items: tuple[ItemView, ...]
    twelve: tuple[tuple[Needed, Standing], ...]  # empty where art. 263 does not apply
    editions: tuple[EditionView, ...]
    readings: tuple[ReadingView, ...]
    is_current: bool
    is_wanted: bool
    trouble: str
    gone: tuple[str, ...]  # what the newest edition still holds and the file no longer does
    may_make: bool

    @property
    def missing(self) -> int:
        return sum(standing is Standing.MISSING for _, standing in self.twelve)
