"""Reminders of last days: in time, once for each day, and never of what is done."""

from datetime import date
from pathlib import Path

import pytest

from commons.almanac import FixedClock
from commons.papers.render import Renderer
from commons.providers.faults import Fault
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Settings
from commons.worker import TryLater
from litigation.cases import listeners, register_actions
from litigation.cases.models import Case
from litigation.clocks.keys import ClockKey
from litigation.clocks.models import Clock
from litigation.events import ClockNears
from tests.litigation.cases.builders import CLERK, NOW, WAYS, a_case, a_submitted, paid

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(FixedClock(NOW))


@pytest.fixture
async def outside(sandbox: Sandbox, tmp_path: Path):
    settings = Settings.read({"ISLAND_MODE": "test", "ISLAND_HOME": str(tmp_path / "home")})
    renderer = Renderer(1)
    yield Outside(settings, FixedClock(NOW), renderer, *sandbox.ports)
    await renderer.close()


async def near(case: Case, key: ClockKey, outside: Outside) -> None:
    clock = await Clock.get(case_id=case.id, key=key)
    event = ClockNears(
        clock_id=clock.id, case_id=case.id, key=key.value, part=clock.part, due_on=clock.due_on
    )
    await listeners.on_clock_nears(event, outside)


async def test_who_owes_the_fee_is_told_once_until_when(outside, sandbox):
    case = await a_case()
    sandbox.sms_sender.fail(Fault.BUSY)
    with pytest.raises(TryLater):
        await near(case, ClockKey.FEE, outside)
    for _ in range(2):
        await near(case, ClockKey.FEE, outside)
    [sms] = sandbox.sms
    due = (await Clock.get(case_id=case.id, key=ClockKey.FEE)).due_on
    assert f"{due.month}月{due.day}日前交纳" in sms.text
    assert case.name in sms.text


async def test_nobody_is_reminded_of_a_fee_that_is_paid(outside, sandbox):
    case = await a_case()
    await paid(case)
    await near(case, ClockKey.FEE, outside)
    assert sandbox.sms == []


async def test_who_has_to_complete_a_complaint_is_told_until_when(outside, sandbox):
    case = await a_submitted()
    await register_actions.ask_supplement(
        CLERK, case.id, ("身份证明",), due_on=date(2026, 12, 10), ways=WAYS, version=None, now=NOW
    )
    await near(case, ClockKey.CORRECTION, outside)
    [sms] = sandbox.sms
    assert "12月10日前补正" in sms.text


async def test_what_the_court_has_to_do_is_told_to_no_party(outside, sandbox):
    case = await a_submitted()
    await near(case, ClockKey.FILING_DECISION, outside)
    assert sandbox.sms == []
