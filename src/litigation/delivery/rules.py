"""Which way a paper goes to its recipient, what is tried next, and when it may be read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from commons.errors import Refusal
from commons.flow import Flow
from commons.papers.rules import Stage as PaperStage
from litigation.mediation.parties import EServiceBasis

RECIPIENTS_MAX = 100
PICKUP_DAYS = 365
TRIES_MAX = 5  # calls to a provider that is busy, for one attempt
QUESTIONS_MAX = 12  # questions about one attempt whose outcome is unknown
ATTEMPTS_MAX = 10  # messages to one recipient about one paper, resent ones included


class Channel(StrEnum):
    """A way to tell somebody that a paper is waiting for them."""

    WECHAT = "wechat"
    SMS = "sms"


LADDER = (Channel.WECHAT, Channel.SMS)

# How long a way may stay without the paper being opened before the next one is tried.
PATIENCE = MappingProxyType({Channel.WECHAT: timedelta(hours=2), Channel.SMS: timedelta(hours=72)})


class State(StrEnum):
    """What is known of one attempt; a later line is stronger knowledge than an earlier one."""

    QUEUED = "queued"
    UNKNOWN = "unknown"
    SENT = "sent"
    TEMPORARY = "temporary"
    TECHNICAL = "technical"
    PERMANENT = "permanent"
    WITHDRAWN = "withdrawn"
    DELIVERED = "delivered"
    READ = "read"


STRENGTH = tuple(State)
ON_ITS_WAY = frozenset({State.QUEUED, State.UNKNOWN})
REACHED = frozenset({State.SENT, State.DELIVERED, State.READ})
FAILED = frozenset({State.TEMPORARY, State.TECHNICAL, State.PERMANENT, State.WITHDRAWN})


def stronger(known: State, reported: State) -> State:
    """Keep the stronger of two reports, so that their order and repetition change nothing."""
    return max(known, reported, key=STRENGTH.index)


class Stage(StrEnum):
    """Where the delivery to one recipient stands."""

    SENDING = "sending"
    STALLED = "stalled"
    OPENED = "opened"
    BLOCKED = "blocked"


class Act(StrEnum):
    OPEN = "open"
    EXHAUST = "exhaust"
    RESEND = "resend"
    BLOCK = "block"


FLOW = Flow(
    "delivery",
    Stage.SENDING,
    {
        (Stage.SENDING, Act.OPEN): Stage.OPENED,
        (Stage.STALLED, Act.OPEN): Stage.OPENED,
        (Stage.OPENED, Act.OPEN): Stage.OPENED,
        (Stage.SENDING, Act.EXHAUST): Stage.STALLED,
        (Stage.SENDING, Act.RESEND): Stage.SENDING,
        (Stage.STALLED, Act.RESEND): Stage.SENDING,
        (Stage.OPENED, Act.RESEND): Stage.OPENED,
        (Stage.SENDING, Act.BLOCK): Stage.BLOCKED,
        (Stage.STALLED, Act.BLOCK): Stage.BLOCKED,
        (Stage.OPENED, Act.BLOCK): Stage.BLOCKED,
    },
)


class Seen(StrEnum):
    """What a recipient did with the paper. Three facts with three different effects."""

    OPENED = "opened"  # code and second factor passed: knows which paper waits, from whom
    READ = "read"  # asked for the text and was shown it
    DOWNLOADED = "downloaded"  # asked for the file with a token that works once
    SENT_IN_FULL = "sent_in_full"  # the last byte of that file left the court's server


class Standing(StrEnum):
    """Whether a paper may be read by somebody who has proved to be its recipient."""

    READABLE = "readable"
    BLOCKED = "blocked"
    EXPIRED = "expired"
    RECALLED = "recalled"  # the paper itself was withdrawn or replaced


class NoLonger(Refusal):
    """It was there for this person, and it is not any more (410)."""

    status = 410


class Blocking(StrEnum):
    """Why a paper may no longer be opened."""

    WRONG_PERSON = "wrong_person"
    WRONG_PAPER = "wrong_paper"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person a paper goes to, as the room that made the paper knows them."""

    person_id: UUID
    name: str
    phone: str | None  # E.164
    open_id: str | None = None
    consent: EServiceBasis | None = None
    has_confirmed: frozenset[Channel] = frozenset()  # signed for as address of service
    id_tail: str | None = None  # last four symbols of the identity number
    phone_checked_at: datetime | None = None

    def channels(self) -> tuple[Channel, ...]:
        """List the ways that can be walked at all, in the order of the ladder."""
        there = {Channel.WECHAT: bool(self.open_id), Channel.SMS: bool(self.phone)}
        return tuple(channel for channel in LADDER if there[channel])


@dataclass(frozen=True, slots=True)
class Sending:
    """One attempt as the rules see it."""

    channel: Channel
    state: State
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """One thing a recipient did, and when by the court's clock."""

    seen: Seen
    at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that decides about one delivery."""

    stage: Stage
    channels: tuple[Channel, ...]
    consent: EServiceBasis | None
    confirmed: frozenset[Channel]
    sendings: tuple[Sending, ...] = ()
    sights: tuple[Sight, ...] = ()


def standing_of(
    stage: Stage, paper_stage: PaperStage, *, expires_at: datetime, now: datetime
) -> Standing:
    if stage is Stage.BLOCKED or paper_stage is PaperStage.BLOCKED:
        return Standing.BLOCKED
    if paper_stage is not PaperStage.ISSUED:
        return Standing.RECALLED
    return Standing.EXPIRED if now >= expires_at else Standing.READABLE


def must_be_readable(standing: Standing) -> None:
    if standing is not Standing.READABLE:
        raise NoLonger(f"delivery.{standing.value}")


def next_channel(facts: Facts) -> Channel | None:
    """Name the next way of the ladder; none once the paper was opened or every way was tried."""
    if facts.stage is not Stage.SENDING:
        return None
    tried = {sending.channel for sending in facts.sendings}
    return next((channel for channel in facts.channels if channel not in tried), None)
