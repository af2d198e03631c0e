"""The law of hearings as tables: notice, opening, adjourning, absence, windows."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commons.almanac import OFFICIAL
from commons.errors import NotNow, NotValid
from litigation.cases.fees import Procedure
from litigation.hearings import adjourning, attending, rules
from litigation.hearings.adjourning import Asked, Cause, Choice, Reason, Verdict
from litigation.hearings.attending import Absence, Absent, Consequence, Told
from litigation.hearings.rules import Act, Attendance, Part, Purpose, Slot, Stage
from litigation.hearings.window import Bounds, window_of

ORDINARY, SUMMARY, SMALL = Procedure.ORDINARY, Procedure.SUMMARY, Procedure.SMALL_CLAIMS
TODAY = date(2026, 11, 23)


def at(day: int, hour: int = 1) -> datetime:
    return datetime(2026, 12, day, hour, tzinfo=UTC)


def some_slot(day: int = 10) -> Slot:
    return Slot(at(day), 60, "虚构一号法庭")


# Civil Procedure Law art. 139, Interpretation art. 227: three clear days and the way.
@pytest.mark.parametrize(
    ("hearing_on", "travel_days", "last_on"),
    [
        (date(2026, 12, 10), 0, date(2026, 12, 6)),
        (date(2026, 12, 10), 1, date(2026, 12, 5)),
        (date(2026, 12, 10), 3, date(2026, 12, 3)),
        (date(2027, 1, 2), 0, date(2026, 12, 29)),
    ],
)
def test_a_summons_is_served_three_clear_days_before(hearing_on, travel_days, last_on):
    assert rules.last_day_to_serve(hearing_on, travel_days=travel_days) == last_on
    assert rules.is_in_time(last_on, hearing_on, travel_days=travel_days)
    late = last_on + timedelta(days=1)
    assert not rules.is_in_time(late, hearing_on, travel_days=travel_days)


# Art. 163: only the simplified procedures are free of art. 139, and then only by a waiver.
@pytest.mark.parametrize(
    ("procedure", "waived", "refusal"),
    [
        (ORDINARY, False, "hearings.notice_too_short"),
        (ORDINARY, True, "hearings.notice_too_short"),
        (SUMMARY, False, "hearings.notice_not_waived"),
        (SMALL, False, "hearings.notice_not_waived"),
        (SUMMARY, True, ""),
        (SMALL, True, ""),
    ],
)
def test_a_short_notice_needs_a_free_procedure_and_a_waiver(procedure, waived, refusal):
    def ask(sent_on: date) -> None:
        rules.check_notice(
            procedure,
            sent_on=sent_on,
            hearing_on=date(2026, 12, 10),
            travel_days=0,
            waived=waived,
        )

    ask(date(2026, 12, 6))
    if refusal:
        with pytest.raises(NotNow) as caught:
            ask(date(2026, 12, 7))
        assert caught.value.reason == refusal
    else:
        ask(date(2026, 12, 7))


# Row 2.20: no message after the hearing was held, and none when it is off or has begun.
@pytest.mark.parametrize("stage", list(Stage))
def test_only_a_summoned_hearing_that_lies_ahead_is_reminded_of(stage):
    before, after = at(10, 0), at(10, 1)
    assert rules.may_tell(stage, some_slot(), before) is (stage is Stage.SUMMONED)
    assert not rules.may_tell(stage, some_slot(), after)
    assert not rules.may_tell(stage, None, before)


@pytest.mark.parametrize("stage", sorted(rules.OVER))
def test_nothing_more_is_done_to_a_hearing_that_is_over(stage):
    assert rules.FLOW.acts(stage) == ()


@pytest.mark.parametrize(("act", "stage"), rules.DISPOSITIONS.items())
def test_each_disposition_is_reached_from_a_summoned_or_opened_hearing(act, stage):
    ends = {after for (_, one), after in rules.FLOW.moves.items() if one is act}
    assert ends == {stage}


def test_a_hearing_that_nobody_was_told_of_cannot_be_missed_or_adjourned():
    for stage in (Stage.ASKED, Stage.LISTED):
        for act in (Act.MISS, Act.ADJOURN, Act.OPEN):
            with pytest.raises(NotNow):
                rules.FLOW.step(stage, act)


def test_an_hour_before_its_time_a_hearing_may_be_opened_and_no_sooner():
    slot = some_slot()
    rules.check_opening_time(slot, at(10, 0))
    with pytest.raises(NotNow, match="not_yet"):
        rules.check_opening_time(slot, at(10, 0) - timedelta(minutes=1))


def somebody(**changes: object) -> Attendance:
    facts = {"has_come": True, "identified": True, "is_online": False, **changes}
    return Attendance(id=uuid4(), part=Part.PLAINTIFF, **facts)


# Online Litigation Rules art. 4 and 7.
@pytest.mark.parametrize(
    ("people", "missing"),
    [
        ((somebody(),), ()),
        ((somebody(), somebody(has_come=False, identified=False)), ()),
        ((somebody(has_come=None),), ("hearings.roll_not_called", "hearings.nobody_came")),
        ((somebody(has_come=False),), ("hearings.nobody_came",)),
        ((somebody(identified=False),), ("hearings.identity_missing",)),
        ((somebody(is_online=True),), ("hearings.online_not_agreed",)),
        ((somebody(is_online=True, agreed_online=True),), ()),
    ],
)
def test_a_hearing_opens_with_identities_checked_and_consents_given(people, missing):
    assert rules.missing_to_open(people) == missing


# Simplified Rules art. 23, Civil Procedure Law art. 167.
@pytest.mark.parametrize(
    ("procedure", "sat", "words", "purpose", "allowed"),
    [
        (SUMMARY, 0, "", Purpose.TRIAL, True),
        (SUMMARY, 1, " ", Purpose.TRIAL, False),
        (SMALL, 1, "", Purpose.TRIAL, False),
        (SUMMARY, 1, "虚构：新证人", Purpose.TRIAL, True),
        (SUMMARY, 1, "", Purpose.PRONOUNCEMENT, True),
        (ORDINARY, 3, "", Purpose.TRIAL, True),
    ],
)
def test_a_simplified_case_is_heard_once_unless_truly_necessary(
    procedure, sat, words, purpose, allowed
):
    def ask() -> None:
        rules.check_another_trial(procedure, sat_before=sat, why_necessary=words, purpose=purpose)

    if allowed:
        ask()
    else:
        with pytest.raises(NotNow, match="one_hearing_only"):
            ask()


# 2019 rules art. 2 and 3 (C15): the count, and item (4) before the president.
@pytest.mark.parametrize(
    ("procedure", "done", "reason", "cause", "verdict"),
    [
        (ORDINARY, 0, Reason.EXCUSED, None, Verdict.JUDGE),
        (ORDINARY, 1, Reason.EVIDENCE, None, Verdict.JUDGE),
        (ORDINARY, 2, Reason.RECUSAL, None, Verdict.ASK),
        (ORDINARY, 0, Reason.OTHER, Cause.FORCE_MAJEURE, Verdict.PRESIDENT),
        (ORDINARY, 1, Reason.OTHER, Cause.ACCIDENT, Verdict.PRESIDENT),
        (ORDINARY, 2, Reason.OTHER, Cause.FORCE_MAJEURE, Verdict.ASK),
        (SUMMARY, 0, Reason.OTHER, Cause.FORCE_MAJEURE, Verdict.PRESIDENT),
        (SUMMARY, 1, Reason.OTHER, Cause.FORCE_MAJEURE, Verdict.ASK),
        (SMALL, 0, Reason.EXCUSED, None, Verdict.JUDGE),
        (SMALL, 1, Reason.EXCUSED, None, Verdict.ASK),
    ],
)
def test_the_count_of_adjournments_knows_no_exception(procedure, done, reason, cause, verdict):
    asked = Asked(procedure, reason, cause, done, words="虚构：台风停航")
    assert adjourning.judge(adjourning.check_asked(asked)).verdict is verdict


def test_a_second_typhoon_in_a_simplified_case_is_asked_of_a_person():
    first = Asked(SUMMARY, Reason.OTHER, Cause.FORCE_MAJEURE, 0)
    second = Asked(SUMMARY, Reason.OTHER, Cause.FORCE_MAJEURE, 1)
    assert adjourning.judge(first).verdict is Verdict.PRESIDENT
    judged = adjourning.judge(second)
    assert judged.verdict is Verdict.ASK
    assert [why.reason for why in judged.why][-1] == "hearings.count_is_used_up"


def test_an_adjournment_says_why_and_item_four_names_its_cause():
    with pytest.raises(NotValid) as caught:
        adjourning.check_asked(Asked(ORDINARY, Reason.OTHER, None, 0, words=" "))
    assert {name: one.reason for name, one in caught.value.fields.items()} == {
        "cause": "hearings.other_needs_cause",
        "words": "form.missing",
    }


# 2019 rules art. 2: one month, lifted by force majeure or consent only.
@pytest.mark.parametrize(
    ("last_on", "next_on", "cause", "all_agree", "allowed"),
    [
        (date(2026, 11, 10), date(2026, 12, 10), None, False, True),
        (date(2026, 11, 10), date(2026, 12, 11), None, False, False),
        (date(2026, 11, 10), date(2026, 12, 11), Cause.ACCIDENT, False, False),
        (date(2026, 11, 10), date(2026, 12, 11), Cause.FORCE_MAJEURE, False, True),
        (date(2026, 11, 10), date(2026, 12, 11), None, True, True),
        (date(2026, 1, 31), date(2026, 2, 28), None, False, True),
        # 2026-10-03 is off: the month rolls to the first working day.
        (date(2026, 9, 3), date(2026, 10, 8), None, False, True),
        (date(2026, 9, 3), date(2026, 10, 9), None, False, False),
    ],
)
def test_the_next_hearing_lies_within_a_month(last_on, next_on, cause, all_agree, allowed):
    if allowed:
        adjourning.check_gap(last_on, next_on, OFFICIAL, cause=cause, all_agree=all_agree)
    else:
        with pytest.raises(NotNow, match="gap_too_long"):
            adjourning.check_gap(last_on, next_on, OFFICIAL, cause=cause, all_agree=all_agree)


@pytest.mark.parametrize(
    ("verdict", "choice", "can_go_online", "words", "error"),
    [
        (Verdict.ASK, Choice.BEYOND, False, "虚构：全岛停航", None),
        (Verdict.ASK, Choice.BEYOND, False, "", NotValid),
        (Verdict.ASK, Choice.GRANT, False, "虚构", NotValid),
        (Verdict.ASK, Choice.ONLINE, True, "虚构", None),
        (Verdict.ASK, Choice.ONLINE, False, "虚构", NotNow),
        (Verdict.PRESIDENT, Choice.GRANT, False, "", None),
        (Verdict.PRESIDENT, Choice.BEYOND, False, "虚构", NotValid),
        (Verdict.PRESIDENT, Choice.REFUSE, False, "", NotValid),
        (Verdict.JUDGE, Choice.GRANT, False, "", None),
    ],
)
def test_a_decision_that_no_rule_makes_is_written_down(
    verdict, choice, can_go_online, words, error
):
    if error is None:
        adjourning.check_choice(verdict, choice, can_go_online=can_go_online, words=words)
    else:
        with pytest.raises(error):
            adjourning.check_choice(verdict, choice, can_go_online=can_go_online, words=words)


# Civil Procedure Law art. 146, 147; Interpretation art. 261; Online Litigation Rules art. 25.
@pytest.mark.parametrize(
    ("part", "told", "why", "consequence"),
    [
        (Part.PLAINTIFF, Told.SERVED, Absence.NO_REASON, Consequence.DEEMED_WITHDRAWN),
        (Part.DEFENDANT, Told.SERVED, Absence.NO_REASON, Consequence.DEFAULT),
        (Part.DEFENDANT, Told.ACKNOWLEDGED, Absence.NO_REASON, Consequence.DEFAULT),
        (Part.DEFENDANT, Told.MESSAGE, Absence.NO_REASON, Consequence.ADJOURN),
        (Part.PLAINTIFF, Told.MESSAGE, Absence.NO_REASON, Consequence.ADJOURN),
        (Part.DEFENDANT, Told.LATE, Absence.NO_REASON, Consequence.ADJOURN),
        (Part.DEFENDANT, Told.NOT_TOLD, Absence.NO_REASON, Consequence.ADJOURN),
        (Part.DEFENDANT, Told.SERVED, Absence.TECHNICAL, Consequence.ADJOURN),
        (Part.PLAINTIFF, Told.SERVED, Absence.TECHNICAL, Consequence.ADJOURN),
        (Part.DEFENDANT, Told.SERVED, Absence.FORCE_MAJEURE, Consequence.ADJOURN),
        (Part.DEFENDANT, Told.SERVED, Absence.GOOD_REASON, Consequence.ADJOURN),
        (Part.PLAINTIFF, Told.MESSAGE, Absence.LEFT_EARLY, Consequence.DEEMED_WITHDRAWN),
        (Part.DEFENDANT, Told.MESSAGE, Absence.LEFT_EARLY, Consequence.DEFAULT),
        (Part.THIRD, Told.SERVED, Absence.NO_REASON, Consequence.GO_ON),
        (Part.WITNESS, Told.NOT_TOLD, Absence.NO_REASON, Consequence.GO_ON),
    ],
)
def test_an_absence_has_the_effect_that_its_proof_carries(part, told, why, consequence):
    assert attending.effect_of(Absent(part, told, why)).consequence is consequence


def test_one_defendant_who_was_only_messaged_bars_a_default_against_all():
    served = Absent(Part.DEFENDANT, Told.SERVED)
    messaged = Absent(Part.DEFENDANT, Told.MESSAGE)
    assert attending.may_default([served])
    assert not attending.may_default([served, messaged])
    assert not attending.may_default([])
    both = attending.outcome_of([served, Absent(Part.PLAINTIFF, Told.SERVED)])
    assert both.consequence is Consequence.DEEMED_WITHDRAWN


# Earliest: the day after answer and evidence; latest: before the term with its margin (A5).
@pytest.mark.parametrize(
    ("changes", "earliest", "latest", "is_tight"),
    [
        ({}, date(2026, 11, 27), date(2027, 11, 24), False),
        ({"notice_waived": True}, date(2026, 11, 24), date(2027, 11, 24), False),
        ({"travel_days": 2}, date(2026, 11, 29), date(2027, 11, 24), False),
        ({"answer_ends_on": date(2026, 12, 8)}, date(2026, 12, 9), date(2027, 11, 24), False),
        (
            {"answer_ends_on": date(2026, 12, 8), "evidence_ends_on": date(2026, 12, 15)},
            date(2026, 12, 16),
            date(2027, 11, 24),
            False,
        ),
        (
            {"answer_ends_on": date(2026, 12, 8), "periods_waived": True},
            date(2026, 11, 27),
            date(2027, 11, 24),
            False,
        ),
        ({"term_ends_on": date(2027, 2, 10)}, date(2026, 11, 27), date(2027, 1, 21), False),
        ({"gap_ends_on": date(2026, 12, 20)}, date(2026, 11, 27), date(2026, 12, 20), False),
        # The margin is ours and gives way; the term is the law's and does not.
        ({"term_ends_on": date(2026, 12, 1)}, date(2026, 11, 27), date(2026, 12, 1), True),
        ({"term_ends_on": date(2026, 11, 25)}, date(2026, 11, 27), date(2026, 11, 27), True),
    ],
)
def test_a_hearing_has_a_first_and_a_last_day(changes, earliest, latest, is_tight):
    window = window_of(Bounds(today=TODAY, **changes))
    assert (window.earliest_on, window.latest_on, window.is_tight) == (earliest, latest, is_tight)


@settings(max_examples=60, deadline=None)
@given(
    answer=st.integers(0, 60),
    evidence=st.integers(0, 60),
    term=st.integers(0, 400),
    travel=st.integers(0, 10),
)
def test_a_window_never_ends_before_it_begins(answer, evidence, term, travel):
    window = window_of(
        Bounds(
            today=TODAY,
            answer_ends_on=TODAY + timedelta(days=answer),
            evidence_ends_on=TODAY + timedelta(days=evidence),
            term_ends_on=TODAY + timedelta(days=term),
            travel_days=travel,
        )
    )
    assert window.earliest_on <= window.latest_on
    assert window.earliest_on > TODAY + timedelta(days=max(answer, evidence))
    assert rules.is_in_time(TODAY, window.earliest_on, travel_days=travel)
