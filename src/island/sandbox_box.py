"""What would have been sent: the demonstration's messages, as they would look on a telephone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.errors import NotFound
from commons.persons import mask_phone
from commons.providers.ports import Outside
from commons.providers.sandbox import SandboxSms, SandboxWeChat
from commons.settings import Mode
from commons.web.page import EVERYONE, needs, outside_of, page

SHOWN_MAX = 50


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message on an invented telephone."""

    to: str
    is_wechat: bool
    lines: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class SandboxView:
    messages: tuple[MessageView, ...]


@needs(EVERYONE)
async def box(request: Request) -> Response:
    """Show the latest messages first. In production there is neither this page nor a sandbox."""
    outside = outside_of(request)
    if outside.settings.mode is Mode.PRODUCTION:
        raise NotFound("web.no_such_page")
    newest = sorted(_messages(outside), key=lambda one: one.at, reverse=True)
    return page(request, "island/sandbox_box.html", SandboxView(tuple(newest[:SHOWN_MAX])))


def _messages(outside: Outside) -> Iterator[MessageView]:
    if isinstance(outside.sms, SandboxSms):
        for sms in reversed(outside.sms.kept):
            text = (sms.message.text,)
            yield MessageView(mask_phone(sms.message.phone), is_wechat=False, lines=text, at=sms.at)
    if isinstance(outside.wechat, SandboxWeChat):
        for note in reversed(outside.wechat.kept):
            lines = tuple(f"{name}：{words}" for name, words in note.message.words.items())
            yield MessageView(note.message.open_id[:6], is_wechat=True, lines=lines, at=note.at)


routes: list[BaseRoute] = [
    Route("/admin/outbox-sandbox", box, methods=["GET"], name="sandbox_box"),
]
