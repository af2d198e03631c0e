"""Who may make a clock longer, by how much in all, and until when it is asked for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from commons.almanac import OFFICIAL
from commons.errors import NotNow, NotValid
from litigation.clocks.extending import Ask, ask_by, decide_by, extend
from litigation.clocks.facts import Longer
from litigation.clocks.keys import ClockKey, Granter
from litigation.clocks.table import TABLE

K, G = ClockKey, Granter
DUE = date(2026, 9, 2)
ASKED = date(2026, 8, 18)
TODAY = date(2026, 9, 1)
SIX = Ask(G.PRESIDENT, asked_on=ASKED, granted_on=date(2026, 8, 20), months=6)


def granted(key: ClockKey, ask: Ask, *kept: Longer, due_on: date = DUE) -> Longer:
    return extend(TABLE[key], kept, ask, due_on=due_on, today=TODAY, almanac=OFFICIAL)


def test_c14_is_asked_fifteen_and_decided_five_days_before() -> None:
    """Rules of 2019 on extensions, art. 1."""
    assert ask_by(DUE) == ASKED == DUE - timedelta(days=15)
    assert decide_by(DUE) == date(2026, 8, 28) == DUE - timedelta(days=5)
    assert granted(K.TRIAL, SIX) == Longer(G.PRESIDENT, date(2026, 8, 20), months=6)
    with pytest.raises(NotNow) as caught:
        granted(K.TRIAL, replace(SIX, asked_on=ASKED + timedelta(days=1)))
    assert (caught.value.reason, caught.value.facts) == (
        "clocks.asked_too_late",
        {"latest": "2026-08-18"},
    )


@pytest.mark.parametrize(
    ("decided", "late"), [(date(2026, 8, 28), False), (date(2026, 8, 29), True)]
)
def test_a_decision_in_the_last_five_days_holds_and_is_called_late(decided, late) -> None:
    assert granted(K.TRIAL, replace(SIX, granted_on=decided)).was_late is late


def test_what_is_decided_after_the_end_extends_nothing() -> None:
    after = replace(SIX, asked_on=date(2026, 8, 10), granted_on=date(2026, 9, 1))
    with pytest.raises(NotNow, match="granted_after_the_end"):
        granted(K.TRIAL, after, due_on=date(2026, 8, 31))


AMOUNTS = [
    # key, who, unit, the most in all
    (K.TRIAL, G.PRESIDENT, "months", 6),  # C10, art. 152
    (K.TRIAL_SIMPLIFIED, G.PRESIDENT, "months", 1),  # C11, four months in all
    (K.TRIAL_SMALL_CLAIM, G.PRESIDENT, "months", 1),  # C12, art. 168
    (K.ENFORCEMENT_TERM, G.PRESIDENT, "months", 3),  # C25, rules of 2000 art. 5
]


@pytest.mark.parametrize(("key", "by", "unit", "most"), AMOUNTS)
def test_nobody_grants_more_than_the_law_gives_him(key, by, unit, most) -> None:
    ask = replace(SIX, by=by, months=0, days=0)
    assert getattr(granted(key, replace(ask, **{unit: most})), unit) == most
    with pytest.raises(NotValid) as caught:
        granted(key, replace(ask, **{unit: most + 1}))
    assert caught.value.fields[unit].facts == {"most": most}
    full = Longer(by, ASKED, **{unit: most})
    with pytest.raises(NotNow, match="granted_in_full"):
        granted(key, replace(ask, **{unit: 1}), full)
    if most > 1:
        part = Longer(by, ASKED, **{unit: most - 1})
        assert getattr(granted(key, replace(ask, **{unit: 1}), part), unit) == 1


def test_the_court_above_comes_after_the_president() -> None:
    above = replace(SIX, by=G.SUPERIOR_COURT, months=3)
    with pytest.raises(NotNow, match="president_first"):
        granted(K.TRIAL, above)
    first = Longer(G.PRESIDENT, date(2026, 3, 1), months=6)
    assert granted(K.TRIAL, above, first).months == 3


@pytest.mark.parametrize(
    ("key", "by"),
    [
        (K.TRIAL, G.COURT),  # no judge extends his own trial
        (K.TRIAL_SIMPLIFIED, G.SUPERIOR_COURT),
        (K.APPEAL_JUDGMENT, G.PRESIDENT),
        (K.FEE, G.COURT),
        (K.EVIDENCE, G.PRESIDENT),
    ],
)
def test_who_is_not_in_the_table_grants_nothing(key, by) -> None:
    with pytest.raises(NotNow, match="not_theirs_to_grant"):
        granted(key, replace(SIX, by=by))


def test_the_evidence_period_is_extended_in_days_and_asked_before_its_end() -> None:
    """C05, Interpretation art. 100."""
    late = Ask(G.COURT, asked_on=date(2026, 8, 31), granted_on=TODAY, days=10)
    assert granted(K.EVIDENCE, late, due_on=date(2026, 8, 31)).days == 10
    with pytest.raises(NotNow, match="asked_after_the_end"):
        granted(K.EVIDENCE, late, due_on=date(2026, 8, 30))
    with pytest.raises(NotValid) as caught:
        granted(K.EVIDENCE, replace(late, days=0, months=1))
    assert list(caught.value.fields) == ["days"]
    for wrong in (0, -1, 367):
        with pytest.raises(NotValid):
            granted(K.EVIDENCE, replace(late, days=wrong))


def test_days_that_have_not_come_or_run_backwards_are_refused() -> None:
    with pytest.raises(NotValid) as caught:
        granted(K.TRIAL, replace(SIX, asked_on=date(2026, 9, 2)))
    assert set(caught.value.fields) == {"asked_on", "granted_on"}
    with pytest.raises(NotValid) as caught:
        granted(K.TRIAL, replace(SIX, granted_on=date(2026, 8, 17)))
    assert list(caught.value.fields) == ["granted_on"]


OBSTACLE = Ask(
    G.OBSTACLE,
    asked_on=date(2026, 8, 28),
    granted_on=date(2026, 9, 1),
    days=5,
    obstacle_ended_on=date(2026, 8, 18),
)


def test_a_typhoon_gives_a_party_ten_days_to_ask() -> None:
    """Civil Procedure Law art. 86; also after the end, for that is what it is for."""
    found = granted(K.APPEAL_JUDGMENT, OBSTACLE, due_on=date(2026, 8, 17))
    assert found == Longer(G.OBSTACLE, date(2026, 9, 1), days=5)
    # Ten days from 08-18 end on Friday 08-28; from 08-19 on Saturday, so Monday 08-31 is in time.
    rolled = replace(OBSTACLE, obstacle_ended_on=date(2026, 8, 19), asked_on=date(2026, 8, 31))
    assert granted(K.APPEAL_JUDGMENT, rolled).days == 5
    with pytest.raises(NotNow, match="obstacle_asked_too_late"):
        granted(K.APPEAL_JUDGMENT, replace(OBSTACLE, asked_on=date(2026, 8, 29)))


def test_an_obstacle_excuses_no_court_and_needs_its_end() -> None:
    with pytest.raises(NotNow, match="obstacle_is_for_parties"):
        granted(K.TRIAL, OBSTACLE)
    for ended in (None, date(2026, 8, 29)):
        with pytest.raises(NotValid) as caught:
            granted(K.FEE, replace(OBSTACLE, obstacle_ended_on=ended))
        assert list(caught.value.fields) == ["obstacle_ended_on"]
