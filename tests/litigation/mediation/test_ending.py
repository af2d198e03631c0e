"""The eight reasons, what each must show, and where it leads."""

from datetime import date
from uuid import uuid4

import pytest

from commons.errors import NotNow, NotValid
from litigation.mediation.ending import (
    EndFacts,
    EndReason,
    NextDoor,
    confirmable,
    end,
    next_door,
)
from litigation.mediation.rules import OrganisationKind, Stage, Track

WHO = uuid4()
DUE = date(2026, 12, 23)
TODAY = date(2026, 12, 1)


def facts(**changes: object) -> EndFacts:
    given: dict[str, object] = {
        "stage": Stage.UNDER_WAY,
        "parties": frozenset({WHO}),
        "vain_tries": {WHO: 2},
        "term_due_on": DUE,
    }
    return EndFacts(**{**given, **changes})  # type: ignore[arg-type]


SHOWN = [
    (EndReason.SETTLED, WHO, "", TODAY),
    (EndReason.UNREACHABLE, WHO, "", TODAY),
    (EndReason.UNWILLING, WHO, "不愿再谈。", TODAY),
    (EndReason.TOO_FAR_APART, None, "相差两万元。", TODAY),
    (EndReason.TERM_OVER, None, "", date(2026, 12, 24)),
    (EndReason.NOT_SIGNED, WHO, "反悔。", TODAY),
    (EndReason.OTHER, None, "台风停航，当事人离岛。", TODAY),
]


@pytest.mark.parametrize(("reason", "who", "words", "today"), SHOWN)
def test_each_reason_ends_when_it_is_shown(reason, who, words, today) -> None:
    assert end(facts(), reason, who=who, explanation=words, today=today) is Stage.ENDED


def test_the_reasons_are_the_eight_items_in_their_order() -> None:
    assert [reason.item for reason in EndReason] == [1, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("reason", "who", "words", "fields"),
    [
        (EndReason.SETTLED, None, "", {"who"}),
        (EndReason.UNREACHABLE, uuid4(), "", {"who"}),
        (EndReason.UNWILLING, None, " ", {"who", "explanation"}),
        (EndReason.TOO_FAR_APART, None, "", {"explanation"}),
        (EndReason.NOT_SIGNED, WHO, "", {"explanation"}),
        (EndReason.OTHER, None, "", {"explanation"}),
        (EndReason.OTHER, None, "长" * 200_000, {"explanation"}),
    ],
)
def test_a_reason_that_is_only_named_is_refused(reason, who, words, fields) -> None:
    with pytest.raises(NotValid) as refused:
        end(facts(), reason, who=who, explanation=words, today=TODAY)
    assert set(refused.value.fields) == fields


@pytest.mark.parametrize(
    ("given", "reason", "today", "refusal"),
    [
        (facts(), EndReason.AGREED, TODAY, "agreed_only_by_last_signature"),
        (facts(vain_tries={WHO: 1}), EndReason.UNREACHABLE, TODAY, "end_needs_tries"),
        (facts(vain_tries={}), EndReason.UNREACHABLE, TODAY, "end_needs_tries"),
        (facts(), EndReason.TERM_OVER, DUE, "term_not_over"),
        (facts(term_due_on=None), EndReason.TERM_OVER, TODAY, "term_not_over"),
        (facts(paused=True), EndReason.TERM_OVER, date(2027, 3, 1), "term_stands_still"),
        (facts(stage=Stage.ACCEPTED), EndReason.TOO_FAR_APART, TODAY, "end_needs_a_sitting"),
        (facts(stage=Stage.REGISTERED), EndReason.NOT_SIGNED, TODAY, "end_needs_a_sitting"),
        (facts(stage=Stage.AGREED), EndReason.OTHER, TODAY, "flow.not_now"),
        (facts(stage=Stage.ENDED), EndReason.UNWILLING, TODAY, "flow.not_now"),
    ],
)
def test_what_the_record_does_not_bear_is_refused(given, reason, today, refusal) -> None:
    with pytest.raises(NotNow, match=refusal):
        end(given, reason, who=WHO, explanation="理由", today=today)


@pytest.mark.parametrize(
    ("track", "reason", "door"),
    [
        (Track.NOT_FILED, EndReason.AGREED, NextDoor.CONFIRMATION),
        (Track.FILED, EndReason.AGREED, NextDoor.CLOSE_FILED_CASE),
        (Track.NOT_FILED, EndReason.SETTLED, NextDoor.NOTHING),
        (Track.FILED, EndReason.SETTLED, NextDoor.CLOSE_FILED_CASE),
        *[
            (Track.NOT_FILED, reason, NextDoor.FILE_COMPLAINT)
            for reason in EndReason
            if reason not in {EndReason.AGREED, EndReason.SETTLED}
        ],
        *[
            (Track.FILED, reason, NextDoor.FEE_NOTICE)
            for reason in EndReason
            if reason not in {EndReason.AGREED, EndReason.SETTLED}
        ],
    ],
)
def test_every_end_leads_to_its_next_door(track, reason, door) -> None:
    assert next_door(track, reason) is door


@pytest.mark.parametrize(
    ("changes", "yes", "reason"),
    [
        ({}, True, "possible"),
        ({"today": DUE}, True, "possible"),
        ({"today": date(2026, 12, 24)}, False, "too_late"),
        ({"effective_on": None}, False, "not_all_signed"),
        ({"organisation": OrganisationKind.ADMINISTRATIVE}, False, "organisation_not_statutory"),
        ({"track": Track.FILED}, False, "case_is_filed"),
    ],
)
def test_the_court_may_be_asked_only_in_time_by_a_lawful_organisation(changes, yes, reason) -> None:
    given = {
        "track": Track.NOT_FILED,
        "organisation": OrganisationKind.PEOPLES,
        "effective_on": date(2026, 11, 23),
        "due_on": DUE,
        "today": TODAY,
    }
    answer = confirmable(**{**given, **changes})
    assert (answer.yes, answer.reason) == (yes, f"mediation.confirm.{reason}")
