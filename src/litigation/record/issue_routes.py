"""Issues in dispute on the screen: the grid of issues, claims, facts and exhibits."""

from typing import Annotated
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Form, LongText, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.record import claim_actions, rules
from litigation.record.claim_actions import Around
from litigation.record.desk_queries import view_issue, view_issues

FOLDER = "litigation/record"
SEE, WRITE = Permission.MEDIATION_SEE, Permission.MEDIATION_WRITE
BASE = "/mediations/{matter_id:uuid}/record/issues"


class AroundForm(Form):
    claims: tuple[UUID, ...] = ()
    facts: tuple[UUID, ...] = ()
    exhibits: tuple[UUID, ...] = ()

    def around(self) -> Around:
        return Around(frozenset(self.claims), frozenset(self.facts), frozenset(self.exhibits))


class RaiseForm(AroundForm):
    key: UUID
    text: Annotated[str, LongText(rules.TEXT_MAX)]


class LinkForm(AroundForm):
    version: int


class SettleForm(Form):
    version: int
    reason: Annotated[str, LongText(rules.TEXT_MAX)]


def _url(request: Request) -> str:
    return f"/mediations/{request.path_params['matter_id']}/record/issues"


@needs(SEE)
async def show_issues(request: Request, refusal: Refusal | None = None) -> Response:
    view = await view_issues(actor_of(request), request.path_params["matter_id"])
    return page(request, f"{FOLDER}/issues.html", view, refusal=refusal)


@needs(WRITE, body_max=rules.FORM_BYTES_MAX)
async def raise_issue(request: Request) -> Response:
    try:
        form = await read_form(request, RaiseForm)
        await claim_actions.raise_issue(
            actor_of(request),
            request.path_params["matter_id"],
            form.text,
            form.around(),
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_issues(request, refusal)
    return see_other(_url(request))


@needs(SEE)
async def show_issue(request: Request, refusal: Refusal | None = None) -> Response:
    path = request.path_params
    view = await view_issue(actor_of(request), path["matter_id"], path["issue_id"])
    return page(request, f"{FOLDER}/issue.html", view, refusal=refusal)


@needs(WRITE, body_max=rules.FORM_BYTES_MAX)
async def link(request: Request) -> Response:
    path = request.path_params
    try:
        form = await read_form(request, LinkForm)
        await claim_actions.link_issue(
            actor_of(request),
            path["matter_id"],
            path["issue_id"],
            form.around(),
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_issue(request, refusal)
    return see_other(_url(request))


@needs(WRITE, body_max=rules.FORM_BYTES_MAX)
async def settle(request: Request) -> Response:
    path = request.path_params
    try:
        form = await read_form(request, SettleForm)
        await claim_actions.settle_issue(
            actor_of(request),
            path["matter_id"],
            path["issue_id"],
            reason=form.reason,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_issue(request, refusal)
    return see_other(_url(request))


routes: list[BaseRoute] = [
    Route(BASE, show_issues, methods=["GET"]),
    Route(BASE, raise_issue, methods=["POST"]),
    Route(f"{BASE}/{{issue_id:uuid}}", show_issue, methods=["GET"]),
    Route(f"{BASE}/{{issue_id:uuid}}", link, methods=["POST"]),
    Route(f"{BASE}/{{issue_id:uuid}}/settle", settle, methods=["POST"]),
]
