"""Asking the whole application in this process; every write is undone when it has answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette

from commons.db import atomic

HOST = "127.0.0.1:8000"
OWN = f"http://{HOST}"
CHUNKS_MAX = 1  # of a stream that would go on for minutes


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)
    body: bytes = b""

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        return self.headers.get("location", "")


class Undo(Exception):
    """Raised on purpose after an answer, so that what was written is taken back."""


async def ask(
    app: Starlette,
    method: str,
    target: str,
    *,
    token: str = "",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> Answer:
    """Send one request through the whole application, as a browser of this site would."""
    path, _, query = target.partition("?")
    given = {"host": HOST, "accept-language": "zh-CN", "origin": OWN}
    given |= {"cookie": f"session={token}"} if token else {}
    given |= {"content-length": str(len(body))} if method not in {"GET", "HEAD"} else {}
    given |= headers or {}
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "surrogateescape"),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in given.items() if value],
        "client": ("203.0.113.9", 4000),
        "server": ("127.0.0.1", 8000),
    }
    return await _through(app, scope, body)


async def _through(app: Starlette, scope: dict[str, Any], body: bytes) -> Answer:
    answer, chunks = Answer(), 0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        nonlocal chunks
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            pairs = [(name.decode(), value.decode()) for name, value in message["headers"]]
            answer.headers = {name: value for name, value in pairs if name != "set-cookie"}
            answer.cookies = [value for name, value in pairs if name == "set-cookie"]
            return
        chunks += 1
        answer.body += message.get("body", b"")
        if chunks > CHUNKS_MAX and "event-stream" in answer.headers["content-type"]:
            raise OSError("the reader has gone")

    await app(scope, receive, send)
    return answer


async def ask_and_undo(*arguments: Any, **named: Any) -> Answer:
    """Ask, and take back whatever the answer has written: every question meets the same world."""
    kept: list[Answer] = []

    @atomic
    async def asked() -> None:
        kept.append(await ask(*arguments, **named))
        raise Undo

    try:
        await asked()
    except Undo:
        return kept[0]
    raise AssertionError
