"""What we ask of parties outside the court: closed questions, closed answers, one port each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # the floor below imports this file; only annotations look back up
    from commons.almanac import Clock
    from commons.papers.render import Renderer
    from commons.providers.meeting_port import MeetingHost
    from commons.settings import Settings

SMS_TEXT_MAX = 500
KEY_MAX = 64
LINK_MAX = 500


@dataclass(frozen=True, slots=True)
class Sms:
    """One text message. The same `key` for ever means the same message: sent at most once."""

    key: str
    phone: str  # E.164, e.g. +8613800000000
    text: str
    template: str = ""  # carriers on the mainland send only texts registered beforehand
    words: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        assert 0 < len(self.key) <= KEY_MAX
        assert 0 < len(self.text) <= SMS_TEXT_MAX


@dataclass(frozen=True, slots=True)
class WeChatNote:
    """One WeChat template message; it announces, it never carries the paper itself."""

    key: str
    open_id: str
    template: str
    words: Mapping[str, str]
    url: str = ""

    def __post_init__(self) -> None:
        assert 0 < len(self.key) <= KEY_MAX


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took it and gave it a number. It has not reached anybody yet."""

    reference: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider said no. `permanent`: asking again with the same words is useless."""

    permanent: bool
    reason: str  # the provider's own words, kept for the person who must act on them


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer we can trust. It may have been sent: ask about it, or repeat the same key."""

    reason: str


Answer = Accepted | Refused | Unknown


class Arrival(StrEnum):
    """What a provider later reports about a message it had accepted."""

    DELIVERED = "delivered"
    READ = "read"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    TECHNICAL = "technical"


@dataclass(frozen=True, slots=True)
class Report:
    """One line of a provider's callback in our words, with the provider's own beside it."""

    reference: str
    arrival: Arrival
    words: str
    at: datetime | None = None  # the provider's clock; ours is stamped on receipt


@dataclass(frozen=True, slots=True)
class Callback:
    """What a provider posted to us, before anybody believes it."""

    query: Mapping[str, str]
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    at: datetime


class SmsSender(Protocol):
    """A carrier of text messages."""

    @property
    def name(self) -> str: ...

    async def send(self, sms: Sms) -> Answer: ...

    async def ask(self, key: str) -> Answer:
        """Find out what became of a message.

        Accepted: it has it. Refused: it never took it, so sending is safe. Unknown: no telling.
        """
        ...

    def is_genuine(self, callback: Callback) -> bool: ...

    def read_reports(self, body: bytes) -> tuple[Report, ...]: ...


class WeChatSender(Protocol):
    """The court's WeChat service account."""

    @property
    def name(self) -> str: ...

    async def send(self, note: WeChatNote) -> Answer: ...

    async def ask(self, key: str) -> Answer: ...

    def is_genuine(self, callback: Callback) -> bool: ...

    def read_reports(self, body: bytes) -> tuple[Report, ...]: ...


@dataclass(frozen=True, slots=True)
class Stamped:
    """The authority's word that a hash existed at this time. `token` is RFC 3161 in DER."""

    token: bytes
    at: datetime
    authority: str


StampAnswer = Stamped | Refused | Unknown


class TimeStamper(Protocol):
    """An authority that says under its own key when it saw a hash."""

    @property
    def name(self) -> str: ...

    async def stamp(self, digest: bytes) -> StampAnswer:
        """Have a SHA-256 stamped. Asking again is harmless: each answer stands by itself."""
        ...


@dataclass(frozen=True, slots=True)
class Collection:
    """Money to be collected from one payer. The same `key` for ever is the same collection."""

    key: str
    amount_fen: int
    title: str  # what the payer reads at his bank, e.g. the number of the case

    def __post_init__(self) -> None:
        assert 0 < len(self.key) <= KEY_MAX
        assert self.amount_fen > 0


@dataclass(frozen=True, slots=True)
class Opened:
    """The provider has opened the collection; the payer goes to `pay_url`. Nothing is paid yet."""

    reference: str
    pay_url: str


class Settlement(StrEnum):
    """What a provider says about a collection when it is asked."""

    WAITING = "waiting"
    PAID = "paid"
    CLOSED = "closed"  # expired or cancelled: it can never be paid any more


@dataclass(frozen=True, slots=True)
class Money:
    """The answer to a query, the only thing that is believed about money."""

    settlement: Settlement
    reference: str
    amount_fen: int
    paid_at: datetime | None = None  # the provider's clock; ours is stamped on receipt


Opening = Opened | Refused | Unknown
Standing = Money | Refused | Unknown


class Payments(Protocol):
    """Whoever collects court fees for the treasury."""

    @property
    def name(self) -> str: ...

    async def open(self, collection: Collection) -> Opening: ...

    async def ask(self, key: str) -> Standing:
        """Ask what became of a collection. Refused: it never had it, so opening again is safe."""
        ...

    def read_keys(self, callback: Callback) -> tuple[str, ...]:
        """Name the collections a callback speaks of. It proves nothing: they are asked about."""
        ...


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything beyond the database: built once at start, handed to listeners and routes."""

    settings: Settings
    clock: Clock
    renderer: Renderer
    sms: SmsSender
    wechat: WeChatSender
    stamper: TimeStamper
    payments: Payments
    meetings: MeetingHost
