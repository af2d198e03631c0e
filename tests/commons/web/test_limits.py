"""Bodies: too long, too slow, and two lengths at once."""

import asyncio

import pytest

from commons.web.limits import BODY_BYTES_MAX, TooLarge, TooSlow, read_body
from commons.web.visit import Body
from tests.commons.web.site import OWN


async def ask(site, *, path="/swallow", parts=(), headers=()):
    """Send raw parts, as a caller does who declares nothing, and collect what comes back."""
    coming = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    coming.append({"type": "http.request", "body": b"", "more_body": False})
    sent = []

    async def receive():
        return coming.pop(0)

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [
            (b"host", b"127.0.0.1:8000"),
            (b"origin", OWN["origin"].encode()),
            *headers,
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    await site(scope, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"]), len(coming)


CHUNKED = ((b"transfer-encoding", b"chunked"),)


async def test_a_body_of_the_allowed_length_is_read(site):
    status, _, _ = await ask(site, parts=[b"x" * BODY_BYTES_MAX], headers=CHUNKED)
    assert status == 200


async def test_an_undeclared_body_is_cut_off_where_the_limit_is_passed(site):
    parts = [b"x" * 65_536] * 1_000
    status, headers, unread = await ask(site, parts=parts, headers=CHUNKED)
    assert status == 413
    assert headers[b"connection"] == b"close"
    assert unread == 1_001 - 5  # four parts fill 256 KB, the fifth is one too many


async def test_a_route_may_take_more_if_it_says_so(site):
    status, _, _ = await ask(site, path="/upload", parts=[b"x" * 65_536] * 16, headers=CHUNKED)
    assert status == 200
    status, _, _ = await ask(site, path="/upload", parts=[b"x" * 65_536] * 17, headers=CHUNKED)
    assert status == 413


async def test_a_declared_length_is_refused_before_a_byte_is_read(site):
    length = ((b"content-length", b"300000000"),)
    status, headers, unread = await ask(site, path="/upload", parts=[b"x"] * 9, headers=length)
    assert (status, unread) == (413, 10)
    assert headers[b"connection"] == b"close"


async def test_two_lengths_at_once_end_the_connection(site):
    both = ((b"content-length", b"4"), *CHUNKED)
    status, headers, unread = await ask(site, parts=[b"abcd"], headers=both)
    assert (status, unread) == (400, 2)
    assert headers[b"connection"] == b"close"


async def test_two_hosts_are_refused(site):
    status, _, _ = await ask(site, headers=((b"host", b"127.0.0.1:8000"),))
    assert status == 400


async def never():
    await asyncio.Event().wait()


async def test_a_body_that_does_not_come_is_given_up():
    with pytest.raises(TooSlow):
        await read_body(never, Body(BODY_BYTES_MAX), seconds_max=0.01)()


async def test_after_the_body_waiting_for_the_end_has_no_deadline():
    coming = [{"type": "http.request", "body": b"x", "more_body": False}]

    async def receive():
        if coming:
            return coming.pop()
        await asyncio.sleep(0.03)
        return {"type": "http.disconnect"}

    watched = read_body(receive, Body(BODY_BYTES_MAX), seconds_max=0.01)
    assert [(await watched())["type"], (await watched())["type"]] == [
        "http.request",
        "http.disconnect",
    ]


async def test_the_counter_counts_across_parts():
    async def receive():
        return {"type": "http.request", "body": b"x" * 6, "more_body": True}

    watched = read_body(receive, Body(10))
    await watched()
    with pytest.raises(TooLarge):
        await watched()
