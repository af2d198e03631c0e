"""Importing a year: who may, what is kept, who hears of it, and what a refusal leaves behind."""

import json
from datetime import date
from uuid import UUID

import pytest

from commons import deadlines
from commons.access.actor import ANYONE, Actor, Permission
from commons.almanac import OFFICIAL
from commons.errors import NotAllowed, NotValid
from commons.evidence_log.models import Leaf
from commons.holidays.actions import import_year
from commons.holidays.models import HolidayYear, current_almanac, years
from commons.outbox import Fact
from tests.commons.holidays.notices import CSV_2027, JSON_2027, NOTICE_2026

ADMINISTRATOR = Actor(
    account_id=UUID(int=1),
    person_id=UUID(int=2),
    name="林管理（虚构）",
    reach={Permission.HOLIDAYS_IMPORT: frozenset({UUID(int=3)})},
)


async def give(clock, text=CSV_2027, *, year=2027, actor=ADMINISTRATOR):
    await import_year(actor, year=year, text=text, source="虚构通知", now=clock.now())


async def traces():
    return (
        await HolidayYear.all().count(),
        [(fact.topic, json.loads(fact.body)) for fact in await Fact.all().order_by("emitted_at")],
        [(leaf.subject, leaf.act) for leaf in await Leaf.all().order_by("at")],
    )


async def test_an_imported_year_counts_from_now_on(db, clock):
    before = deadlines.days(date(2026, 12, 20), 11, await current_almanac())
    await give(clock)
    almanac = await current_almanac()
    after = deadlines.days(date(2026, 12, 20), 11, almanac)
    assert (before.due_on, after.due_on) == (date(2026, 12, 31), date(2027, 1, 3))
    assert almanac.is_announced(2027)
    assert almanac.years[2026] == OFFICIAL.years[2026]


async def test_an_import_is_recorded_and_told(db, clock):
    await give(clock)
    assert await traces() == (
        1,
        [("commons.holidays.imported", {"year": 2027})],
        [("holidays:2027", "holidays.imported")],
    )
    leaf = await Leaf.get()
    assert (leaf.facts["days_off"], leaf.facts["make_up_days"]) == (8, 2)


async def test_the_same_table_again_changes_nothing(db, clock):
    await give(clock)
    before = await traces()
    await give(clock)
    await give(clock, JSON_2027)
    await give(clock, NOTICE_2026, year=2026)
    assert await traces() == before


async def test_a_corrected_table_replaces_the_year_and_is_told_again(db, clock):
    await give(clock)
    await give(clock, CSV_2027 + "2027-10-04,off,国庆节\n")
    count, told, recorded = await traces()
    assert (count, len(told), len(recorded)) == (1, 2, 2)
    assert (await current_almanac()).is_off(date(2027, 10, 4))
    assert (await HolidayYear.get()).version == 2


async def test_a_built_in_year_may_be_corrected(db, clock):
    await give(clock, NOTICE_2026.replace("2月28日（周六）上班", "3月7日（周六）上班"), year=2026)
    almanac = await current_almanac()
    assert (almanac.is_off(date(2026, 2, 28)), almanac.is_off(date(2026, 3, 7))) == (True, False)


@pytest.mark.parametrize("actor", [ANYONE, Actor(account_id=UUID(int=9), name="路人（虚构）")])
async def test_nobody_else_may_import(db, clock, actor):
    with pytest.raises(NotAllowed):
        await give(clock, actor=actor)
    with pytest.raises(NotAllowed):
        await years(actor, clock.today())
    assert await traces() == (0, [], [])


async def test_a_refused_table_leaves_no_trace(db, clock):
    with pytest.raises(NotValid):
        await give(clock, CSV_2027.replace("2027-10-09", "2027-10-08"))
    assert await traces() == (0, [], [])


async def test_the_list_marks_the_next_year_as_provisional_until_it_is_imported(db, clock):
    def seen(views):
        return [(view.year, view.is_provisional, view.imported_by_name) for view in views]

    assert seen(await years(ADMINISTRATOR, clock.today())) == [
        (2027, True, ""),
        (2026, False, ""),
        (2025, False, ""),
    ]
    await give(clock)
    listed = await years(ADMINISTRATOR, clock.today())
    assert seen(listed)[0] == (2027, False, "林管理（虚构）")
    assert listed[0].imported_at == clock.now()
    assert listed[0].make_up == (date(2027, 1, 3), date(2027, 10, 9))
