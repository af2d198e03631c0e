"""Which rows there are, which adapter serves which port, and who listens to what."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import get_type_hints
from urllib.parse import urlsplit

from commons.access.budgets import forget_old_tries
from commons.access.sessions import forget_expired_tokens
from commons.almanac import Clock
from commons.events import Event
from commons.evidence_log.anchor import seal
from commons.papers import listeners as papers
from commons.papers.render import Renderer
from commons.providers.meeting_port import MeetingHost
from commons.providers.meetings import HttpMeetings
from commons.providers.payments import NoPayments
from commons.providers.ports import (
    Outside,
    Payments,
    SmsSender,
    TimeStamper,
    WeChatSender,
)
from commons.providers.sandbox import SandboxSms, SandboxWeChat
from commons.providers.sandbox_meetings import SandboxMeetings
from commons.providers.sandbox_payments import SandboxPayments
from commons.providers.sandbox_stamps import SandboxTimeStamper
from commons.providers.text_messages import HttpSms
from commons.providers.time_stamps import HttpTimeStamper
from commons.providers.transport import Transport
from commons.providers.wechat import WeChatTemplates
from commons.settings import Settings
from commons.stamp_token import read_certificates
from commons.web.once import forget_answers
from commons.worker import Chore, Hands, Listener
from litigation import listeners as litigation
from litigation.bundle import listeners as bundle
from litigation.cases import listeners as cases
from litigation.clocks import listeners as clocks
from litigation.decisions import listeners as decisions
from litigation.delivery import listening as delivery
from litigation.hearings import listeners as hearings
from litigation.large_files import listeners as large_files
from litigation.mediation import listeners as mediation
from litigation.record import listeners as record

MODELS = (
    "commons.outbox",
    "commons.imports",
    "commons.web.models",
    "commons.access.models",
    "commons.evidence_log.models",
    "commons.holidays.models",
    "commons.papers.models",
    "litigation.clocks.models",
    "scheduling.models",
    "litigation.mediation.models",
    "litigation.record.models",
    "litigation.signing.models",
    "litigation.cases.models",
    "litigation.delivery.models",
    "litigation.hearings.models",
    "litigation.decisions.models",
    "litigation.enforcement.models",
    "litigation.large_files.models",
    "litigation.bundle.models",
)

LISTENERS: Sequence[Listener] = (
    papers.on_signed,
    papers.on_printed,
    litigation.on_paper_issued,
    clocks.on_clock_alarm,
    clocks.on_reminder_changed,
    clocks.on_year_imported,
    mediation.on_acceptance_due,
    mediation.on_holidays_imported,
    record.on_facts_reopened,
    record.on_offer_closes,
    cases.on_case_filed,
    cases.on_fee_notice_issued,
    cases.on_clock_nears,
    cases.on_collection_started,
    cases.on_ask_bank,
    cases.on_fee_time_over,
    cases.on_mediation_ended,
    hearings.on_case_closed,
    hearings.on_case_pooled,
    hearings.on_clock_changed,
    hearings.on_hearing_ended,
    hearings.on_hearing_listed,
    hearings.on_meeting_due,
    hearings.on_reminder_due,
    decisions.on_effect_due,
    bundle.on_bundle_wanted,
    bundle.on_case_paper_issued,
    bundle.on_motion_decided,
    delivery.on_attempt_due,
    delivery.on_callback_noted,
    delivery.on_otp_due,
    delivery.on_paper_stopped,
    delivery.on_patience_over,
)
# The evidence log promises a signed head within a minute (static-ct: 60 s); this is the pace.
SEAL_EVERY = timedelta(seconds=1)
HOURLY, DAILY = timedelta(hours=1), timedelta(days=1)


async def forget_old(outside: Outside) -> None:
    """Drop what is only kept to slow down guessing, once it can slow nobody down any more."""
    await forget_old_tries(outside.clock.now())
    await forget_expired_tokens(outside.clock.now())
    await forget_answers(outside.clock.now())


CHORES = (
    Chore("seal the log", SEAL_EVERY, seal),
    Chore("forget old visits", HOURLY, delivery.forget_old_visits),
    Chore("note served decisions", HOURLY, decisions.note_served),
    Chore("forget old tries", DAILY, forget_old),
    Chore("forget files nobody went on with", DAILY, large_files.sweep),
)


def hands() -> Hands:
    """Give every listener the topic of the fact that its first argument names."""
    by_topic: dict[str, tuple[Listener, ...]] = defaultdict(tuple)
    for listener in LISTENERS:
        by_topic[_topic(listener)] += (listener,)
    return Hands(listeners=dict(by_topic), chores=CHORES)


def _topic(listener: Listener) -> str:
    first = next(iter(get_type_hints(listener).values()))
    assert issubclass(first, Event), f"{listener} hears no fact"
    return str(first.topic)


def build_outside(settings: Settings, clock: Clock | None = None) -> Outside:
    """Choose the adapters by the settings; the sandbox sends nothing to anybody."""
    clock = clock or Clock()
    return Outside(
        settings=settings,
        clock=clock,
        renderer=Renderer(settings.renderers),
        sms=_sms(settings, clock),
        wechat=_wechat(settings, clock),
        stamper=_stamper(settings, clock),
        payments=_payments(settings, clock),
        meetings=_meetings(settings),
    )


def _payments(settings: Settings, clock: Clock) -> Payments:
    if settings.payment_provider == "sandbox":
        return SandboxPayments(clock)
    return NoPayments()


def _sms(settings: Settings, clock: Clock) -> SmsSender:
    if settings.sms_provider == "sandbox":
        return SandboxSms(clock)
    host = urlsplit(settings.sms_url).hostname or ""
    return HttpSms(_transport(host), settings.sms_url, settings.sms_key, clock)


def _wechat(settings: Settings, clock: Clock) -> WeChatSender:
    if settings.wechat_provider == "sandbox":
        return SandboxWeChat(clock)
    return WeChatTemplates(
        transport=_transport("api.weixin.qq.com"),
        app_id=settings.wechat_app_id,
        secret=settings.wechat_secret,
        callback_token=settings.wechat_callback_token,
        templates=dict(settings.wechat_templates),
        clock=clock,
    )


def _stamper(settings: Settings, clock: Clock) -> TimeStamper:
    if settings.tsa_provider == "sandbox":
        return SandboxTimeStamper(clock)
    believed = read_certificates(settings.tsa_certificates)
    host = urlsplit(settings.tsa_url).hostname or ""
    return HttpTimeStamper(_transport(host), settings.tsa_url, believed, clock)


def _meetings(settings: Settings) -> MeetingHost:
    if settings.meeting_provider == "sandbox":
        return SandboxMeetings()
    host = urlsplit(settings.meeting_url).hostname or ""
    return HttpMeetings(_transport(host), settings.meeting_url, settings.meeting_key)


def _transport(host: str) -> Transport:
    return Transport.to(frozenset({host}))
