"""Every number of C01 to C28, with its article, as the table has it and as a day comes out."""

from datetime import UTC, date, datetime

import pytest

from commons.almanac import OFFICIAL
from commons.errors import NotValid
from litigation.clocks.facts import ClockFacts, check_length, check_travel
from litigation.clocks.keys import ClockKey, Duty, Exclusion, Granter, Law, Procedure, Unit
from litigation.clocks.reckoning import reckon
from litigation.clocks.table import (
    HEARING_LIMITS,
    NO_ANNOUNCEMENT,
    TABLE,
    answer_key,
    appeal_key,
    evidence_key,
    objection_key,
    trial_key,
)
from litigation.mediation import clocks as mediation

K, L = ClockKey, Law
_ABROAD = {L.CROSS_BORDER_FILING: ()}
CPL, INT = L.CIVIL_PROCEDURE, L.INTERPRETATION
# number, clock, length, unit, articles that set it, an event and the last day that follows.
LAW = [
    ("C01", K.FILING_DECISION, 7, "days", {CPL: (126,), INT: (126, 208)}, "2026-02-08", "02-24"),
    ("C02", K.COMPLAINT_COPY, 5, "days", {CPL: (128,)}, "2026-09-28", "10-08"),
    ("C03", K.ANSWER, 15, "days", {CPL: (128,)}, "2026-09-10", "09-28"),
    ("C03", K.ANSWER_ABROAD, 30, "days", {CPL: (285,)}, "2026-09-03", "10-08"),
    ("C03", K.ANSWER_SIMPLIFIED, 15, "days", {INT: (266,)}, "2026-09-10", "09-28"),
    ("C03", K.ANSWER_SMALL_CLAIM, 15, "days", {INT: (275,)}, "2026-02-13", "02-28"),
    ("C04", K.OBJECTION, 15, "days", {CPL: (130,), INT: (276,)}, "2026-09-10", "09-28"),
    ("C04", K.OBJECTION_ABROAD, 30, "days", {CPL: (130, 285)}, "2026-09-03", "10-08"),
    (
        "C05", K.EVIDENCE, 15, "days",
        {INT: (99, 100, 101), L.EVIDENCE_RULES: (50, 51, 54, 55)}, "2026-03-02", "03-17",
    ),
    (
        "C05", K.EVIDENCE_SECOND_INSTANCE, 10, "days",
        {INT: (99, 100, 101), L.EVIDENCE_RULES: (50, 51, 54, 55)}, "2026-03-02", "03-12",
    ),
    ("C05", K.EVIDENCE_SIMPLIFIED, 15, "days", {INT: (266,)}, "2026-03-02", "03-17"),
    ("C05", K.EVIDENCE_SMALL_CLAIM, 7, "days", {INT: (275,)}, "2026-03-02", "03-09"),
    ("C06", K.BENCH_NOTICE, 3, "days", {CPL: (131,)}, "2026-03-02", "03-05"),
    ("C07", K.HEARING_NOTICE, 3, "days", {CPL: (139, 163), INT: (227,)}, "2026-03-20", "03-16"),
    ("C08", K.FEE, 7, "days", {L.FEE_MEASURES: (22,), INT: (213,)}, "2026-03-02", "03-09"),
    ("C09", K.FEE_TOP_UP, 7, "days", {INT: (199,)}, "2026-03-02", "03-09"),
    (
        "C10", K.TRIAL, 6, "months",
        {CPL: (152,), INT: (243,), L.TRIAL_TIME_2000: (8, 9)}, "2026-03-02", "09-02",
    ),
    ("C11", K.TRIAL_SIMPLIFIED, 3, "months", {CPL: (164,), INT: (258,)}, "2026-03-02", "06-02"),
    ("C12", K.TRIAL_SMALL_CLAIM, 2, "months", {CPL: (168,)}, "2026-03-02", "05-06"),
    ("C13", K.TRIAL_SPECIAL, 30, "days", {CPL: (187,)}, "2026-03-02", "04-01"),
    ("C14", K.EXTENSION_REQUEST, 15, "days", {L.TRIAL_TIME_2019: (1,)}, "2026-09-02", "08-18"),
    ("C14", K.EXTENSION_DECISION, 5, "days", {L.TRIAL_TIME_2019: (1,)}, "2026-09-02", "08-28"),
    (
        "C15", K.NEXT_HEARING, 1, "months",
        {CPL: (149,), L.TRIAL_TIME_2019: (2, 3, 5, 6, 7)}, "2026-03-31", "04-30",
    ),
    ("C17", K.TRANSCRIPT, 5, "days", {CPL: (150,)}, "2026-03-02", "03-09"),
    (
        "C18", K.JUDGMENT_DELIVERY, 10, "days",
        {CPL: (151,), L.SIMPLIFIED_RULES: (28,)}, "2026-03-02", "03-12",
    ),
    ("C18", K.JUDGMENT_AT_ONCE, 0, "days", {CPL: (151,)}, "2026-03-07", "03-07"),
    ("C19", K.APPEAL_JUDGMENT, 15, "days", {CPL: (171,), INT: (244,)}, "2026-03-02", "03-17"),
    ("C19", K.APPEAL_RULING, 10, "days", {CPL: (171,), INT: (244,)}, "2026-03-02", "03-12"),
    ("C19", K.APPEAL_ABROAD, 30, "days", {CPL: (286,)}, "2026-03-02", "04-01"),
    ("C20", K.ANNOUNCEMENT, 30, "days", {CPL: (95,), INT: (138, 140)}, "2026-03-02", "04-01"),
    ("C20", K.ANNOUNCEMENT_ABROAD, 60, "days", {CPL: (283,)}, "2026-03-04", "05-06"),
    ("C21", K.ENTRUSTED_DELIVERY, 10, "days", {INT: (134,)}, "2026-03-02", "03-12"),
    ("C22", K.CONFIRMATION_REQUEST, 30, "days", {CPL: (205,)}, "2026-03-02", "04-01"),
    ("C23", K.FEE_REFUND, 15, "days", {L.FEE_MEASURES: (53,)}, "2026-03-02", "03-17"),
    (
        "C24", K.ENFORCEMENT_REQUEST, 2, "years",
        {CPL: (250,), L.CIVIL_CODE: (194, 195)}, "2024-02-29", "2026-02-28",
    ),
    ("C25", K.ENFORCEMENT_NOTICE, 10, "days", {INT: (480,)}, "2026-03-02", "03-12"),
    ("C25", K.ENFORCEMENT_TERM, 6, "months", {L.TRIAL_TIME_2000: (5, 9)}, "2026-03-02", "09-02"),
    ("C25", K.ENFORCEMENT_IDLE, 6, "months", {CPL: (237,)}, "2026-03-02", "09-02"),
    ("C26", K.ORDER_ACCEPTANCE, 5, "days", {CPL: (225,)}, "2026-03-02", "03-09"),
    ("C26", K.ORDER_ISSUE, 15, "days", {CPL: (227,)}, "2026-03-02", "03-17"),
    ("C26", K.ORDER_ANSWER, 15, "days", {CPL: (227, 228)}, "2026-03-02", "03-17"),
    ("C27", K.URGENT_PRESERVATION, 48, "hours", {CPL: (103, 104)}, "2026-03-06", "03-08"),
    ("C27", K.SUIT_AFTER_PRESERVATION, 30, "days", {CPL: (104,)}, "2026-03-02", "04-01"),
    ("C28", K.CORRECTION, 7, "days", {L.ONLINE_LITIGATION: (9,)}, "2026-03-02", "03-09"),
    ("C28", K.CROSS_BORDER_SUPPLEMENT, 15, "days", _ABROAD, "2026-03-02", "03-17"),
    ("C28", K.CROSS_BORDER_DECISION, 7, "workdays", _ABROAD, "2026-09-29", "10-14"),
]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    LAW,
    ids=[f"{line[0]}-{line[1].value}" for line in LAW],
)
def test_the_law_sets_this_clock(line) -> None:
    number, key, length, unit, articles, event, ends = line
    rule = TABLE[key]
    assert (rule.number, rule.length, rule.unit.value) == (number, length, unit)
    assert {source.law: source.articles for source in rule.sources} == articles
    event_on = date.fromisoformat(event)
    at = datetime(event_on.year, event_on.month, event_on.day, 2, 20, tzinfo=UTC)
    facts = ClockFacts(key, event_on, event_at=at if rule.unit is Unit.HOURS else None)
    due_on = date.fromisoformat(ends if len(ends) > 5 else f"{event[:4]}-{ends}")
    assert reckon(facts, OFFICIAL).due_on == due_on


