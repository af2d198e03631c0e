"""The door advises, warns and blocks nothing; every reason is said (row 1.01)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commons.errors import NotValid
from litigation.cases.door import (
    CHOICES,
    Answers,
    Ask,
    Door,
    Known,
    Place,
    Tried,
    Trouble,
    When,
    advise,
    asked,
    first_open,
    read_answers,
)
from litigation.cases.fees import Procedure

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "door", "why"),
    [
        (Answers(Trouble.ONLY_ASKING), Door.QUESTION, "cases.door.only_asking"),
        (Answers(Trouble.AUTHORITY), Door.QUESTION, "cases.door.authority"),
        (Answers(Trouble.TRAVEL), Door.COMPLAINT, "cases.door.buyer"),
        (
            Answers(Trouble.SHOPPING, tried=Tried.COMPLAINED),
            Door.MEDIATION,
            "cases.door.ready_to_talk",
        ),
        (Answers(Trouble.DEBT), Door.MEDIATION, "cases.door.ready_to_talk"),
        (Answers(Trouble.DEBT, talk=False), Door.FILING, "cases.door.no_talk"),
        (Answers(Trouble.TRAVEL, tried=Tried.MEDIATED), Door.FILING, "cases.door.mediated_before"),
    ],
)
def test_answers_lead_to_a_door_and_its_reason(said, door, why):
    advice = advise(said, on=ON)
    assert (advice.door, [one.reason for one in advice.why]) == (door, [why])


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"other": Known.NOTHING}, "cases.door.warn_no_defendant"),  # Civil Procedure Law art. 122
        ({"other": Known.NAME_ONLY}, "cases.door.warn_no_address"),
        ({"place": Place.ELSEWHERE}, "cases.door.warn_elsewhere"),  # art. 22 to 29
        ({"tried": Tried.SUED}, "cases.door.warn_sued"),  # art. 127(5)
        ({"tried": Tried.ARBITRATION_CLAUSE}, "cases.door.warn_arbitration"),  # art. 127(2)
        ({"when": When.LONGER}, "cases.door.warn_limitation"),  # Civil Code art. 188
    ],
)
def test_what_may_stand_in_the_way_is_said_once_and_blocks_nothing(changes, warning):
    assert advise(Answers(Trouble.DEBT), on=ON).warnings == ()
    advice = advise(Answers(Trouble.DEBT, **changes), on=ON)
    assert [one.reason for one in advice.warnings] == [warning]
    assert set(advice.others) == set(Door) - {advice.door}


def test_the_likely_fee_and_way_follow_from_the_sum():
    small = advise(Answers(Trouble.DEBT, amount_fen=10_000_00, talk=False), on=ON)
    assert (small.procedure, small.fee.fee_fen) == (Procedure.SMALL_CLAIMS, 25_00)
    # Measures art. 13(1)1 and 16: 50 + 2.5 % of 20,000, halved in the summary procedure.
    more = advise(Answers(Trouble.DEBT, amount_fen=30_000_00), on=ON)
    assert (more.procedure, more.fee.fee_fen) == (Procedure.SUMMARY, 275_00)
    # Whoever cannot be found is served by announcement: no summary procedure (Interpr. art. 257).
    lost = advise(Answers(Trouble.DEBT, amount_fen=30_000_00, other=Known.NOTHING), on=ON)
    assert (lost.procedure, lost.fee.fee_fen) == (Procedure.ORDINARY, 550_00)


def test_whoever_only_asks_is_asked_one_thing():
    assert asked({"trouble": "only_asking"}) == (Ask.TROUBLE,)
    assert first_open({"trouble": "only_asking"}) is None
    assert first_open({}) is Ask.TROUBLE


choice = {
    one.value: st.sampled_from([item.value for item in items]) for one, items in CHOICES.items()
}


@settings(max_examples=60)
@given(st.fixed_dictionaries({**choice, "amount": st.integers(1, 10**18).map(str)}))
def test_any_answers_are_advised_with_a_reason_and_every_other_door_open(answers):
    advice = advise(read_answers(answers), on=ON)
    assert advice.why
    assert {advice.door, *advice.others} == set(Door)


@pytest.mark.parametrize("bad", [{}, {"trouble": "weather"}, {"trouble": "debt", "amount": "x"}])
def test_an_address_that_nobody_was_given_is_refused(bad):
    with pytest.raises(NotValid):
        read_answers(bad)
