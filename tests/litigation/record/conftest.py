"""The record's site and its own mediator's browser."""

import pytest

from tests.litigation.record.site import browse, make_site


@pytest.fixture
def site(db, clock, tmp_path):
    return make_site(clock, tmp_path)


@pytest.fixture
async def mediator(site):
    async with browse(site, "mediator") as client:
        yield client
