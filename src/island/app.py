"""The service: settings and ports in, one Starlette application out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette

from commons import worker
from commons.access.sessions import actor_of_token
from commons.providers.ports import Outside
from commons.settings import Settings
from commons.web.site import build_site
from island.database import opened
from island.routing import routes
from island.wiring import build_outside, hands


def build(settings: Settings, outside: Outside | None = None) -> Starlette:
    """Build the application; the database is opened and the worker started with it."""
    reach = outside or build_outside(settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with opened(settings):
            background = [asyncio.create_task(reach.renderer.warm())]
            if settings.worker_inside:
                background.append(asyncio.create_task(worker.run(hands(), reach)))
            try:
                yield
            finally:
                for task in background:
                    task.cancel()
                for task in background:
                    with suppress(asyncio.CancelledError):
                        await task
                await reach.renderer.close()

    return build_site(
        routes=routes(settings), outside=reach, find_actor=actor_of_token, lifespan=lifespan
    )
