"""Offers: every way they can be wrong, plans that sum exactly, and their last minute."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commons.errors import NotNow, NotValid
from litigation.record.bargaining import (
    Instalment,
    OfferAct,
    OfferKind,
    OfferStage,
    Terms,
    answer,
    check_terms,
    closing_moment,
    equal_plan,
    packed,
    unpacked,
)

TODAY = date(2026, 11, 23)
PLAN = (Instalment(date(2026, 12, 1), 300_00), Instalment(date(2027, 1, 1), 200_01))
NOW_TERMS = Terms(OfferKind.PAY_NOW, 500_01, date(2026, 11, 30))
BY_DATE = replace(NOW_TERMS, kind=OfferKind.BY_DATE, due_on=date(2026, 12, 31))
IN_PARTS = replace(NOW_TERMS, kind=OfferKind.INSTALMENTS, plan=PLAN)
PARTLY = replace(NOW_TERMS, kind=OfferKind.PARTLY_PAID, paid_fen=100_00)


@pytest.mark.parametrize("terms", [NOW_TERMS, BY_DATE, IN_PARTS, PARTLY])
def test_each_way_of_paying_can_be_offered_and_kept(terms):
    assert check_terms(terms, today=TODAY) == terms
    assert unpacked(terms.kind, terms.closes_on, packed(terms)) == terms


@pytest.mark.parametrize(
    ("terms", "problems"),
    [
        (replace(NOW_TERMS, amount_fen=0), {"amount": "record.offer_amount_out_of_range"}),
        (replace(NOW_TERMS, amount_fen=-1), {"amount": "record.offer_amount_out_of_range"}),
        (replace(NOW_TERMS, amount_fen=2**62), {"amount": "record.offer_amount_out_of_range"}),
        (
            replace(NOW_TERMS, closes_on=date(2026, 11, 22)),
            {"closes_on": "record.offer_closing_out_of_range"},
        ),
        (
            replace(NOW_TERMS, closes_on=date(2027, 2, 22)),
            {"closes_on": "record.offer_closing_out_of_range"},
        ),
        (replace(NOW_TERMS, due_on=TODAY), {"due_on": "record.offer_due_not_asked"}),
        (replace(NOW_TERMS, paid_fen=1), {"paid": "record.offer_paid_not_asked"}),
        (replace(NOW_TERMS, plan=PLAN), {"plan": "record.plan_not_asked"}),
        (replace(NOW_TERMS, words="字" * 4001), {"words": "record.text_too_long"}),
        (replace(BY_DATE, due_on=None), {"due_on": "record.offer_due_missing"}),
        (replace(BY_DATE, due_on=date(2026, 11, 22)), {"due_on": "record.offer_day_out_of_range"}),
        (replace(BY_DATE, due_on=date(2099, 1, 1)), {"due_on": "record.offer_day_out_of_range"}),
        (replace(PARTLY, paid_fen=0), {"paid": "record.offer_paid"}),
        (replace(PARTLY, paid_fen=500_01), {"paid": "record.offer_paid"}),
        (replace(IN_PARTS, plan=()), {"plan": "record.plan_length"}),
        (replace(IN_PARTS, plan=PLAN[:1]), {"plan": "record.plan_length"}),
        (replace(IN_PARTS, plan=PLAN[::-1]), {"plan": "record.plan_days"}),
        (replace(IN_PARTS, plan=(PLAN[0], PLAN[0])), {"plan": "record.plan_days"}),
        (replace(IN_PARTS, amount_fen=500_02), {"plan": "record.plan_sum"}),
        (
            replace(IN_PARTS, plan=(replace(PLAN[0], amount_fen=0), PLAN[1])),
            {"plan": "record.plan_amounts"},
        ),
        (
            replace(BY_DATE, amount_fen=0, due_on=None, closes_on=date(2000, 1, 1)),
            {
                "amount": "record.offer_amount_out_of_range",
                "closes_on": "record.offer_closing_out_of_range",
                "due_on": "record.offer_due_missing",
            },
        ),
    ],
)
def test_everything_wrong_with_an_offer_is_said_at_once(terms, problems):
    with pytest.raises(NotValid) as refused:
        check_terms(terms, today=TODAY)
    assert {name: found.reason for name, found in refused.value.fields.items()} == problems


def test_a_plan_that_does_not_sum_says_by_how_much():
    with pytest.raises(NotValid) as refused:
        check_terms(replace(IN_PARTS, amount_fen=499_96), today=TODAY)
    assert refused.value.fields["plan"].facts == {"difference": "-0.05"}


@given(st.integers(1, 10**12), st.integers(2, 60), st.dates(TODAY, date(2028, 1, 31)))
def test_equal_instalments_lose_no_fen_and_never_share_a_day(amount_fen, count, first_on):
    plan = equal_plan(amount_fen, count, first_on)
    assert sum(each.amount_fen for each in plan) == amount_fen
    days = [each.due_on for each in plan]
    assert days == sorted(set(days))
    assert len(plan) == count


def test_monthly_instalments_keep_to_the_last_day_of_short_months():
    plan = equal_plan(900, 3, date(2026, 12, 31))
    assert [each.due_on.isoformat() for each in plan] == ["2026-12-31", "2027-01-31", "2027-02-28"]


def test_an_offer_lives_until_midnight_on_the_island():
    assert closing_moment(date(2026, 11, 30)) == datetime(2026, 11, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize("act", [OfferAct.ACCEPT, OfferAct.DECLINE, OfferAct.COUNTER])
def test_an_offer_is_answered_before_midnight_and_not_after(act):
    last = datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC)
    closes_on = date(2026, 11, 30)
    ends = {
        OfferAct.ACCEPT: OfferStage.ACCEPTED,
        OfferAct.DECLINE: OfferStage.DECLINED,
        OfferAct.COUNTER: OfferStage.COUNTERED,
    }
    assert answer(OfferStage.OPEN, act, closes_on=closes_on, now=last) is ends[act]
    with pytest.raises(NotNow) as refused:
        answer(OfferStage.OPEN, act, closes_on=closes_on, now=last + timedelta(seconds=1))
    assert refused.value.reason == "record.offer_is_over"


def test_an_offer_lapses_only_after_its_last_day():
    closes_on = date(2026, 11, 30)
    last = datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC)
    with pytest.raises(NotNow):
        answer(OfferStage.OPEN, OfferAct.LAPSE, closes_on=closes_on, now=last)
    over = last + timedelta(seconds=1)
    lapsed = answer(OfferStage.OPEN, OfferAct.LAPSE, closes_on=closes_on, now=over)
    assert lapsed is OfferStage.LAPSED


@pytest.mark.parametrize("stage", sorted(set(OfferStage) - {OfferStage.OPEN}))
@pytest.mark.parametrize("act", OfferAct)
def test_what_has_ended_stays_ended(stage, act):
    with pytest.raises(NotNow):
        answer(stage, act, closes_on=date(2026, 1, 1), now=datetime(2026, 11, 23, tzinfo=UTC))
