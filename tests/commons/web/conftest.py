"""One site for the tests of the web floor, and browsers on it."""

import pytest

from tests.commons.web.site import browse, make_site


@pytest.fixture
def site(clock, tmp_path):
    return make_site(clock, tmp_path)


@pytest.fixture
async def stranger(site):
    async with browse(site) as client:
        yield client


@pytest.fixture
async def mediator(site):
    async with browse(site, session="mediator") as client:
        yield client
