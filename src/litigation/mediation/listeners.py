"""What this room does when something has happened elsewhere or a day has come."""

from commons.access.actor import SYSTEM
from commons.holidays.events import HolidaysImported
from commons.holidays.models import current_almanac
from commons.providers.ports import Outside
from litigation.events import AcceptanceDue
from litigation.mediation.actions import free_when_silent
from litigation.mediation.time_actions import reckon_all


async def on_holidays_imported(event: HolidaysImported, outside: Outside) -> None:
    """Count every open term anew: what was provisional becomes certain, and nothing is blanked."""
    assert event.year > 0
    await reckon_all(await current_almanac(), now=outside.clock.now())


async def on_acceptance_due(event: AcceptanceDue, outside: Outside) -> None:
    """Free a matter whose mediator stayed silent, so that somebody else is picked."""
    await free_when_silent(
        event.matter_id, event.mediator_id, actor=SYSTEM, now=outside.clock.now()
    )
