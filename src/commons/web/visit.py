"""What is known about a request before its page runs: who, when, in which language and size."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import HTTPConnection

from commons.access.actor import ANYONE, Actor
from commons.i18n import Language

KEY = "island.visit"

# From a session cookie or a bearer token, at this moment, to the person behind it.
FindActor = Callable[[str, datetime], Awaitable[Actor | None]]


@dataclass(slots=True)
class Body:
    """How much of a body this route takes; the guard widens it before the route reads."""

    bytes_max: int
    received: int = 0
    declared: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of one person."""

    request_id: str
    language: Language
    body: Body
    actor: Actor = ANYONE
    is_large: bool = False
    has_styles: bool = False
    takes_gzip: bool = False
    token: str = ""  # what the session was found by; a long answer asks again with it
    is_bearer: bool = False
    cookies: tuple[bytes, ...] = ()  # preferences to set with the answer


def visit_of(request: HTTPConnection) -> Visit:
    """Return what the front door found out about this request."""
    visit: Visit = request.scope[KEY]
    return visit


def actor_of(request: HTTPConnection) -> Actor:
    """Return the person behind the request; ANYONE when nobody signed in."""
    return visit_of(request).actor
