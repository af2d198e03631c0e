"""The administrator's page of the days off: which years are known, and a box to paste one."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.almanac import day_of
from commons.errors import NotValid
from commons.holidays import actions, models
from commons.holidays.models import YearView
from commons.holidays.rules import SOURCE_MAX, TEXT_MAX, YEAR_MAX, YEAR_MIN
from commons.web.forms import Form, LongText, Text, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other


class YearForm(Form):
    year: Annotated[int, Field(ge=YEAR_MIN, le=YEAR_MAX)]
    text: Annotated[str, LongText(TEXT_MAX)]
    source: Annotated[str, Text(SOURCE_MAX)] = ""


@dataclass(frozen=True, slots=True)
class HolidaysView:
    years: tuple[YearView, ...]
    next_year: int


@needs(Permission.HOLIDAYS_IMPORT)
async def show(request: Request) -> Response:
    return await _page(request)


@needs(Permission.HOLIDAYS_IMPORT)
async def import_year(request: Request) -> Response:
    try:
        form = await read_form(request, YearForm)
        await actions.import_year(
            actor_of(request),
            year=form.year,
            text=form.text,
            source=form.source,
            now=now_of(request),
        )
    except NotValid as refusal:
        return await _page(request, refusal)
    return see_other("/admin/holidays")


async def _page(request: Request, refusal: NotValid | None = None) -> Response:
    known = await models.years(actor_of(request), day_of(now_of(request)))
    unknown = [view.year for view in known if view.is_provisional]
    view = HolidaysView(years=known, next_year=min(unknown, default=known[0].year + 1))
    return page(request, "holidays/years.html", view, refusal=refusal)


routes: list[BaseRoute] = [
    Route("/admin/holidays", show, methods=["GET"], name="holidays"),
    Route("/admin/holidays", import_year, methods=["POST"], name="import_holidays"),
]
