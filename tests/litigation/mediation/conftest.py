"""The mediation room behind the whole front door, with people who are already signed in."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import cast

import httpx2
import pytest

from commons.access.actor import ANYONE, Actor
from commons.almanac import FixedClock
from commons.papers.render import Renderer
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Settings
from commons.web.site import build_site
from litigation.mediation.routes import routes

HOME = "http://127.0.0.1:8000"
Desk = Callable[[Actor], "httpx2.AsyncClient"]


@pytest.fixture
def outside(clock: FixedClock, tmp_path: Path) -> Outside:
    sandbox = Sandbox(clock)
    return Outside(
        settings=Settings.read({"ISLAND_MODE": "test", "ISLAND_HOME": str(tmp_path)}),
        clock=clock,
        renderer=cast("Renderer", None),
        sms=sandbox.sms_sender,
        wechat=sandbox.wechat_sender,
        stamper=sandbox.stamper,
        payments=sandbox.payments,
        meetings=sandbox.meetings,
    )


@pytest.fixture
def desk(db: None, outside: Outside) -> Desk:
    """Give `desk(actor)`: a browser in which that actor is signed in."""
    people: dict[str, Actor] = {}

    async def find_actor(token: str, now: datetime) -> Actor:
        return people.get(token, ANYONE)

    application = build_site(routes=routes, outside=outside, find_actor=find_actor)

    def browser(actor: Actor) -> httpx2.AsyncClient:
        token = str(actor.account_id or "")
        people[token] = actor
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=application),
            base_url=HOME,
            headers={"origin": HOME},
            cookies={"session": token} if token else {},
        )

    return browser
