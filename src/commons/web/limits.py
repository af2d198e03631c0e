"""What the front door refuses before anyone reads it: too large, too slow, malformed."""

import asyncio
import time

from starlette.types import Message, Receive

from commons.errors import Refusal
from commons.web.visit import Body

BODY_BYTES_MAX = 256 * 1024
BODY_SECONDS_MAX = 20
UPLOAD_BYTES_PER_SECOND_MIN = 16 * 1024  # an upload slower than this is given up
HEADERS_MAX = 64
HEADER_BYTES_MAX = 16 * 1024
TARGET_BYTES_MAX = 4 * 1024


class BadRequest(Refusal):
    """The request breaks the rules of HTTP, or means to confuse a proxy."""

    status = 400


class NotSignedIn(Refusal):
    """Nobody is signed in, and this asks for somebody."""

    status = 401

    def __init__(self) -> None:
        super().__init__("web.not_signed_in")


class ForeignOrigin(Refusal):
    """The form was sent from another site, or hides where it was sent from."""

    status = 403


class TooSlow(Refusal):
    """The body did not arrive in time."""

    status = 408


class TooLarge(Refusal):
    """The body is longer than this route takes."""

    status = 413


class WrongMedia(Refusal):
    """The body is of a kind this route does not read."""

    status = 415


class HeadersTooLarge(Refusal):
    """More headers than anybody needs."""

    status = 431


class Busy(Refusal):
    """Too many at once; trying again shortly is right."""

    status = 503


class TargetTooLong(Refusal):
    """The address is longer than any page of ours."""

    status = 414


# After these the rest of the body is not read, so the connection cannot be used again.
CLOSING = frozenset({400, 408, 413, 431})


def check_declared(body: Body, bytes_max: int) -> None:
    """Let the route's own limit hold from now on, and refuse a body that declares more."""
    if body.received and bytes_max < body.bytes_max:
        return  # a page made again after its form was read: the form's own, wider limit held
    body.bytes_max = bytes_max
    if (body.declared or 0) > bytes_max or body.received > bytes_max:
        raise TooLarge("web.body_too_large", max_kb=bytes_max // 1024)


def read_body(receive: Receive, body: Body, *, seconds_max: float = BODY_SECONDS_MAX) -> Receive:
    """Watch a body come in: refuse it when it grows too long or comes too slowly."""
    began = time.monotonic()
    finished = False

    async def watched() -> Message:
        nonlocal finished
        if finished:
            return await receive()
        seconds = seconds_max
        if body.bytes_max > BODY_BYTES_MAX:
            seconds += body.received / UPLOAD_BYTES_PER_SECOND_MIN
        try:
            async with asyncio.timeout(began + seconds - time.monotonic()):
                message = await receive()
        except TimeoutError:
            raise TooSlow("web.body_too_slow") from None
        finished = message["type"] != "http.request" or not message.get("more_body", False)
        body.received += len(message.get("body", b""))
        if body.received > body.bytes_max:
            raise TooLarge("web.body_too_large", max_kb=body.bytes_max // 1024)
        return message

    return watched
