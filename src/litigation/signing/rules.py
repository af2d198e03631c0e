"""Which paper may be drawn up when, who signs it, and what its signatures bring about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commons.errors import NotNow, NotValid, Problem
from litigation.mediation.rules import OPEN_STAGES, Stage

TERMS_MAX = 30
TEXT_MAX = 4_000
METHOD_MAX = 200
AMOUNT_MAX_FEN = 100_000_000_000_00
WITNESS_MAX = 100


class PaperKind(StrEnum):
    """The papers of a mediation, in the order in which they come up."""

    NOTICE = "notice"  # 调解告知书
    TRANSCRIPT = "transcript"  # 调解笔录
    FACTS = "facts"  # 无争议事实确认书
    AGREEMENT = "agreement"  # 调解协议
    REPORT = "report"  # 诉前（先行）调解调查报告
    ENDING = "ending"  # 终结（不成）报告
    CONFIRMATION = "confirmation"  # 司法确认申请书


TEMPLATES: Mapping[PaperKind, str] = {kind: f"mediation/{kind.value}.html" for kind in PaperKind}
# Online Mediation Rules art. 19 and 22: these bind the parties, so every party signs them.
SIGNED_BY_PARTIES = frozenset(
    {
        PaperKind.NOTICE,
        PaperKind.TRANSCRIPT,
        PaperKind.FACTS,
        PaperKind.AGREEMENT,
        PaperKind.CONFIRMATION,
    }
)
# The application for confirmation is the parties' own joint act (Civil Procedure Law art. 205).
SIGNED_BY_MEDIATOR = frozenset(PaperKind) - {PaperKind.CONFIRMATION}
# The report goes to the court's file with the filing, not to the parties' phones.
SENT_TO_PARTIES = frozenset(PaperKind) - {PaperKind.REPORT}
# It holds what was said without prejudice: no judge or clerk reads it (Online Mediation Rules 18).
CONFIDENTIAL = frozenset({PaperKind.TRANSCRIPT})
# Who signs this gives something up: an agent needs the named power for it.
BINDING = frozenset({PaperKind.FACTS, PaperKind.AGREEMENT})

_STAGES: Mapping[PaperKind, frozenset[Stage]] = {
    PaperKind.NOTICE: OPEN_STAGES,
    PaperKind.TRANSCRIPT: frozenset({Stage.UNDER_WAY, Stage.AGREED, Stage.ENDED}),
    PaperKind.FACTS: frozenset({Stage.UNDER_WAY}),
    PaperKind.AGREEMENT: frozenset({Stage.UNDER_WAY}),
    PaperKind.REPORT: frozenset({Stage.UNDER_WAY, Stage.ENDED, Stage.FEE_NOTICE}),
    PaperKind.ENDING: frozenset({Stage.ENDED, Stage.FEE_NOTICE}),
    PaperKind.CONFIRMATION: frozenset({Stage.AGREED}),
}


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a paper needs besides the stage of the matter."""

    stage: Stage
    has_parties: bool
    has_proposed_facts: bool
    has_terms: bool
    not_confirmable: str = ""  # a reason key, empty when the court may be asked


def may_draw_up(kind: PaperKind, ready: Readiness) -> None:
    """Refuse with the first thing that is missing."""
    missing = what_is_missing(kind, ready)
    if missing:
        raise NotNow(missing)


def what_is_missing(kind: PaperKind, ready: Readiness) -> str:
    """Return the reason key that stands in the way of this paper, or nothing."""
    if not ready.has_parties:
        return "signing.no_parties"
    if ready.stage not in _STAGES[kind]:
        return f"signing.{kind.value}_not_at_this_stage"
    if kind is PaperKind.FACTS and not ready.has_proposed_facts:
        return "signing.no_facts"
    if kind is PaperKind.AGREEMENT and not ready.has_terms:
        return "signing.no_terms"
    if kind is PaperKind.CONFIRMATION and ready.not_confirmable:
        return ready.not_confirmable
    return ""


@dataclass(frozen=True, slots=True)
class Term:
    """One promise: who does what for whom, by when. `amount_fen` 0 is a promise without money."""

    debtor: str
    creditor: str
    what: str
    amount_fen: int
    due_on: date | None
    method: str = ""


def check_term(term: Term, *, today: date) -> Term:
    """A promise that could not be enforced is refused before anybody signs it.

    Interpretation of the Civil Procedure Law art. 358: the court does not confirm what is unclear,
    so each promise needs its day, and each sum its way of payment.
    """
    checks: tuple[tuple[str, bool, str], ...] = (
        ("debtor", bool(term.debtor.strip()), "form.missing"),
        ("creditor", bool(term.creditor.strip()), "form.missing"),
        ("creditor", term.debtor != term.creditor, "signing.term_with_oneself"),
        ("what", bool(term.what.strip()), "form.missing"),
        ("amount", 0 <= term.amount_fen <= AMOUNT_MAX_FEN, "signing.term_amount"),
        ("due_on", term.due_on is not None, "form.missing"),
        ("due_on", term.due_on is None or term.due_on >= today, "signing.term_day_is_past"),
        ("method", not term.amount_fen or bool(term.method.strip()), "signing.term_needs_method"),
    )
    problems = {field: Problem(reason) for field, passed, reason in checks if not passed}
    if problems:
        raise NotValid(fields=problems)
    return term


@dataclass(frozen=True, slots=True)
class Heard:
    """One paragraph that one party has heard read out and ticked."""

    party: str
    paragraph: int
    content_sha256: str


def who_heard(
    paragraphs: Mapping[int, str], heard: tuple[Heard, ...]
) -> Mapping[int, tuple[str, ...]]:
    """Say for each paragraph who heard it as it stands now; a changed one must be read again."""
    return {
        number: tuple(
            sorted(
                {
                    one.party
                    for one in heard
                    if (one.paragraph, one.content_sha256) == (number, digest)
                }
            )
        )
        for number, digest in paragraphs.items()
    }
