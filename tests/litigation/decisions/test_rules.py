"""When a decision binds whom, and until when each party may appeal."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commons.almanac import OFFICIAL
from commons.errors import NotNow, NotValid
from litigation.cases.fees import Procedure
from litigation.decisions import rules
from litigation.decisions.rules import DecisionKind, DecisionText, Pronounced, Reached, ServedWay

ORDINARY, SUMMARY, SMALL = Procedure.ORDINARY, Procedure.SUMMARY, Procedure.SMALL_CLAIMS
JUDGMENT, ORDER = DecisionKind.JUDGMENT, DecisionKind.MEDIATION_ORDER
ONE, TWO = UUID(int=1), UUID(int=2)


def reached(served: str | None, **more: object) -> Reached:
    return Reached(ONE, date.fromisoformat(served) if served else None, **more)


# Civil Procedure Law art. 165, 171, 286; C19.
@pytest.mark.parametrize(
    ("kind", "procedure", "is_abroad", "days"),
    [
        (JUDGMENT, ORDINARY, False, 15),
        (JUDGMENT, SUMMARY, False, 15),
        (JUDGMENT, ORDINARY, True, 30),
        (JUDGMENT, SMALL, False, 0),
        (JUDGMENT, SMALL, True, 0),
        (DecisionKind.DISMISSAL, ORDINARY, False, 10),
        (DecisionKind.DISMISSAL, ORDINARY, True, 30),
        (DecisionKind.DISMISSAL, SMALL, False, 0),
        (DecisionKind.DEEMED_WITHDRAWAL, ORDINARY, False, 0),
        (DecisionKind.WITHDRAWAL, ORDINARY, False, 0),
        (ORDER, ORDINARY, False, 0),
    ],
)
def test_the_days_to_appeal_follow_the_decision_the_procedure_and_the_domicile(
    kind, procedure, is_abroad, days
):
    assert rules.appeal_days(kind, procedure, is_abroad=is_abroad) == days


# Art. 85 with the calendar of 2026, Interpretation art. 244: from each party's own service.
@pytest.mark.parametrize(
    ("served", "kind", "is_abroad", "due"),
    [
        ("2026-09-10", JUDGMENT, False, "2026-09-28"),
        ("2026-11-10", JUDGMENT, False, "2026-11-25"),
        ("2026-02-13", JUDGMENT, False, "2026-02-28"),
        ("2026-09-03", JUDGMENT, True, "2026-10-08"),
        ("2026-11-10", DecisionKind.DISMISSAL, False, "2026-11-20"),
    ],
)
def test_a_party_may_appeal_until_its_own_last_day(served, kind, is_abroad, due):
    found = rules.appeal_until(kind, ORDINARY, reached(served, is_abroad=is_abroad), OFFICIAL)
    assert found is not None
    assert found.due_on == date.fromisoformat(due)


def test_an_appeal_on_the_last_day_is_in_time_and_a_day_later_is_not():
    def appeal(day: str) -> None:
        rules.check_appeal(
            JUDGMENT,
            ORDINARY,
            reached("2026-11-10"),
            OFFICIAL,
            appealed_on=date.fromisoformat(day),
        )

    appeal("2026-11-25")
    with pytest.raises(NotNow, match="appeal_too_late"):
        appeal("2026-11-26")


def test_nobody_appeals_against_small_claims_or_a_mediation_order():
    for kind, procedure in ((JUDGMENT, SMALL), (ORDER, ORDINARY)):
        with pytest.raises(NotNow, match="no_appeal"):
            rules.check_appeal(
                kind, procedure, reached("2026-11-10"), OFFICIAL, appealed_on=date(2026, 11, 11)
            )


def effect(kind: DecisionKind, procedure: Procedure, *parties: Reached, today: str):
    return rules.effect_of(kind, procedure, parties, OFFICIAL, today=date.fromisoformat(today))


def test_a_judgment_binds_the_day_after_the_last_party_could_appeal():
    first, last = reached("2026-11-02"), Reached(TWO, date(2026, 11, 10))
    assert effect(JUDGMENT, ORDINARY, first, last, today="2026-11-25").effective_on is None
    done = effect(JUDGMENT, ORDINARY, first, last, today="2026-11-26")
    assert done.effective_on == date(2026, 11, 26)


def test_a_judgment_does_not_bind_while_one_party_is_unserved_or_has_appealed():
    late = effect(JUDGMENT, ORDINARY, reached("2026-01-05"), reached(None), today="2026-11-26")
    assert (late.effective_on, late.why.reason) == (None, "decisions.not_served_yet")
    appealed = reached("2026-11-02", appealed_on=date(2026, 11, 10))
    held = effect(JUDGMENT, ORDINARY, appealed, today="2027-01-05")
    assert (held.effective_on, held.why.reason) == (None, "decisions.under_appeal")
    assert effect(JUDGMENT, ORDINARY, today="2027-01-05").effective_on is None


def test_small_claims_bind_when_the_last_party_is_served():
    done = effect(JUDGMENT, SMALL, reached("2026-11-02"), reached("2026-11-10"), today="2026-11-10")
    assert (done.effective_on, done.why.reason) == (
        date(2026, 11, 10),
        "decisions.effective_on_service",
    )


def test_a_mediation_order_binds_with_the_last_signature_for_it():
    done = effect(ORDER, ORDINARY, reached("2026-11-02"), reached("2026-11-10"), today="2026-11-10")
    assert (done.effective_on, done.why.reason) == (
        date(2026, 11, 10),
        "decisions.effective_on_last_signature",
    )


# Interpretation art. 133 and 140.
@pytest.mark.parametrize(
    ("kind", "way", "procedure", "reason"),
    [
        (ORDER, ServedWay.LEFT, ORDINARY, "decisions.order_never_left"),
        (ORDER, ServedWay.PUBLIC, ORDINARY, "decisions.order_never_left"),
        (JUDGMENT, ServedWay.PUBLIC, SUMMARY, "decisions.no_publication_when_simple"),
        (JUDGMENT, ServedWay.PUBLIC, SMALL, "decisions.no_publication_when_simple"),
        (JUDGMENT, ServedWay.PUBLIC, ORDINARY, ""),
        (JUDGMENT, ServedWay.LEFT, SUMMARY, ""),
        (ORDER, ServedWay.DIRECT, SMALL, ""),
    ],
)
def test_some_ways_of_service_are_closed(kind, way, procedure, reason):
    if not reason:
        rules.check_way(kind, way, procedure)
        return
    with pytest.raises(NotValid) as caught:
        rules.check_way(kind, way, procedure)
    assert caught.value.fields["way"].reason == reason


# Art. 151; C18.
def test_a_judgment_is_delivered_within_ten_days_or_at_once():
    at_once = rules.deliver_by(date(2026, 11, 10), Pronounced.AT_ONCE, OFFICIAL)
    assert at_once.due_on == date(2026, 11, 20)
    fixed = rules.deliver_by(date(2026, 11, 10), Pronounced.FIXED_DAY, OFFICIAL)
    assert fixed.due_on == date(2026, 11, 10)


# Art. 155; Interpretation art. 280: a small-claims judgment may be short.
@pytest.mark.parametrize(
    ("kind", "procedure", "missing"),
    [
        (JUDGMENT, ORDINARY, ("claims", "facts", "law", "result", "costs")),
        (JUDGMENT, SMALL, ("claims", "result", "costs")),
        (ORDER, ORDINARY, ("claims", "facts", "result")),
        (DecisionKind.DISMISSAL, ORDINARY, ("facts", "result")),
    ],
)
def test_a_decision_is_issued_with_all_the_parts_the_law_asks_for(kind, procedure, missing):
    assert rules.missing_in(DecisionText(kind), procedure) == missing
    full = DecisionText(kind, *("虚构",) * 5)
    assert rules.missing_in(full, procedure) == ()


@settings(max_examples=60, deadline=None)
@given(
    served=st.lists(st.integers(0, 200), min_size=1, max_size=4),
    abroad=st.lists(st.booleans(), min_size=4, max_size=4),
    kind=st.sampled_from(DecisionKind),
    procedure=st.sampled_from(Procedure),
)
def test_no_decision_binds_before_everybody_could_appeal(served, abroad, kind, procedure):
    first = date(2026, 1, 5)
    parties = [
        Reached(UUID(int=n), first + timedelta(days=day), is_abroad=abroad[n])
        for n, day in enumerate(served)
    ]
    dues = [
        due.due_on for one in parties if (due := rules.appeal_until(kind, procedure, one, OFFICIAL))
    ]
    done = rules.effect_of(kind, procedure, parties, OFFICIAL, today=date(2027, 12, 31))
    assert done.effective_on is not None
    assert done.effective_on >= max(one.served_on for one in parties)
    assert all(done.effective_on > due for due in dues)
