"""What the service does by itself about deliveries: sends, asks, interprets, goes on."""

from datetime import timedelta
from uuid import UUID

from commons.papers.events import PaperStopped
from commons.papers.models import view_paper
from commons.persons import mask_name
from commons.providers.ports import (
    Answer,
    Outside,
    Refused,
    Sms,
    SmsSender,
    WeChatNote,
    WeChatSender,
)
from commons.providers.wording import read_lines, write
from commons.worker import TryLater
from litigation.delivery import actions, attempts, pickup_actions
from litigation.delivery.attempts import Errand
from litigation.delivery.events import AttemptDue, CallbackNoted, OtpDue, PatienceOver
from litigation.delivery.pickup_rules import OTP_LIFE
from litigation.delivery.rules import Channel

PAPER_WAITING = "paper_waiting"
PICKUP_CODE = "pickup_code"
STRANGE_AFTER = timedelta(minutes=2)


async def on_attempt_due(event: AttemptDue, outside: Outside) -> None:
    """Send one message, or find out what became of it. Safe to be called any number of times."""
    errand = await attempts.take(event.attempt_id, outside.clock.now())
    if errand is None:
        return
    port = _port(errand.channel, outside)
    answer = await _send(errand, outside)
    await attempts.note_answer(event.attempt_id, answer, port.name, outside.clock.now())


async def on_patience_over(event: PatienceOver, outside: Outside) -> None:
    await actions.go_on(event.delivery_id, event.ordinal, outside.clock.now())


async def on_otp_due(event: OtpDue, outside: Outside) -> None:
    """Send the six digits of the second factor; a decoy sends nothing."""
    errand = await attempts.take_otp(event.otp_id, outside.clock.now())
    if errand is None:
        return
    settings = outside.settings
    minutes = int(OTP_LIFE.total_seconds() // 60)
    text = write(
        "pickup_code_sms",
        court=settings.court_name,
        digits=errand.digits,
        minutes=minutes,
        name=mask_name(errand.name),
        hotline=settings.hotline,
    )
    words = {"code": errand.digits, "minutes": str(minutes)}
    sms = Sms(errand.key, errand.phone, text, template=PICKUP_CODE, words=words)
    answer = await outside.sms.send(sms)
    if isinstance(answer, Refused) and not answer.permanent:
        raise TryLater(answer.reason)
    # Unknown counts as sent: a second message would confuse, and a new code is a tap away.
    await attempts.note_otp_sent(event.otp_id, outside.clock.now())


async def on_callback_noted(event: CallbackNoted, outside: Outside) -> None:
    """Understand what a provider had posted. Repeated and late reports change nothing."""
    noted = await attempts.read_callback(event.callback_id)
    if noted is None:
        return
    provider, body, received_at = noted
    port = next((port for port in (outside.sms, outside.wechat) if port.name == provider), None)
    reports = port.read_reports(body) if port else ()
    now = outside.clock.now()
    strange = await attempts.note_reports(event.callback_id, provider, reports, now)
    if strange and now - received_at < STRANGE_AFTER:
        # The report may have overtaken the answer to our own request.
        raise TryLater("reports about messages not known yet")
    await attempts.close_callback(event.callback_id, now)


async def on_paper_stopped(event: PaperStopped, outside: Outside) -> None:
    """Let no further message go out about a paper that was blocked, withdrawn or replaced."""
    await attempts.withdraw_queued(event.paper_id, outside.clock.now())


async def forget_old_visits(outside: Outside) -> None:
    """Forget visits, codes and counters that have run out: a chore of every hour."""
    await pickup_actions.sweep(outside.clock.now())


def _port(channel: Channel, outside: Outside) -> SmsSender | WeChatSender:
    return outside.wechat if channel is Channel.WECHAT else outside.sms


async def _send(errand: Errand, outside: Outside) -> Answer:
    if errand.is_doubtful:
        answer = await _port(errand.channel, outside).ask(errand.key)
        if not isinstance(answer, Refused):
            return answer
        # Refused means: it never took it. Sending is safe, and the key is still the same.
    facts = await _facts(errand.paper_id, errand.name, outside)
    if errand.channel is Channel.WECHAT:
        words = read_lines(write("paper_waiting_wechat", **facts))
        url = f"{outside.settings.public_url}/d"
        return await outside.wechat.send(
            WeChatNote(errand.key, errand.address, PAPER_WAITING, words, url)
        )
    text = write("paper_waiting_sms", **facts)
    sms = Sms(errand.key, errand.address, text, template=PAPER_WAITING, words=facts)
    return await outside.sms.send(sms)


async def _facts(paper_id: UUID, name: str, outside: Outside) -> dict[str, str]:
    """Say which court, for whom, which paper, by which code, and where to ask if in doubt."""
    paper = await view_paper(paper_id)
    return {
        "court": outside.settings.court_name,
        "name": mask_name(name),
        "title": paper.title,
        "number": paper.number,
        "code": paper.code or "",
        "hotline": outside.settings.hotline,
    }
