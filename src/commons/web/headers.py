"""The headers that every answer carries, from the home page to the last-resort error."""

import re
from collections.abc import Mapping

from starlette.types import Message, Send

from commons.web.assets import Assets
from commons.web.limits import CLOSING

Raw = tuple[bytes, bytes]


def security_headers(assets: Assets, *, styles: str, is_secure: bool) -> tuple[Raw, ...]:
    """Build what is the same on every answer, once."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' {assets.csp_hash(styles)}",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "report-uri": "/csp",
    }
    lines = {
        "content-security-policy": "; ".join(f"{k} {v}" for k, v in policy.items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": (
            "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), "
            "display-capture=(), browsing-topics=()"
        ),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-frame-options": "DENY",
    }
    if is_secure:
        lines["strict-transport-security"] = "max-age=31536000"
    return tuple((name.encode(), value.encode()) for name, value in lines.items())


class Reply:
    """Sends one answer, and adds to its head what every answer must say."""

    __slots__ = ("cookies", "request_id", "same", "send", "status")

    def __init__(self, send: Send, same: tuple[Raw, ...], request_id: str) -> None:
        self.send = send
        self.same = same
        self.request_id = request_id
        self.cookies: tuple[bytes, ...] = ()
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = self.complete(list(message.get("headers", ())))
        await self.send(message)

    def complete(self, headers: list[Raw]) -> list[Raw]:
        named = dict(headers)
        if b"cache-control" not in named:
            # What is about people is kept by nobody on the way, and not by a shared phone.
            headers.append((b"cache-control", b"no-store"))
        if named.get(b"x-robots-tag") == b"index":
            headers.remove((b"x-robots-tag", b"index"))
        elif b"x-robots-tag" not in named:
            headers.append((b"x-robots-tag", b"noindex, nofollow"))
        headers += self.same
        headers.append((b"x-request-id", self.request_id.encode()))
        headers += [(b"set-cookie", cookie) for cookie in self.cookies]
        if self.status in CLOSING:
            headers.append((b"connection", b"close"))
        return headers


_COOKIE = re.compile(rb"(?:^|;[ \t]*)([^=;\s]+)=([^;]*)")
COOKIES_MAX = 50


def read_cookies(header: bytes) -> Mapping[str, str]:
    """Read a Cookie header; of two cookies with one name the first counts."""
    found: dict[str, str] = {}
    for name, value in _COOKIE.findall(header)[:COOKIES_MAX]:
        found.setdefault(name.decode("latin-1"), value.strip().decode("latin-1"))
    return found
