"""Agreed facts on the screen: propose, take back, open again with a reason."""

from typing import Annotated
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Form, LongText, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.record import fact_actions, rules
from litigation.record.session_queries import view_fact, view_facts

FOLDER = "litigation/record"
CONFIDENCES, WRITE = Permission.MEDIATION_CONFIDENCES, Permission.MEDIATION_WRITE
BASE = "/mediations/{matter_id:uuid}/record/facts"


class ProposeForm(Form):
    key: UUID
    text: Annotated[str, LongText(rules.TEXT_MAX)]


class ReopenForm(Form):
    asked_by: UUID
    reason: Annotated[str, LongText(rules.TEXT_MAX)]


def _url(request: Request) -> str:
    return f"/mediations/{request.path_params['matter_id']}/record/facts"


@needs(CONFIDENCES)
async def show_facts(request: Request, refusal: Refusal | None = None) -> Response:
    view = await view_facts(actor_of(request), request.path_params["matter_id"])
    return page(request, f"{FOLDER}/facts.html", view, refusal=refusal)


@needs(CONFIDENCES, body_max=rules.FORM_BYTES_MAX)
async def propose(request: Request) -> Response:
    try:
        form = await read_form(request, ProposeForm)
        await fact_actions.propose_fact(
            actor_of(request),
            request.path_params["matter_id"],
            form.text,
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_facts(request, refusal)
    return see_other(_url(request))


@needs(CONFIDENCES)
async def show_fact(request: Request, refusal: Refusal | None = None) -> Response:
    path = request.path_params
    view = await view_fact(actor_of(request), path["matter_id"], path["fact_id"])
    return page(request, f"{FOLDER}/fact.html", view, refusal=refusal)


@needs(WRITE)
async def withdraw(request: Request) -> Response:
    path = request.path_params
    try:
        await fact_actions.withdraw_fact(
            actor_of(request), path["matter_id"], path["fact_id"], now=now_of(request)
        )
    except NotNow as refusal:
        return await show_facts(request, refusal)
    return see_other(_url(request))


@needs(WRITE, body_max=rules.FORM_BYTES_MAX)
async def reopen(request: Request) -> Response:
    path = request.path_params
    try:
        form = await read_form(request, ReopenForm)
        await fact_actions.reopen_fact(
            actor_of(request),
            path["matter_id"],
            path["fact_id"],
            asked_by=form.asked_by,
            reason=form.reason,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_fact(request, refusal)
    return see_other(_url(request))


routes: list[BaseRoute] = [
    Route(BASE, show_facts, methods=["GET"]),
    Route(BASE, propose, methods=["POST"]),
    Route(f"{BASE}/{{fact_id:uuid}}", show_fact, methods=["GET"]),
    Route(f"{BASE}/{{fact_id:uuid}}", reopen, methods=["POST"]),
    Route(f"{BASE}/{{fact_id:uuid}}/withdraw", withdraw, methods=["POST"]),
]
