"""Finding a case as a clerk does: by its number, part of a name, a phone, an identity number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commons.errors import NotValid
from litigation.cases import party_actions
from litigation.cases.list_queries import list_cases
from litigation.cases.models import Case, CaseParty
from litigation.cases.numbering import CaseNumber, read_case_number
from litigation.cases.pleading import Standing
from litigation.cases.rules import Side
from litigation.cases.search import Count, Sought, parts_of, read_search
from tests.litigation.cases.builders import (
    CLERK,
    NOW,
    OTHER_CLERK,
    STRANGER,
    TOURIST,
    a_case,
)
from tests.litigation.mediation.builders import somebody

NUMBER = "（2026）虚0000民初1号"
IDENTITY = "11010519491231002X"
SEARCHES = (
    ("(2026)虚0000民初1号", Sought(number=NUMBER)),
    ("〔２０２６〕 虚００００民初第１号", Sought(number=NUMBER)),
    ("（2026）虚0000民初1", Sought(number=NUMBER)),
    ("民初1号", Sought(count=Count(1, "民初"), name="民初1号")),
    ("2026民初1", Sought(count=Count(1, "民初", 2026), name="2026民初1")),
    ("虚0000民初1号", Sought(count=Count(1, "虚0000民初"), name="虚0000民初1号")),
    ("1187", Sought(count=Count(1187), tail="1187")),
    ("0001", Sought(tail="0001")),
    ("12", Sought(count=Count(12))),
    ("2026收000012", Sought(receipt="2026收000012")),
    ("2026收12", Sought(receipt="2026收000012")),
    ("移A-12", Sought(receipt="移A-12", name="移a-12")),
    ("138 0501 0001", Sought(phone="+8613805010001")),
    ("＋８６13805010001", Sought(phone="+8613805010001")),
    ("11010519491231002x", Sought(identity=IDENTITY)),
    ("91350128M0000002T5", Sought(identity="91350128M0000002T5")),
    ("海 风", Sought(name="海风")),
    ("John  SMITH", Sought(name="john smith")),
)
WRONG = (
    ("110105194912310021", "persons.number_checksum"),
    ("350128198", "persons.phone_not_a_number"),
    ("350128199306", "persons.number_wrong_length"),
    ("91350128M0000002T6", "persons.credit_code_checksum"),
    ("林", "cases.search_too_short"),
)


@pytest.mark.parametrize(("typed", "sought"), SEARCHES)
def test_what_was_typed_is_understood(typed, sought):
    assert read_search(typed) == sought


@pytest.mark.parametrize(("typed", "reason"), WRONG)
def test_what_cannot_be_found_says_why(typed, reason):
    with pytest.raises(NotValid) as refused:
        read_search(typed)
    assert refused.value.fields["search"].reason == reason


@given(
    st.builds(
        CaseNumber,
        st.integers(2016, 2099),
        st.sampled_from(["闽0128", "闽", "最高法", "京01"]),
        st.sampled_from(["民初", "民特", "执", "执保"]),
        st.integers(1, 9_999_999),
    )
)
@settings(max_examples=30, deadline=None)
def test_a_number_that_was_written_is_read_again(number):
    assert read_case_number(str(number)) == number
    assert read_case_number(str(number).replace("（", "[").replace("）", "]")) == number


@given(st.text("林海风生ab ", min_size=2, max_size=12).filter(lambda name: len(name.strip()) > 1))
@settings(max_examples=30, deadline=None)
def test_every_part_of_a_name_leads_to_it(name):
    sought = read_search(name).name
    assert {sought[:2], sought[-2:]} <= set(parts_of(name))


@pytest.mark.anyio
async def test_each_way_finds_the_case_and_nobody_elses(db):
    case, other = await a_case(), await a_case()
    await party_actions.add_party(
        CLERK,
        case.id,
        Side.THIRD,
        Standing(somebody("虚构欧阳静", number=IDENTITY, phone="13905019876")),
        now=NOW,
    )
    for typed in (
        "欧阳",
        "构欧阳静",
        "9876",
        "139-0501-9876",
        IDENTITY,
        case.receipt_number,
        NUMBER,
    ):
        assert await found(CLERK, typed) == [case.id], typed
        assert await found(OTHER_CLERK, typed) == [], typed
        assert await found(STRANGER, typed) == [], typed
    # A count alone may be that of every year and kind; a name both have finds both.
    assert await found(CLERK, "民初2") == [other.id]
    assert (
        set(await found(CLERK, "租车行"))
        == {case.id, other.id}
        == set(await found(TOURIST, "0001"))
    )
    assert await found(CLERK, "租行") == []


async def found(actor, typed):
    return [line.id for line in (await list_cases(actor, now=NOW, search=typed)).lines]


@pytest.mark.anyio
async def test_a_wrong_search_is_shown_again_with_its_fault(desk):
    await a_case()
    async with desk(CLERK) as browser:
        answer = await browser.post("/cases", data={"search": "110105194912310021"})
        assert (answer.status_code, 'value="110105194912310021"' in answer.text) == (422, True)
        assert "f-search" in answer.text
        assert "校验位" in answer.text
        ended = await browser.post("/cases", data={"search": "没有这人"})
    assert "没有找到" in ended.text
    assert await Case.all().count() == 1
    assert {one.phone_tail_fingerprint == "" for one in await CaseParty.all()} == {True, False}
