"""Reactions to what happens below: a place was given, a case is ripe, a timer has run out."""

from collections.abc import Iterable

from commons.access.actor import SYSTEM
from commons.almanac import SHANGHAI
from commons.errors import NotNow
from commons.persons import mask_name
from commons.providers.meeting_port import Meeting, MeetingOpened
from commons.providers.ports import Outside, Refused, Sms, Unknown
from commons.providers.wording import write
from commons.worker import TryLater
from litigation.clocks.keys import ClockKey
from litigation.events import CaseClosed, CasePooled, ClockChanged
from litigation.hearings import actions, listing_actions, sending_actions, window_actions
from litigation.hearings.events import HearingEnded, HearingReminderDue, MeetingDue
from litigation.hearings.reckoning import OF_THE_WINDOW
from litigation.hearings.sending_actions import Notice
from scheduling.events import HearingListed

REMINDER, OFF = "hearing_reminder", "hearing_off"


async def on_case_pooled(event: CasePooled, outside: Outside) -> None:
    """Ask for a hearing as soon as a case may be scheduled. Repeating asks once."""
    await actions.ask_when_pooled(event.case_id, now=outside.clock.now())


async def on_case_closed(event: CaseClosed, outside: Outside) -> None:
    """Call off the hearing of a case that has ended. Repeating calls it off once."""
    await actions.end_with_case(event.case_id, now=outside.clock.now())


async def on_clock_changed(event: ClockChanged, outside: Outside) -> None:
    """Move the window of a hearing with the periods that it has to wait for."""
    if ClockKey(event.key) in OF_THE_WINDOW:
        await window_actions.reckon_again(event.case_id, now=outside.clock.now())


async def on_hearing_listed(event: HearingListed, outside: Outside) -> None:
    await listing_actions.note_listed(event, actor=SYSTEM, now=outside.clock.now())


async def on_reminder_due(event: HearingReminderDue, outside: Outside) -> None:
    """Remind everybody, unless the hearing was held, is off or was listed anew (row 2.20)."""
    now = outside.clock.now()
    due = await sending_actions.reminders_of(
        event.hearing_id, event.edition, event.days_before, now
    )
    await _send_all(due, REMINDER, outside)


async def on_hearing_ended(event: HearingEnded, outside: Outside) -> None:
    """Tell whoever was to come that nobody meets; what was held is told to nobody."""
    due = await sending_actions.notices_of_the_end(event.hearing_id, outside.clock.now())
    await _send_all(due, OFF, outside)


async def _send_all(due: Iterable[Notice], template: str, outside: Outside) -> None:
    later = [answer for one in due if (answer := await _send(one, template, outside))]
    if later:
        # Whoever has the message keeps it: the carrier takes each key once.
        raise TryLater(later[0])


async def _send(one: Notice, template: str, outside: Outside) -> str:
    """Send one message; says why it has to be tried again, or nothing."""
    at = one.starts_at.astimezone(SHANGHAI)
    facts = {
        "court": outside.settings.court_name,
        "name": mask_name(one.name),
        "number": one.number,
        "time": f"{at.month}月{at.day}日{at.hour}时{at.minute:02d}分",
        "place": "在线" if one.is_online else one.room,
        "hotline": outside.settings.hotline,
    }
    sms = Sms(one.key, one.phone, write(f"{template}_sms", **facts), template=template, words=facts)
    answer = await outside.sms.send(sms)
    if isinstance(answer, Unknown) or (isinstance(answer, Refused) and not answer.permanent):
        return answer.reason
    return ""


async def on_meeting_due(event: MeetingDue, outside: Outside) -> None:
    """Have a room opened for a hearing with people online, and keep its address."""
    wanted = await sending_actions.meeting_wanted(event.hearing_id, event.edition)
    if wanted is None:
        return
    meeting = Meeting(wanted.key, wanted.title, wanted.starts_at, wanted.minutes)
    answer = await outside.meetings.open(meeting)
    if isinstance(answer, MeetingOpened):
        await listing_actions.keep_link(event.hearing_id, event.edition, answer.url)
        return
    if isinstance(answer, Refused) and answer.permanent:
        # Given up in front of a person: the clerk sees the missing link, too.
        raise NotNow("hearings.no_meeting", words=answer.reason)
    raise TryLater(answer.reason)
