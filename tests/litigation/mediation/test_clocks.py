"""How long each step may take, over the official holidays."""

from dataclasses import replace
from datetime import date

import pytest

from commons.almanac import OFFICIAL, Almanac
from commons.errors import NotNow, NotValid
from litigation.clocks.lights import Light
from litigation.mediation.clocks import (
    ClockFacts,
    ClockKind,
    ClockState,
    Pause,
    RunningClock,
    clocks,
    term,
)
from litigation.mediation.longer import check_extension, check_pause
from litigation.mediation.rules import Procedure, Track

OPENED = date(2026, 9, 3)
FACTS = ClockFacts(
    track=Track.NOT_FILED,
    procedure=None,
    registered_on=OPENED,
    offered_on=OPENED,
    taken_on=OPENED,
    accepted_on=OPENED,
)
FILED = replace(FACTS, track=Track.FILED, procedure=Procedure.ORDINARY)


def clock(facts: ClockFacts, kind: ClockKind, today: date = OPENED) -> RunningClock:
    return next(each for each in clocks(facts, OFFICIAL, today) if each.kind is kind)


@pytest.mark.parametrize(
    ("facts", "due_on"),
    [
        # 10-03 lies in the National Day holiday.
        (FACTS, date(2026, 10, 8)),
        (replace(FILED, accepted_on=date(2026, 9, 10)), date(2026, 9, 28)),
        (
            replace(FILED, procedure=Procedure.SUMMARY, accepted_on=date(2026, 2, 8)),
            date(2026, 2, 24),
        ),
        # 2026-02-28 is a Saturday on which people work.
        (replace(FILED, accepted_on=date(2026, 2, 13)), date(2026, 2, 28)),
        # The filed term runs from signing for the materials, not from acceptance.
        (replace(FILED, materials_on=date(2026, 9, 10)), date(2026, 9, 28)),
        (replace(FACTS, extension_days=30), date(2026, 11, 2)),
        (replace(FILED, extension_days=30), date(2026, 10, 19)),
    ],
)
def test_the_term_ends_on_the_day_the_law_counts(facts, due_on) -> None:
    due = term(facts, OFFICIAL, OPENED)
    assert due is not None
    assert due.due_on == due_on
    assert due.provisional is False


def test_a_year_without_a_table_is_provisional_until_it_is_imported() -> None:
    late = replace(FACTS, accepted_on=date(2026, 12, 10))
    due = term(late, OFFICIAL, late.registered_on)
    assert due is not None
    assert (due.due_on, due.provisional) == (date(2027, 1, 11), True)
    shown = clock(late, ClockKind.TERM)
    assert (shown.due_on, shown.provisional) == (date(2027, 1, 11), True)


def test_nothing_runs_before_acceptance_except_picking_and_accepting() -> None:
    waiting = replace(FACTS, taken_on=None, accepted_on=None)
    assert [(c.kind, c.state) for c in clocks(waiting, OFFICIAL, OPENED)] == [
        (ClockKind.PICK, ClockState.MET),
        (ClockKind.ACCEPT, ClockState.RUNNING),
    ]
    assert term(waiting, OFFICIAL, OPENED) is None


def test_refused_mediation_has_no_clocks() -> None:
    assert clocks(replace(FACTS, track=Track.REFUSED, accepted_on=None), OFFICIAL, OPENED) == ()


@pytest.mark.parametrize("kind", [ClockKind.PICK, ClockKind.ACCEPT, ClockKind.CONTACT])
def test_three_working_days_to_pick_accept_and_contact(kind) -> None:
    event = date(2026, 9, 30)
    facts = ClockFacts(
        Track.NOT_FILED, None, registered_on=event, offered_on=event, accepted_on=event
    )
    # After the holiday of 10-01 to 10-07: 10-08, 10-09 and Saturday 10-10, a make-up workday.
    assert clock(facts, kind).due_on == date(2026, 10, 10)


@pytest.mark.parametrize(
    ("today", "light", "state"),
    [
        (date(2026, 10, 4), Light.GREEN, ClockState.RUNNING),
        (date(2026, 10, 5), Light.AMBER, ClockState.RUNNING),
        (date(2026, 10, 8), Light.AMBER, ClockState.RUNNING),
        (date(2026, 10, 9), Light.RED, ClockState.OVER),
    ],
)
def test_the_light_turns_as_the_last_day_comes(today, light, state) -> None:
    shown = clock(FACTS, ClockKind.TERM, today)
    assert (shown.light, shown.state) == (light, state)


