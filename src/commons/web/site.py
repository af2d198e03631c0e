"""The web floor put together: routes, templates, front door, files."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import lru_cache
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.errors import NotFound, Refusal
from commons.i18n import read_words
from commons.providers.ports import Outside
from commons.settings import Mode
from commons.web.answers import answer_http, answer_refusal
from commons.web.assets import PREFIX, read_assets
from commons.web.headers import security_headers
from commons.web.middleware import Door, FrontDoor
from commons.web.page import EVERYONE, needs
from commons.web.signpost import Signpost
from commons.web.stream import Streams
from commons.web.templates import STYLES, Templates, build_templates
from commons.web.visit import FindActor

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]
FOREVER = "public, max-age=31536000, immutable"


def find_root() -> Path:
    """Find the folder that holds templates, static and locale: checkout first, then wheel."""
    source = Path(__file__).resolve().parents[2]
    for folder in (source.parent, source / "island"):
        if (folder / "templates" / "base.html").is_file():
            return folder
    raise FileNotFoundError("templates/base.html")


def build_site(
    *,
    routes: Sequence[BaseRoute],
    outside: Outside,
    find_actor: FindActor,
    find_bearer: FindActor | None = None,
    lifespan: Lifespan | None = None,
    root: Path | None = None,
) -> Starlette:
    """Build the whole application around the rooms' routes."""
    settings = outside.settings
    templates = read_house(
        root or find_root(),
        settings.service_name,
        "__Host-" if settings.is_secure else "",
        settings.mode is Mode.DEMO,
    )
    assets = templates.assets
    door = Door(
        find_actor=find_actor,
        find_bearer=find_bearer,
        clock=outside.clock,
        hosts=frozenset(settings.hosts),
        public_url=settings.public_url,
        same_headers=security_headers(assets, styles=STYLES, is_secure=settings.is_secure),
        styles_digest=assets.files[STYLES].digest,
    )
    every_route: list[BaseRoute] = [
        Route(PREFIX + "/{digest}/{name:path}", serve_asset, name="asset"),
        *routes,
    ]
    check_routes(every_route)
    application = Starlette(
        middleware=[Middleware(FrontDoor, door=door)],
        exception_handlers={Refusal: answer_refusal, HTTPException: answer_http},
    )
    application.state.outside = outside
    application.state.templates = templates
    application.state.streams = Streams()
    application.state.find_actor = find_actor
    application.state.find_bearer = find_bearer
    application.router = Signpost(every_route, lifespan)
    return application


@lru_cache(maxsize=8)
def read_house(folder: Path, site_name: str, cookie_prefix: str, is_trial: bool) -> Templates:
    """Read pages, words and files once in a life: compiling them takes half a second."""
    return build_templates(
        folder / "templates",
        words=read_words(folder / "locale"),
        assets=read_assets(folder / "static"),
        site_name=site_name,
        cookie_prefix=cookie_prefix,
        is_trial=is_trial,
    )


def check_routes(routes: Sequence[BaseRoute]) -> None:
    """Refuse to start with a route that does not say who may call it."""
    bare = [
        getattr(route, "path", "?")
        for route in routes
        if not hasattr(getattr(route, "endpoint", None), "needs")
    ]
    assert not bare, f"routes without needs: {bare}"


@needs(EVERYONE)
async def serve_asset(request: Request) -> Response:
    """Serve one static file. An old address still gets today's file, but is not kept."""
    templates: Templates = request.app.state.templates
    asset = templates.assets.files.get(request.path_params["name"])
    if asset is None:
        raise NotFound("web.no_such_page")
    is_today = request.path_params["digest"] == asset.digest
    headers = {
        "content-type": asset.media_type,
        "cache-control": FOREVER if is_today else "no-cache",
        "vary": "accept-encoding",
    }
    if asset.packed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.packed, headers={**headers, "content-encoding": "gzip"})
    return Response(asset.content, headers=headers)
