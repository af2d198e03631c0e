"""What happens by itself: silence frees a matter, a new holiday table moves the days."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from commons.access.actor import Role
from commons.db import atomic
from commons.errors import NotNow
from commons.holidays.actions import import_year
from commons.holidays.events import HolidaysImported
from commons.outbox import Fact
from litigation.events import AcceptanceDue
from litigation.mediation import end_actions, time_actions
from litigation.mediation.ending import EndReason
from litigation.mediation.listeners import on_acceptance_due, on_holidays_imported
from litigation.mediation.models import Appraisal, Extension, Matter
from litigation.mediation.opening_actions import open_matter
from litigation.mediation.rules import Stage
from tests.litigation.mediation.builders import (
    MEDIATOR,
    NOW,
    a_matter,
    an_actor,
    an_opening,
)

NOTICE = """日期,类型,名称
2027-01-01,休,元旦
2027-01-09,休,虚构长假
2027-01-10,休,虚构长假
2027-01-11,休,虚构长假
2027-02-05,休,春节
2027-02-06,休,春节
2027-02-07,休,春节
2027-02-08,休,春节
2027-04-05,休,清明节
2027-05-01,休,劳动节
2027-05-02,休,劳动节
2027-06-09,休,端午节
2027-09-15,休,中秋节
2027-10-01,休,国庆节
2027-10-02,休,国庆节
2027-10-03,休,国庆节
"""


async def test_silence_is_heard_and_hearing_it_twice_changes_nothing(db, outside) -> None:
    matter = await a_matter()
    event = AcceptanceDue(matter.id, MEDIATOR.account_id)
    await on_acceptance_due(event, outside)
    once = await Matter.get(id=matter.id)
    await on_acceptance_due(event, outside)
    assert once.mediator_id is None
    assert (await Matter.get(id=matter.id)).version == once.version


async def test_an_administrator_imports_a_year_and_the_days_become_certain(
    db, outside, clock
) -> None:
    late = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)
    clock.move(late - clock.now())
    matter = await a_matter(stage=Stage.ACCEPTED, now=late)
    before = {name: getattr(matter, name) for name in matter._meta.db_fields}
    administrator = an_actor(Role.ADMINISTRATOR)
    await import_holidays(administrator, late)
    assert await Fact.filter(topic=HolidaysImported.topic).count() == 1
    for _ in range(2):
        await on_holidays_imported(HolidaysImported(2027), outside)
    row = await Matter.get(id=matter.id)
    changed = {name for name in row._meta.db_fields if getattr(row, name) != before[name]}
    assert changed == {"term_due_on", "term_provisional", "version"}
    # 2026-12-10 and thirty days is Saturday 01-09; with the new holiday the first day after.
    assert (row.term_due_on, row.term_provisional) == (date(2027, 1, 12), False)
    assert row.version == matter.version + 1


@atomic
async def import_holidays(actor, now) -> None:
    await import_year(actor, year=2027, text=NOTICE, source="虚构通知", now=now)


async def test_twenty_who_extend_the_stillness_at_once_make_one(db) -> None:
    matter = await a_matter(stage=Stage.UNDER_WAY)

    async def start() -> None:
        await time_actions.start_appraisal(
            MEDIATOR, matter.id, of="虚构渔排", on=NOW.date(), version=matter.version, now=NOW
        )

    answers = await asyncio.gather(*(start() for _ in range(20)), return_exceptions=True)
    refused = [each for each in answers if isinstance(each, NotNow)]
    assert (len(refused), answers.count(None)) == (19, 1)
    assert {each.reason for each in refused} == {"db.changed_meanwhile"}
    assert await Appraisal.filter(matter_id=matter.id).count() == 1
    assert await Extension.all().count() == 0


async def test_twenty_who_open_at_once_get_twenty_numbers(db) -> None:
    async def opened() -> None:
        await open_matter(MEDIATOR, an_opening(), now=NOW)

    await asyncio.gather(*(opened() for _ in range(20)))
    numbers = await Matter.all().order_by("number").values_list("number", flat=True)
    assert list(numbers) == [f"2026调{n:05d}" for n in range(1, 21)]


async def test_two_who_end_at_once_end_it_once(db) -> None:
    matter = await a_matter(stage=Stage.UNDER_WAY)

    async def end(reason: EndReason) -> None:
        await end_actions.end(
            MEDIATOR,
            matter.id,
            reason=reason,
            who=None,
            explanation="虚构。",
            version=matter.version,
            now=NOW + timedelta(days=1),
        )

    answers = await asyncio.gather(
        end(EndReason.OTHER), end(EndReason.TOO_FAR_APART), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in answers) == ["NoneType", "NotNow"]
    assert await Fact.filter(topic="litigation.mediation.ended").count() == 1
