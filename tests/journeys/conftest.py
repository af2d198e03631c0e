"""The whole application in this process: every route, a sandbox outside, a clock that stands."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette

from commons import vault
from commons.access.sessions import actor_of_token
from commons.almanac import FixedClock
from commons.papers.render import Renderer
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Settings
from commons.web.site import build_site
from island.routing import routes
from tests.journeys.island import SITE, Island, Visitor
from tests.journeys.walking import Walker


@pytest.fixture
def sandbox(clock: FixedClock) -> Sandbox:
    return Sandbox(clock)


@pytest.fixture
async def outside(clock: FixedClock, sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Outside]:
    settings = Settings.read(
        {"ISLAND_MODE": "test", "ISLAND_HOME": str(tmp_path / "home"), "ISLAND_PUBLIC_URL": SITE}
    )
    settings = replace(settings, court_name="虚构县人民法院", service_name="虚构诉讼服务")
    vault.unlock(settings.keys.vault)
    renderer = Renderer(1)
    yield Outside(settings, clock, renderer, *sandbox.ports)
    await renderer.close()


@pytest.fixture
def site(db: None, outside: Outside) -> Starlette:
    return build_site(routes=routes(outside.settings), outside=outside, find_actor=actor_of_token)


@pytest.fixture
async def visitor(site: Starlette) -> AsyncIterator[Visitor]:
    """Give `visitor()`: somebody new at the front door, with a browser of their own."""
    async with AsyncExitStack() as stack:
        clients: list[httpx2.AsyncClient] = []

        def come() -> Walker:
            clients.append(
                httpx2.AsyncClient(
                    transport=httpx2.ASGITransport(app=site),
                    base_url=SITE,
                    headers={"origin": SITE, "accept-language": "zh-CN"},
                )
            )
            stack.push_async_callback(clients[-1].aclose)
            return Walker(clients[-1])

        yield come


@pytest.fixture
async def island(visitor: Visitor, outside: Outside, sandbox: Sandbox, clock: FixedClock) -> Island:
    island = Island(visitor, outside, sandbox, clock)
    await island.people()
    return island
