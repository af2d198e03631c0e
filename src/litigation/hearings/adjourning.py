"""When a hearing may be put off: for which reason, how often, to which day, and who decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commons.almanac import Almanac
from commons.deadlines import Due, Why, months
from commons.errors import NotNow, NotValid, Problem
from litigation.cases.fees import Procedure

# Rules on extending trial terms and adjourning hearings (2019) art. 2: C15.
ADJOURNMENTS_MAX: Mapping[Procedure, int] = {
    Procedure.ORDINARY: 2,
    Procedure.SUMMARY: 1,
    Procedure.SMALL_CLAIMS: 1,
}
GAP_MONTHS = 1


class Reason(StrEnum):
    """Civil Procedure Law art. 149, item by item."""

    EXCUSED = "excused"  # (1) somebody who must come has a good reason
    RECUSAL = "recusal"  # (2) recusal is asked for at the hearing
    EVIDENCE = "evidence"  # (3) new witness, new evidence, appraisal, supplementary inquiry
    OTHER = "other"  # (4) other


class Cause(StrEnum):
    """What lies behind item (4): the 2019 rules art. 3 accept these two only."""

    FORCE_MAJEURE = "force_majeure"
    ACCIDENT = "accident"


class Verdict(StrEnum):
    """Who says yes."""

    JUDGE = "judge"  # the judge may put it off
    PRESIDENT = "president"  # the president has to approve
    ASK = "ask"  # the law gives no answer: a person decides, and writes down why
    NO = "no"


class Choice(StrEnum):
    """What is decided; `GRANT` where the law allows it, `BEYOND` where it is silent."""

    GRANT = "grant"
    ONLINE = "online"  # keep the slot and sit online (Online Litigation Rules art. 25)
    BEYOND = "beyond"  # put off beyond the count, for a reason that is written down
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Asked:
    """One wish to put a hearing off."""

    procedure: Procedure
    reason: Reason
    cause: Cause | None
    done_before: int  # adjournments of this case so far
    words: str = ""

    @property
    def left(self) -> int:
        return max(0, ADJOURNMENTS_MAX[self.procedure] - self.done_before)


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer, with its reasons."""

    verdict: Verdict
    why: tuple[Why, ...]


def check_asked(asked: Asked) -> Asked:
    """Item (4) needs its cause, the others have none; words are always needed."""
    problems = {}
    if asked.reason is Reason.OTHER and asked.cause is None:
        problems["cause"] = Problem("hearings.other_needs_cause")
    if not asked.words.strip():
        problems["words"] = Problem("form.missing")
    if problems:
        raise NotValid(fields=problems)
    return asked


def judge(asked: Asked) -> Judged:
    """Say who may put this hearing off.

    The count of art. 2 knows no exception, not even for force majeure: art. 2 lifts only the gap
    of a month. When the count is used up the machine does not guess: a person decides.
    """
    limit = ADJOURNMENTS_MAX[asked.procedure]
    counted = Why("hearings.adjournments_counted", {"done": asked.done_before, "limit": limit})
    if asked.left == 0:
        return Judged(Verdict.ASK, (counted, Why("hearings.count_is_used_up")))
    if asked.reason is Reason.OTHER:
        # 2019 rules art. 3: item (4) needs the approval of the president.
        return Judged(Verdict.PRESIDENT, (counted, Why("hearings.other_needs_president")))
    return Judged(Verdict.JUDGE, (counted,))


def next_by(last_on: date, almanac: Almanac) -> Due:
    """Name the last day for the next hearing: one month after the one that was put off."""
    return months(last_on, GAP_MONTHS, almanac)


def check_gap(
    last_on: date, next_on: date, almanac: Almanac, *, cause: Cause | None, all_agree: bool
) -> None:
    """The gap is lifted by force majeure or by the parties' consent, and by nothing else."""
    due = next_by(last_on, almanac)
    if next_on <= due.due_on or cause is Cause.FORCE_MAJEURE or all_agree:
        return
    raise NotNow("hearings.gap_too_long", due_on=due.due_on.isoformat())


def choices_for(verdict: Verdict) -> tuple[Choice, ...]:
    """What whoever decides may choose between."""
    yes = Choice.BEYOND if verdict is Verdict.ASK else Choice.GRANT
    return (yes, Choice.ONLINE, Choice.REFUSE)


def check_choice(verdict: Verdict, choice: Choice, *, can_go_online: bool, words: str) -> None:
    """A decision that no rule makes needs its words; going online needs what online needs."""
    if choice not in choices_for(verdict):
        raise NotValid(fields={"choice": Problem("form.not_a_choice")})
    if (verdict is Verdict.ASK or choice is Choice.REFUSE) and not words.strip():
        raise NotValid(fields={"words": Problem("hearings.decision_needs_words")})
    if choice is Choice.ONLINE and not can_go_online:
        raise NotNow("hearings.online_not_agreed")
