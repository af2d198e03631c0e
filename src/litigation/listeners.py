"""What litigation does by itself when something has happened below: it delivers finished papers."""

from commons.access.actor import SYSTEM
from commons.papers.events import PaperIssued
from commons.providers.ports import Outside
from litigation.delivery.actions import prepare
from litigation.delivery.recipients import recipients_of
from litigation.enforcement.recipients import recipients_of as of_enforcement
from litigation.hearings.recipients import recipients_of as of_hearings


async def on_paper_issued(event: PaperIssued, outside: Outside) -> None:
    """Deliver a finished paper to everybody it is meant for. Repeating it sends nothing twice."""
    recipients = await recipients_of(event.kind, event.subject)
    recipients += await of_hearings(event.kind, event.subject)
    recipients += await of_enforcement(event.kind, event.subject)
    if recipients:
        await prepare(event.paper_id, recipients, actor=SYSTEM, now=outside.clock.now())
