"""The file of a case behind the front door, with a worker that binds it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from commons.almanac import FixedClock
from commons.papers.render import Renderer
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Settings
from litigation.bundle.routes import routes as bundle
from tests.litigation.desk import Desk, open_desk


@pytest.fixture
async def desk(db: None, clock: FixedClock, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(bundle, clock, tmp_path) as desk:
        yield desk


@pytest.fixture
async def outside(clock: FixedClock, tmp_path: Path) -> AsyncIterator[Outside]:
    settings = Settings.read({"ISLAND_MODE": "test", "ISLAND_HOME": str(tmp_path / "home")})
    renderer = Renderer(1)
    yield Outside(settings, clock, renderer, *Sandbox(clock).ports)
    await renderer.close()
