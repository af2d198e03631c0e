"""Reactions to what happens below: a place was given, a case is ripe, a timer has run out."""

from commons.access.actor import SYSTEM
from commons.almanac import SHANGHAI
from commons.errors import NotNow
from commons.persons import mask_name
from commons.providers.meeting_port import Meeting, MeetingOpened
from commons.providers.ports import Outside, Refused, Sms, Unknown
from commons.providers.wording import write
from commons.worker import TryLater
from litigation.events import CaseClosed, CasePooled
from litigation.hearings import actions, listing_actions, sending_actions
from litigation.hearings.events import HearingReminderDue, MeetingDue
from litigation.hearings.sending_actions import Reminder
from scheduling.events import HearingListed

REMINDER = "hearing_reminder"


async def on_case_pooled(event: CasePooled, outside: Outside) -> None:
    """Ask for a hearing as soon as a case may be scheduled. Repeating asks once."""
    await actions.ask_when_pooled(event.case_id, now=outside.clock.now())


async def on_case_closed(event: CaseClosed, outside: Outside) -> None:
    """Call off the hearing of a case that has ended. Repeating calls it off once."""
    await actions.end_with_case(event.case_id, now=outside.clock.now())


async def on_hearing_listed(event: HearingListed, outside: Outside) -> None:
    await listing_actions.note_listed(event, actor=SYSTEM, now=outside.clock.now())


async def on_reminder_due(event: HearingReminderDue, outside: Outside) -> None:
    """Remind everybody, unless the hearing was held, is off or was listed anew (row 2.20)."""
    now = outside.clock.now()
    due = await sending_actions.reminders_of(
        event.hearing_id, event.edition, event.days_before, now
    )
    later = [answer for one in due if (answer := await _remind(one, outside))]
    if later:
        # Whoever has the message keeps it: the carrier takes each key once.
        raise TryLater(later[0])


async def _remind(one: Reminder, outside: Outside) -> str:
    """Send one reminder; says why it has to be tried again, or nothing."""
    at = one.starts_at.astimezone(SHANGHAI)
    facts = {
        "court": outside.settings.court_name,
        "name": mask_name(one.name),
        "number": one.number,
        "time": f"{at.month}月{at.day}日{at.hour}时{at.minute:02d}分",
        "place": "在线" if one.is_online else one.room,
        "hotline": outside.settings.hotline,
    }
    text = write("hearing_reminder_sms", **facts)
    sms = Sms(one.key, one.phone, text, template=REMINDER, words=facts)
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
