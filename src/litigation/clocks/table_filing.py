"""The clocks from complaint to the first hearing: C01 to C09 and C28 of the rule book."""

from litigation.clocks.keys import (
    ClockKey,
    Duty,
    Effect,
    Exclusion,
    Granter,
    Law,
    Start,
    Unit,
)
from litigation.clocks.shapes import Bounds, ClockRule, Grant, Source, interpretation, law

# Interpretation art. 100: asked for in writing before the end; it then holds for all parties.
_EVIDENCE_LONGER = (Grant(Granter.COURT, Unit.DAYS, most=None),)
_EVIDENCE_SOURCES = (interpretation(99, 100, 101), Source(Law.EVIDENCE_RULES, (50, 51, 54, 55)))
_JURISDICTION = frozenset({Exclusion.JURISDICTION})

ROWS: tuple[ClockRule, ...] = (
    ClockRule(
        ClockKey.FILING_DECISION, "C01", 7, Unit.DAYS, Start.COMPLAINT_RECEIVED,
        Effect.COURT_IS_LATE, (law(126), interpretation(126, 208)), near_days=2,
    ),
    ClockRule(
        ClockKey.COMPLAINT_COPY, "C02", 5, Unit.DAYS, Start.FILED,
        Effect.COURT_IS_LATE, (law(128),), near_days=2,
    ),
    ClockRule(
        ClockKey.ANSWER, "C03", 15, Unit.DAYS, Start.COPY_RECEIVED,
        Effect.CASE_GOES_ON, (law(128),), Duty.PARTY, asks_court=True,
    ),
    ClockRule(
        ClockKey.ANSWER_ABROAD, "C03", 30, Unit.DAYS, Start.COPY_RECEIVED,
        Effect.CASE_GOES_ON, (law(285),), Duty.PARTY, asks_court=True,
    ),
    # Interpretation art. 266: a reasonable time, with the consent of the parties; no number.
    ClockRule(
        ClockKey.ANSWER_SIMPLIFIED, "C03", 15, Unit.DAYS, Start.COPY_RECEIVED,
        Effect.CASE_GOES_ON, (interpretation(266),), Duty.PARTY,
        bounds=Bounds(), asks_court=True,
    ),
    # Art. 275: only where the defendant wants to answer in writing.
    ClockRule(
        ClockKey.ANSWER_SMALL_CLAIM, "C03", 15, Unit.DAYS, Start.COPY_RECEIVED,
        Effect.CASE_GOES_ON, (interpretation(275),), Duty.PARTY,
        bounds=Bounds(at_most=15), asks_court=True,
    ),
    # Civil Procedure Law art. 130: within the time for the answer.
    ClockRule(
        ClockKey.OBJECTION, "C04", 15, Unit.DAYS, Start.COPY_RECEIVED,
        Effect.OBJECTION_LOST, (law(130), interpretation(276)), Duty.PARTY,
    ),
    ClockRule(
        ClockKey.OBJECTION_ABROAD, "C04", 30, Unit.DAYS, Start.COPY_RECEIVED,
        Effect.OBJECTION_LOST, (law(130, 285),), Duty.PARTY,
    ),
    ClockRule(
        ClockKey.EVIDENCE, "C05", 15, Unit.DAYS, Start.EVIDENCE_NOTICE,
        Effect.EVIDENCE_LATE, _EVIDENCE_SOURCES, Duty.PARTY, Bounds(at_least=15),
        grants=_EVIDENCE_LONGER, excluded=_JURISDICTION, asks_court=True,
    ),
    ClockRule(
        ClockKey.EVIDENCE_SECOND_INSTANCE, "C05", 10, Unit.DAYS, Start.EVIDENCE_NOTICE,
        Effect.EVIDENCE_LATE, _EVIDENCE_SOURCES, Duty.PARTY, Bounds(at_least=10),
        grants=_EVIDENCE_LONGER, asks_court=True,
    ),
    ClockRule(
        ClockKey.EVIDENCE_SIMPLIFIED, "C05", 15, Unit.DAYS, Start.EVIDENCE_NOTICE,
        Effect.EVIDENCE_LATE, (interpretation(266),), Duty.PARTY, Bounds(at_most=15),
        grants=_EVIDENCE_LONGER, excluded=_JURISDICTION, asks_court=True,
    ),
    # Interpretation art. 275: "generally" seven days; the fifteen of art. 266 are the outer end.
    ClockRule(
        ClockKey.EVIDENCE_SMALL_CLAIM, "C05", 7, Unit.DAYS, Start.EVIDENCE_NOTICE,
        Effect.EVIDENCE_LATE, (interpretation(275),), Duty.PARTY,
        Bounds(at_most=15, usual_most=7),
        grants=_EVIDENCE_LONGER, excluded=_JURISDICTION, asks_court=True, near_days=2,
    ),
    ClockRule(
        ClockKey.BENCH_NOTICE, "C06", 3, Unit.DAYS, Start.JUDGES_FIXED,
        Effect.COURT_IS_LATE, (law(131),), near_days=1,
    ),
    # Art. 139: three days before. One more day is kept free, so that three are clear days. Art. 163
    # frees simplified cases from it; this house keeps the days there too.
    ClockRule(
        ClockKey.HEARING_NOTICE, "C07", 3, Unit.DAYS, Start.HEARING_DAY,
        Effect.NO_DEFAULT_JUDGMENT, (law(139, 163), interpretation(227)),
        is_backward=True, margin_days=1, near_days=2,
    ),
    # Measures art. 22: seven days; where relief was refused the court names another day.
    ClockRule(
        ClockKey.FEE, "C08", 7, Unit.DAYS, Start.FEE_NOTICE,
        Effect.DEEMED_WITHDRAWN, (Source(Law.FEE_MEASURES, (22,)), interpretation(213)),
        Duty.PARTY, Bounds(), asks_court=True, near_days=2,
    ),
    ClockRule(
        ClockKey.FEE_TOP_UP, "C09", 7, Unit.DAYS, Start.FEE_NOTICE,
        Effect.DEEMED_WITHDRAWN_HALF_BACK, (interpretation(199),),
        Duty.PARTY, Bounds(), asks_court=True, near_days=2,
    ),
    ClockRule(
        ClockKey.CORRECTION, "C28", 7, Unit.DAYS, Start.CORRECTION_NOTICE,
        Effect.COMPLAINT_RETURNED, (Source(Law.ONLINE_LITIGATION, (9,)),),
        Duty.PARTY, Bounds(), asks_court=True, near_days=2,
    ),
    ClockRule(
        ClockKey.CROSS_BORDER_SUPPLEMENT, "C28", 15, Unit.DAYS, Start.CORRECTION_NOTICE,
        Effect.COMPLAINT_RETURNED, (Source(Law.CROSS_BORDER_FILING),),
        Duty.PARTY, asks_court=True,
    ),
    ClockRule(
        ClockKey.CROSS_BORDER_DECISION, "C28", 7, Unit.WORKDAYS, Start.SUPPLEMENT_RECEIVED,
        Effect.COURT_IS_LATE, (Source(Law.CROSS_BORDER_FILING),), near_days=2,
    ),
)  # fmt: skip
