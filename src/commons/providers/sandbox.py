"""The outside world in memory: takes every message, sends nothing, and fails when told to."""

import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Generic, TypeVar

from commons.almanac import Clock
from commons.providers.faults import KEPT_MAX, Fault
from commons.providers.meeting_port import MeetingHost
from commons.providers.ports import (
    Accepted,
    Answer,
    Arrival,
    Callback,
    Payments,
    Refused,
    Report,
    Sms,
    SmsSender,
    TimeStamper,
    Unknown,
    WeChatNote,
    WeChatSender,
)
from commons.providers.sandbox_meetings import SandboxMeetings
from commons.providers.sandbox_payments import SandboxPayments
from commons.providers.sandbox_stamps import SandboxTimeStamper

SECRET_HEADER = "x-sandbox"  # noqa: S105 - the name of a header, not a secret


M = TypeVar("M", Sms, WeChatNote)


@dataclass(frozen=True, slots=True)
class Kept(Generic[M]):
    """One message as the provider has it: what, under which number, taken when."""

    message: M
    reference: str
    at: datetime


class _Box(Generic[M]):
    """One provider: keeps a bounded memory, takes each key once, obeys the next fault."""

    def __init__(self, name: str, clock: Clock) -> None:
        self.name = name
        self._clock = clock
        self.kept: deque[Kept[M]] = deque(maxlen=KEPT_MAX)
        self.calls = 0
        self._faults: deque[Fault] = deque(maxlen=KEPT_MAX)
        self._numbers = count(1)

    @property
    def sent(self) -> list[M]:
        """What would have been sent, oldest first: one entry for each key, however often asked."""
        return [kept.message for kept in self.kept]

    def fail(self, *faults: Fault) -> None:
        """Fail the next calls in this order; afterwards work again."""
        self._faults.extend(faults)

    async def send(self, message: M) -> Answer:
        self.calls += 1
        match self._faults.popleft() if self._faults else None:
            case Fault.REFUSE:
                return Refused(permanent=True, reason="sandbox: number does not exist")
            case Fault.BUSY:
                return Refused(permanent=False, reason="sandbox: busy, try later")
            case Fault.SILENT | Fault.UNREACHABLE:
                return Unknown("sandbox: no answer within 10 s")
            case Fault.LOST_ANSWER:
                self._take(message)
                return Unknown("sandbox: connection reset after the request")
            case None:
                return Accepted(self._take(message))

    async def ask(self, key: str) -> Answer:
        if self._faults and self._faults[0] is Fault.UNREACHABLE:
            self._faults.popleft()
            return Unknown("sandbox: cannot be asked")
        kept = self._find(key)
        return Accepted(kept.reference) if kept else Refused(permanent=False, reason="never seen")

    def is_genuine(self, callback: Callback) -> bool:
        return callback.headers.get(SECRET_HEADER) == self.name

    def read_reports(self, body: bytes) -> tuple[Report, ...]:
        return tuple(
            Report(
                reference=line["reference"],
                arrival=Arrival(line["arrival"]),
                words=line["words"],
                at=datetime.fromisoformat(line["at"]) if line.get("at") else None,
            )
            for line in json.loads(body)
        )

    def callback(
        self, key: str, arrival: Arrival, *, words: str = "sandbox", at: datetime
    ) -> Callback:
        """Return what this provider would post to us about the message with this key."""
        kept = self._find(key)
        assert kept is not None, f"nothing was sent under {key}"
        lines: Sequence[Mapping[str, str]] = [
            {
                "reference": kept.reference,
                "arrival": arrival.value,
                "words": words,
                "at": at.isoformat(),
            }
        ]
        body = json.dumps(lines).encode()
        return Callback(query={}, headers={SECRET_HEADER: self.name}, body=body, at=at)

    def _find(self, key: str) -> Kept[M] | None:
        return next((kept for kept in self.kept if kept.message.key == key), None)

    def _take(self, message: M) -> str:
        kept = self._find(message.key)
        if kept is None:
            reference = f"{self.name}-{next(self._numbers)}"
            kept = Kept(message, reference, self._clock.now())
            self.kept.append(kept)
        return kept.reference


class SandboxSms(_Box[Sms]):
    """A carrier that delivers to the page /admin/outbox-sandbox only."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("sandbox-sms", clock)


class SandboxWeChat(_Box[WeChatNote]):
    """A WeChat service account that delivers to the page /admin/outbox-sandbox only."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("sandbox-wechat", clock)


class Sandbox:
    """All providers of one process. `sandbox.sms == [Sms(...)]` is how a test asks."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.sms_sender = SandboxSms(clock or Clock())
        self.wechat_sender = SandboxWeChat(clock or Clock())
        self.stamper = SandboxTimeStamper(clock or Clock())
        self.payments = SandboxPayments(clock or Clock())
        self.meetings = SandboxMeetings()

    @property
    def ports(self) -> tuple[SmsSender, WeChatSender, TimeStamper, Payments, MeetingHost]:
        """All of them in the order in which `Outside` takes them."""
        return (
            self.sms_sender,
            self.wechat_sender,
            self.stamper,
            self.payments,
            self.meetings,
        )

    @property
    def sms(self) -> list[Sms]:
        return self.sms_sender.sent

    @property
    def wechat(self) -> list[WeChatNote]:
        return self.wechat_sender.sent
