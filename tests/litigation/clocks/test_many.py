"""Clocks that are started together stand as those that are started one by one."""

from datetime import date, timedelta

import pytest

from commons.db import atomic
from commons.evidence_log.models import Leaf
from litigation.clocks.actions import start_clock
from litigation.clocks.facts import Span
from litigation.clocks.keys import ClockKey, Exclusion
from litigation.clocks.many_actions import Wanted, start_many
from litigation.clocks.models import Clock, ClockChange
from litigation.clocks.time_actions import exclude_time
from tests.litigation.clocks.builders import CLERK, NOW, TODAY, a_subject, alarms

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]
K = ClockKey
COLUMNS = ("key", "part", "event_on", "since_on", "state", "queue", "due_on", "ends_at", "amber_on")
COLUMNS += ("near_on", "provisional", "still_since", "was_reminded", "title", "holder_id")


@atomic
async def together(*wanted: Wanted) -> int:
    return await start_many(wanted, actor=CLERK, now=NOW)


async def rows_of(case_id) -> list[tuple]:
    return sorted(
        map(tuple, await Clock.filter(case_id=case_id).values_list(*COLUMNS)), key=str
    )  # fmt: skip


@pytest.mark.parametrize("key", [K.TRIAL, K.TRIAL_SIMPLIFIED, K.FILING_DECISION, K.TRIAL_SPECIAL])
async def test_one_by_one_or_together_is_the_same(key):
    first, second = a_subject(), a_subject()
    await start_clock(first, key, TODAY, actor=CLERK, now=NOW)
    told = [await Leaf.all().count(), await alarms().count(), await ClockChange.all().count()]
    await together(Wanted(second, key, TODAY))
    assert await rows_of(second.id) == await rows_of(first.id)
    after = [await Leaf.all().count(), await alarms().count(), await ClockChange.all().count()]
    assert after == [2 * count for count in told]
    assert len(set(await alarms().values_list("due_at", flat=True))) == told[1]


async def test_what_stands_still_stands_still():
    first, second = a_subject(), a_subject()
    filed_on, since = date(2026, 1, 5), date(2026, 2, 2)
    await start_clock(first, K.TRIAL, filed_on, actor=CLERK, now=NOW)
    await exclude_time(first.id, Exclusion.SUSPENSION, since, actor=CLERK, now=NOW)
    await together(Wanted(second, K.TRIAL, filed_on, spans=(Span(Exclusion.SUSPENSION, since),)))
    assert await rows_of(second.id) == await rows_of(first.id)


async def test_what_is_over_is_left_out_where_it_shall():
    subject = a_subject()
    long_ago = TODAY - timedelta(days=400)
    over = Wanted(subject, K.ANSWER, long_ago, part="a", only_if_running=True)
    assert await together(over, Wanted(subject, K.ANSWER, long_ago, part="b")) == 1
