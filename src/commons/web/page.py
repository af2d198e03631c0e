"""A page: who may open it, what it shows, and how it says no in the reader's words."""

import gzip
from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum
from functools import wraps
from typing import Concatenate, Final, ParamSpec, Protocol, TypeVar
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from commons.access.actor import Actor, Permission
from commons.errors import NotAllowed, Refusal
from commons.providers.ports import Outside
from commons.web.limits import BODY_BYTES_MAX, NotSignedIn, check_declared
from commons.web.templates import Rendering, Templates
from commons.web.visit import actor_of, visit_of

__all__ = [
    "EVERYONE",
    "SIGNED_IN",
    "UPLOAD_BYTES_MAX",
    "Guard",
    "actor_of",
    "needs",
    "now_of",
    "outside_of",
    "page",
    "safe_next",
    "see_other",
    "visit_of",
]

UPLOAD_BYTES_MAX = 21 * 1024 * 1024
GZIP_BYTES_MIN = 2048
GZIP_LEVEL = 4

Args = ParamSpec("Args")
Answer = TypeVar("Answer", bound=Response)


class Guard(StrEnum):
    """Routes that ask for no permission say so by name."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed_in"


EVERYONE: Final = Guard.EVERYONE
SIGNED_IN: Final = Guard.SIGNED_IN
Need = Permission | Guard


class Guarded(Protocol):
    """A route function after `needs`: it carries what the access table reads."""

    needs: Need
    body_max: int


def needs(
    need: Need, *, body_max: int = BODY_BYTES_MAX
) -> Callable[
    [Callable[Concatenate[Request, Args], Awaitable[Answer]]],
    Callable[Concatenate[Request, Args], Awaitable[Answer]],
]:
    """Say who may call a route, and how large a body it takes. Every route wears this."""

    def guard(
        route: Callable[Concatenate[Request, Args], Awaitable[Answer]],
    ) -> Callable[Concatenate[Request, Args], Awaitable[Answer]]:
        @wraps(route)
        async def guarded(request: Request, /, *args: Args.args, **kwargs: Args.kwargs) -> Answer:
            check_need(need, actor_of(request))
            check_declared(visit_of(request).body, body_max)
            return await route(request, *args, **kwargs)

        guarded.needs = need  # type: ignore[attr-defined]
        guarded.body_max = body_max  # type: ignore[attr-defined]
        return guarded

    return guard


def check_need(need: Need, actor: Actor) -> None:
    """Refuse whoever may not: strangers are asked to sign in, others are told no."""
    if need is EVERYONE or (isinstance(need, Permission) and actor.may(need)):
        return
    if actor.is_anonymous:
        raise NotSignedIn
    if isinstance(need, Permission):
        raise NotAllowed("access.not_yours", permission=need.value)


def outside_of(request: Request) -> Outside:
    """Return the ports, the clock and the settings the application was built with."""
    outside: Outside = request.app.state.outside
    return outside


def now_of(request: Request) -> datetime:
    """Return this moment by the service's clock: aware, UTC."""
    return outside_of(request).clock.now()


def see_other(url: str) -> RedirectResponse:
    """Answer a form with the page to see next (303), so that going back repeats nothing."""
    assert url.startswith("/")
    assert not url.startswith("//")
    return RedirectResponse(url, status_code=303)


def safe_next(target: str, otherwise: str = "/") -> str:
    """Return a way on within this site, whatever a link asked for."""
    parts = urlsplit(target)
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\"))
    clean = target.isprintable() and "\\" not in target
    return target if is_ours and clean and not (parts.scheme or parts.netloc) else otherwise


def sign_in_url(request: Request) -> str:
    """Name the sign-in page that leads back here."""
    query = request.scope["query_string"].decode("ascii", "replace")
    here = request.scope["path"] + (f"?{query}" if query else "")
    return f"/sign-in?next={quote(here, safe='/')}"


def page(
    request: Request,
    template: str,
    view: object,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
    is_public: bool = False,
) -> HTMLResponse:
    """Render one view. With a refusal the page says no, keeps what was typed, and has its status.

    `is_public` is for pages that are the same for everybody: search engines may list them.
    """
    templates: Templates = request.app.state.templates
    visit = visit_of(request)
    text = templates.render(
        template,
        view,
        Rendering(
            visit=visit,
            path=request.scope["path"],
            query=request.scope["query_string"].decode("ascii", "replace"),
            refusal=refusal,
            typed=getattr(refusal, "values", None) or request.scope.get("island.typed", {}),
        ),
    )
    response = HTMLResponse(text, status_code=refusal.status if refusal else status)
    _pack(response, may_pack=visit.takes_gzip and visit.actor.is_anonymous)
    response.headers["content-language"] = visit.language
    if is_public and visit.actor.is_anonymous:
        response.headers["cache-control"] = "private, no-cache"
        response.headers["x-robots-tag"] = "index"
    if not visit.has_styles:
        response.raw_headers.append((b"set-cookie", templates.styles_cookie))
    return response


def _pack(response: Response, *, may_pack: bool) -> None:
    # Only for strangers: a packed page with both secrets and echoed input can be guessed (BREACH).
    if may_pack and len(response.body) >= GZIP_BYTES_MIN:
        response.body = gzip.compress(bytes(response.body), GZIP_LEVEL, mtime=0)
        response.headers["content-encoding"] = "gzip"
        response.headers["content-length"] = str(len(response.body))
