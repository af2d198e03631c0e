"""Handing in, one list of defects, filing with a number, refusing: deeds on a real database."""

import asyncio
import logging
from datetime import date, timedelta

import pytest

from commons.access.actor import Role
from commons.errors import NotAllowed, NotFound, NotNow, NotValid
from commons.outbox import Fact
from litigation.cases import filing_actions, register_actions
from litigation.cases.list_queries import list_cases
from litigation.cases.models import (
    Case,
    CaseClaim,
    CaseExhibit,
    CaseParty,
    FeeNotice,
    Filing,
    Supplement,
    access_case,
)
from litigation.cases.queries import view_case
from litigation.cases.rules import Ending, RefusalGround, Side, Stage
from litigation.mediation.rules import Track
from tests.litigation.cases.builders import (
    CLERK,
    JUDGE,
    NOW,
    OTHER_CLERK,
    STRANGER,
    TOURIST,
    WAYS,
    a_case,
    a_complaint,
    a_court,
    a_submitted,
    acts,
    an_actor,
    everything,
)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


async def test_a_complaint_gets_a_dated_receipt_and_the_seven_days_of_art_126():
    case = await a_submitted()
    assert (case.stage, case.number) == (Stage.SUBMITTED, None)
    assert case.receipt_number == "2026收000001"
    # Event day 11-23, seven days: 11-30, a Monday.
    assert case.decide_by_on == date(2026, 11, 30)
    assert case.title == "虚构甲 诉 虚构海风租车行"
    assert case.amount_fen == 30_000_00
    assert await CaseParty.filter(case_id=case.id).count() == 2
    assert await CaseClaim.filter(case_id=case.id).values_list("item", flat=True) == ["退还押金"]
    assert await CaseExhibit.filter(case_id=case.id).values_list("name", flat=True) == ["虚构合同"]
    plaintiff = await CaseParty.get(case_id=case.id, side=Side.PLAINTIFF)
    assert plaintiff.account_id == TOURIST.account_id
    assert await acts() == ["case.submitted"]


async def test_pressing_twice_leads_to_the_same_receipt():
    await a_court()
    filing_id = await filing_actions.start_filing(TOURIST, {}, now=NOW)
    first, second = [
        await filing_actions.submit(TOURIST, filing_id, a_complaint(), version=None, now=NOW)
        for _ in range(2)
    ]
    assert first == second
    assert await Case.all().count() == 1
    assert (await Filing.get(id=filing_id)).answers == {}


async def test_a_draft_is_its_writers_alone():
    filing_id = await filing_actions.start_filing(TOURIST, {}, now=NOW)
    with pytest.raises(NotFound):
        await filing_actions.keep_answers(STRANGER, filing_id, {}, version=None, now=NOW)


async def test_the_window_lists_defects_once_and_the_seven_days_begin_anew():
    case = await a_submitted()
    later = NOW + timedelta(days=3)
    await register_actions.ask_supplement(
        CLERK,
        case.id,
        ("身份证明", "", " 送达地址 "),
        due_on=date(2026, 12, 10),
        ways=WAYS,
        version=None,
        now=NOW,
    )
    row = await Supplement.get(case_id=case.id)
    assert row.defects == ["身份证明", "送达地址"]
    with pytest.raises(NotValid):  # each point wants its answer
        await register_actions.supplement(TOURIST, case.id, {1: "附上"}, version=None, now=later)
    await register_actions.supplement(
        TOURIST, case.id, {1: "附上", 2: "虚构路1号"}, version=None, now=later
    )
    case = await Case.get(id=case.id)
    # Supplemented on 11-26: seven days from the next day, 12-03.
    assert (case.stage, case.decide_by_on) == (Stage.SUPPLEMENTED, date(2026, 12, 3))
    before = await everything()
    with pytest.raises(NotNow) as no:
        await register_actions.ask_supplement(
            CLERK, case.id, ("再补",), due_on=date(2026, 12, 20), ways=WAYS, version=None, now=later
        )
    assert no.value.reason == "cases.listed_once"
    assert await everything() == before


async def test_filing_gives_a_number_a_grade_and_a_fee_notice():
    case = await a_case()
    assert case.number == "（2026）虚0000民初1号"
    assert (case.stage, case.filed_on) == (Stage.FEE_DUE, date(2026, 11, 23))
    assert case.grade is not None
    notice = await FeeNotice.get(case_id=case.id)
    # 30,000 yuan: 550, halved in summary procedure (Measures art. 13 and 16).
    assert (notice.fee_fen, notice.due_on) == (275_00, date(2026, 11, 30))
    assert await register_actions.accept(CLERK, case.id, WAYS, version=None, now=NOW) == case.number
    assert await FeeNotice.all().count() == 1


