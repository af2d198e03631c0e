"""How a clock is counted: holidays, exclusions, grants, hours, and backwards from a hearing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commons.almanac import OFFICIAL, Almanac, end_of, start_of
from litigation.clocks.facts import ClockFacts, Longer, Span
from litigation.clocks.keys import ClockKey, Exclusion, Granter, Unit
from litigation.clocks.lights import Light, light, marks
from litigation.clocks.reckoning import reckon
from litigation.clocks.table import TABLE

K, X = ClockKey, Exclusion
FILED = date(2026, 3, 2)
BARE = Almanac({})


def on(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def span(reason: Exclusion, first: str, last: str | None = None) -> Span:
    return Span(reason, on(first), on(last) if last else None)


def due(key: ClockKey, event_on: date, **facts: object) -> date:
    return reckon(ClockFacts(key, event_on, **facts), OFFICIAL).due_on  # type: ignore[arg-type]


def reasons(facts: ClockFacts) -> list[str]:
    return [each.reason for each in reckon(facts, OFFICIAL).why]


@pytest.mark.parametrize(
    ("key", "event", "last"),
    [
        # Mid-autumn; National Day; Spring Festival; a make-up Saturday that does not roll.
        (K.ANSWER, "2026-09-10", "2026-09-28"),
        (K.ANSWER_ABROAD, "2026-09-03", "2026-10-08"),
        (K.FEE, "2026-02-08", "2026-02-24"),
        (K.ANSWER, "2026-02-13", "2026-02-28"),
        (K.ANSWER, "2025-09-23", "2025-10-09"),
        # Civil Code art. 202: no 31 April, no 31 September; then the weekend.
        (K.NEXT_HEARING, "2026-01-31", "2026-02-28"),
        (K.TRIAL, "2025-08-31", "2026-02-28"),
        (K.TRIAL_SIMPLIFIED, "2026-05-31", "2026-08-31"),
        (K.TRIAL, "2026-03-31", "2026-09-30"),
    ],
)
def test_the_last_day_follows_the_calendar(key, event, last) -> None:
    assert due(key, date.fromisoformat(event)) == date.fromisoformat(last)


EXCLUSIONS = [
    ((), "09-02", 0),
    # Interpretation art. 243: an appraisal of twenty days.
    ((span(X.APPRAISAL, "04-01", "04-21"),), "09-22", 20),
    # Two reasons at once: the ten days both exclude count once.
    ((span(X.APPRAISAL, "04-01", "04-21"), span(X.SETTLEMENT, "04-11", "05-01")), "10-08", 30),
    # One inside the other.
    ((span(X.SUSPENSION, "04-01", "05-01"), span(X.AUDIT, "04-05", "04-10")), "10-08", 30),
    # Further evidence: a month at most (rules of 2000 art. 9), however long it took.
    ((span(X.NEW_EVIDENCE, "04-01", "07-01"),), "10-08", 30),
    # What lies before the filing is not taken off twice.
    ((span(X.MEDIATION, "02-20", "03-12"),), "09-14", 10),
    # A limitation is not a trial; and what begins after the end cannot bring it back.
    ((span(X.LIMITATION, "04-01", "05-01"),), "09-02", 0),
    ((span(X.APPRAISAL, "09-03", "09-20"),), "09-02", 0),
    # On the last day it still can.
    ((span(X.APPRAISAL, "09-02", "09-12"),), "09-14", 10),
]


@pytest.mark.parametrize(("spans", "last", "excluded"), EXCLUSIONS)
def test_excluded_time_is_added_at_the_end(spans, last, excluded) -> None:
    found = reckon(ClockFacts(K.TRIAL, FILED, spans=spans), OFFICIAL)
    assert (found.due_on, found.excluded_days, found.still_since) == (on(last), excluded, None)


def test_while_an_exclusion_lasts_the_clock_stands_still() -> None:
    facts = ClockFacts(K.TRIAL, FILED, spans=(span(X.SUSPENSION, "04-01"),))
    found = reckon(facts, OFFICIAL)
    assert (found.due_on, found.provisional, found.still_since) == (on("09-02"), True, on("04-01"))
    assert "clocks.still_suspension" in reasons(facts)
    # What was certain before stays added while the next one lasts.
    spans = (span(X.APPRAISAL, "04-01", "04-21"), span(X.SETTLEMENT, "04-11"))
    found = reckon(ClockFacts(K.TRIAL, FILED, spans=spans), OFFICIAL)
    assert (found.due_on, found.still_since) == (on("09-22"), on("04-11"))


def test_an_objection_to_jurisdiction_stops_the_evidence_period_but_not_the_answer() -> None:
    """Interpretation art. 99 to 101, evidence rules art. 50 to 56."""
    spans = (span(X.JURISDICTION, "03-05", "03-15"),)
    assert due(K.EVIDENCE, FILED, spans=spans) == on("03-27")
    assert due(K.ANSWER, FILED, spans=spans) == due(K.ANSWER, FILED)
    assert due(K.APPEAL_JUDGMENT, FILED, spans=spans) == due(K.APPEAL_JUDGMENT, FILED)


def test_grants_and_exclusions_are_counted_together_and_roll_once() -> None:
    longer = (Longer(Granter.PRESIDENT, on("08-01"), months=6),)
    assert due(K.TRIAL, FILED, longer=longer) == date(2027, 3, 2)
    spans = (span(X.APPRAISAL, "04-01", "04-21"),)
    facts = ClockFacts(K.TRIAL, FILED, longer=longer, spans=spans)
    assert reckon(facts, OFFICIAL).due_on == date(2027, 3, 22)
    assert reasons(facts) == [
        "clocks.longer_months_president",
        "clocks.excluded_appraisal",
        "deadlines.event_day_excluded",
        "deadlines.counted_months",
        "deadlines.counted_days",
        "deadlines.year_not_announced",
    ]
    days = (Longer(Granter.COURT, on("03-10"), days=10),)
    assert due(K.EVIDENCE, FILED, length=20, longer=days) == on("04-01")


def test_the_length_that_the_court_fixed_is_said() -> None:
    assert reasons(ClockFacts(K.EVIDENCE, FILED, length=20))[0] == "clocks.length_fixed_by_court"
    small = ClockFacts(K.EVIDENCE_SMALL_CLAIM, FILED, length=10)
    assert reasons(small)[0] == "clocks.longer_than_usual"


@pytest.mark.parametrize(
    ("minute", "ends"),
    [
        # 10:20 and 10:00: the hour of the event does not count (art. 85), 48 hours from 11:00.
        (20, datetime(2026, 3, 8, 3, 0, tzinfo=UTC)),
        (0, datetime(2026, 3, 8, 3, 0, tzinfo=UTC)),
    ],
)
def test_an_urgent_ruling_has_48_hours_and_does_not_wait_for_monday(minute, ends) -> None:
    at = datetime(2026, 3, 6, 2, minute, tzinfo=UTC)  # Friday, 10:20 in Shanghai
    found = reckon(ClockFacts(K.URGENT_PRESERVATION, on("03-06"), event_at=at), OFFICIAL)
    assert (found.due_on, found.ends_at) == (on("03-08"), ends)


def test_an_end_at_midnight_belongs_to_the_day_before() -> None:
    at = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    found = reckon(ClockFacts(K.URGENT_PRESERVATION, on("03-06"), event_at=at), OFFICIAL)
    assert (found.due_on, found.ends_at) == (on("03-08"), datetime(2026, 3, 8, 16, tzinfo=UTC))


@pytest.mark.parametrize(
    ("hearing", "travel", "last", "before"),
    [
        # C07: three clear days before Friday 03-20, so Monday 03-16 at the latest.
        ("03-20", 0, "03-16", None),
        ("03-20", 2, "03-14", "clocks.do_it_before_days_off"),  # a Saturday: Friday is better
        ("10-12", 0, "10-08", None),
        ("10-09", 0, "10-05", "clocks.do_it_before_days_off"),
    ],
)
def test_a_notice_is_counted_back_and_never_rolls_towards_the_hearing(
    hearing, travel, last, before
) -> None:
    facts = ClockFacts(K.HEARING_NOTICE, on(hearing), travel_days=travel)
    assert reckon(facts, OFFICIAL).due_on == on(last)
    assert ("clocks.do_it_before_days_off" in reasons(facts)) is (before is not None)


def test_a_judgment_on_a_fixed_day_is_handed_over_that_day_even_on_a_saturday() -> None:
    found = reckon(ClockFacts(K.JUDGMENT_AT_ONCE, on("03-07")), OFFICIAL)
    assert (found.due_on, [each.reason for each in found.why]) == (on("03-07"), ["clocks.at_once"])


LIMITED = date(2024, 3, 1)
LIMITATIONS = [
    # Civil Code art. 194: gone before the last six months began, nothing changes.
    ((date(2025, 1, 1), date(2025, 8, 30)), date(2026, 3, 2)),
    # In the last six months: six months run from the day the obstacle is gone.
    ((date(2025, 12, 1), date(2026, 2, 10)), date(2026, 8, 10)),
    # It began earlier and reached into them.
    ((date(2025, 1, 1), date(2025, 10, 15)), date(2026, 4, 15)),
    # After the two years it is too late.
    ((date(2026, 3, 10), date(2026, 5, 1)), date(2026, 3, 2)),
]


@pytest.mark.parametrize(("between", "last"), LIMITATIONS)
def test_the_two_years_for_enforcement_are_suspended_as_a_limitation(between, last) -> None:
    spans = (Span(X.LIMITATION, *between),)
    assert due(K.ENFORCEMENT_REQUEST, LIMITED, spans=spans) == last


def test_a_limitation_that_stands_still_says_so() -> None:
    spans = (Span(X.LIMITATION, date(2025, 12, 1)),)
    found = reckon(ClockFacts(K.ENFORCEMENT_REQUEST, LIMITED, spans=spans), OFFICIAL)
    assert (found.still_since, found.provisional) == (date(2025, 12, 1), True)


def test_a_year_that_is_not_announced_makes_it_provisional() -> None:
    assert reckon(ClockFacts(K.TRIAL, date(2026, 9, 1)), OFFICIAL).provisional is True
    assert reckon(ClockFacts(K.HEARING_NOTICE, date(2027, 3, 9)), OFFICIAL).provisional is True


# --- what holds for every clock

DAYS = st.dates(date(2025, 1, 6), date(2026, 6, 30))
COUNTED = st.sampled_from(
    [key for key, rule in TABLE.items() if rule.unit is not Unit.HOURS and not rule.is_backward]
)


@st.composite
def some_spans(draw: st.DrawFn) -> tuple[Span, ...]:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        first = draw(DAYS)
        length = draw(st.one_of(st.none(), st.integers(0, 120)))
        last = None if length is None else first + timedelta(days=length)
        found.append(Span(draw(st.sampled_from(X)), first, last))
    return tuple(found)


@settings(max_examples=60, deadline=None)
@given(COUNTED, DAYS)
def test_a_last_day_is_never_off_and_a_make_up_day_is_a_last_day(key, event_on) -> None:
    found = reckon(ClockFacts(key, event_on), OFFICIAL)
    if TABLE[key].length:
        assert found.due_on > event_on
        assert not OFFICIAL.is_off(found.due_on)


@settings(max_examples=120, deadline=None)
@given(COUNTED, DAYS, some_spans(), some_spans())
def test_more_excluded_time_never_makes_a_clock_shorter(key, event_on, some, more) -> None:
    less = reckon(ClockFacts(key, event_on, spans=some), OFFICIAL)
    most = reckon(ClockFacts(key, event_on, spans=(*some, *more)), OFFICIAL)
    assert reckon(ClockFacts(key, event_on), OFFICIAL).due_on <= less.due_on <= most.due_on


@settings(max_examples=60, deadline=None)
@given(COUNTED, DAYS, some_spans())
def test_counting_again_gives_the_same_day_in_whatever_order(key, event_on, spans) -> None:
    once = reckon(ClockFacts(key, event_on, spans=spans), OFFICIAL)
    again = reckon(ClockFacts(key, event_on, spans=(*reversed(spans), *spans)), OFFICIAL)
    assert (once.due_on, once.excluded_days) == (again.due_on, again.excluded_days)


@settings(max_examples=60, deadline=None)
@given(COUNTED, DAYS, st.integers(1, 40))
def test_a_later_event_never_ends_earlier(key, event_on, later) -> None:
    first = reckon(ClockFacts(key, event_on), BARE).due_on
    assert first <= reckon(ClockFacts(key, event_on + timedelta(days=later)), BARE).due_on


# --- lights


@pytest.mark.parametrize(
    ("whole", "near", "amber", "reminded"),
    [
        (7, 2, 2, 2),  # the fee: two days before
        (15, 3, 3, 3),
        (30, 3, 7, 3),  # the last quarter comes before the reminder
        (184, 30, 46, 30),
        (3, 5, 3, 3),  # never before the clock began
        (0, 3, 0, 0),
    ],
)
def test_amber_comes_with_the_last_quarter_or_the_reminder(whole, near, amber, reminded) -> None:
    due_on = FILED + timedelta(days=whole)
    found = marks(began_on=FILED, due_on=due_on, near_days=near)
    assert (due_on - found.amber_on).days == amber
    assert (due_on - found.near_on).days == reminded


@pytest.mark.parametrize(
    ("today", "runs", "colour"),
    [
        ("03-06", True, Light.GREEN),
        ("03-07", True, Light.AMBER),
        ("03-09", True, Light.AMBER),
        ("03-10", True, Light.RED),
        ("03-10", False, Light.GREY),
    ],
)
def test_the_light_turns_red_only_when_the_last_day_is_over(today, runs, colour) -> None:
    ends_at, now = end_of(on("03-09")), start_of(on(today))
    assert light(amber_on=on("03-07"), ends_at=ends_at, now=now, runs=runs) is colour
