"""The order of an electronic file, who reads which part of it, and what a file must hold."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from json import dumps

from litigation.cases.fees import Procedure
from litigation.cases.paper_kinds import CasePaper
from litigation.enforcement.paper_kinds import EnforcementPaper
from litigation.hearings.paper_rules import PaperKind as HearingPaper
from litigation.signing.rules import PaperKind as MediationPaper

ITEMS_MAX = 500
PAGES_MAX = 3_000
BYTES_MAX = 300 * 1024 * 1024
EDITIONS_MAX = 200


class Section(StrEnum):
    """In the order of the main volume (正卷): Measures on keeping litigation papers (1991).

    The order was taken over from court practice; a site may print another by changing this list.
    """

    COMPLAINT = "complaint"
    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    ANSWER = "answer"
    IDENTITY = "identity"
    EVIDENCE = "evidence"
    MEDIATION = "mediation"
    SUMMONS = "summons"
    HEARING = "hearing"
    DECISION = "decision"
    PRONOUNCEMENT = "pronouncement"
    SERVICE = "service"
    ENFORCEMENT = "enforcement"
    INTERNAL = "internal"


class Scope(StrEnum):
    """For whom an edition is made."""

    COURT = "court"
    PARTIES = "parties"


# What the court writes for itself (副卷) is not shown to the parties.
COURT_ONLY = frozenset({Section.INTERNAL})
_C, _H, _M, _E = CasePaper, HearingPaper, MediationPaper, EnforcementPaper
# By kind of paper; kinds of the rooms share no name within one subject.
OF_CASE: Mapping[str, Section] = {
    _C.COMPLAINT: Section.COMPLAINT,
    _C.ORAL: Section.COMPLAINT,
    _C.RECEIPT: Section.COMPLAINT,
    _C.DEFECTS: Section.COMPLAINT,
    _C.REFUSAL: Section.DECISION,
    _C.ACCEPTANCE: Section.ACCEPTANCE,
    _C.RESPOND: Section.ACCEPTANCE,
    _C.EVIDENCE: Section.ACCEPTANCE,
    _C.RIGHTS: Section.ACCEPTANCE,
    _C.SMALL_CLAIMS: Section.ACCEPTANCE,
    _C.BENCH: Section.ACCEPTANCE,
    _C.ONLINE: Section.ACCEPTANCE,
    _C.FEE: Section.RECEIPT,
    _C.RELIEF: Section.RECEIPT,
    _C.FEE_LIST: Section.RECEIPT,
    # It holds telephone numbers, and may ask for confidence.
    _C.ADDRESS: Section.INTERNAL,
}
# Of the hearings, decisions and enforcements of a case.
OF_THINGS: Mapping[str, Section] = {
    _H.EXPLANATION: Section.SUMMONS,
    _H.SUMMONS: Section.SUMMONS,
    _H.NOTICE: Section.SUMMONS,
    _H.ANNOUNCEMENT: Section.SUMMONS,
    _H.CHANGE: Section.SUMMONS,
    _H.APPROVAL: Section.INTERNAL,
    _H.TERM: Section.INTERNAL,
    _H.PROCEDURE: Section.DECISION,
    _H.EXCHANGE: Section.EVIDENCE,
    _H.RECORD: Section.HEARING,
    _H.CIRCUIT: Section.HEARING,
    _H.JUDGMENT: Section.DECISION,
    _H.ORDER: Section.DECISION,
    _H.RULING: Section.DECISION,
    _H.PRONOUNCEMENT: Section.PRONOUNCEMENT,
    **dict.fromkeys(_E, Section.ENFORCEMENT),
    # It names where property may be found: nothing for who might hide it.
    _E.APPLICATION: Section.INTERNAL,
}
# Of a mediation only what all signed as undisputed comes to court (Online Mediation Rules art. 18,
# Interpretation art. 107); transcript, offers and notes stay where they are.
OF_MEDIATION: Mapping[str, Section] = {_M.FACTS: Section.MEDIATION}


class Body(StrEnum):
    """Where the pages of an item come from."""

    PAPER = "paper"  # an archived paper
    FILE = "file"  # a cleaned file of an exhibit
    LARGE = "large"  # handed in part by part
    SHEET = "sheet"  # printed from what is on record, for want of a paper


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of the file. `source` finds its bytes; `sha256` is what it is known by."""

    section: Section
    title: str
    on: str  # the day it is of, as printed
    body: Body
    source: str
    sha256: str
    media_type: str = "application/pdf"
    size: int = 0
    # A decision that has not reached every party: its opening is what proves its service.
    is_withheld: bool = False


