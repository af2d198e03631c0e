"""What both pages and papers say of an enforcement: its sides, and who gets which share."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from litigation.enforcement.rules import EnforcementSide
from litigation.enforcement.sharing import Method


@dataclass(frozen=True, slots=True)
class SideView:
    side: EnforcementSide
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class ShareView:
    enforcement_id: UUID
    name: str
    is_preferred: bool
    place: int
    owed_fen: int
    gets_fen: int


@dataclass(frozen=True, slots=True)
class SharingView:
    id: UUID
    method: Method
    available_fen: int
    costs_fen: int
    received_on: date
    object_until_on: date
    objection: str
    final_on: date | None
    dropped_on: date | None
    shares: tuple[ShareView, ...]

    @property
    def is_open(self) -> bool:
        return self.final_on is None and self.dropped_on is None
