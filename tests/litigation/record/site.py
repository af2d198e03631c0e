"""The record's pages behind the real front door, for whoever a cookie says."""

import httpx2

from commons.papers.render import Renderer
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Settings
from commons.web.site import build_site
from litigation.mediation.routes import routes as mediation_routes
from litigation.record.routes import routes
from tests.litigation.mediation.builders import (
    CLERK,
    MEDIATOR,
    OTHER_MEDIATOR,
    STRANGER,
    STUDIO_HEAD,
)

HOST = "http://127.0.0.1:8000"
PEOPLE = {
    "mediator": MEDIATOR,
    "other_mediator": OTHER_MEDIATOR,
    "stranger": STRANGER,
    "head": STUDIO_HEAD,
    "clerk": CLERK,
}


async def find_actor(token, _):
    return PEOPLE.get(token)


def make_site(clock, home):
    settings = Settings.read(
        {"ISLAND_MODE": "test", "ISLAND_HOME": str(home), "ISLAND_PUBLIC_URL": HOST}
    )
    box = Sandbox(clock)
    outside = Outside(settings, clock, Renderer(1), *box.ports)
    return build_site(routes=[*routes, *mediation_routes], outside=outside, find_actor=find_actor)


def browse(site, who, *, language="zh-CN"):
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=site, raise_app_exceptions=True),
        base_url=HOST,
        cookies={"session": who} if who else {},
        headers={"accept-language": language, "accept-encoding": "identity", "origin": HOST},
    )
