"""The clocks' room with a clock of its own and nothing real outside."""

from pathlib import Path
from typing import cast

import pytest

from commons.almanac import FixedClock
from commons.papers.render import Renderer
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Settings
from tests.litigation.clocks.builders import NOW


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def outside(clock: FixedClock, tmp_path: Path) -> Outside:
    sandbox = Sandbox(clock)
    return Outside(
        settings=Settings.read({"ISLAND_MODE": "test", "ISLAND_HOME": str(tmp_path)}),
        clock=clock,
        renderer=cast("Renderer", None),
        sms=sandbox.sms_sender,
        wechat=sandbox.wechat_sender,
        stamper=sandbox.stamper,
        payments=sandbox.payments,
        meetings=sandbox.meetings,
    )
