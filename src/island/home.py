"""The front pages: what can be done here, help, privacy, and signs of life for machines."""

import logging
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from tortoise.exceptions import BaseORMException

from commons.outbox import backlog
from commons.web.api import read_json
from commons.web.page import EVERYONE, actor_of, needs, now_of, outside_of, page, see_other

LOG = logging.getLogger(__name__)
REPORT_BYTES_MAX = 8 * 1024
REPORT_TYPES = ("application/csp-report", "application/json")
RULE_CHARACTERS_MAX = 60


@dataclass(frozen=True, slots=True)
class HomeView:
    """What the first page and its neighbours say about this site."""

    court_name: str
    hotline: str
    is_signed_in: bool


def front(request: Request, template: str) -> Response:
    settings = outside_of(request).settings
    view = HomeView(
        court_name=settings.court_name,
        hotline=settings.hotline,
        is_signed_in=not actor_of(request).is_anonymous,
    )
    return page(request, template, view, is_public=True)


@needs(EVERYONE)
async def home(request: Request) -> Response:
    return front(request, "island/home.html")


@needs(EVERYONE)
async def guide(request: Request) -> Response:
    return front(request, "island/help.html")


@needs(EVERYONE)
async def privacy(request: Request) -> Response:
    return front(request, "island/privacy.html")


@needs(EVERYONE)
async def healthz(request: Request) -> Response:
    """Say that the process answers; nothing else is asked, so it never waits."""
    assert request
    return JSONResponse({"status": "ok"})


@needs(EVERYONE)
async def readyz(request: Request) -> Response:
    """Say whether work can be done: database reached, background work not behind."""
    try:
        late, given_up = await backlog(now_of(request))
    except (BaseORMException, OSError):
        LOG.exception("the database does not answer")
        return JSONResponse({"status": "down", "database": "no answer"}, 503)
    status = HTTPStatus.SERVICE_UNAVAILABLE if late else HTTPStatus.OK
    content = {
        "status": "late" if late else "ok",
        "database": "ok",
        "late_errands": late,
        "given_up_errands": given_up,
        "clock": now_of(request).isoformat(),
    }
    return JSONResponse(content, status)


@needs(EVERYONE)
async def robots(request: Request) -> Response:
    """Only the front pages may be listed; matters and papers never."""
    assert request
    lines = ["User-agent: *", "Allow: /$", "Allow: /help", "Allow: /privacy", "Disallow: /"]
    return PlainTextResponse("\n".join(lines) + "\n")


@needs(EVERYONE)
async def favicon(request: Request) -> Response:
    """Answer the address that some browsers ask for whatever the page says."""
    return see_other(request.app.state.templates.assets.url("mark.svg"))


@needs(EVERYONE, body_max=REPORT_BYTES_MAX)
async def policy_report(request: Request) -> Response:
    """Note which rule of the content policy a browser enforced; never an address or a sample."""
    report = await read_json(request, media_types=REPORT_TYPES)
    entry = report.get("csp-report") if isinstance(report, dict) else None
    rule = entry.get("violated-directive") if isinstance(entry, dict) else None
    if isinstance(rule, str) and rule.isascii() and rule.isprintable():
        LOG.warning("content policy enforced: %s", rule[:RULE_CHARACTERS_MAX])
    return Response(status_code=HTTPStatus.NO_CONTENT)


routes: list[BaseRoute] = [
    Route("/", home, methods=["GET"], name="home"),
    Route("/help", guide, methods=["GET"], name="help"),
    Route("/privacy", privacy, methods=["GET"], name="privacy"),
    Route("/healthz", healthz, methods=["GET"], name="healthz"),
    Route("/readyz", readyz, methods=["GET"], name="readyz"),
    Route("/robots.txt", robots, methods=["GET"], name="robots"),
    Route("/favicon.ico", favicon, methods=["GET"], name="favicon"),
    Route("/csp", policy_report, methods=["POST"], name="policy_report"),
]
