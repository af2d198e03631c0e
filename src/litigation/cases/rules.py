"""What stages a case goes through, from a complaint to the pool of hearings and to its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commons.errors import NotNow, NotValid, Problem
from commons.flow import Flow
from litigation.mediation.rules import Track

TEXT_MAX = 8_000
WORDS_MAX = 2_000
ITEM_MAX = 300
CLAIMS_MAX = 30
EXHIBITS_MAX = 100
FACTS_MAX = 100
DEFECTS_MAX = 20
PARTIES_MAX = 40
CAUSE_MAX = 100
ISLAND_MAX = 60
# Lists are sorted by the next day that matters; this one comes after all others.
NOTHING_DUE = date(2199, 12, 31)
# A text that is far too long is read, refused by name and given back, not cut off.
TEXT_BYTES_MAX = 1024 * 1024


class CaseKind(StrEnum):
    """What sort of case it is; each has a type code of its own in the number."""

    CIVIL = "civil"
    SPECIAL = "special"
    PAYMENT_ORDER = "payment_order"
    ENFORCEMENT = "enforcement"


class Side(StrEnum):
    """On which side of a case a party stands."""

    PLAINTIFF = "plaintiff"
    DEFENDANT = "defendant"
    THIRD = "third"


class FiledAs(StrEnum):
    """In which capacity somebody hands in a complaint."""

    PARTY = "party"
    AGENT = "agent"
    MEDIATOR = "mediator"
    WINDOW = "window"


class Stage(StrEnum):
    """Where a case stands."""

    SUBMITTED = "submitted"  # handed in; the seven days of art. 126 run
    DEFECTIVE = "defective"  # the one list of defects is out
    SUPPLEMENTED = "supplemented"  # what was missing came; the seven days run anew
    REFUSED = "refused"
    MEDIATING = "mediating"  # filed, with a number, and mediated first (track T2)
    FEE_DUE = "fee_due"  # the fee notice is out
    POOL = "pool"  # paid, deferred or free: may be scheduled
    SCHEDULED = "scheduled"
    HEARD = "heard"
    DECIDED = "decided"
    STAYED = "stayed"  # Civil Procedure Law art. 153
    CLOSED = "closed"


class Act(StrEnum):
    """What may be done to a case."""

    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLEMENT = "supplement"
    REFUSE = "refuse"
    WITHDRAW_FILING = "withdraw_filing"
    FILE_TO_MEDIATION = "file_to_mediation"
    FILE_TO_FEE = "file_to_fee"
    FILE_FREE = "file_free"
    MEDIATION_FAILED = "mediation_failed"
    FEE_SETTLED = "fee_settled"
    FEE_LAPSED = "fee_lapsed"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    HEAR = "hear"
    DECIDE = "decide"
    REOPEN = "reopen"
    STAY = "stay"
    RESUME = "resume"
    CLOSE = "close"


_FILING = (Stage.SUBMITTED, Stage.SUPPLEMENTED)
# What the court has filed and not yet decided: here a party may answer, object and withdraw.
PENDING = frozenset({Stage.MEDIATING, Stage.FEE_DUE, Stage.POOL, Stage.SCHEDULED, Stage.HEARD})
FILED_STAGES = PENDING | {Stage.DECIDED, Stage.STAYED, Stage.CLOSED}
BEFORE_FILING = frozenset({Stage.SUBMITTED, Stage.DEFECTIVE, Stage.SUPPLEMENTED})

FLOW: Flow[Stage, Act] = Flow(
    name="case",
    start=Stage.SUBMITTED,
    moves={
        # S3 art. 9 and Interpretation art. 208: all defects are named once, so the list is
        # asked for only from what was first handed in.
        (Stage.SUBMITTED, Act.ASK_SUPPLEMENT): Stage.DEFECTIVE,
        (Stage.DEFECTIVE, Act.SUPPLEMENT): Stage.SUPPLEMENTED,
        **{(stage, Act.REFUSE): Stage.REFUSED for stage in (*_FILING, Stage.DEFECTIVE)},
        **{(stage, Act.WITHDRAW_FILING): Stage.CLOSED for stage in (*_FILING, Stage.DEFECTIVE)},
        **{(stage, Act.FILE_TO_MEDIATION): Stage.MEDIATING for stage in _FILING},
        **{(stage, Act.FILE_TO_FEE): Stage.FEE_DUE for stage in _FILING},
        **{(stage, Act.FILE_FREE): Stage.POOL for stage in _FILING},
        (Stage.MEDIATING, Act.MEDIATION_FAILED): Stage.FEE_DUE,
        (Stage.MEDIATING, Act.FILE_FREE): Stage.POOL,
        (Stage.FEE_DUE, Act.FEE_SETTLED): Stage.POOL,
        (Stage.FEE_DUE, Act.FEE_LAPSED): Stage.CLOSED,
        # A top-up that was not paid ends a case that was already in the pool (Interpr. art. 199).
        (Stage.POOL, Act.FEE_LAPSED): Stage.CLOSED,
        (Stage.SCHEDULED, Act.FEE_LAPSED): Stage.CLOSED,
        (Stage.POOL, Act.SCHEDULE): Stage.SCHEDULED,
        (Stage.SCHEDULED, Act.SCHEDULE): Stage.SCHEDULED,
        (Stage.HEARD, Act.SCHEDULE): Stage.SCHEDULED,
        (Stage.SCHEDULED, Act.UNSCHEDULE): Stage.POOL,
        (Stage.SCHEDULED, Act.HEAR): Stage.HEARD,
        (Stage.HEARD, Act.DECIDE): Stage.DECIDED,
        # Art. 102: a mediation order that somebody refuses to sign for leads to a judgment.
        (Stage.DECIDED, Act.REOPEN): Stage.HEARD,
        **{(stage, Act.STAY): Stage.STAYED for stage in (Stage.POOL, Stage.SCHEDULED, Stage.HEARD)},
        (Stage.STAYED, Act.RESUME): Stage.POOL,
        **{(stage, Act.CLOSE): Stage.CLOSED for stage in sorted(PENDING | {Stage.STAYED})},
        (Stage.DECIDED, Act.CLOSE): Stage.CLOSED,
    },
)


class Ending(StrEnum):
    """How a case ended."""

    JUDGED = "judged"
    MEDIATED = "mediated"
    WITHDRAWN = "withdrawn"
    DEEMED_WITHDRAWN = "deemed_withdrawn"
    DISMISSED = "dismissed"
    TRANSFERRED = "transferred"
    CONSOLIDATED = "consolidated"
    NOT_FILED = "not_filed"
    # Opinion in force since 2025-01-01: settled and withdrawn or performed after filing.
    OTHER_WAY = "other_way"


class RefusalGround(StrEnum):
    """Civil Procedure Law art. 122 and 127: why a complaint is not filed."""

    NO_DIRECT_INTEREST = "no_direct_interest"
    NO_CLEAR_DEFENDANT = "no_clear_defendant"
    NO_CLEAR_CLAIM = "no_clear_claim"
    NOT_CIVIL = "not_civil"
    WRONG_COURT = "wrong_court"
    ARBITRATION = "arbitration"
    DECIDED_BEFORE = "decided_before"
    TOO_EARLY = "too_early"
    NOT_SUPPLEMENTED = "not_supplemented"


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides the next step of one case."""

    stage: Stage
    track: Track
    has_number: bool = False
    was_listed: bool = False  # the one list of defects was given
    is_free: bool = False  # nothing has to be paid beforehand


