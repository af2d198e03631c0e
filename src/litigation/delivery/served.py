"""Since when a paper counts as served by electronic means, and by which rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from litigation.delivery.rules import REACHED, Channel, Facts, Seen, Sending, Sight


class Branch(StrEnum):
    """Which rule decides since when the paper counts as served."""

    CONFIRMED_ADDRESS = "confirmed_address"
    READ_BY_RECIPIENT = "read_by_recipient"
    WAITING_FOR_ARRIVAL = "waiting_for_arrival"
    WAITING_FOR_READING = "waiting_for_reading"
    NO_CONSENT = "no_consent"


@dataclass(frozen=True, slots=True)
class Served:
    """Since when the paper counts as served, by which rule; `at` is empty while it does not."""

    branch: Branch
    at: datetime | None = None
    channel: Channel | None = None


def served(facts: Facts) -> Served:
    """Online Litigation Rules art. 29 and 31; several electronic ways: the earliest counts."""
    if facts.consent is None:
        # Art. 29: without consent there is no electronic service, however often it was read.
        return Served(Branch.NO_CONSENT)
    arrived = _earliest_arrival(facts.sendings, facts.confirmed)
    read_at = _first(facts.sights, (Seen.READ, Seen.DOWNLOADED))
    # Civil Procedure Law art. 90, Interpretation art. 135: an address the party confirmed is
    # reached when the court's system shows "sent", not when the paper is downloaded.
    if arrived is not None and (read_at is None or _sent_at(arrived) <= read_at):
        return Served(Branch.CONFIRMED_ADDRESS, arrived.sent_at, arrived.channel)
    if read_at is not None:
        # Art. 31 (2): proof that it was read is a presumption the recipient may rebut.
        return Served(Branch.READ_BY_RECIPIENT, read_at)
    waiting = Branch.WAITING_FOR_ARRIVAL if facts.confirmed else Branch.WAITING_FOR_READING
    return Served(waiting)


def _earliest_arrival(sendings: Iterable[Sending], confirmed: frozenset[Channel]) -> Sending | None:
    # Art. 32: a message by another way only points at the paper; it is not itself the service.
    arrived = [
        sending
        for sending in sendings
        if sending.channel in confirmed and sending.state in REACHED and sending.sent_at
    ]
    return min(arrived, key=_sent_at, default=None)


def _sent_at(sending: Sending) -> datetime:
    assert sending.sent_at is not None
    return sending.sent_at


def _first(sights: Sequence[Sight], kinds: tuple[Seen, ...]) -> datetime | None:
    return min((sight.at for sight in sights if sight.seen in kinds), default=None)
