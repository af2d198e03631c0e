"""The mediator's desk: his list, one matter, his declaration, acceptance and beginning."""

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Form, LongText, Text, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.mediation import (
    actions,
    api_routes,
    asking_routes,
    end_routes,
    opening_routes,
    party_routes,
    time_routes,
)
from litigation.mediation.asking_queries import view_conflict
from litigation.mediation.matter_queries import mediators_to_pick, view_mediation
from litigation.mediation.queries import list_matters
from litigation.mediation.rules import TEXT_BYTES_MAX, WORDS_MAX, ConflictKind
from litigation.mediation.views import SEARCH_MAX

FOLDER = "litigation/mediation"
SEE, WRITE = Permission.MEDIATION_SEE, Permission.MEDIATION_WRITE
PAGE_DIGITS_MAX = 4


class SearchForm(Form):
    search: Annotated[str, Text(SEARCH_MAX)] = ""
    closed: Literal["yes"] | None = None


class Pressed(Form):
    """A button with nothing but the version of the page it stood on."""

    version: int


class DeclareForm(Pressed):
    kind: ConflictKind
    words: Annotated[str, LongText(WORDS_MAX)] = ""
    agreed_by: tuple[UUID, ...] = ()


class BeginForm(Pressed):
    warned: Literal["yes"] | None = None


class PickForm(Pressed):
    mediator_id: UUID


class ChangeForm(Pressed):
    party_id: UUID


def matter_url(request: Request) -> str:
    return f"/mediations/{request.path_params['matter_id']}"


@needs(SEE)
async def show_list(request: Request) -> Response:
    digits = request.query_params.get("page", "1")[:PAGE_DIGITS_MAX]
    view = await list_matters(
        actor_of(request),
        now=now_of(request),
        shows_closed=request.query_params.get("closed") == "yes",
        page=int(digits) if digits.isascii() and digits.isdecimal() else 1,
    )
    return page(request, f"{FOLDER}/list.html", view)


@needs(SEE)
async def search(request: Request) -> Response:
    """Search by form, not by address: names and numbers do not belong into anybody's log."""
    form = await read_form(request, SearchForm)
    view = await list_matters(
        actor_of(request),
        now=now_of(request),
        search=form.search,
        shows_closed=form.closed is not None,
    )
    return page(request, f"{FOLDER}/list.html", view)


@needs(SEE)
async def show(request: Request, refusal: Refusal | None = None) -> Response:
    matter_id = request.path_params["matter_id"]
    view = await view_mediation(actor_of(request), matter_id, now=now_of(request))
    return page(request, f"{FOLDER}/show.html", view, refusal=refusal)


@needs(WRITE, body_max=TEXT_BYTES_MAX)  # shown again with what was typed
async def show_conflict(request: Request, refusal: Refusal | None = None) -> Response:
    matter_id = request.path_params["matter_id"]
    view = await view_conflict(actor_of(request), matter_id, now=now_of(request))
    return page(request, f"{FOLDER}/conflict.html", view, refusal=refusal)


@needs(WRITE, body_max=TEXT_BYTES_MAX)
async def declare(request: Request) -> Response:
    try:
        form = await read_form(request, DeclareForm)
        await actions.declare(
            actor_of(request),
            request.path_params["matter_id"],
            kind=form.kind,
            words=form.words,
            agreed_by=form.agreed_by,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_conflict(request, refusal)
    return see_other(matter_url(request))


@needs(WRITE)
async def accept(request: Request) -> Response:
    try:
        form = await read_form(request, Pressed)
        matter_id = request.path_params["matter_id"]
        await actions.accept(
            actor_of(request), matter_id, version=form.version, now=now_of(request)
        )
    except (NotValid, NotNow) as refusal:
        return await show(request, refusal)
    return see_other(matter_url(request))


@needs(WRITE)
async def decline(request: Request) -> Response:
    try:
        form = await read_form(request, Pressed)
        matter_id = request.path_params["matter_id"]
        await actions.decline(
            actor_of(request), matter_id, version=form.version, now=now_of(request)
        )
    except (NotValid, NotNow) as refusal:
        return await show(request, refusal)
    # Whoever declined may no longer see it.
    return see_other("/mediations")


@needs(WRITE)
async def show_begin(request: Request, refusal: Refusal | None = None) -> Response:
    matter_id = request.path_params["matter_id"]
    view = await view_mediation(actor_of(request), matter_id, now=now_of(request), permission=WRITE)
    return page(request, f"{FOLDER}/begin.html", view, refusal=refusal)


@needs(WRITE)
async def begin(request: Request) -> Response:
    try:
        form = await read_form(request, BeginForm)
        await actions.begin(
            actor_of(request),
            request.path_params["matter_id"],
            warned=form.warned is not None,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_begin(request, refusal)
    return see_other(matter_url(request))


@needs(SEE)
async def show_mediator(request: Request, refusal: Refusal | None = None) -> Response:
    matter_id = request.path_params["matter_id"]
    view = await mediators_to_pick(actor_of(request), matter_id, now=now_of(request))
    return page(request, f"{FOLDER}/mediator.html", view, refusal=refusal)


@needs(Permission.MEDIATION_REASSIGN)
async def pick(request: Request) -> Response:
    try:
        form = await read_form(request, PickForm)
        await actions.pick(
            actor_of(request),
            request.path_params["matter_id"],
            mediator_id=form.mediator_id,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_mediator(request, refusal)
    return see_other("/mediations")


@needs(WRITE)
async def change_mediator(request: Request) -> Response:
    try:
        form = await read_form(request, ChangeForm)
        await actions.ask_for_another(
            actor_of(request),
            request.path_params["matter_id"],
            party_id=form.party_id,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_mediator(request, refusal)
    return see_other("/mediations")


_MATTER = "/mediations/{matter_id:uuid}"
_OWN: Sequence[BaseRoute] = [
    Route("/mediations", show_list, methods=["GET"], name="mediations"),
    Route("/mediations", search, methods=["POST"], name="mediations_search"),
    Route(_MATTER, show, methods=["GET"], name="mediation"),
    Route(f"{_MATTER}/conflict", show_conflict, methods=["GET"], name="mediation_conflict"),
    Route(f"{_MATTER}/conflict", declare, methods=["POST"], name="mediation_declare"),
    Route(f"{_MATTER}/accept", accept, methods=["POST"], name="mediation_accept"),
    Route(f"{_MATTER}/decline", decline, methods=["POST"], name="mediation_decline"),
    Route(f"{_MATTER}/begin", show_begin, methods=["GET"], name="mediation_before"),
    Route(f"{_MATTER}/begin", begin, methods=["POST"], name="mediation_begin"),
    Route(f"{_MATTER}/mediator", show_mediator, methods=["GET"], name="mediation_mediator"),
    Route(f"{_MATTER}/mediator", pick, methods=["POST"], name="mediation_pick"),
    Route(f"{_MATTER}/mediator/change", change_mediator, methods=["POST"], name="mediation_change"),
]
routes: list[BaseRoute] = [
    *opening_routes.routes,
    *_OWN,
    *party_routes.routes,
    *asking_routes.routes,
    *time_routes.routes,
    *end_routes.routes,
    *api_routes.routes,
]
