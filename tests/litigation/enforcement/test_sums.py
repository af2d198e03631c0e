"""What is owed on a day: the articles as a table, and what must hold for every debt."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litigation.enforcement.sums import LATE_A_DAY, Account, Debt, Paid, reckon

DUE = date(2026, 3, 10)
DAY = timedelta(days=1)


def owed(debt: Debt, *paid: tuple[date, int], on: date) -> tuple[int, int, int, int]:
    account = reckon(debt, [Paid(*one) for one in paid], on=on)
    return account.principal_fen, account.interest_fen, account.late_fen, account.over_fen


def test_the_rate_is_1_75_in_ten_thousand_a_day():
    # 2014 Interpretation art. 1.
    assert Fraction("0.000175") == LATE_A_DAY


@pytest.mark.parametrize(
    ("on", "late_fen"),
    [
        (DUE, 0),  # art. 2: on the last day nobody is late
        (DUE + DAY, 17_50),
        (DUE + 100 * DAY, 1_750_00),
        (date(2027, 3, 10), 6_387_50),  # 365 days
    ],
)
def test_the_doubled_part_runs_from_the_end_of_the_period(on, late_fen):
    # 100,000 yuan: 17.50 yuan a day.
    assert owed(Debt(100_000_00, DUE), on=on) == (100_000_00, 0, late_fen, 0)


def test_it_runs_on_what_is_unpaid_and_not_on_general_interest():
    # Art. 1: the money debt without general interest; art. 3: each part to its own day.
    debt = Debt(100_000_00, DUE, interest_fen=5_000_00)
    paid = (DUE + 10 * DAY, 55_000_00)
    # Ten days on 100,000 are 175; 5,000 go to interest and 50,000 to the debt (art. 561).
    expected = (50_000_00, 0, 175_00 + 87_50, 0)
    assert owed(debt, paid, on=DUE + 20 * DAY) == expected


def test_money_goes_to_the_debt_before_the_doubled_part():
    # Art. 4.
    debt = Debt(10_000_00, DUE)
    assert owed(debt, (DUE + 100 * DAY, 10_000_00), on=DUE + 200 * DAY) == (0, 0, 175_00, 0)
    both = ((DUE + 100 * DAY, 10_000_00), (DUE + 150 * DAY, 175_00))
    assert owed(debt, *both, on=DUE + 200 * DAY) == (0, 0, 0, 0)


def test_general_interest_runs_by_its_own_rate_until_it_is_paid():
    debt = Debt(36_500_00, DUE, rate_bp=345, rate_from_on=DUE - 100 * DAY)
    # 3.45 % of 36,500 is 1,259.25 a year, 3.45 a day; 200 days, half of them late.
    expected = (36_500_00, 690_00, 638_75, 0)
    assert owed(debt, on=DUE + 100 * DAY) == expected


def test_days_on_which_the_run_rested_are_not_counted():
    # Art. 3 (3).
    rest = (DUE + 11 * DAY, DUE + 20 * DAY)
    debt = Debt(100_000_00, DUE, stopped=(rest, rest, (DUE - 9 * DAY, DUE)))
    assert owed(debt, on=DUE + 30 * DAY)[2] == 20 * 17_50


def test_whatever_comes_beyond_the_debt_is_owed_back():
    assert owed(Debt(100_00, DUE), (DUE, 130_00), on=DUE + 9 * DAY) == (0, 0, 0, 30_00)


def test_money_of_a_later_day_is_not_there_yet():
    assert owed(Debt(100_00, DUE), (DUE + 2 * DAY, 50_00), on=DUE)[0] == 100_00


def test_each_stretch_says_its_days_its_debt_and_what_it_bore():
    account = reckon(Debt(100_000_00, DUE), [Paid(DUE + 10 * DAY, 40_000_00)], on=DUE + 30 * DAY)
    assert [(one.days, one.principal_fen, one.late_fen, one.paid_fen) for one in account.lines] == [
        (10, 100_000_00, 175_00, 40_000_00),
        (20, 60_000_00, 210_00, 0),
    ]


DEBTS = st.builds(
    Debt,
    principal_fen=st.integers(0, 10**11),
    due_on=st.just(DUE),
    interest_fen=st.integers(0, 10**9),
    rate_bp=st.integers(0, 2_400),
    rate_from_on=st.one_of(st.none(), st.dates(DUE - 900 * DAY, DUE + 90 * DAY)),
)
PAYMENTS = st.lists(
    st.builds(Paid, st.dates(DUE - 60 * DAY, DUE + 600 * DAY), st.integers(1, 10**11)), max_size=8
)
DAYS = st.dates(DUE - 90 * DAY, DUE + 900 * DAY)


def parts(account: Account) -> tuple[int, int, int, int, int]:
    return (
        account.principal_fen,
        account.interest_fen,
        account.late_fen,
        account.over_fen,
        account.paid_fen,
    )


@given(DEBTS, PAYMENTS, DAYS)
def test_a_payment_in_two_halves_on_one_day_is_the_same_payment(debt, payments, on):
    halves = [
        half
        for one in payments
        for half in (Paid(one.on, one.amount_fen // 2), Paid(one.on, -(-one.amount_fen // 2)))
    ]
    assert parts(reckon(debt, halves, on=on)) == parts(reckon(debt, payments, on=on))


@given(DEBTS, PAYMENTS, DAYS, st.integers(1, 10**9))
def test_who_pays_more_never_owes_more(debt, payments, on, more):
    extra = [*payments, Paid(DUE, more)]
    assert reckon(debt, extra, on=on).left_fen <= reckon(debt, payments, on=on).left_fen


@given(DEBTS, PAYMENTS, DAYS)
def test_the_order_in_which_payments_are_told_does_not_matter(debt, payments, on):
    assert reckon(debt, payments[::-1], on=on) == reckon(debt, payments, on=on)


@given(DEBTS, PAYMENTS, DAYS)
def test_nothing_is_both_owed_and_owed_back(debt, payments, on):
    account = reckon(debt, payments, on=on)
    assert min(account.principal_fen, account.over_fen) == 0
    assert min(parts(account)) >= 0
