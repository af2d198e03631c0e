"""What is known of a case when one of its papers is drawn up: frozen, ready to be printed."""

from dataclasses import dataclass
from datetime import date, datetime

from litigation.cases.charging import NoticeKind, RefundGround, ReliefGround, ReliefKind
from litigation.cases.fees import Procedure
from litigation.cases.rules import RefusalGround, Side


@dataclass(frozen=True, slots=True)
class Head:
    """The case itself, as every paper names it at its top."""

    number: str
    receipt_number: str
    cause: str
    court: str
    hotline: str
    procedure: Procedure
    is_panel: bool
    judge: str
    clerk: str
    drawn_on: date
    submitted_at: datetime
    filed_on: date | None


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party as the head of a paper names it."""

    side: Side
    name: str
    facts: tuple[str, ...]
    address: str
    e_address: str
    phone: str
    e_consent: bool
    agent: str


@dataclass(frozen=True, slots=True)
class ClaimLine:
    side: Side
    item: str
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class ExhibitLine:
    side: Side
    name: str
    source: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Pleaded:
    """The complaint, element by element."""

    claims: tuple[ClaimLine, ...]
    story: tuple[tuple[str, str], ...]
    exhibits: tuple[ExhibitLine, ...]
    agreed_facts: tuple[str, ...]
    preservation: str
    receiver: str
    filed_by: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The one list of defects."""

    defects: tuple[str, ...]
    due_on: date


@dataclass(frozen=True, slots=True)
class Refused:
    ground: RefusalGround
    reason: str


@dataclass(frozen=True, slots=True)
class Charged:
    """One fee notice with its reckoning, each step as a sentence."""

    kind: NoticeKind
    payer: str
    whole_fen: int
    fee_fen: int
    fee_fen_max: int
    lines: tuple[str, ...]
    due_on: date
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Relieved:
    """One request for relief as it was decided."""

    kind: ReliefKind
    ground: ReliefGround
    payer: str
    is_granted: bool
    waived_fen: int
    until_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Owed:
    ground: RefundGround
    payer: str
    amount_fen: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Account:
    """What was asked, paid, let off and owed back in a case."""

    notices: tuple[tuple[str, str, int, int, int], ...]  # name, payer, asked, paid, let off
    refunds: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """Everything together; a paper takes only what it prints."""

    head: Head
    parties: tuple[PartyLine, ...]
    pleaded: Pleaded
    listed: Listed | None
    refused: Refused | None
    charged: Charged | None
    relieved: Relieved | None
    account: Account
    answer_days: int
    evidence_days: int
