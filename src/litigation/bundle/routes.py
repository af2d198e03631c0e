"""The page of a case's file, asking for an edition, and taking one."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, Refusal
from commons.web.forms import Form, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.bundle import actions, queries

SEE = Permission.CASE_SEE


class Nothing(Form):
    """A button alone."""


@needs(SEE)
async def show(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_file(actor_of(request), request.path_params["case_id"])
    return page(request, "litigation/bundle/file.html", view, refusal=refusal)


@needs(SEE)
async def make(request: Request) -> Response:
    case_id = request.path_params["case_id"]
    try:
        await read_form(request, Nothing)
        await actions.want(actor_of(request), case_id, now=now_of(request))
    except NotNow as refusal:
        return await show(request, refusal)
    return see_other(f"/cases/{case_id}/file")


@needs(SEE)
async def take(request: Request) -> Response:
    """Hand an edition out; who takes it is written down first."""
    ids = request.path_params
    row = await actions.note_reading(
        actor_of(request), ids["case_id"], ids["edition_id"], now=now_of(request)
    )
    name = f"file-{row.place}.pdf"
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "etag": f'"{row.sha256}"',
    }
    content = await queries.pdf_of_edition(row.id)
    return Response(content, media_type="application/pdf", headers=headers)


FILE = "/cases/{case_id:uuid}/file"
routes: list[BaseRoute] = [
    Route(FILE, show, methods=["GET"], name="case_file"),
    Route(FILE, make, methods=["POST"], name="case_file_make"),
    Route(FILE + "/{edition_id:uuid}", take, methods=["POST"], name="case_file_take"),
]
