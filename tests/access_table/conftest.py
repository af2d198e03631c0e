"""One database, one island and one application for all questions of a module."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from tortoise import Tortoise

from commons import db as database
from commons import vault
from commons.access.sessions import actor_of_token
from commons.almanac import FixedClock
from commons.papers.render import Renderer
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Settings
from commons.web.page import EVERYONE, needs
from commons.web.site import build_site
from island.routing import routes
from island.wiring import MODELS
from tests.access_table.doors import Door, every_door
from tests.access_table.world import NOW, World, settle
from tests.conftest import TEST_DATABASE_URL


@dataclass(frozen=True)
class House:
    """The application, everybody in it, and all its doors."""

    app: Starlette
    world: World
    doors: tuple[Door, ...]


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@needs(EVERYONE)
async def _break(request: Request) -> Response:
    raise RuntimeError("虚构的缺陷 canary-of-a-secret")


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with a_house(tmp_path_factory.mktemp("house")) as made:
        yield made


@asynccontextmanager
async def a_house(home: Path) -> AsyncIterator[House]:
    vault.unlock(bytes(range(32)))
    async with _a_database():
        clock = FixedClock(NOW)
        sandbox = Sandbox(clock)
        settings = Settings.read({"ISLAND_MODE": "test", "ISLAND_HOME": str(home)})
        renderer = Renderer(1)
        outside = Outside(settings, clock, renderer, *sandbox.ports)
        broken = Route("/broken", _break, methods=["GET", "POST"])
        app = build_site(
            routes=[*routes(settings), broken], outside=outside, find_actor=actor_of_token
        )
        yield House(app, await settle(), every_door(settings))
        await renderer.close()


@asynccontextmanager
async def _a_database() -> AsyncIterator[None]:
    """Make a fresh database, beside the one that single tests share."""
    url = TEST_DATABASE_URL
    embedded = database.is_embedded(url)
    if not embedded:
        url += f"{os.environ.get('PYTEST_XDIST_WORKER', '')}_{uuid4().hex[:8]}"
    await Tortoise.init(
        config=database.tortoise_config(url, MODELS),
        _create_db=not embedded,
        _enable_global_fallback=True,
    )
    await Tortoise.generate_schemas()
    yield
    await database.settle()
    await Tortoise.close_connections()
