"""The hearings room and the pool behind the front door, with people already signed in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from commons.almanac import FixedClock
from litigation.hearings.routes import routes as hearings
from scheduling.routes import routes as scheduling
from tests.litigation.desk import Desk, open_desk


@pytest.fixture
async def desk(db: None, clock: FixedClock, tmp_path: Path) -> AsyncIterator[Desk]:
    """Give `desk(actor)`: a browser in which that actor is signed in."""
    async with open_desk([*hearings, *scheduling], clock, tmp_path) as desk:
        yield desk
