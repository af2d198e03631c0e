"""The list of what was served before a case came here: for one case, or for the court."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.web.page import actor_of, needs, page
from litigation.delivery.earlier import Outcome
from litigation.delivery.earlier_queries import earlier_services, earlier_services_of

TEMPLATE = "litigation/delivery/earlier.html"
PAGE_DIGITS_MAX = 4


@needs(Permission.DELIVERY_SEE)
async def show_court(request: Request) -> Response:
    """Whatever an address asks for that there is not, is not filtered by."""
    asked = request.query_params.get("outcome", "")
    outcome = next((each for each in Outcome if each.value == asked), Outcome.FAILED)
    view = await earlier_services(actor_of(request), outcome=outcome, page=_page(request))
    return page(request, TEMPLATE, view)


@needs(Permission.DELIVERY_SEE)
async def show_case(request: Request) -> Response:
    case_id: UUID = request.path_params["case_id"]
    view = await earlier_services_of(actor_of(request), case_id, page=_page(request))
    return page(request, TEMPLATE, view)


def _page(request: Request) -> int:
    digits = request.query_params.get("page", "1")[:PAGE_DIGITS_MAX]
    return int(digits) if digits.isascii() and digits.isdecimal() else 1


routes: list[BaseRoute] = [
    Route("/deliveries", show_court, methods=["GET"], name="deliveries_earlier"),
    Route(
        "/deliveries/cases/{case_id:uuid}", show_case, methods=["GET"], name="deliveries_of_case"
    ),
]
