"""What this room does when an alarm is due, a year's holidays are known, or a reminder is moved."""

from commons.holidays.events import HolidaysImported
from commons.providers.ports import Outside
from litigation.clocks.alarm_actions import reckon_key, reckon_year, ring
from litigation.clocks.keys import ClockKey
from litigation.events import ClockAlarm, ReminderChanged


async def on_clock_alarm(event: ClockAlarm, outside: Outside) -> None:
    """Let a clock remind or run out; hearing it twice changes nothing."""
    await ring(event.clock_id, event.number, now=outside.clock.now())


async def on_year_imported(event: HolidaysImported, outside: Outside) -> None:
    """Count every clock anew that can end in this year; what was provisional becomes certain."""
    await reckon_year(event.year, now=outside.clock.now())


async def on_reminder_changed(event: ReminderChanged, outside: Outside) -> None:
    """Put every running clock of this kind by its new reminder."""
    await reckon_key(ClockKey(event.key), now=outside.clock.now())
