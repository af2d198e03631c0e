"""How a refusal, a wrong address and a defect are answered: as a page, or as JSON."""

import logging
from dataclasses import dataclass
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from commons.errors import NotFound, NotValid, Problem, Refusal
from commons.web.limits import BadRequest, NotSignedIn
from commons.web.page import page, see_other, sign_in_url, visit_of
from commons.web.templates import Templates

LOG = logging.getLogger(__name__)
API_PREFIX = "/api/"
TYPE_PREFIX = "urn:island-court:problem:"
RETRY_SECONDS = 2


@dataclass(frozen=True, slots=True)
class ErrorView:
    """What the page of an error says."""

    status: int
    words: str
    request_id: str
    sign_in_url: str = ""
    is_ours: bool = False  # the fault is ours, not the reader's
    reason: str = ""


class WrongMethod(Refusal):
    status = 405


class Defect(Refusal):
    """Something of ours broke. Never raised: it is what the reader is told."""

    status = 500


async def answer_refusal(request: Request, exc: Exception) -> Response:
    """Answer one of the expected ways to say no."""
    assert isinstance(exc, Refusal)
    if request.scope["path"].startswith(API_PREFIX):
        return problem(request, exc)
    is_reading = request.method in {"GET", "HEAD"}
    if isinstance(exc, NotSignedIn) and is_reading:
        return see_other(sign_in_url(request))
    templates: Templates = request.app.state.templates
    view = ErrorView(
        status=exc.status,
        words=templates.words.refusal(exc),
        request_id=visit_of(request).request_id,
        sign_in_url="/sign-in" if isinstance(exc, NotSignedIn) else "",
        is_ours=exc.status >= HTTPStatus.INTERNAL_SERVER_ERROR,
        reason=exc.reason,
    )
    return _retry_after(page(request, "error.html", view, status=exc.status))


async def answer_http(request: Request, exc: Exception) -> Response:
    """Answer what the router and the body reader refuse in their own words."""
    assert isinstance(exc, HTTPException)
    if exc.status_code == HTTPStatus.NOT_FOUND:
        refusal: Refusal = NotFound("web.no_such_page")
    elif exc.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        refusal = WrongMethod("web.wrong_method")
    else:
        refusal = BadRequest("web.malformed_body")
    response = await answer_refusal(request, refusal)
    response.headers.update(exc.headers or {})
    return response


async def answer_defect(request: Request, exc: Exception) -> Response:
    """Answer what should never happen. The log gets the place, never the values."""
    request_id = visit_of(request).request_id
    LOG.error("request %s failed: %s", request_id, type(exc).__name__, exc_info=exc)
    return await answer_refusal(request, Defect("web.defect"))


def problem(request: Request, refusal: Refusal) -> Response:
    """Write a refusal as an RFC 9457 problem document; its `type` never changes."""
    templates: Templates = request.app.state.templates

    def written(part: Refusal | Problem) -> dict[str, object]:
        words = templates.words.refusal(part)
        return {"type": TYPE_PREFIX + part.reason, "detail": words, "facts": dict(part.facts)}

    content: dict[str, object] = {
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "request_id": visit_of(request).request_id,
        **written(refusal),
    }
    if isinstance(refusal, NotValid):
        content["fields"] = {name: written(part) for name, part in refusal.fields.items()}
    return _retry_after(
        JSONResponse(content, refusal.status, media_type="application/problem+json")
    )


def _retry_after(response: Response) -> Response:
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["retry-after"] = str(RETRY_SECONDS)
    return response


LAST_RESORT = (
    "<!doctype html><meta charset=utf-8><title>500</title><p>系统出错，请稍后再试。/ Error 500."
)


async def answer_at_all(request: Request, exc: Exception) -> Response:
    """Answer a defect even when the error page itself is broken."""
    try:
        return await answer_defect(request, exc)
    except Exception:
        LOG.exception("the error page failed too")
        return Response(LAST_RESORT, 500, media_type="text/html")
