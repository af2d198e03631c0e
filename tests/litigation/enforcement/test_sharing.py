"""Sharing one debtor's money: ranks, proportions, and not a fen too much or too little."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litigation.enforcement.sharing import Claim, Method, share_out

A, B, C = uuid4(), uuid4(), uuid4()


def shares(available: int, *claims: Claim, method: Method = Method.PROPORTION) -> list[int]:
    return [one.sum_fen for one in share_out(available, claims, method)]


def test_ordinary_claims_share_by_their_sums():
    # Interpretation art. 508.
    assert shares(30_000, Claim(A, 60_000), Claim(B, 30_000)) == [20_000, 10_000]


def test_who_has_a_right_to_be_first_is_served_first():
    claims = (Claim(A, 60_000), Claim(B, 30_000, is_preferred=True))
    assert shares(40_000, *claims) == [10_000, 30_000]
    assert shares(20_000, *claims) == [0, 20_000]


def test_all_debts_come_before_any_doubled_interest():
    # 2014 Interpretation art. 4.
    claims = (Claim(A, 10_000, late_fen=5_000), Claim(B, 10_000))
    assert [
        (one.debt_fen, one.late_fen) for one in share_out(22_000, claims, Method.PROPORTION)
    ] == [
        (10_000, 2_000),
        (10_000, 0),
    ]


def test_of_an_enterprise_who_seized_first_is_served_first():
    # Interpretation art. 514.
    claims = (Claim(A, 10_000, place=2), Claim(B, 10_000, place=1), Claim(C, 10_000, place=2))
    assert shares(15_000, *claims, method=Method.SEIZURE) == [2_500, 10_000, 2_500]


def test_the_odd_fen_is_not_lost():
    claims = (Claim(A, 1), Claim(B, 1), Claim(C, 1))
    assert shares(2, *claims) == [1, 1, 0]


@pytest.mark.parametrize("method", list(Method))
@given(
    st.integers(0, 10**12),
    st.lists(
        st.builds(
            Claim,
            st.uuids(),
            st.integers(0, 10**11),
            st.integers(0, 10**9),
            st.booleans(),
            st.integers(1, 4),
        ),
        max_size=7,
        unique_by=lambda one: one.id,
    ),
)
def test_the_shares_are_what_is_there_or_what_is_owed_and_nobody_gets_too_much(
    method, available, claims
):
    given_out = share_out(available, claims, method)
    owed = sum(one.debt_fen + one.late_fen for one in claims)
    assert sum(one.sum_fen for one in given_out) == min(available, owed)
    for claim, share in zip(claims, given_out, strict=True):
        assert share.id == claim.id
        assert 0 <= share.debt_fen <= claim.debt_fen
        assert 0 <= share.late_fen <= claim.late_fen
