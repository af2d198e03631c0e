"""Consent per step, the bars of article 21, and hearings at different times."""

from uuid import UUID, uuid4

import pytest

from commons.errors import NotNow, NotValid
from litigation.cases.fees import Procedure
from litigation.hearings import online
from litigation.hearings.online import Answer, Apart, Bar, Mode, Voice

ONE, TWO = UUID(int=1), UUID(int=2)


def voices(*answers: Answer) -> tuple[Voice, ...]:
    return tuple(Voice(UUID(int=place), answer) for place, answer in enumerate(answers, start=1))


# Online Litigation Rules art. 4 and 21 (1).
@pytest.mark.parametrize(
    ("answers", "bar", "mode", "by_video"),
    [
        ((Answer.CHOSEN, Answer.AGREED), None, Mode.ONLINE, {ONE, TWO}),
        ((Answer.CHOSEN, Answer.REFUSED), None, Mode.MIXED, {ONE}),
        ((Answer.CHOSEN, Answer.SILENT), None, Mode.MIXED, {ONE}),
        ((Answer.CHOSEN, Answer.REFUSED_WITH_REASON), None, Mode.IN_PERSON, set()),
        ((Answer.CHOSEN, Answer.WITHDRAWN), None, Mode.IN_PERSON, set()),
        ((Answer.REFUSED, Answer.REFUSED), None, Mode.IN_PERSON, set()),
        ((Answer.SILENT, Answer.SILENT), None, Mode.IN_PERSON, set()),
        ((Answer.CHOSEN, Answer.AGREED), Bar.ON_SITE, Mode.IN_PERSON, set()),
        ((), None, Mode.IN_PERSON, set()),
    ],
)
def test_who_agreed_takes_part_by_video_and_nobody_else(answers, bar, mode, by_video):
    found = online.mode_of(voices(*answers), bar=bar)
    assert found is mode
    assert online.online_people(voices(*answers), found) == by_video


def test_the_bars_that_answers_carry_are_named():
    assert online.bar_of(voices(Answer.REFUSED, Answer.SILENT)) is Bar.ALL_REFUSE
    assert online.bar_of(voices(Answer.AGREED, Answer.WITHDRAWN)) is Bar.ONE_REFUSES_WITH_REASON
    assert online.bar_of(voices(Answer.AGREED, Answer.REFUSED)) is None


# Art. 5: regret comes before the step, with its reason, and only after a yes.
@pytest.mark.parametrize(
    ("before", "new", "words", "begun", "error"),
    [
        (Answer.SILENT, Answer.AGREED, "", False, None),
        (Answer.AGREED, Answer.WITHDRAWN, "虚构：村里没有信号", False, None),
        (Answer.AGREED, Answer.WITHDRAWN, "", False, NotValid),
        (Answer.AGREED, Answer.WITHDRAWN, "虚构", True, NotNow),
        (Answer.REFUSED, Answer.WITHDRAWN, "虚构", False, NotNow),
        (Answer.SILENT, Answer.REFUSED_WITH_REASON, " ", False, NotValid),
    ],
)
def test_an_answer_may_change_before_the_step_begins(before, new, words, begun, error):
    if error is None:
        assert online.check_answer(before, new, words=words, is_begun=begun) is new
    else:
        with pytest.raises(error):
            online.check_answer(before, new, words=words, is_begun=begun)


def apart(**changes: object) -> Apart:
    facts = {
        "procedure": Procedure.SMALL_CLAIMS,
        "joint_time_truly_hard": True,
        "asked_in_writing": True,
        "voices": voices(Answer.CHOSEN, Answer.AGREED),
        "main_facts_disputed": False,
    }
    return Apart(**{**facts, **changes})


# Art. 20: small claims or simplified, and all three conditions together.
@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, ()),
        ({"procedure": Procedure.SUMMARY}, ()),
        ({"procedure": Procedure.ORDINARY}, ("hearings.apart_only_in_simple_procedures",)),
        ({"joint_time_truly_hard": False}, ("hearings.apart_needs_hardship",)),
        ({"asked_in_writing": False}, ("hearings.apart_needs_all",)),
        ({"voices": voices(Answer.CHOSEN, Answer.SILENT)}, ("hearings.apart_needs_all",)),
        ({"voices": ()}, ("hearings.apart_needs_all",)),
        ({"main_facts_disputed": True}, ("hearings.apart_needs_undisputed_facts",)),
    ],
)
def test_a_hearing_at_different_times_needs_all_of_article_20(changes, missing):
    assert online.missing_for_apart(apart(**changes)) == missing
    if missing:
        with pytest.raises(NotNow):
            online.check_apart(apart(**changes))
    else:
        online.check_apart(apart(**changes))


def test_the_mode_does_not_depend_on_the_order_of_the_answers():
    some = (Voice(uuid4(), Answer.AGREED), Voice(uuid4(), Answer.SILENT))
    assert online.mode_of(some) is online.mode_of(some[::-1]) is Mode.MIXED
