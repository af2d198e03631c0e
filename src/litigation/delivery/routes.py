"""The delivery board of staff, live; and the doors at which providers report."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotAllowed, NotValid, Refusal
from commons.providers.ports import Callback, SmsSender, WeChatSender
from commons.web.forms import Form, read_form
from commons.web.page import EVERYONE, actor_of, needs, now_of, outside_of, page, see_other
from commons.web.stream import changes
from litigation.delivery import (
    actions,
    api_routes,
    attempts,
    counter,
    earlier_routes,
    queries,
)
from litigation.delivery.rules import Blocking, Channel

FOLDER = "litigation/delivery"
CALLBACK_BYTES_MAX = 64 * 1024


class ResendForm(Form):
    delivery_id: UUID
    channel: Channel


class BlockForm(Form):
    delivery_id: UUID | None = None
    blocking: Blocking


@needs(Permission.DELIVERY_SEE)
async def show(request: Request, refusal: Refusal | None = None) -> Response:
    """Show who has got a paper, by which way, and what they did with it."""
    view = await queries.board(actor_of(request), _paper_id(request))
    return page(request, f"{FOLDER}/board.html", view, refusal=refusal)


@needs(Permission.DELIVERY_SEE)
async def watch(request: Request) -> Response:
    """Tell an open board of every change, within a second."""
    actor, paper_id = actor_of(request), _paper_id(request)
    await queries.board(actor, paper_id)

    async def read() -> object:
        return await queries.pulse(actor, paper_id)

    return changes(request, read)


@needs(Permission.DELIVERY_SEND)
async def resend(request: Request) -> Response:
    try:
        form = await read_form(request, ResendForm)
    except NotValid as refusal:
        return await show(request, refusal)
    paper_id = _paper_id(request)
    await actions.resend(
        actor_of(request), paper_id, form.delivery_id, form.channel, now=now_of(request)
    )
    return see_other(f"/deliveries/{paper_id}")


@needs(Permission.DELIVERY_BLOCK)
async def block(request: Request) -> Response:
    try:
        form = await read_form(request, BlockForm)
    except NotValid as refusal:
        return await show(request, refusal)
    paper_id = _paper_id(request)
    await actions.block(
        actor_of(request),
        paper_id,
        form.blocking,
        now=now_of(request),
        delivery_id=form.delivery_id,
    )
    return see_other(f"/deliveries/{paper_id}")


@needs(EVERYONE, body_max=CALLBACK_BYTES_MAX)
async def sms_callback(request: Request) -> Response:
    return await _note(request, outside_of(request).sms)


@needs(EVERYONE, body_max=CALLBACK_BYTES_MAX)
async def wechat_callback(request: Request) -> Response:
    return await _note(request, outside_of(request).wechat)


async def _note(request: Request, port: SmsSender | WeChatSender) -> Response:
    """Verify, write down, say yes; what it means is found out later."""
    now = now_of(request)
    callback = Callback(
        dict(request.query_params), dict(request.headers), await request.body(), now
    )
    if not port.is_genuine(callback):
        raise NotAllowed("delivery.callback_not_genuine")
    await attempts.note_callback(port.name, callback.body, now)
    return Response("success", media_type="text/plain")


def _paper_id(request: Request) -> UUID:
    paper_id: UUID = request.path_params["paper_id"]
    return paper_id


routes: list[BaseRoute] = [
    Route("/deliveries/{paper_id:uuid}", show, methods=["GET"], name="delivery_board"),
    Route("/deliveries/{paper_id:uuid}/changes", watch, methods=["GET"], name="delivery_changes"),
    Route("/deliveries/{paper_id:uuid}/resend", resend, methods=["POST"], name="delivery_resend"),
    Route("/deliveries/{paper_id:uuid}/block", block, methods=["POST"], name="delivery_block"),
    Route("/callbacks/sms", sms_callback, methods=["POST"], name="callback_sms"),
    Route("/callbacks/wechat", wechat_callback, methods=["POST"], name="callback_wechat"),
    *earlier_routes.routes,
    *counter.routes,
    *api_routes.routes,
]
