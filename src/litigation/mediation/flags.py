"""Signs that a mediation may be staged, and relations a mediator may have forgotten; for staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations

from litigation.mediation.parties import Side

REPEATED_MIN = 2
SPEED_MAX = timedelta(hours=2)
ROUND_FEN = 1_000_000  # ten thousand yuan
ROUND_MIN_FEN = 5_000_000
# Two-character family names; what is not here is read as a name of one character.
LONG_SURNAMES = frozenset(
    {"欧阳", "上官", "司马", "司徒", "诸葛", "皇甫", "尉迟", "公孙", "慕容"}
    | {"夏侯", "令狐", "宇文", "长孙", "东方", "南宫", "端木", "百里"}
)


class RedFlag(StrEnum):
    """Civil Procedure Law art. 115: parties who stage a dispute to harm somebody else."""

    SAME_AGENT = "same_agent"
    SAME_PHONE = "same_phone"
    SAME_ADDRESS = "same_address"
    SAME_DEVICE = "same_device"
    REPEATED_PAIR = "repeated_pair"
    ROUND_SUMS = "round_sums"
    NOTHING_DISPUTED = "nothing_disputed"
    TOO_FAST = "too_fast"


@dataclass(frozen=True, slots=True)
class Trace:
    """What one party leaves behind; every value is a fingerprint, empty when unknown."""

    side: Side
    phones: frozenset[str] = frozenset()
    address: str = ""
    agents: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FlagFacts:
    """What the signs are read from; what another room has not counted yet is None."""

    traces: tuple[Trace, ...]
    opened_at: datetime
    agreed_at: datetime | None = None
    earlier_between_them: int = 0
    amounts_fen: tuple[int, ...] = ()
    issues: int | None = None


def red_flags(facts: FlagFacts) -> tuple[RedFlag, ...]:
    """List the signs for a person to weigh; none of them decides anything."""
    pairs = [(a, b) for a, b in combinations(facts.traces, 2) if a.side is not b.side]
    signs = (
        (RedFlag.SAME_AGENT, any(a.agents & b.agents for a, b in pairs)),
        (RedFlag.SAME_PHONE, any(a.phones & b.phones for a, b in pairs)),
        (RedFlag.SAME_ADDRESS, any(a.address and a.address == b.address for a, b in pairs)),
        (RedFlag.SAME_DEVICE, any(a.devices & b.devices for a, b in pairs)),
        (RedFlag.REPEATED_PAIR, facts.earlier_between_them >= REPEATED_MIN),
        (RedFlag.ROUND_SUMS, _is_round(facts.amounts_fen)),
        (RedFlag.NOTHING_DISPUTED, facts.agreed_at is not None and facts.issues == 0),
        (RedFlag.TOO_FAST, _is_fast(facts)),
    )
    return tuple(flag for flag, shows in signs if shows)


def _is_round(amounts_fen: tuple[int, ...]) -> bool:
    # Small claims are often round by nature; only large sums say anything.
    return sum(amounts_fen) >= ROUND_MIN_FEN and all(fen % ROUND_FEN == 0 for fen in amounts_fen)


def _is_fast(facts: FlagFacts) -> bool:
    return facts.agreed_at is not None and facts.agreed_at - facts.opened_at < SPEED_MAX


class Hint(StrEnum):
    """Online Mediation Rules art. 13: relations to ask the mediator about."""

    SAME_NAME = "same_name"
    SAME_HOUSEHOLD = "same_household"
    EARLIER_AGENT = "earlier_agent"


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """One party as far as a relation to the mediator can be read from the rows."""

    name: str
    address: str = ""
    represented_by: frozenset[str] = frozenset()


def conflict_hints(
    mediator: str, addresses: frozenset[str], parties: Iterable[Acquaintance]
) -> tuple[tuple[str, Hint], ...]:
    """Say whom to look at and why; the mediator alone declares."""
    found: list[tuple[str, Hint]] = []
    for party in parties:
        at_home = party.address != "" and party.address in addresses
        if party.name == mediator:
            found.append((party.name, Hint.SAME_NAME))
        if at_home and surname(party.name) == surname(mediator):
            found.append((party.name, Hint.SAME_HOUSEHOLD))
        if mediator in party.represented_by:
            found.append((party.name, Hint.EARLIER_AGENT))
    return tuple(found)


def surname(name: str) -> str:
    return name[:2] if name[:2] in LONG_SURNAMES else name[:1]
