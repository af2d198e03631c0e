"""Who may read which part of a mediation's record, when it may be written, and how much of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from commons.errors import NotNow, NotValid, Problem
from commons.flow import Flow
from litigation.mediation.parties import Side
from litigation.mediation.rules import OPEN_STAGES
from litigation.mediation.rules import Stage as MatterStage

STATEMENT_MAX: Final = 20_000
TEXT_MAX: Final = 4_000
ITEM_MAX: Final = 200
NAME_MAX: Final = 100
# Far more than any text may have: a text that is too long is refused in words and stays typed.
FORM_BYTES_MAX: Final = 3 * 1024 * 1024
LINES_MAX: Final = 3_000
CLAIMS_MAX: Final = 100
EXHIBITS_MAX: Final = 200
FILES_PER_EXHIBIT_MAX: Final = 12
FILES_BYTES_MAX: Final = 500 * 1024 * 1024
REPLIES_MAX: Final = 1_000
VIEWS_MAX: Final = 2_000
NOTES_MAX: Final = 100
ISSUES_MAX: Final = 60
FACTS_MAX: Final = 100
OFFERS_MAX: Final = 200
MINUTES_MAX: Final = 2_400
CLOCK_SKEW_MAX: Final = timedelta(minutes=5)


class Compartment(StrEnum):
    """The four separate parts of a record; what is in one never moves into another by itself."""

    JOINT = "joint"
    CAUCUS_A = "caucus_a"
    CAUCUS_B = "caucus_b"
    MEDIATOR = "mediator"


class Reader(StrEnum):
    """In which capacity somebody reads."""

    MEDIATOR = "mediator"
    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    THIRD = "third"
    STAFF = "staff"
    COURT = "court"


# Online Mediation Rules art. 18: what is conceded for compromise may not be used later. Court and
# staff are in no row at all: they read the exchange and the report (`queries.court_record`).
READERS: Mapping[Compartment, frozenset[Reader]] = {
    Compartment.JOINT: frozenset(
        {Reader.MEDIATOR, Reader.APPLICANT, Reader.RESPONDENT, Reader.THIRD}
    ),
    Compartment.CAUCUS_A: frozenset({Reader.MEDIATOR, Reader.APPLICANT}),
    Compartment.CAUCUS_B: frozenset({Reader.MEDIATOR, Reader.RESPONDENT}),
    Compartment.MEDIATOR: frozenset({Reader.MEDIATOR}),
}
CONFIDENTIAL: Final = frozenset(Compartment) - {Compartment.JOINT}
CAUCUS_SIDE: Mapping[Compartment, Side] = {
    Compartment.CAUCUS_A: Side.APPLICANT,
    Compartment.CAUCUS_B: Side.RESPONDENT,
}


def may_read(reader: Reader, compartment: Compartment) -> bool:
    return reader in READERS[compartment]


class LineKind(StrEnum):
    """What one line of the transcript is."""

    STATEMENT = "statement"
    QUESTION = "question"
    ANSWER = "answer"
    EVIDENCE = "evidence"
    RIGHTS = "rights"
    PROPOSAL = "proposal"
    RESULT = "result"
    READ_BACK = "read_back"
    SUPPLEMENT = "supplement"


def is_without_prejudice(compartment: Compartment, kind: LineKind, *, said_so: bool) -> bool:
    """Say whether a line may never be used later; caucus and proposals never may."""
    return said_so or compartment in CONFIDENTIAL or kind is LineKind.PROPOSAL


def check_may_write(stage: MatterStage) -> None:
    """Nothing is added to the record of a matter that has ended; supplements have their own way."""
    if stage not in OPEN_STAGES:
        raise NotNow("record.matter_has_ended")


def check_under_way(stage: MatterStage) -> None:
    """Only a mediation that has begun has sessions: identity, consent and warning come first."""
    check_may_write(stage)
    if stage is not MatterStage.UNDER_WAY:
        raise NotNow("record.not_begun")


def check_said_at(said_at: datetime, *, now: datetime, opened_at: datetime) -> datetime:
    if not opened_at <= said_at <= now + CLOCK_SKEW_MAX:
        raise NotValid(fields={"said_at": Problem("record.time_out_of_range")})
    return said_at


def check_text(field: str, text: str, max_length: int) -> str:
    """Refuse an empty or endless text by name; nothing is cut off silently."""
    if not text.strip():
        raise NotValid(fields={field: Problem("record.text_missing")})
    if len(text) > max_length:
        facts = {"max": max_length, "length": len(text)}
        raise NotValid(fields={field: Problem("record.text_too_long", facts)})
    return text


def check_room(count: int, max_count: int, what: str) -> None:
    if count >= max_count:
        raise NotNow(f"record.{what}_full", max=max_count)


class ClaimStage(StrEnum):
    STANDING = "standing"
    DROPPED = "dropped"


class ExhibitKind(StrEnum):
    """Civil Procedure Law art. 66: the kinds of evidence, in the words of the counter."""

    DOCUMENT = "document"
    OBJECT = "object"
    PICTURE = "picture"
    ELECTRONIC = "electronic"
    WITNESS = "witness"
    STATEMENT = "statement"
    APPRAISAL = "appraisal"
    INSPECTION = "inspection"


class Opinion(StrEnum):
    """What the other side says of one quality of an exhibit."""

    ACCEPTED = "accepted"
    DENIED = "denied"
    NO_VIEW = "no_view"


def check_opinions(*, genuine: Opinion, lawful: Opinion, relevant: Opinion, reason: str) -> None:
    """Who denies says why: an unexplained denial helps nobody later."""
    if Opinion.DENIED in {genuine, lawful, relevant} and not reason.strip():
        raise NotValid(fields={"reason": Problem("record.denial_needs_reason")})


class FactStage(StrEnum):
    PROPOSED = "proposed"
    FIXED = "fixed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class FactAct(StrEnum):
    FIX = "fix"
    REOPEN = "reopen"
    UNFIX = "unfix"
    WITHDRAW = "withdraw"


FACT_FLOW: Flow[FactStage, FactAct] = Flow(
    name="agreed_fact",
    start=FactStage.PROPOSED,
    moves={
        (FactStage.PROPOSED, FactAct.FIX): FactStage.FIXED,
        (FactStage.PROPOSED, FactAct.WITHDRAW): FactStage.WITHDRAWN,
        (FactStage.FIXED, FactAct.REOPEN): FactStage.REOPENED,
        # The others on the same signed paper: the paper is void, so they wait for a new signature.
        (FactStage.FIXED, FactAct.UNFIX): FactStage.PROPOSED,
    },
)


# Printed on a paper whose facts were opened again; like every stored fact it is not translated.
REOPENED_WORDS: Final = "所载无争议事实已被重新提出争议，本确认书不再有效。"


class Grade(StrEnum):
    """The mediator's suggestion for the court; the court decides."""

    FAST = "fast"
    SIMPLE = "simple"
    ORDINARY = "ordinary"
    COMPLEX = "complex"
