"""What is asked of whoever runs the rooms in which people meet online."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from commons.providers.ports import KEY_MAX, Refused, Unknown


@dataclass(frozen=True, slots=True)
class Meeting:
    """A room for an online hearing. The same `key` for ever means the same room."""

    key: str
    title: str
    starts_at: datetime
    minutes: int

    def __post_init__(self) -> None:
        assert 0 < len(self.key) <= KEY_MAX


@dataclass(frozen=True, slots=True)
class MeetingOpened:
    """The host has a room at this address. Who may enter, it asks at the door."""

    url: str
    reference: str


MeetingAnswer = MeetingOpened | Refused | Unknown


class MeetingHost(Protocol):
    """Whoever runs the rooms in which people meet online."""

    @property
    def name(self) -> str: ...

    async def open(self, meeting: Meeting) -> MeetingAnswer:
        """Open a room, or find the one of this key; asking again is harmless."""
        ...