_ORDER = {section: at for at, section in enumerate(Section)}


def in_order(items: Collection[Item]) -> tuple[Item, ...]:
    """Put the items into the order of the file; within a section by day, then by title."""
    return tuple(
        sorted(items, key=lambda one: (_ORDER[one.section], one.on, one.title, one.sha256))
    )


def readable(items: Collection[Item], scope: Scope) -> tuple[Item, ...]:
    if scope is Scope.COURT:
        return in_order(items)
    shown = [one for one in items if one.section not in COURT_ONLY and not one.is_withheld]
    return in_order(shown)


def key_of(items: Sequence[Item]) -> str:
    """Name a content: the same items in the same order have the same key."""
    listed = [[one.section, one.title, one.on, one.sha256] for one in items]
    return sha256(dumps(listed, ensure_ascii=False).encode()).hexdigest()


class Standing(StrEnum):
    PRESENT = "present"
    MISSING = "missing"
    NOT_NEEDED = "not_needed"


class Needed(StrEnum):
    """What the file of a simplified case must hold: Interpretation art. 263 (1) to (12)."""

    COMPLAINT = "complaint"
    ANSWER = "answer"
    IDENTITY = "identity"
    AUTHORITY = "authority"
    EVIDENCE = "evidence"
    INQUIRY = "inquiry"
    RECORD = "record"
    DECISION = "decision"
    SERVICE = "service"
    ENFORCEMENT = "enforcement"
    RECEIPT = "receipt"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What decides whether an item is needed at all."""

    procedure: Procedure
    has_agent: bool
    is_decided: bool
    is_enforced: bool
    was_heard: bool
    answered: bool
    identified: bool
    fee_paid: bool


_BY_SECTION: Mapping[Needed, Section] = {
    Needed.EVIDENCE: Section.EVIDENCE,
    Needed.RECORD: Section.HEARING,
    Needed.SERVICE: Section.SERVICE,
    Needed.ENFORCEMENT: Section.ENFORCEMENT,
    Needed.RECEIPT: Section.RECEIPT,
}


def check_twelve(items: Collection[Item], facts: CaseFacts) -> tuple[tuple[Needed, Standing], ...]:
    """Say of each of the twelve whether it is there, is missing, or is not needed yet."""
    there = {one.section for one in items}
    kinds = {one.source.partition(":")[0] for one in items}
    found = {need: section in there for need, section in _BY_SECTION.items()}
    found |= {
        Needed.COMPLAINT: bool(kinds & {_C.COMPLAINT.value, _C.ORAL.value}),
        Needed.DECISION: bool(kinds & {_H.JUDGMENT.value, _H.ORDER.value, _H.RULING.value}),
        Needed.ANSWER: facts.answered,
        Needed.IDENTITY: facts.identified,
        Needed.AUTHORITY: False,
        # Asked at the hearing and written into its record (art. 263 (6)).
        Needed.INQUIRY: Section.HEARING in there,
        Needed.NOTICE: CasePaper.SMALL_CLAIMS in kinds,
        Needed.RECEIPT: facts.fee_paid,
    }
    not_needed = _not_needed(facts)
    return tuple(
        (
            need,
            Standing.PRESENT
            if found[need]
            else (Standing.NOT_NEEDED if need in not_needed else Standing.MISSING),
        )
        for need in Needed
    )


def _not_needed(facts: CaseFacts) -> frozenset[Needed]:
    conditions = {
        Needed.AUTHORITY: facts.has_agent,
        Needed.DECISION: facts.is_decided,
        Needed.ENFORCEMENT: facts.is_enforced,
        Needed.RECORD: facts.was_heard,
        Needed.INQUIRY: facts.was_heard,
        Needed.NOTICE: facts.procedure is Procedure.SMALL_CLAIMS,
    }
    return frozenset(need for need, holds in conditions.items() if not holds)
