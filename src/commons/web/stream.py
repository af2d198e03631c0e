"""News for an open page: when what is read differs, the browser is told at once."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from commons.errors import Refusal
from commons.web.limits import Busy
from commons.web.page import now_of
from commons.web.visit import FindActor, visit_of

EVERY_SECONDS = 0.5
BEAT_SECONDS = 15
RECHECK_SECONDS = 1
OPEN_SECONDS_MAX = 300  # then the browser asks again by itself, with its session looked at anew
STREAMS_MAX = 200
RETRY_MILLISECONDS = 2000
END = b"event: end\ndata: {}\n\n"


class Streams:
    """How many pages are listening in this process."""

    __slots__ = ("open",)

    def __init__(self) -> None:
        self.open = 0


def changes(
    request: Request, read: Callable[[], Awaitable[object]], *, every: float = EVERY_SECONDS
) -> Response:
    """Answer with a stream that sends what `read` returns, first at once, then at each change."""
    streams: Streams = request.app.state.streams
    if streams.open >= STREAMS_MAX:
        raise Busy("web.too_many_streams")
    return StreamingResponse(
        _told(request, read, every, streams),
        media_type="text/event-stream",
        headers={"x-accel-buffering": "no"},
    )


async def _told(
    request: Request, read: Callable[[], Awaitable[object]], every: float, streams: Streams
) -> AsyncIterator[bytes]:
    streams.open += 1
    try:
        yield f"retry: {RETRY_MILLISECONDS}\n\n".encode()
        async for part in _news(request, read, every):
            yield part
    finally:
        streams.open -= 1


async def _news(
    request: Request, read: Callable[[], Awaitable[object]], every: float
) -> AsyncIterator[bytes]:
    began = checked = said = time.monotonic()
    last = b""
    while time.monotonic() - began < OPEN_SECONDS_MAX:
        if time.monotonic() - checked >= RECHECK_SECONDS:
            checked = time.monotonic()
            if not await _is_still_here(request):
                yield END
                return
        try:
            news = to_json(await read())
        except Refusal:
            # The right to look has ended, or the thing is gone: the page says so when reloaded.
            yield END
            return
        if news != last:
            last, said = news, time.monotonic()
            yield b"data: " + news + b"\n\n"
        elif time.monotonic() - said >= BEAT_SECONDS:
            said = time.monotonic()
            yield b": still here\n\n"
        await asyncio.sleep(every)


async def _is_still_here(request: Request) -> bool:
    """Ask whether the session behind this stream still stands."""
    visit = visit_of(request)
    if visit.actor.is_anonymous:
        return True
    find: FindActor = request.app.state.find_bearer if visit.is_bearer else (
        request.app.state.find_actor
    )  # fmt: skip
    actor = await find(visit.token, now_of(request))
    return actor is not None and actor.account_id == visit.actor.account_id
