"""A file that is always sent whole, and that knows when its last byte has left."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

PIECE_BYTES = 64 * 1024


class WholeFile(Response):
    """No ranges, no resuming: half a file is not a delivered file (reliability A8)."""

    media_type = "application/pdf"

    def __init__(
        self, content: bytes, *, name: str, when_sent: Callable[[], Awaitable[None]]
    ) -> None:
        headers = {
            "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "accept-ranges": "none",
        }
        super().__init__(content, headers=headers)
        self._when_sent = when_sent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        content = bytes(self.body)
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
        )
        for begin in range(0, len(content), PIECE_BYTES):
            piece = content[begin : begin + PIECE_BYTES]
            more = begin + PIECE_BYTES < len(content)
            await send({"type": "http.response.body", "body": piece, "more_body": more})
        # A caller who went away raises above: then the download stands, but not this.
        await self._when_sent()
