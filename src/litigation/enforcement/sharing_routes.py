"""The pages that share one debtor's money among several creditors."""

from typing import Annotated, Literal
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Day, Form, LongText, Money, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.enforcement import queries, sharing_actions
from litigation.enforcement.rules import WORDS_MAX
from litigation.enforcement.sharing import Method
from litigation.enforcement.sharing_actions import Planned

FOLDER = "litigation/enforcement"
WRITE, DECIDE = Permission.CASE_WRITE, Permission.CASE_DECIDE
BODY_MAX = 256 * 1024


class SharingForm(Form):
    method: Method
    available: Money
    costs: Money | None = None
    received_on: Day
    taking_part: tuple[UUID, ...] = ()
    preferred: tuple[UUID, ...] = ()


class ObjectForm(Form):
    words: Annotated[str, LongText(WORDS_MAX)] = ""


class PayForm(Form):
    in_spite: Literal["yes"] | None = None


def _url(request: Request) -> str:
    return f"/enforcements/{request.path_params['enforcement_id']}"


@needs(WRITE, body_max=BODY_MAX)
async def show_sharing(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_sharing_desk(
        actor_of(request), request.path_params["enforcement_id"], now=now_of(request)
    )
    return page(request, f"{FOLDER}/sharing.html", view, refusal=refusal)


@needs(WRITE, body_max=BODY_MAX)
async def plan(request: Request) -> Response:
    host_id = request.path_params["enforcement_id"]
    try:
        form = await read_form(request, SharingForm)
        planned = Planned(
            method=form.method,
            available_fen=form.available,
            costs_fen=form.costs or 0,
            received_on=form.received_on,
            taking_part=form.taking_part,
            preferred=frozenset(form.preferred),
        )
        await sharing_actions.plan(actor_of(request), host_id, planned, now=now_of(request))
    except (NotValid, NotNow) as refusal:
        return await show_sharing(request, refusal)
    return see_other(f"{_url(request)}/sharing")


@needs(WRITE, body_max=BODY_MAX)
async def object_to(request: Request) -> Response:
    ids = request.path_params
    try:
        form = await read_form(request, ObjectForm)
        await sharing_actions.object_to(
            actor_of(request),
            ids["enforcement_id"],
            ids["sharing_id"],
            words=form.words,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_sharing(request, refusal)
    return see_other(f"{_url(request)}/sharing")


@needs(DECIDE)
async def drop(request: Request) -> Response:
    ids = request.path_params
    try:
        await sharing_actions.drop(
            actor_of(request), ids["enforcement_id"], ids["sharing_id"], now=now_of(request)
        )
    except NotNow as refusal:
        return await show_sharing(request, refusal)
    return see_other(f"{_url(request)}/sharing")


@needs(DECIDE)
async def pay_out(request: Request) -> Response:
    ids = request.path_params
    try:
        form = await read_form(request, PayForm)
        await sharing_actions.pay_out(
            actor_of(request),
            ids["enforcement_id"],
            ids["sharing_id"],
            in_spite=form.in_spite is not None,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_sharing(request, refusal)
    return see_other(f"{_url(request)}/sharing")


ONE = "/enforcements/{enforcement_id:uuid}"
SHARING = f"{ONE}/sharing/{{sharing_id:uuid}}"
routes: list[BaseRoute] = [
    Route(f"{ONE}/sharing", show_sharing, methods=["GET"], name="enforcement_sharing"),
    Route(f"{ONE}/sharing", plan, methods=["POST"], name="enforcement_share"),
    Route(f"{SHARING}/object", object_to, methods=["POST"], name="enforcement_object"),
    Route(f"{SHARING}/drop", drop, methods=["POST"], name="enforcement_drop"),
    Route(f"{SHARING}/pay", pay_out, methods=["POST"], name="enforcement_pay_out"),
]
