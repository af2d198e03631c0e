"""Exhibits on the screen: hand in files, look at clean copies, write down the other side's view."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Problem, Refusal
from commons.uploads.quarantine import Quarantine
from commons.web.forms import Form, LongText, Text, Upload, read_form
from commons.web.page import UPLOAD_BYTES_MAX, actor_of, needs, now_of, page, see_other
from litigation.record import exhibit_actions, rules
from litigation.record.desk_queries import head_of, view_exchange, view_exhibit
from litigation.record.exhibit_actions import HandedFile, HandedIn, Looked
from litigation.record.queries import shown_file
from litigation.record.rules import ExhibitKind, Opinion

FOLDER = "litigation/record"
SEE, WRITE = Permission.MEDIATION_SEE, Permission.MEDIATION_WRITE
BASE = "/mediations/{matter_id:uuid}/record"
# Whatever a file contains, as a page of its own it can neither run nor reach anything. The front
# door adds nosniff and the rest, as to every answer.
CAGE = {"content-security-policy": "default-src 'none'; sandbox", "cache-control": "no-store"}


class HandInForm(Form):
    key: UUID
    party_id: UUID
    name: Annotated[str, Text(rules.ITEM_MAX)]
    kind: ExhibitKind
    source: Annotated[str, LongText(rules.TEXT_MAX)] = ""
    purpose: Annotated[str, LongText(rules.TEXT_MAX)] = ""
    files: tuple[Upload, ...] = ()


class ViewForm(Form):
    key: UUID
    party_id: UUID
    genuine: Opinion
    lawful: Opinion
    relevant: Opinion
    reason: Annotated[str, LongText(rules.TEXT_MAX)] = ""


class WithdrawForm(Form):
    reason: Annotated[str, LongText(rules.TEXT_MAX)]


def quarantine_of(request: Request) -> Quarantine:
    """Return the one room apart of this application."""
    state = request.app.state
    if not hasattr(state, "quarantine"):
        state.quarantine = Quarantine()
    quarantine: Quarantine = state.quarantine
    return quarantine


def _url(request: Request, *more: object) -> str:
    path = "/".join(map(str, ("record/exhibits", *more)))
    return f"/mediations/{request.path_params['matter_id']}/{path}"


@needs(SEE)
async def show_exhibits(request: Request, refusal: Refusal | None = None) -> Response:
    view = await view_exchange(actor_of(request), request.path_params["matter_id"])
    return page(request, f"{FOLDER}/exhibits.html", view, refusal=refusal)


@needs(WRITE, body_max=UPLOAD_BYTES_MAX)
async def hand_in(request: Request) -> Response:
    matter_id = request.path_params["matter_id"]
    try:
        form = await read_form(request, HandInForm)
        # Strangers must not make us open files: the right to write is asked first.
        await head_of(actor_of(request), matter_id, WRITE)
        await exhibit_actions.hand_in(
            actor_of(request),
            matter_id,
            HandedIn(form.party_id, form.name, form.kind, form.source, form.purpose),
            [await _opened(request, upload) for upload in form.files],
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_exhibits(request, refusal)
    return see_other(_url(request))


async def _opened(request: Request, upload: Upload) -> HandedFile:
    try:
        accepted = await quarantine_of(request).accept(upload.content, upload.name)
    except NotValid as refusal:
        raise NotValid(fields={"files": Problem(refusal.reason, refusal.facts)}) from refusal
    return HandedFile(upload.content, accepted)


@needs(SEE)
async def show_views(request: Request, refusal: Refusal | None = None) -> Response:
    path = request.path_params
    view = await view_exhibit(actor_of(request), path["matter_id"], path["exhibit_id"])
    return page(request, f"{FOLDER}/exhibit.html", view, refusal=refusal)


@needs(WRITE, body_max=rules.FORM_BYTES_MAX)
async def give_view(request: Request) -> Response:
    path = request.path_params
    try:
        form = await read_form(request, ViewForm)
        looked = Looked(form.party_id, form.genuine, form.lawful, form.relevant, form.reason)
        await exhibit_actions.give_view(
            actor_of(request),
            path["matter_id"],
            path["exhibit_id"],
            looked,
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_views(request, refusal)
    return see_other(_url(request, path["exhibit_id"], "views"))


@needs(WRITE, body_max=rules.FORM_BYTES_MAX)
async def withdraw(request: Request) -> Response:
    path = request.path_params
    try:
        form = await read_form(request, WithdrawForm)
        await exhibit_actions.withdraw_exhibit(
            actor_of(request),
            path["matter_id"],
            path["exhibit_id"],
            reason=form.reason,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_views(request, refusal)
    return see_other(_url(request))


@needs(SEE)
async def show_file(request: Request) -> Response:
    return await _file(request, small=False)


@needs(SEE)
async def show_small(request: Request) -> Response:
    return await _file(request, small=True)


async def _file(request: Request, *, small: bool) -> Response:
    path = request.path_params
    shown = await shown_file(actor_of(request), path["matter_id"], path["file_id"], small=small)
    return _attachment(shown.content, shown.media_type, shown.name)


@needs(Permission.MEDIATION_CONFIDENCES)
async def take_original(request: Request) -> Response:
    path = request.path_params
    name, content = await exhibit_actions.take_original(
        actor_of(request), path["matter_id"], path["file_id"], now=now_of(request)
    )
    return _attachment(content, "application/octet-stream", f"{name}.original")


def _attachment(content: bytes, media_type: str, name: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    headers = {**CAGE, "content-disposition": disposition}
    return Response(content, media_type=media_type, headers=headers)


routes: list[BaseRoute] = [
    Route(f"{BASE}/exhibits", show_exhibits, methods=["GET"]),
    Route(f"{BASE}/exhibits", hand_in, methods=["POST"]),
    Route(f"{BASE}/exhibits/{{exhibit_id:uuid}}/views", show_views, methods=["GET"]),
    Route(f"{BASE}/exhibits/{{exhibit_id:uuid}}/views", give_view, methods=["POST"]),
    Route(f"{BASE}/exhibits/{{exhibit_id:uuid}}/withdraw", withdraw, methods=["POST"]),
    Route(f"{BASE}/files/{{file_id:uuid}}", show_file, methods=["GET"]),
    Route(f"{BASE}/files/{{file_id:uuid}}/small", show_small, methods=["GET"]),
    Route(f"{BASE}/files/{{file_id:uuid}}/original", take_original, methods=["POST"]),
]