def ask_supplement(facts: Facts, defects: tuple[str, ...]) -> Stage:
    """Name all defects at once; a second list is refused (Interpretation art. 208)."""
    if facts.was_listed:
        raise NotNow("cases.listed_once")
    listed = tuple(line for line in defects if line.strip())
    if not listed:
        raise NotValid(fields={"defects": Problem("form.missing")})
    if len(listed) > DEFECTS_MAX:
        raise NotValid(fields={"defects": Problem("cases.too_many", {"max": DEFECTS_MAX})})
    check_texts(defects="\n".join(listed))
    return FLOW.step(facts.stage, Act.ASK_SUPPLEMENT)


def accept(facts: Facts) -> Stage:
    """File the case: into mediation on track T2, else to the fee notice or straight to the pool."""
    # Opinion of 2024-12-27 (in force 2025-01-01): filed first; the fee notice is issued only when
    # mediation has failed, or at once where it was refused or has already failed.
    if facts.track is Track.FILED:
        return FLOW.step(facts.stage, Act.FILE_TO_MEDIATION)
    if facts.is_free:
        return FLOW.step(facts.stage, Act.FILE_FREE)
    return FLOW.step(facts.stage, Act.FILE_TO_FEE)


def refuse(facts: Facts, ground: RefusalGround) -> Stage:
    """Refuse by ruling. What could be mended is refused only after the list was given."""
    if ground is RefusalGround.NOT_SUPPLEMENTED and not facts.was_listed:
        raise NotNow("cases.list_defects_first")
    return FLOW.step(facts.stage, Act.REFUSE)


def must_be_pending(stage: Stage) -> None:
    if stage not in PENDING:
        raise NotNow("cases.not_pending")


def check_texts(**texts: str) -> None:
    """Refuse texts that are too long, each by its name; nothing is cut off."""
    problems = {
        name: Problem("form.too_long", {"length": len(text), "max": TEXT_MAX})
        for name, text in texts.items()
        if len(text) > TEXT_MAX
    }
    if problems:
        raise NotValid(fields=problems)


def check_day(field: str, day: date, *, earliest: date, latest: date) -> date:
    if not earliest <= day <= latest:
        facts = {"earliest": earliest.isoformat(), "latest": latest.isoformat()}
        raise NotValid(fields={field: Problem("cases.day_out_of_range", facts)})
    return day


# Nothing is charged, or nothing before the end: such a case never waits for a payment.
NOT_PREPAID: Mapping[CaseKind, str] = {
    CaseKind.SPECIAL: "《诉讼费用交纳办法》第8条第1项",
    CaseKind.ENFORCEMENT: "《诉讼费用交纳办法》第20条、第38条",
}
