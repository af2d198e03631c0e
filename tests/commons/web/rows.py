"""Something to do in a deed: emit a timer, so that a deed done twice would show."""

from dataclasses import dataclass
from datetime import UTC, datetime

from commons.events import Event, event
from commons.outbox import Fact, emit

TOPIC = "tests.web.noted"


@event(TOPIC)
@dataclass(frozen=True, slots=True)
class SomethingNoted(Event):
    text: str


async def note_something(text: str) -> int:
    """Write one row inside the running deed; return how many there are."""
    await emit(SomethingNoted(text=text), due_at=datetime(2027, 1, 1, tzinfo=UTC))
    return await Fact.filter(topic=TOPIC).count()
