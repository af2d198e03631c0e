"""One browser at the counter: its cookie, where it comes from, how far it has come."""

from starlette.requests import Request
from starlette.responses import Response

from commons.settings import Mode
from commons.web.page import now_of, outside_of
from litigation.delivery import pickup_queries
from litigation.delivery.pickup_queries import PickupView
from litigation.delivery.pickup_rules import SESSION_LIFE, TOKEN_CHARACTERS_MAX, Source


def source_of(request: Request) -> Source:
    address = request.client.host if request.client else "unknown"
    return Source(address, request.headers.get("user-agent", ""))


async def look(request: Request) -> PickupView:
    """Say how far this browser's visit is."""
    is_demo = outside_of(request).settings.mode is Mode.DEMO
    return await pickup_queries.look(token_of(request), now_of(request), is_demo=is_demo)


def token_of(request: Request) -> str:
    return request.cookies.get(_cookie_name(request), "")[:TOKEN_CHARACTERS_MAX]


def with_cookie(request: Request, response: Response, token: str) -> Response:
    """Give the browser its token, or take it back with an empty one."""
    response.set_cookie(
        _cookie_name(request),
        token,
        max_age=int(SESSION_LIFE.total_seconds()) if token else 0,
        path="/",
        secure=outside_of(request).settings.is_secure,
        httponly=True,
        samesite="lax",
    )
    return response


def _cookie_name(request: Request) -> str:
    # A browser keeps a __Host- cookie only with TLS, and then no other host can plant one.
    return "__Host-pickup" if outside_of(request).settings.is_secure else "pickup"
