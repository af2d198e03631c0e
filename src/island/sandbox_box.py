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
from commons.providers.sandbox_payments import SandboxPayments
from commons.settings import Mode
from commons.web.forms import Form, read_form
from commons.web.page import EVERYONE, needs, now_of, outside_of, page, see_other
from litigation.cases import pay_actions

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


@dataclass(frozen=True, slots=True)
class PayView:
    """A bill of the invented bank."""

    key: str
    what: str
    amount_fen: int
    is_open: bool


class Nothing(Form):
    """A button alone."""


@needs(EVERYONE)
async def bill(request: Request) -> Response:
    """Be the page of the bank: what is asked for, and a button that pays it with nothing."""
    _, view = _bill(request)
    return page(request, "island/sandbox_pay.html", view)


@needs(EVERYONE)
async def pay(request: Request) -> Response:
    """Pay, and call back as a bank does: the court believes only what it asks for itself."""
    await read_form(request, Nothing)
    bank, view = _bill(request)
    bank.pay(view.key)
    await pay_actions.wake_query(view.key, now=now_of(request))
    return see_other(request.url.path)


def _bill(request: Request) -> tuple[SandboxPayments, PayView]:
    outside = outside_of(request)
    bank, key = outside.payments, request.path_params["pay_key"]
    if outside.settings.mode is Mode.PRODUCTION or not isinstance(bank, SandboxPayments):
        raise NotFound("web.no_such_page")
    known = bank.kept.get(key)
    if known is None:
        raise NotFound("web.no_such_page")
    return bank, PayView(key, known.title, known.amount_fen, is_open=bank.is_open(key))


PAY = "/admin/outbox-sandbox/pay/{pay_key}"
routes: list[BaseRoute] = [
    Route("/admin/outbox-sandbox", box, methods=["GET"], name="sandbox_box"),
    Route(PAY, bill, methods=["GET"], name="sandbox_bill"),
    Route(PAY, pay, methods=["POST"], name="sandbox_pay"),
]
