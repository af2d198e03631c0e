"""The table of all clocks of a case, and the limits of C15 and C16 that are counts, not days."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from litigation.clocks import table_after, table_filing, table_trial
from litigation.clocks.keys import ClockKey, Procedure
from litigation.clocks.shapes import ClockRule

TABLE: Mapping[ClockKey, ClockRule] = MappingProxyType(
    {
        row.key: row
        for row in sorted(
            (*table_filing.ROWS, *table_trial.ROWS, *table_after.ROWS), key=lambda row: row.number
        )
    }
)


@dataclass(frozen=True, slots=True)
class HearingLimit:
    """How often a hearing may be put off, and how many hearings there are."""

    adjournments_max: int
    hearings_max: int | None = None  # more only when truly necessary


# Rules of 2019 on extensions and adjournments, art. 2 (C15): the count knows no exception, not
# even force majeure. Simplified Procedure Rules art. 23 (C16): one hearing, unless necessary.
HEARING_LIMITS: Mapping[Procedure, HearingLimit] = MappingProxyType(
    {
        Procedure.ORDINARY: HearingLimit(adjournments_max=2),
        Procedure.SIMPLIFIED: HearingLimit(adjournments_max=1, hearings_max=1),
        Procedure.SMALL_CLAIM: HearingLimit(adjournments_max=1, hearings_max=1),
    }
)
# Civil Procedure Law art. 95 with the rules of 2019 art. 4: no public announcement in these.
NO_ANNOUNCEMENT = frozenset({Procedure.SIMPLIFIED, Procedure.SMALL_CLAIM})
_TRIALS: Mapping[Procedure, ClockKey] = MappingProxyType(
    {
        Procedure.ORDINARY: ClockKey.TRIAL,
        Procedure.SIMPLIFIED: ClockKey.TRIAL_SIMPLIFIED,
        Procedure.SMALL_CLAIM: ClockKey.TRIAL_SMALL_CLAIM,
        Procedure.SPECIAL: ClockKey.TRIAL_SPECIAL,
    }
)


def trial_key(procedure: Procedure) -> ClockKey:
    """Name the clock of the whole trial."""
    return _TRIALS[procedure]


def answer_key(procedure: Procedure, *, has_domicile: bool) -> ClockKey:
    """Name the clock of a defendant's answer: art. 285 gives 30 days to whoever lives abroad."""
    if procedure is Procedure.SMALL_CLAIM:
        return ClockKey.ANSWER_SMALL_CLAIM
    if not has_domicile:
        return ClockKey.ANSWER_ABROAD
    return ClockKey.ANSWER_SIMPLIFIED if procedure is Procedure.SIMPLIFIED else ClockKey.ANSWER


def objection_key(*, has_domicile: bool) -> ClockKey:
    return ClockKey.OBJECTION if has_domicile else ClockKey.OBJECTION_ABROAD


def evidence_key(procedure: Procedure) -> ClockKey:
    """Name the clock of the evidence period at first instance."""
    if procedure is Procedure.SMALL_CLAIM:
        return ClockKey.EVIDENCE_SMALL_CLAIM
    simplified = procedure is Procedure.SIMPLIFIED
    return ClockKey.EVIDENCE_SIMPLIFIED if simplified else ClockKey.EVIDENCE


def appeal_key(procedure: Procedure, *, is_judgment: bool, has_domicile: bool) -> ClockKey | None:
    """Name the clock of an appeal; None where there is none (small claims, art. 165)."""
    # Art. 185: a special procedure is decided in one instance too.
    if procedure in {Procedure.SMALL_CLAIM, Procedure.SPECIAL}:
        return None
    if not has_domicile:
        return ClockKey.APPEAL_ABROAD
    return ClockKey.APPEAL_JUDGMENT if is_judgment else ClockKey.APPEAL_RULING
