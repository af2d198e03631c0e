"""JSON for programs: typed bodies and answers, each write under an idempotency key."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commons.errors import NotNow, NotValid
from commons.web.answers import API_PREFIX
from commons.web.forms import problems_of
from commons.web.limits import BODY_BYTES_MAX, BadRequest
from commons.web.models import KEY_CHARACTERS_MAX, Given
from commons.web.once import Asked, answer_again
from commons.web.page import Need, actor_of, now_of
from commons.web.page import needs as guard
from commons.web.reading import parse_json, read_json

__all__ = ["Body", "Spec", "endpoint", "parse_json", "read_json"]

READING = "GET"
METHODS = frozenset({READING, "POST", "PUT", "DELETE"})
KEY_CHARACTERS_MIN = 8

Function = Callable[..., Awaitable[object]]


class Body(BaseModel):
    """What a program sends. Unknown fields are refused: a typing error must not be ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


@dataclass(frozen=True, slots=True)
class Spec:
    """What the description of the interface says about one endpoint."""

    method: str
    path: str
    summary: str
    need: Need
    body: type[BaseModel] | None
    answer: Any
    status: int


def endpoint(
    method: str,
    path: str,
    *,
    needs: Need,
    answer: Any,  # noqa: ANN401 - any type pydantic can write as JSON
    body: type[BaseModel] | None = None,
    status: int = 200,
    body_max: int = BODY_BYTES_MAX,
) -> Callable[[Function], Route]:
    """Make a function a JSON endpoint; the decorated name is its route.

    A write runs inside one deed together with its idempotency key: it may touch the database and
    emit events, and must not speak to anyone outside.
    """
    assert method in METHODS
    assert path.startswith(API_PREFIX)
    assert (body is None) or method != READING
    adapter: TypeAdapter[Any] = TypeAdapter(answer)

    def made(function: Function) -> Route:
        summary = (function.__doc__ or function.__name__.replace("_", " ")).split("\n")[0]

        async def read(request: Request) -> Response:
            return _json(adapter.dump_json(await function(request)), status)

        write = _writing(function, body, adapter, status)
        guarded = guard(needs, body_max=body_max)(read if method == READING else write)
        guarded.spec = Spec(  # type: ignore[attr-defined]
            method, path, summary, needs, body, answer, status
        )
        return Route(path, guarded, methods=[method], name=f"api_{function.__name__}")

    return made


def _writing(
    function: Function, body: type[BaseModel] | None, adapter: TypeAdapter[Any], status: int
) -> Callable[[Request], Awaitable[Response]]:
    """Make the route of a write: once for each key, however often it is sent."""
    # A name taken while its twin still works: within this process the twin is told at once.
    busy: set[tuple[str, str]] = set()

    async def write(request: Request) -> Response:
        asked, arguments = await _asked(request, body)
        mark = (asked.actor.label(), asked.key)
        if mark in busy:
            raise NotNow("web.key_busy")

        async def deed() -> Given:
            found = await function(request, *arguments)
            return Given(asked.asked_hash, status, adapter.dump_python(found, mode="json"))

        busy.add(mark)
        try:
            given, is_replayed = await answer_again(asked, deed)
        finally:
            busy.discard(mark)
        if given.asked_hash != asked.asked_hash:
            raise NotNow("web.key_reused")
        response = _json(ANYTHING.dump_json(given.content), given.status)
        if is_replayed:
            response.headers["idempotent-replayed"] = "true"
        return response

    return write


ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


async def _asked(
    request: Request, body: type[BaseModel] | None
) -> tuple[Asked, tuple[BaseModel, ...]]:
    key = request.headers.get("idempotency-key", "").strip('"')
    if not key:
        raise BadRequest("web.key_missing")
    if not (KEY_CHARACTERS_MIN <= len(key) <= KEY_CHARACTERS_MAX and key.isascii()):
        raise BadRequest("web.key_malformed")
    raw = await request.body()
    if body is not None:
        await read_json(request)
    what = f"{request.method} {request.scope['path']}\n".encode() + raw
    asked = Asked(actor_of(request), key, hashlib.sha256(what).hexdigest(), now_of(request))
    return asked, (_read(body, raw),) if body is not None else ()


def _read(body: type[BaseModel], raw: bytes) -> BaseModel:
    try:
        return body.model_validate_json(raw)
    except ValidationError as error:
        raise NotValid("form.check_fields", fields=problems_of(error, body)) from error


def _json(content: bytes, status: int) -> Response:
    return Response(content, status, media_type="application/json")
