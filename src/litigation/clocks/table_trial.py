"""The clocks of the trial: C10 to C18 of the rule book."""

from litigation.clocks.keys import ClockKey, Duty, Effect, Exclusion, Granter, Law, Start, Unit
from litigation.clocks.shapes import ClockRule, Grant, Source, interpretation, law

# Interpretation art. 243; Trial Time Rules (2000) art. 9; Mediation Rules art. 4; Opinion of 2025
# item 3. Further evidence: one month at most.
NOT_COUNTED = frozenset(
    {
        Exclusion.ANNOUNCEMENT,
        Exclusion.APPRAISAL,
        Exclusion.SETTLEMENT,
        Exclusion.JURISDICTION,
        Exclusion.AUDIT,
        Exclusion.SUSPENSION,
        Exclusion.NEW_EVIDENCE,
        Exclusion.MEDIATION,
    }
)
_TRIAL_2000 = Source(Law.TRIAL_TIME_2000, (8, 9))
_TRIAL_2019 = Source(Law.TRIAL_TIME_2019, (1,))
_ONE_MONTH = (Grant(Granter.PRESIDENT, Unit.MONTHS, most=1),)

ROWS: tuple[ClockRule, ...] = (
    ClockRule(
        ClockKey.TRIAL, "C10", 6, Unit.MONTHS, Start.FILED,
        Effect.COURT_IS_LATE, (law(152), interpretation(243), _TRIAL_2000),
        grants=(
            Grant(Granter.PRESIDENT, Unit.MONTHS, most=6),
            Grant(Granter.SUPERIOR_COURT, Unit.MONTHS, most=None, after=Granter.PRESIDENT),
        ),
        excluded=NOT_COUNTED, is_trial=True, near_days=30,
    ),
    ClockRule(
        ClockKey.TRIAL_SIMPLIFIED, "C11", 3, Unit.MONTHS, Start.FILED,
        Effect.COURT_IS_LATE, (law(164), interpretation(258)),
        grants=_ONE_MONTH, excluded=NOT_COUNTED, is_trial=True, near_days=25,
    ),
    ClockRule(
        ClockKey.TRIAL_SMALL_CLAIM, "C12", 2, Unit.MONTHS, Start.FILED,
        Effect.COURT_IS_LATE, (law(168),),
        grants=_ONE_MONTH, excluded=NOT_COUNTED, is_trial=True, near_days=20,
    ),
    # Art. 187: the president may extend; how long, the law does not say.
    ClockRule(
        ClockKey.TRIAL_SPECIAL, "C13", 30, Unit.DAYS, Start.FILED,
        Effect.COURT_IS_LATE, (law(187),),
        grants=(Grant(Granter.PRESIDENT, Unit.DAYS, most=None),),
        excluded=NOT_COUNTED, is_trial=True, near_days=7,
    ),
    # The ten days of the rules of 2000 art. 12 are superseded by these fifteen.
    ClockRule(
        ClockKey.EXTENSION_REQUEST, "C14", 15, Unit.DAYS, Start.TRIAL_ENDS,
        Effect.EXTENSION_LOST, (_TRIAL_2019,), is_backward=True, near_days=5,
    ),
    ClockRule(
        ClockKey.EXTENSION_DECISION, "C14", 5, Unit.DAYS, Start.TRIAL_ENDS,
        Effect.TRIAL_NOT_EXTENDED, (_TRIAL_2019,), is_backward=True, near_days=3,
    ),
    ClockRule(
        ClockKey.NEXT_HEARING, "C15", 1, Unit.MONTHS, Start.ADJOURNED,
        Effect.NEEDS_LEGAL_DECISION, (law(149), Source(Law.TRIAL_TIME_2019, (2, 3, 5, 6, 7))),
        near_days=7,
    ),
    ClockRule(
        ClockKey.TRANSCRIPT, "C17", 5, Unit.DAYS, Start.HEARING_HELD,
        Effect.TRANSCRIPT_STANDS, (law(150),), Duty.PARTY, near_days=2,
    ),
    ClockRule(
        ClockKey.JUDGMENT_DELIVERY, "C18", 10, Unit.DAYS, Start.PRONOUNCED,
        Effect.COURT_IS_LATE, (law(151), Source(Law.SIMPLIFIED_RULES, (28,))),
    ),
    # Art. 151: pronounced on a day fixed before, it is handed over at once.
    ClockRule(
        ClockKey.JUDGMENT_AT_ONCE, "C18", 0, Unit.DAYS, Start.PRONOUNCED,
        Effect.COURT_IS_LATE, (law(151),), near_days=0,
    ),
)  # fmt: skip
