"""Enforcement behind the front door, with people who are already signed in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from commons.almanac import FixedClock
from litigation.decisions.routes import routes as decisions
from litigation.enforcement.routes import routes as enforcement
from tests.litigation.desk import Desk, open_desk


@pytest.fixture
async def desk(db: None, clock: FixedClock, tmp_path: Path) -> AsyncIterator[Desk]:
    """Give `desk(actor)`: a browser in which that actor is signed in."""
    async with open_desk([*decisions, *enforcement], clock, tmp_path) as desk:
        yield desk
