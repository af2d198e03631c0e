"""The signpost answers every address as the plain router does, only sooner."""

import re

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, Router

from commons.settings import Mode
from commons.web.signpost import Signpost
from island.handbook_site import _routes

SAMPLES = {"uuid": "0f8fad5b-d9cd-469f-a165-70867728950e", "int": "7", "path": "a/b", "": "word"}
WRONG = ("/", "//", "/nowhere", "/mediations/", "/mediations/new/", "/admin/papers/a/b/c/sample/x")


def told(route: Route) -> Route:
    """Answer in the place of a route with its pattern and what was read from the address."""

    async def answer(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"{route.path} {route.methods} {request.path_params}")

    return Route(route.path, answer, methods=route.methods)


def addresses() -> list[str]:
    """Write an address for every route, and ones that are too long, too short or misspelt."""
    found = []
    for route in _routes(Mode.TEST):
        path = re.sub(r"{\w+:?(\w*)}", lambda hole: SAMPLES[hole[1]], route.path)
        found += [path, path + "/", path + "/more", path.rpartition("/")[0] or "/", path + "x"]
    return sorted({*found, *WRONG})


async def ask(router: Router, method: str, path: str) -> list[object]:
    """Ask a router by itself; returns all that it sent."""
    sent: list[object] = []
    scope = {"type": "http", "method": method, "path": path, "headers": [], "query_string": b""}

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b""}

    async def send(message: object) -> None:
        sent.append(message)

    await router(scope, receive, send)
    return sent


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
async def test_every_address_is_answered_as_by_the_plain_router(method):
    routes = [told(route) for route in _routes(Mode.TEST)]
    plain, signpost = Router(routes, redirect_slashes=False), Signpost(routes)
    found = [await ask(signpost, method, path) for path in addresses()]
    assert found == [await ask(plain, method, path) for path in addresses()]
    statuses = {sent[0]["status"] for sent in found}
    assert statuses == ({404, 405} if method == "DELETE" else {200, 404, 405})


def test_no_address_is_tried_against_more_than_twenty_of_two_hundred_routes():
    boards = Signpost(_routes(Mode.TEST)).boards
    assert max(len(board.routes) for board in boards.values()) <= 20
