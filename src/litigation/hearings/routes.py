"""The pages of one hearing and its summons, and the routes of the whole room."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Form, read_form
from commons.web.page import actor_of, needs, now_of, outside_of, page, see_other
from litigation.hearings import (
    adjourn_routes,
    case_routes,
    change_routes,
    person_routes,
    queries,
    sitting_routes,
    summon_actions,
)

FOLDER = "litigation/hearings"
SEE, WRITE = Permission.CASE_SEE, Permission.CASE_WRITE
BODY_MAX = 256 * 1024  # a long text is read, refused by name, and shown again


class Pressed(Form):
    """A button with nothing but the version of the page it stood on."""

    version: int


def hearing_url(request: Request) -> str:
    return f"/hearings/{request.path_params['hearing_id']}"


@needs(SEE, body_max=BODY_MAX)
async def show(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_hearing(actor_of(request), request.path_params["hearing_id"])
    return page(request, f"{FOLDER}/show.html", view, refusal=refusal)


@needs(WRITE)
async def summon(request: Request) -> Response:
    try:
        form = await read_form(request, Pressed)
        await summon_actions.summon(
            actor_of(request),
            request.path_params["hearing_id"],
            court=outside_of(request).settings.court_name,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show(request, refusal)
    return see_other(hearing_url(request))


ONE = "/hearings/{hearing_id:uuid}"
routes: list[BaseRoute] = [
    Route(ONE, show, methods=["GET"], name="hearing"),
    Route(ONE + "/summon", summon, methods=["POST"], name="hearing_summon"),
    *case_routes.routes,
    *change_routes.routes,
    *person_routes.routes,
    *sitting_routes.routes,
    *adjourn_routes.routes,
]
