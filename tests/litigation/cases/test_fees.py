"""Court fees: every figure of the rule book, halved once, rounded once, with its article."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commons.errors import NotValid
from commons.money import FEN_MAX
from litigation.cases.fee_scale import STATUTE, Kind, RangeRow
from litigation.cases.fees import Outcome, Procedure, Question, Rounding, court_fee


def fee(kind, yuan=None, **more):
    amount_fen = None if yuan is None else round(yuan * 100)
    return court_fee(Question(Kind(kind), amount_fen, **more))


def reasons(found):
    return [step.reason for step in found.why]


@pytest.mark.parametrize(
    ("yuan", "expected"),
    [
        (0, 50),
        (800, 50),
        (10_000, 50),
        (30_000, 550),
        (50_000, 1_050),
        (100_000, 2_300),
        (200_000, 4_300),
        (500_000, 8_800),
        (1_000_000, 13_800),
        (2_000_000, 22_800),
        (5_000_000, 46_800),
        (10_000_000, 81_800),
        (20_000_000, 141_800),
        (30_000_000, 191_800),
    ],
)
def test_property_cases_follow_the_ten_brackets(yuan, expected):
    found = fee("property", yuan)
    assert (found.fee_fen, found.fee_fen_max) == (expected * 100, expected * 100)


@pytest.mark.parametrize(
    ("kind", "yuan", "expected"),
    [
        ("payment-order", 800, "16.67"),
        ("payment-order", 10_000, "16.67"),
        ("payment-order", 30_000, "183.33"),
        ("preservation", None, "30.00"),
        ("preservation", 1_000, "30.00"),
        ("preservation", 10_000, "120.00"),
        ("preservation", 100_000, "1020.00"),
        ("preservation", 896_000, "5000.00"),
        ("preservation", 895_999, "5000.00"),
        ("preservation", 895_000, "4995.00"),
        ("preservation", 90_000_000, "5000.00"),
        ("enforcement", 10_000, "50.00"),
        ("enforcement", 500_000, "7400.00"),
        ("enforcement", 5_000_000, "52400.00"),
        ("enforcement", 10_000_000, "77400.00"),
        ("enforcement", 11_000_000, "78400.00"),
        ("confirmation", None, "0.00"),
        ("confirmation", 30_000, "0.00"),
        ("labour", None, "10.00"),
        ("labour", 90_000, "10.00"),
        ("ip", 30_000, "550.00"),
    ],
)
def test_the_other_scales(kind, yuan, expected):
    found = fee(kind, yuan)
    assert f"{found.fee_fen / 100:.2f}" == expected
    assert found.is_fixed


@pytest.mark.parametrize(
    ("kind", "yuan", "least", "most"),
    [
        ("divorce", None, 50, 300),
        ("divorce", 200_000, 50, 300),
        ("divorce", 300_000, 550, 800),
        ("personality", None, 100, 500),
        ("personality", 50_000, 100, 500),
        ("personality", 100_000, 600, 1_000),
        ("personality", 200_000, 1_100, 1_500),
        ("ip", None, 500, 1_000),
        ("other", None, 50, 100),
        ("enforcement", None, 50, 500),
    ],
)
def test_what_the_province_has_not_fixed_is_a_range_and_says_so(kind, yuan, least, most):
    found = fee(kind, yuan)
    assert (found.fee_fen, found.fee_fen_max) == (least * 100, most * 100)
    assert not found.is_fixed
    assert "fees.range_not_fixed" in reasons(found)


def test_a_row_fixed_by_the_province_counts_from_its_day():
    row = RangeRow(
        Kind.DIVORCE, 50_00, 300_00, date(2026, 7, 1), "invented notice", chosen_fen=240_00
    )
    rows = (*STATUTE, row)
    before = court_fee(Question(Kind.DIVORCE), rows=rows, on=date(2026, 6, 30))
    after = court_fee(Question(Kind.DIVORCE), rows=rows, on=date(2026, 7, 1))
    assert (before.fee_fen, before.fee_fen_max) == (50_00, 300_00)
    assert (after.fee_fen, after.fee_fen_max) == (240_00, 240_00)
    assert reasons(after) == ["fees.range_fixed"]


def test_before_the_measures_there_is_no_scale():
    with pytest.raises(NotValid) as refusal:
        court_fee(Question(Kind.DIVORCE), on=date(2007, 3, 31))
    assert refusal.value.reason == "fees.no_scale_on_that_day"


@pytest.mark.parametrize(
    "grounds",
    [
        {"procedure": Procedure.SUMMARY},
        {"procedure": Procedure.SMALL_CLAIMS},
        {"outcome": Outcome.MEDIATED},
        {"outcome": Outcome.WITHDRAWN},
        {"joined": True},
        {"procedure": Procedure.SUMMARY, "outcome": Outcome.MEDIATED, "joined": True},
        {"procedure": Procedure.SMALL_CLAIMS, "outcome": Outcome.WITHDRAWN},
    ],
)
def test_whatever_the_grounds_the_fee_is_halved_once(grounds):
    found = fee("property", 30_000, **grounds)
    assert found.fee_fen == 275_00
    assert ("fees.halved_once" in reasons(found)) == (len(grounds) > 1)


def test_a_small_claim_to_ten_thousand_costs_twenty_five_yuan():
    assert fee("property", 680, procedure=Procedure.SMALL_CLAIMS).fee_fen == 25_00
    assert fee("property", 10_000, procedure=Procedure.SMALL_CLAIMS).fee_fen == 25_00


@pytest.mark.parametrize("kind", ["payment-order", "preservation", "enforcement"])
def test_fees_for_applications_are_never_halved(kind):
    whole = fee(kind, 30_000)
    assert fee(kind, 30_000, procedure=Procedure.SUMMARY, outcome=Outcome.WITHDRAWN) == whole


def test_half_a_fen_is_rounded_up_once_at_the_end():
    # 50 + 2.5 % of 1.00 = 50.025 yuan; halved 25.0125.
    assert fee("property", 10_001).fee_fen == 50_03
    assert fee("property", 10_001, procedure=Procedure.SUMMARY).fee_fen == 25_01
    # Rounded before halving as well it would be 25.015, that is 25.02.
    assert "fees.rounded_to_fen" in reasons(fee("property", 10_001))


def test_a_court_may_round_to_whole_yuan():
    question = Question(Kind.PAYMENT_ORDER, 800_00)
    found = court_fee(question, rounding=Rounding.YUAN)
    assert (found.fee_fen, reasons(found)[-1]) == (17_00, "fees.rounded_to_yuan")


def test_every_step_cites_its_article():
    found = fee("property", 30_000, procedure=Procedure.SUMMARY, outcome=Outcome.MEDIATED)
    assert [(step.reason, step.facts["law"]) for step in found.why] == [
        ("fees.property_base", "《诉讼费用交纳办法》第13条第1款第1项"),
        ("fees.bracket", "《诉讼费用交纳办法》第13条第1款第1项"),
        ("fees.halved_summary", "《诉讼费用交纳办法》第16条"),
        (
            "fees.halved_once",
            "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第206条",
        ),
    ]


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (Question(Kind.PROPERTY), "fees.amount_missing"),
        (Question(Kind.PAYMENT_ORDER), "fees.amount_missing"),
        (Question(Kind.PROPERTY, -1), "fees.amount_out_of_range"),
        (Question(Kind.PROPERTY, FEN_MAX + 1), "fees.amount_out_of_range"),
        (
            Question(Kind.DIVORCE, procedure=Procedure.SMALL_CLAIMS),
            "fees.divorce_is_no_small_claim",
        ),
    ],
)
def test_a_question_without_an_answer_is_refused(question, reason):
    with pytest.raises(NotValid) as refusal:
        court_fee(question)
    assert refusal.value.reason == reason


QUICK = (
    (100_000, "2.5", -200),
    (200_000, "2", 300),
    (500_000, "1.5", 1_300),
    (1_000_000, "1", 3_800),
    (2_000_000, "0.9", 4_800),
    (5_000_000, "0.8", 6_800),
    (10_000_000, "0.7", 11_800),
    (20_000_000, "0.6", 21_800),
)


@given(st.integers(0, FEN_MAX))
def test_the_scale_agrees_with_the_clerks_quick_formula(amount_fen):
    """Clerks reckon rate times the whole amount plus a constant: a second road to the same fee."""
    amount = Fraction(amount_fen, 100)
    for most, percent, constant in QUICK:
        if amount <= most:
            exact = amount * Fraction(percent) / 100 + constant
            break
    else:
        exact = amount * Fraction(1, 200) + 41_800
    exact = Fraction(50) if amount <= 10_000 else exact
    found = court_fee(Question(Kind.PROPERTY, amount_fen))
    assert found.fee_fen == int(exact * 100 + Fraction(1, 2))


@given(st.sampled_from(list(Kind)), st.integers(0, FEN_MAX - 1), st.integers(0, 10**9))
def test_more_at_stake_never_costs_less(kind, amount_fen, more):
    less = court_fee(Question(kind, amount_fen))
    dearer = court_fee(Question(kind, min(amount_fen + more, FEN_MAX)))
    if kind is not Kind.IP or amount_fen:  # without an amount, ip is charged by the piece
        assert dearer.fee_fen >= less.fee_fen
        assert dearer.fee_fen_max >= less.fee_fen_max