async def test_who_wants_mediation_is_filed_first_and_pays_only_when_it_fails():
    # Opinion in force since 2025-01-01: no fee notice before mediation has failed.
    case = await a_case(track=Track.FILED)
    assert (case.stage, case.number) == (Stage.MEDIATING, "（2026）虚0000民初1号")
    assert await FeeNotice.all().count() == 0


async def test_what_could_be_mended_is_refused_only_after_the_list():
    case = await a_submitted()
    before = await everything()
    with pytest.raises(NotNow) as no:
        await refused(case, RefusalGround.NOT_SUPPLEMENTED)
    assert no.value.reason == "cases.list_defects_first"
    assert await everything() == before
    await refused(case, RefusalGround.ARBITRATION)
    case = await Case.get(id=case.id)
    assert (case.stage, case.ending, case.number) == (Stage.REFUSED, Ending.NOT_FILED, None)
    assert await Fact.filter(topic="litigation.case.refused").count() == 1


async def refused(case, ground, actor=JUDGE) -> None:
    await register_actions.refuse(
        actor, case.id, ground, reason="虚构理由", ways=WAYS, version=None, now=NOW
    )


async def test_a_clerk_does_not_refuse_and_strangers_find_nothing():
    case = await a_submitted()
    with pytest.raises(NotAllowed):
        await refused(case, RefusalGround.NOT_CIVIL, actor=CLERK)
    for actor in (STRANGER, OTHER_CLERK, an_actor(Role.MERCHANT)):
        with pytest.raises(NotFound):
            await access_case(actor, case.id)
    with pytest.raises(NotAllowed):
        await register_actions.accept(TOURIST, case.id, WAYS, version=None, now=NOW)


async def test_a_complaint_may_be_taken_back_before_it_is_filed():
    case = await a_submitted()
    await register_actions.take_back(TOURIST, case.id, version=None, now=NOW)
    case = await Case.get(id=case.id)
    assert (case.stage, case.ending) == (Stage.CLOSED, Ending.WITHDRAWN)


async def test_an_old_page_is_told_so():
    case = await a_submitted()
    with pytest.raises(NotNow) as no:
        await register_actions.accept(CLERK, case.id, WAYS, version=case.version + 1, now=NOW)
    assert no.value.reason == "db.changed_meanwhile"


async def test_forty_filings_at_once_leave_no_gap_and_no_double():
    cases = [await a_submitted() for _ in range(40)]
    found = await asyncio.gather(
        *(register_actions.accept(CLERK, one.id, WAYS, version=None, now=NOW) for one in cases)
    )
    assert sorted(found) == sorted(f"（2026）虚0000民初{n}号" for n in range(1, 41))


async def test_a_deed_that_fails_after_its_number_gives_the_number_back():
    first, second = await a_submitted(), await a_submitted()
    await Case.filter(id=first.id).update(number="（2026）虚0000民初1号", stage=Stage.CLOSED)
    with pytest.raises(NotNow):  # closed: no step of the flow leads to a number
        await register_actions.accept(CLERK, first.id, WAYS, version=None, now=NOW)
    await Case.filter(id=first.id).update(number=None)
    number = await register_actions.accept(CLERK, second.id, WAYS, version=None, now=NOW)
    assert number == "（2026）虚0000民初1号"


async def test_years_courts_and_types_count_apart():
    await a_case()
    next_year = NOW + timedelta(days=60)
    case = await a_case(now=next_year)
    assert case.number == "（2027）虚0000民初1号"


async def test_lists_take_the_same_number_of_queries_at_one_and_three_rows(caplog):
    caplog.set_level(logging.DEBUG, logger="tortoise.db_client")

    async def asked() -> tuple[int, int]:
        caplog.clear()
        found = await list_cases(CLERK, now=NOW)
        return len(found.lines), len(caplog.records)

    await a_case()
    lines, one = await asked()
    await a_case()
    await a_case()
    assert (lines, *await asked()) == (1, 3, one)
    assert one


async def test_people_find_their_own_cases_by_number_name_and_phone():
    case = await a_case()
    for search in (case.number, "海风", case.receipt_number, "13805010001"):
        found = await list_cases(TOURIST, now=NOW, search=search)
        assert [line.id for line in found.lines] == [case.id], search
    assert (await list_cases(STRANGER, now=NOW, search="海风")).lines == ()


async def test_the_page_of_a_case_says_what_is_next():
    case = await a_case()
    view = await view_case(CLERK, case.id, now=NOW)
    # Law art. 128: the copy goes to the defendant within five days of filing: 11-28 is a Saturday.
    assert view.copies_due_on == date(2026, 11, 30)
    assert (view.open_fen, view.fee_due_on) == (275_00, date(2026, 11, 30))
    assert view.may_write
    assert not (await view_case(TOURIST, case.id, now=NOW)).may_write
