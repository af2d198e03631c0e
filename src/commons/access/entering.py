"""One browser at the door: where it comes from, and the cookies it is given and loses."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from commons.access import rules, sessions, signin
from commons.access.actor import Actor
from commons.access.sessions import TOKEN_CHARACTERS
from commons.access.signin import Caller
from commons.errors import NotFound, NotValid, Problem
from commons.web.page import actor_of, now_of, outside_of, see_other

SESSION = "session"
STEP = "sign-in-step"


def caller_of(request: Request) -> Caller:
    address = request.client.host if request.client else "unknown"
    return Caller(address, request.headers.get("user-agent", ""))


def step_token_of(request: Request) -> str:
    return request.cookies.get(_name(request, STEP), "")[:TOKEN_CHARACTERS]


def with_step(request: Request, response: Response, token: str) -> Response:
    return _with_cookie(request, response, STEP, token, rules.CODE_STEP_MAX)


async def with_session(request: Request, response: Response, token: str) -> Response:
    """Give the browser its session; the one it had before ends, and so does the half sign-in."""
    await leave(request)
    _with_cookie(request, response, STEP, "", timedelta(0))
    return _with_cookie(request, response, SESSION, token, rules.SESSION_MAX)


def without_session(request: Request, response: Response) -> Response:
    return _with_cookie(request, response, SESSION, "", timedelta(0))


async def enter(request: Request, token: str, way_on: str | None) -> Response:
    return await with_session(request, see_other(rules.safe_next(way_on)), token)


async def leave(request: Request) -> None:
    """End the session of this browser, if it has one."""
    actor = actor_of(request)
    if actor.session_id is None:
        return
    try:
        await sessions.end_session(actor, actor.session_id, now_of(request))
    except NotFound:  # a session of the past whose account is gone: nothing is left to end
        return


def is_fresh(request: Request) -> bool:
    return rules.is_fresh(actor_of(request).verified_at, now_of(request))


async def freshened(request: Request, code: str | None) -> Actor:
    """Return the actor with a fresh second factor, by the code typed into the same form.

    So the form comes first and the code is asked only with the act that needs it.
    """
    actor, now = actor_of(request), now_of(request)
    if rules.is_fresh(actor.verified_at, now):
        return actor
    if not code:
        raise NotValid(fields={"again": Problem("access.code_needed")})
    try:
        return await signin.verify_again(actor, code, caller=caller_of(request), now=now)
    except NotValid as refusal:
        raise NotValid(fields={"again": refusal.fields["code"]}) from refusal


def _with_cookie(
    request: Request, response: Response, name: str, value: str, life: timedelta
) -> Response:
    response.set_cookie(
        _name(request, name),
        value,
        max_age=int(life.total_seconds()) if value else 0,
        path="/",
        secure=outside_of(request).settings.is_secure,
        httponly=True,
        samesite="lax",
    )
    return response


def _name(request: Request, name: str) -> str:
    # A browser keeps a __Host- cookie only with TLS, and then no other host can plant one.
    return f"__Host-{name}" if outside_of(request).settings.is_secure else name
