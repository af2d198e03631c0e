"""The pages that move a hearing online or into the room, or let people take part apart."""

from typing import Annotated, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Form, LongText, read_form
from commons.web.page import actor_of, needs, now_of, outside_of, page, see_other
from litigation.hearings import changing_actions, queries
from litigation.hearings.online import Bar
from litigation.hearings.rules import WORDS_MAX, Switch

FOLDER = "litigation/hearings"
WRITE = Permission.CASE_WRITE
BODY_MAX = 256 * 1024


class Pressed(Form):
    version: int


class SwitchForm(Pressed):
    why: Switch
    bar: Bar | None = None
    words: Annotated[str, LongText(WORDS_MAX)]


class ApartForm(Pressed):
    hard: Literal["yes"] | None = None
    asked_in_writing: Literal["yes"] | None = None
    disputed: Literal["yes"] | None = None


def _url(request: Request) -> str:
    return f"/hearings/{request.path_params['hearing_id']}"


@needs(WRITE, body_max=BODY_MAX)
async def show_switch(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_hearing(actor_of(request), request.path_params["hearing_id"], WRITE)
    return page(request, f"{FOLDER}/switch.html", view, refusal=refusal)


@needs(WRITE, body_max=BODY_MAX)
async def switch(request: Request) -> Response:
    try:
        form = await read_form(request, SwitchForm)
        await changing_actions.switch(
            actor_of(request),
            request.path_params["hearing_id"],
            why=form.why,
            bar=form.bar,
            words=form.words,
            court=outside_of(request).settings.court_name,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_switch(request, refusal)
    return see_other(_url(request))


@needs(Permission.CASE_DECIDE)
async def hold_apart(request: Request) -> Response:
    try:
        form = await read_form(request, ApartForm)
        await changing_actions.hold_apart(
            actor_of(request),
            request.path_params["hearing_id"],
            hard=form.hard is not None,
            asked_in_writing=form.asked_in_writing is not None,
            disputed=form.disputed is not None,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_switch(request, refusal)
    return see_other(_url(request))


ONE = "/hearings/{hearing_id:uuid}"
routes: list[BaseRoute] = [
    Route(ONE + "/switch", show_switch, methods=["GET"], name="hearing_switch_page"),
    Route(ONE + "/switch", switch, methods=["POST"], name="hearing_switch"),
    Route(ONE + "/apart", hold_apart, methods=["POST"], name="hearing_apart"),
]
