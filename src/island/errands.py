"""What the service could not do by itself, in front of a person who can."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, Refusal
from commons.outbox import ErrandView, given_up, try_again
from commons.web.page import actor_of, needs, now_of, page, see_other

ADDRESS = "/admin/errands"


@dataclass(frozen=True, slots=True)
class ErrandsView:
    errands: tuple[ErrandView, ...]


@needs(Permission.ERRAND_RETRY)
async def show(request: Request, refusal: Refusal | None = None) -> Response:
    view = ErrandsView(await given_up(actor_of(request)))
    return page(request, "island/errands.html", view, refusal=refusal)


@needs(Permission.ERRAND_RETRY)
async def again(request: Request) -> Response:
    try:
        await try_again(actor_of(request), request.path_params["errand_id"], now_of(request))
    except NotNow as refusal:
        return await show(request, refusal)
    return see_other(ADDRESS)


routes: list[BaseRoute] = [
    Route(ADDRESS, show, methods=["GET"], name="errands"),
    Route(ADDRESS + "/{errand_id:uuid}/again", again, methods=["POST"], name="errand_again"),
]
