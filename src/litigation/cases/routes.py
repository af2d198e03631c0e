"""The list of cases one may see, and all addresses of the room together."""

from typing import Annotated, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotValid, Refusal
from commons.web.forms import Form, Text, read_form
from commons.web.page import actor_of, needs, now_of, page
from litigation.cases import (
    door_routes,
    fee_routes,
    filing_routes,
    grade_routes,
    motion_routes,
    paper_routes,
    register_routes,
)
from litigation.cases.list_queries import list_cases
from litigation.mediation.views import SEARCH_MAX

FOLDER = "litigation/cases"
SEE = Permission.CASE_SEE
PAGE_DIGITS_MAX = 4


class SearchForm(Form):
    search: Annotated[str, Text(SEARCH_MAX)] = ""
    closed: Literal["yes"] | None = None


@needs(SEE)
async def show_list(request: Request, refusal: Refusal | None = None) -> Response:
    digits = request.query_params.get("page", "1")[:PAGE_DIGITS_MAX]
    view = await list_cases(
        actor_of(request),
        now=now_of(request),
        shows_closed=request.query_params.get("closed") == "yes",
        page=int(digits) if digits.isascii() and digits.isdecimal() else 1,
    )
    return page(request, f"{FOLDER}/list.html", view, refusal=refusal)


@needs(SEE)
async def search(request: Request) -> Response:
    """Search by form, not by address: names and numbers do not belong into anybody's log."""
    try:
        form = await read_form(request, SearchForm)
        view = await list_cases(
            actor_of(request),
            now=now_of(request),
            search=form.search,
            shows_closed=form.closed is not None,
        )
    except NotValid as refusal:
        return await show_list(request, refusal)
    return page(request, f"{FOLDER}/list.html", view)


routes: list[BaseRoute] = [
    *door_routes.routes,
    *filing_routes.routes,
    Route("/cases", show_list, methods=["GET"], name="cases"),
    Route("/cases", search, methods=["POST"], name="cases_search"),
    *register_routes.routes,
    *fee_routes.routes,
    *grade_routes.routes,
    *motion_routes.routes,
    *paper_routes.routes,
]
