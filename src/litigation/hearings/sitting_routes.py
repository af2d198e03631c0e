"""The pages of a sitting: opening it, the record, and how the hearing ended."""

from typing import Annotated, Literal
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Form, LongText, Text, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.hearings import actions, queries, sitting_actions
from litigation.hearings.rules import WORDS_MAX
from litigation.hearings.sitting import LINE_MAX, SPEAKER_MAX, Phase

FOLDER = "litigation/hearings"
WRITE = Permission.CASE_WRITE
BODY_MAX = 256 * 1024


class Pressed(Form):
    version: int


class LineForm(Form):
    key: UUID
    phase: Phase
    speaker: Annotated[str, Text(SPEAKER_MAX)]
    text: Annotated[str, LongText(LINE_MAX)]
    corrects: int | None = None


class EndForm(Pressed):
    ending: Literal["hold", "miss", "cancel", "strike"]
    words: Annotated[str, LongText(WORDS_MAX)] = ""


def _url(request: Request) -> str:
    return f"/hearings/{request.path_params['hearing_id']}"


@needs(WRITE)
async def show_opening(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_hearing(actor_of(request), request.path_params["hearing_id"], WRITE)
    return page(request, f"{FOLDER}/show.html", view, refusal=refusal)


@needs(WRITE)
async def open_it(request: Request) -> Response:
    try:
        form = await read_form(request, Pressed)
        await sitting_actions.open_hearing(
            actor_of(request),
            request.path_params["hearing_id"],
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_opening(request, refusal)
    return see_other(f"{_url(request)}/record")


@needs(WRITE, body_max=BODY_MAX)
async def show_record(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_record(
        actor_of(request), request.path_params["hearing_id"], form_key=uuid4()
    )
    return page(request, f"{FOLDER}/record.html", view, refusal=refusal)


@needs(WRITE, body_max=BODY_MAX)
async def write_line(request: Request) -> Response:
    try:
        form = await read_form(request, LineForm)
        await sitting_actions.write_line(
            actor_of(request),
            request.path_params["hearing_id"],
            phase=form.phase,
            speaker=form.speaker,
            text=form.text,
            corrects=form.corrects,
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_record(request, refusal)
    return see_other(f"{_url(request)}/record")


@needs(WRITE, body_max=BODY_MAX)
async def show_end(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_hearing(actor_of(request), request.path_params["hearing_id"], WRITE)
    return page(request, f"{FOLDER}/end.html", view, refusal=refusal)


_ENDINGS = {
    "hold": sitting_actions.hold,
    "miss": sitting_actions.miss,
    "cancel": actions.cancel,
    "strike": actions.strike,
}


@needs(WRITE, body_max=BODY_MAX)
async def end(request: Request) -> Response:
    try:
        form = await read_form(request, EndForm)
        await _ENDINGS[form.ending](
            actor_of(request),
            request.path_params["hearing_id"],
            words=form.words,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_end(request, refusal)
    return see_other(_url(request))


ONE = "/hearings/{hearing_id:uuid}"
routes: list[BaseRoute] = [
    Route(ONE + "/open", open_it, methods=["POST"], name="hearing_open"),
    Route(ONE + "/record", show_record, methods=["GET"], name="hearing_record"),
    Route(ONE + "/record", write_line, methods=["POST"], name="hearing_line"),
    Route(ONE + "/end", show_end, methods=["GET"], name="hearing_end_page"),
    Route(ONE + "/end", end, methods=["POST"], name="hearing_end"),
]
