"""Large files of a case: the page, handing one in with a form or part by part, and taking one."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Form, Text, Upload, read_form
from commons.web.page import UPLOAD_BYTES_MAX, actor_of, needs, now_of, page, see_other
from litigation.large_files import actions, queries
from litigation.large_files.rules import ENDINGS, NAME_MAX, PART_BYTES, TITLE_MAX

SEE = Permission.CASE_SEE
PART_BODY_MAX = PART_BYTES + 1024


class HandForm(Form):
    """Without a script: one file of the usual size, in one go."""

    key: UUID
    title: Annotated[str, Text(TITLE_MAX)]
    files: tuple[Upload, ...] = ()


class BeginForm(Form):
    key: UUID
    title: Annotated[str, Text(TITLE_MAX)]
    name: Annotated[str, Text(NAME_MAX)] = ""
    size: int


class Nothing(Form):
    """A button alone."""


@needs(SEE, body_max=UPLOAD_BYTES_MAX)  # shown again after a refused form
async def show(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_page(
        actor_of(request), request.path_params["case_id"], form_key=uuid4()
    )
    return page(request, "litigation/large_files/files.html", view, refusal=refusal)


@needs(SEE, body_max=UPLOAD_BYTES_MAX)
async def hand_in(request: Request) -> Response:
    actor, case_id, now = actor_of(request), request.path_params["case_id"], now_of(request)
    try:
        form = await read_form(request, HandForm)
        [one] = form.files[:1] or [Upload("", "", b"")]
        await actions.hand_in(
            actor, case_id, one.content, title=form.title, name=one.name, form_key=form.key, now=now
        )
    except (NotValid, NotNow) as refusal:
        return await show(request, refusal)
    return see_other(_url(request))


@needs(SEE)
async def begin(request: Request) -> Response:
    """Open a file for its parts; answers in JSON, for the script of the page."""
    form = await read_form(request, BeginForm)
    file_id = await actions.begin(
        actor_of(request),
        request.path_params["case_id"],
        title=form.title,
        name=form.name,
        size=form.size,
        form_key=form.key,
        now=now_of(request),
    )
    return JSONResponse({"id": str(file_id)}, HTTPStatus.CREATED)


@needs(SEE, body_max=PART_BODY_MAX)
async def put_part(request: Request) -> Response:
    ids = request.path_params
    await actions.put_part(
        actor_of(request),
        ids["case_id"],
        ids["large_file_id"],
        ids["part"],
        await request.body(),
        digest=request.headers.get("x-part-sha256", ""),
        now=now_of(request),
    )
    return Response(status_code=HTTPStatus.NO_CONTENT)


@needs(SEE)
async def finish(request: Request) -> Response:
    ids = request.path_params
    try:
        await read_form(request, Nothing)
        await actions.finish(
            actor_of(request), ids["case_id"], ids["large_file_id"], now=now_of(request)
        )
    except (NotValid, NotNow) as refusal:
        return await show(request, refusal)
    return see_other(_url(request))


@needs(SEE)
async def drop(request: Request) -> Response:
    ids = request.path_params
    try:
        await read_form(request, Nothing)
        await actions.drop(actor_of(request), ids["case_id"], ids["large_file_id"])
    except NotNow as refusal:
        return await show(request, refusal)
    return see_other(_url(request))


@needs(SEE)
async def take(request: Request) -> Response:
    """Send a file part by part, to be saved and never to be opened in the page."""
    ids = request.path_params
    row = await queries.whole_file(actor_of(request), ids["case_id"], ids["large_file_id"])
    assert row.media is not None
    headers = {
        "content-disposition": f'attachment; filename="{row.id}.{ENDINGS[row.media]}"',
        "content-length": str(row.size),
    }
    return StreamingResponse(queries.bytes_of(row), media_type=row.media.value, headers=headers)


def _url(request: Request) -> str:
    return f"/cases/{request.path_params['case_id']}/large-files"


FILES = "/cases/{case_id:uuid}/large-files"
ONE = FILES + "/{large_file_id:uuid}"
routes: list[BaseRoute] = [
    Route(FILES, show, methods=["GET"], name="large_files"),
    Route(FILES, hand_in, methods=["POST"], name="large_file_hand_in"),
    Route(f"{FILES}/begin", begin, methods=["POST"], name="large_file_begin"),
    Route(f"{ONE}/parts/{{part:int}}", put_part, methods=["POST"], name="large_file_part"),
    Route(f"{ONE}/finish", finish, methods=["POST"], name="large_file_finish"),
    Route(f"{ONE}/drop", drop, methods=["POST"], name="large_file_drop"),
    Route(f"{ONE}/content", take, methods=["GET"], name="large_file_content"),
]
