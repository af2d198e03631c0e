"""Rooms behind the whole front door, with people who are already signed in."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import httpx2
from starlette.routing import BaseRoute

from commons.access.actor import ANYONE, Actor
from commons.almanac import FixedClock
from commons.papers.render import Renderer
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Settings
from commons.web.site import build_site

HOME = "http://127.0.0.1:8000"
Desk = Callable[[Actor], "httpx2.AsyncClient"]


@asynccontextmanager
async def open_desk(
    routes: Sequence[BaseRoute], clock: FixedClock, home: Path
) -> AsyncIterator[Desk]:
    """Give `desk(actor)`: a browser in which that actor is signed in."""
    renderer = Renderer(1)
    people: dict[str, Actor] = {}
    sandbox = Sandbox(clock)
    outside = Outside(
        settings=Settings.read({"ISLAND_MODE": "test", "ISLAND_HOME": str(home)}),
        clock=clock,
        renderer=renderer,
        sms=sandbox.sms_sender,
        wechat=sandbox.wechat_sender,
        stamper=sandbox.stamper,
        payments=sandbox.payments,
        meetings=sandbox.meetings,
    )

    async def find_actor(token: str, now: datetime) -> Actor:
        return people.get(token, ANYONE)

    application = build_site(routes=list(routes), outside=outside, find_actor=find_actor)

    def browser(actor: Actor) -> httpx2.AsyncClient:
        token = str(actor.account_id or "")
        people[token] = actor
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=application),
            base_url=HOME,
            headers={"origin": HOME},
            cookies={"session": token} if token else {},
        )

    try:
        yield browser
    finally:
        await renderer.close()
