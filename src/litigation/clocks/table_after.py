"""The clocks of delivery, appeal, enforcement and special orders: C19 to C27 of the rule book."""

from litigation.clocks.keys import ClockKey, Duty, Effect, Exclusion, Granter, Law, Start, Unit
from litigation.clocks.shapes import ClockRule, Grant, Source, interpretation, law

ROWS: tuple[ClockRule, ...] = (
    ClockRule(
        ClockKey.APPEAL_JUDGMENT, "C19", 15, Unit.DAYS, Start.JUDGMENT_SERVED,
        Effect.TAKES_EFFECT, (law(171), interpretation(244)), Duty.PARTY, asks_court=True,
    ),
    ClockRule(
        ClockKey.APPEAL_RULING, "C19", 10, Unit.DAYS, Start.JUDGMENT_SERVED,
        Effect.TAKES_EFFECT, (law(171), interpretation(244)), Duty.PARTY, asks_court=True,
    ),
    ClockRule(
        ClockKey.APPEAL_ABROAD, "C19", 30, Unit.DAYS, Start.JUDGMENT_SERVED,
        Effect.TAKES_EFFECT, (law(286),), Duty.PARTY, asks_court=True,
    ),
    ClockRule(
        ClockKey.ANNOUNCEMENT, "C20", 30, Unit.DAYS, Start.ANNOUNCED,
        Effect.DEEMED_SERVED, (law(95), interpretation(138, 140)), Duty.PARTY, asks_court=True,
    ),
    ClockRule(
        ClockKey.ANNOUNCEMENT_ABROAD, "C20", 60, Unit.DAYS, Start.ANNOUNCED,
        Effect.DEEMED_SERVED, (law(283),), Duty.PARTY, asks_court=True,
    ),
    ClockRule(
        ClockKey.ENTRUSTED_DELIVERY, "C21", 10, Unit.DAYS, Start.ENTRUSTED,
        Effect.COURT_IS_LATE, (interpretation(134),),
    ),
    ClockRule(
        ClockKey.CONFIRMATION_REQUEST, "C22", 30, Unit.DAYS, Start.AGREEMENT_EFFECTIVE,
        Effect.ONLY_SUIT_LEFT, (law(205),), Duty.PARTY,
    ),
    ClockRule(
        ClockKey.FEE_REFUND, "C23", 15, Unit.DAYS, Start.JUDGMENT_EFFECTIVE,
        Effect.COURT_IS_LATE, (Source(Law.FEE_MEASURES, (53,)),),
    ),
    # Art. 250: suspended and interrupted as a limitation, Civil Code art. 194 and 195.
    ClockRule(
        ClockKey.ENFORCEMENT_REQUEST, "C24", 2, Unit.YEARS, Start.PERFORMANCE_DUE,
        Effect.DEFENCE_OF_LIMITATION, (law(250), Source(Law.CIVIL_CODE, (194, 195))), Duty.PARTY,
        excluded=frozenset({Exclusion.LIMITATION}), near_days=60,
    ),
    ClockRule(
        ClockKey.ENFORCEMENT_NOTICE, "C25", 10, Unit.DAYS, Start.ENFORCEMENT_ASKED,
        Effect.COURT_IS_LATE, (interpretation(480),),
    ),
    ClockRule(
        ClockKey.ENFORCEMENT_TERM, "C25", 6, Unit.MONTHS, Start.ENFORCEMENT_ASKED,
        Effect.COURT_IS_LATE, (Source(Law.TRIAL_TIME_2000, (5, 9)),),
        grants=(Grant(Granter.PRESIDENT, Unit.MONTHS, most=3),),
        excluded=frozenset({Exclusion.AUDIT, Exclusion.SUSPENSION}), near_days=30,
    ),
    ClockRule(
        ClockKey.ENFORCEMENT_IDLE, "C25", 6, Unit.MONTHS, Start.ENFORCEMENT_ASKED,
        Effect.HIGHER_COURT_MAY_BE_ASKED, (law(237),), near_days=30,
    ),
    ClockRule(
        ClockKey.ORDER_ACCEPTANCE, "C26", 5, Unit.DAYS, Start.ORDER_ASKED,
        Effect.COURT_IS_LATE, (law(225),), near_days=2,
    ),
    ClockRule(
        ClockKey.ORDER_ISSUE, "C26", 15, Unit.DAYS, Start.ORDER_ACCEPTED,
        Effect.COURT_IS_LATE, (law(227),),
    ),
    ClockRule(
        ClockKey.ORDER_ANSWER, "C26", 15, Unit.DAYS, Start.ORDER_SERVED,
        Effect.ORDER_ENFORCEABLE, (law(227, 228),), Duty.PARTY, asks_court=True,
    ),
    ClockRule(
        ClockKey.URGENT_PRESERVATION, "C27", 48, Unit.HOURS, Start.PRESERVATION_ASKED,
        Effect.COURT_IS_LATE, (law(103, 104),), near_days=1,
    ),
    ClockRule(
        ClockKey.SUIT_AFTER_PRESERVATION, "C27", 30, Unit.DAYS, Start.PRESERVATION_TAKEN,
        Effect.PRESERVATION_LIFTED, (law(104),), Duty.PARTY, asks_court=True,
    ),
)  # fmt: skip