def test_no_clock_is_without_its_line_of_law() -> None:
    assert {line[1] for line in LAW} == set(TABLE) == set(ClockKey)
    # C15's count and C16 are numbers of hearings, see below.
    numbers = {rule.number for rule in TABLE.values()} | {"C16"}
    assert numbers == {f"C{n:02d}" for n in range(1, 29)}


def test_c15_and_c16_count_hearings() -> None:
    """Rules of 2019 art. 2; Simplified Procedure Rules art. 23, Civil Procedure Law art. 167."""
    ordinary = HEARING_LIMITS[Procedure.ORDINARY]
    assert (ordinary.adjournments_max, ordinary.hearings_max) == (2, None)
    for procedure in (Procedure.SIMPLIFIED, Procedure.SMALL_CLAIM):
        limit = HEARING_LIMITS[procedure]
        assert (limit.adjournments_max, limit.hearings_max) == (1, 1)
    # C20: Interpretation art. 140, rules of 2019 art. 4.
    assert {Procedure.SIMPLIFIED, Procedure.SMALL_CLAIM} == NO_ANNOUNCEMENT


GRANTS = [
    # C10: president six months, then the court above without a number of the law (art. 152).
    (K.TRIAL, [("president", "months", 6), ("superior_court", "months", None)]),
    (K.TRIAL_SIMPLIFIED, [("president", "months", 1)]),  # C11: Interpretation art. 258
    (K.TRIAL_SMALL_CLAIM, [("president", "months", 1)]),  # C12: art. 168
    (K.TRIAL_SPECIAL, [("president", "days", None)]),  # C13: art. 187
    (K.ENFORCEMENT_TERM, [("president", "months", 3)]),  # C25: rules of 2000 art. 5
    *(
        (key, [("court", "days", None)])  # C05: Interpretation art. 100
        for key in (
            K.EVIDENCE, K.EVIDENCE_SECOND_INSTANCE, K.EVIDENCE_SIMPLIFIED, K.EVIDENCE_SMALL_CLAIM,
        )
    ),
]  # fmt: skip


