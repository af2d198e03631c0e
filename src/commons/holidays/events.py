"""What the rooms above hear when the days off of a year become known or change."""

from dataclasses import dataclass

from commons.events import Event, event


@event("commons.holidays.imported")
@dataclass(frozen=True, slots=True)
class HolidaysImported(Event):
    """Every last day that rests on this year must be reckoned again."""

    year: int
