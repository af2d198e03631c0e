"""Large files of a case behind the front door, with people who are already signed in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from commons.almanac import FixedClock
from litigation.large_files.routes import routes
from tests.litigation.desk import Desk, open_desk


@pytest.fixture
async def desk(db: None, clock: FixedClock, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(routes, clock, tmp_path) as desk:
        yield desk