def test_only_these_may_make_only_these_clocks_longer() -> None:
    found = {
        key: [(each.by.value, each.unit.value, each.most) for each in rule.grants]
        for key, rule in TABLE.items()
        if rule.grants
    }
    assert found == dict(GRANTS)
    assert TABLE[K.TRIAL].grants[1].after is Granter.PRESIDENT


def test_only_these_times_are_not_counted() -> None:
    """Interpretation art. 101, 243; rules of 2000 art. 9; Civil Code art. 194."""
    trial = {each for each in Exclusion if each is not Exclusion.LIMITATION}
    jurisdiction = {Exclusion.JURISDICTION}
    assert {key: set(rule.excluded) for key, rule in TABLE.items() if rule.excluded} == {
        K.TRIAL: trial,
        K.TRIAL_SIMPLIFIED: trial,
        K.TRIAL_SMALL_CLAIM: trial,
        K.TRIAL_SPECIAL: trial,
        K.EVIDENCE: jurisdiction,
        K.EVIDENCE_SIMPLIFIED: jurisdiction,
        K.EVIDENCE_SMALL_CLAIM: jurisdiction,
        K.ENFORCEMENT_TERM: {Exclusion.AUDIT, Exclusion.SUSPENSION},
        K.ENFORCEMENT_REQUEST: {Exclusion.LIMITATION},
    }


