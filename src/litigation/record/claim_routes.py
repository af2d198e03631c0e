"""Claims and replies on the screen."""

from typing import Annotated
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Form, LongText, Money, Text, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.record import claim_actions, rules
from litigation.record.claim_actions import Asked
from litigation.record.desk_queries import view_claim, view_exchange

FOLDER = "litigation/record"
SEE, WRITE = Permission.MEDIATION_SEE, Permission.MEDIATION_WRITE
BASE = "/mediations/{matter_id:uuid}/record/claims"


class ClaimForm(Form):
    key: UUID
    party_id: UUID
    item: Annotated[str, Text(rules.ITEM_MAX)]
    amount: Money | None = None
    basis: Annotated[str, LongText(rules.TEXT_MAX)] = ""


class ReplyForm(Form):
    key: UUID
    party_id: UUID
    text: Annotated[str, LongText(rules.TEXT_MAX)]


class DropForm(Form):
    reason: Annotated[str, LongText(rules.TEXT_MAX)]


def _url(request: Request, *more: object) -> str:
    path = "/".join(map(str, ("record/claims", *more)))
    return f"/mediations/{request.path_params['matter_id']}/{path}"


@needs(SEE)
async def show_claims(request: Request, refusal: Refusal | None = None) -> Response:
    view = await view_exchange(actor_of(request), request.path_params["matter_id"])
    return page(request, f"{FOLDER}/claims.html", view, refusal=refusal)


@needs(WRITE, body_max=rules.FORM_BYTES_MAX)
async def claim(request: Request) -> Response:
    try:
        form = await read_form(request, ClaimForm)
        asked = Asked(form.party_id, form.item, form.amount, form.basis)
        await claim_actions.claim(
            actor_of(request),
            request.path_params["matter_id"],
            asked,
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_claims(request, refusal)
    return see_other(_url(request))


@needs(SEE)
async def show_claim(request: Request, refusal: Refusal | None = None) -> Response:
    path = request.path_params
    view = await view_claim(actor_of(request), path["matter_id"], path["claim_id"])
    return page(request, f"{FOLDER}/claim.html", view, refusal=refusal)


@needs(WRITE, body_max=rules.FORM_BYTES_MAX)
async def reply(request: Request) -> Response:
    path = request.path_params
    try:
        form = await read_form(request, ReplyForm)
        await claim_actions.reply(
            actor_of(request),
            path["matter_id"],
            path["claim_id"],
            party_id=form.party_id,
            text=form.text,
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_claim(request, refusal)
    return see_other(_url(request))


@needs(WRITE, body_max=rules.FORM_BYTES_MAX)
async def drop(request: Request) -> Response:
    path = request.path_params
    try:
        form = await read_form(request, DropForm)
        await claim_actions.drop_claim(
            actor_of(request),
            path["matter_id"],
            path["claim_id"],
            reason=form.reason,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_claim(request, refusal)
    return see_other(_url(request))


routes: list[BaseRoute] = [
    Route(BASE, show_claims, methods=["GET"]),
    Route(BASE, claim, methods=["POST"]),
    Route(f"{BASE}/{{claim_id:uuid}}", show_claim, methods=["GET"]),
    Route(f"{BASE}/{{claim_id:uuid}}", reply, methods=["POST"]),
    Route(f"{BASE}/{{claim_id:uuid}}/drop", drop, methods=["POST"]),
]