def test_a_closed_matter_runs_no_longer_and_says_whether_it_was_in_time() -> None:
    in_time = replace(FACTS, closed_on=date(2026, 10, 8))
    late = replace(FACTS, closed_on=date(2026, 10, 9))
    assert clock(in_time, ClockKind.TERM, date(2026, 12, 1)).state is ClockState.MET
    assert clock(late, ClockKind.TERM, date(2026, 12, 1)).state is ClockState.OVER


def test_the_time_of_an_appraisal_does_not_count() -> None:
    paused = replace(FACTS, pauses=(Pause(date(2026, 9, 10), date(2026, 9, 20)),))
    plain, longer = term(FACTS, Almanac({}), OPENED), term(paused, Almanac({}), OPENED)
    assert plain is not None
    assert longer is not None
    assert term(paused, OFFICIAL, OPENED).due_on == date(2026, 10, 13)


def test_overlapping_appraisals_are_counted_once() -> None:
    twice = replace(
        FACTS,
        pauses=(
            Pause(date(2026, 9, 10), date(2026, 9, 20)),
            Pause(date(2026, 9, 15), date(2026, 9, 20)),
        ),
    )
    assert term(twice, OFFICIAL, OPENED).due_on == date(2026, 10, 13)


def test_while_an_appraisal_runs_the_clock_stands_still() -> None:
    paused = replace(FACTS, pauses=(Pause(date(2026, 9, 10)),))
    shown = clock(paused, ClockKind.TERM, date(2026, 9, 20))
    assert (shown.state, shown.due_on) == (ClockState.PAUSED, date(2026, 10, 13))
    assert clock(paused, ClockKind.TERM, date(2026, 12, 20)).state is ClockState.PAUSED


def test_confirmation_may_be_asked_for_thirty_days_after_the_last_signature() -> None:
    agreed = replace(FACTS, closed_on=OPENED, effective_on=OPENED)
    assert clock(agreed, ClockKind.CONFIRMATION).due_on == date(2026, 10, 8)
    filed = replace(FILED, closed_on=OPENED, effective_on=OPENED)
    assert ClockKind.CONFIRMATION not in {c.kind for c in clocks(filed, OFFICIAL, OPENED)}


@pytest.mark.parametrize(
    ("facts", "more", "total"), [(FACTS, 30, 30), (FACTS, 365, 365), (FILED, 30, 30), (FILED, 1, 1)]
)
def test_all_parties_together_may_lengthen_the_term(facts, more, total) -> None:
    assert check_extension(facts, more=more, all_agree=True) == total


@pytest.mark.parametrize(
    ("facts", "more", "all_agree", "refusal"),
    [
        (FACTS, 30, False, "extension_needs_all"),
        (replace(FACTS, accepted_on=None), 30, True, "term_not_started"),
        (replace(FILED, extension_days=10), 10, True, "extended_already"),
    ],
)
def test_a_longer_term_needs_everybody_and_comes_once_after_filing(
    facts, more, all_agree, refusal
) -> None:
    with pytest.raises(NotNow, match=refusal):
        check_extension(facts, more=more, all_agree=all_agree)


@pytest.mark.parametrize(("facts", "more"), [(FILED, 31), (FACTS, 366), (FACTS, 0), (FILED, -1)])
def test_a_term_is_not_lengthened_without_end(facts, more) -> None:
    with pytest.raises(NotValid) as refused:
        check_extension(facts, more=more, all_agree=True)
    assert refused.value.fields["days"].reason == "mediation.extension_too_long"


def test_an_appraisal_lies_within_the_term_and_one_runs_at_a_time() -> None:
    span = {"earliest": date(2026, 9, 3), "today": date(2026, 9, 20)}
    check_pause((), Pause(date(2026, 9, 3), date(2026, 9, 3)), **span)
    with pytest.raises(NotValid) as refused:
        check_pause((), Pause(date(2026, 9, 2), date(2026, 9, 1)), **span)
    assert set(refused.value.fields) == {"from_on", "to_on"}
    with pytest.raises(NotNow, match="paused_already"):
        check_pause((Pause(date(2026, 9, 5)),), Pause(date(2026, 9, 6)), **span)