@pytest.mark.parametrize(
    ("key", "allowed", "refused"),
    [
        (K.EVIDENCE, (15, 45), (14, 0)),  # C05, Interpretation art. 99: not below fifteen
        (K.EVIDENCE_SECOND_INSTANCE, (10, 30), (9,)),  # not below ten
        (K.EVIDENCE_SIMPLIFIED, (1, 15), (16,)),  # art. 266: not above fifteen
        (K.EVIDENCE_SMALL_CLAIM, (7, 15), (16,)),  # art. 275: generally not above seven
        (K.ANSWER_SMALL_CLAIM, (3, 15), (16,)),  # C03, art. 275: fifteen at most
        (K.ANSWER_SIMPLIFIED, (1, 40), (0,)),  # art. 266: reasonable
        (K.CORRECTION, (1, 30), (0, 3651)),  # C28: as the court fixes it
        (K.FEE, (7, 20), (0,)),  # C08, art. 22: another day where relief was refused
        (K.FILING_DECISION, (), (7, 8)),  # the law's own number is nobody's to fix
        (K.TRIAL, (), (6,)),
    ],
)
def test_the_court_fixes_a_length_only_within_the_law(key, allowed, refused) -> None:
    assert [check_length(TABLE[key], n) for n in allowed] == list(allowed)
    assert check_length(TABLE[key], None) is None
    for n in refused:
        with pytest.raises(NotValid) as caught:
            check_length(TABLE[key], n)
        assert list(caught.value.fields) == ["length"]


def test_travel_is_added_only_before_a_hearing() -> None:
    assert check_travel(TABLE[K.HEARING_NOTICE], 2) == 2
    assert check_travel(TABLE[K.FEE], 0) == 0
    for key, travel in ((K.FEE, 1), (K.HEARING_NOTICE, 61), (K.HEARING_NOTICE, -1)):
        with pytest.raises(NotValid):
            check_travel(TABLE[key], travel)


def test_the_procedure_chooses_the_clock() -> None:
    o, s, m, x = Procedure
    assert [trial_key(each) for each in (o, s, m, x)] == [
        K.TRIAL, K.TRIAL_SIMPLIFIED, K.TRIAL_SMALL_CLAIM, K.TRIAL_SPECIAL,
    ]  # fmt: skip
    assert [answer_key(each, has_domicile=True) for each in (o, s, m)] == [
        K.ANSWER, K.ANSWER_SIMPLIFIED, K.ANSWER_SMALL_CLAIM,
    ]  # fmt: skip
    assert answer_key(o, has_domicile=False) is K.ANSWER_ABROAD
    assert objection_key(has_domicile=False) is K.OBJECTION_ABROAD
    assert [evidence_key(each) for each in (o, s, m)] == [
        K.EVIDENCE, K.EVIDENCE_SIMPLIFIED, K.EVIDENCE_SMALL_CLAIM,
    ]  # fmt: skip
    # C19: art. 165, small claims end at once; art. 171, 286.
    assert appeal_key(m, is_judgment=True, has_domicile=True) is None
    assert appeal_key(x, is_judgment=True, has_domicile=True) is None
    assert appeal_key(o, is_judgment=True, has_domicile=True) is K.APPEAL_JUDGMENT
    assert appeal_key(s, is_judgment=False, has_domicile=True) is K.APPEAL_RULING
    assert appeal_key(o, is_judgment=True, has_domicile=False) is K.APPEAL_ABROAD


def test_the_clock_of_confirmation_is_the_one_the_mediation_runs_by() -> None:
    """C22: one article, two rooms, one number."""
    assert TABLE[K.CONFIRMATION_REQUEST].length == mediation.CONFIRM_DAYS


def test_after_these_of_the_parties_the_court_has_to_act() -> None:
    theirs = {key: rule for key, rule in TABLE.items() if rule.duty is Duty.PARTY}
    assert {key for key, rule in theirs.items() if not rule.asks_court} == {
        K.OBJECTION,
        K.OBJECTION_ABROAD,
        K.TRANSCRIPT,
        K.CONFIRMATION_REQUEST,
        K.ENFORCEMENT_REQUEST,
    }
    assert not any(rule.asks_court for rule in TABLE.values() if rule.duty is Duty.COURT)
