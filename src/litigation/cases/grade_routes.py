"""The grade of a case with every point, the judge's own choice, and the tables behind both."""

from typing import Annotated

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Day, Form, LongText, Money, Text, read_form
from commons.web.page import actor_of, needs, now_of, outside_of, page, see_other
from litigation.cases import grade_actions
from litigation.cases.grade_models import PROVINCE_MAX, SOURCE_MAX
from litigation.cases.grade_queries import TICKED
from litigation.cases.grading import Factor
from litigation.cases.rules import TEXT_BYTES_MAX, WORDS_MAX
from litigation.cases.side_queries import view_grade, view_tables
from litigation.cases.ways import CourtWays, ways_of
from litigation.record.rules import Grade

FOLDER = "litigation/cases"
SEE, WRITE, DECIDE = Permission.CASE_SEE, Permission.CASE_WRITE, Permission.CASE_DECIDE
TABLES = Permission.CASE_TABLES


class CircumstancesForm(Form):
    version: int
    ticked: tuple[str, ...] = ()
    issues: int = 0


class OverrideForm(Form):
    version: int
    grade: Grade
    minutes: int | None = None
    reason: Annotated[str, LongText(WORDS_MAX)] = ""


class PointsForm(Form):
    factor: Factor
    points: int
    from_on: Day
    reason: Annotated[str, Text(SOURCE_MAX)]


class WageForm(Form):
    year: int
    province: Annotated[str, Text(PROVINCE_MAX)]
    amount: Money
    published_on: Day
    source: Annotated[str, Text(SOURCE_MAX)]


def _ways(request: Request) -> CourtWays:
    return ways_of(outside_of(request).settings)


@needs(SEE, body_max=TEXT_BYTES_MAX)  # shown again with what was typed
async def show(request: Request, refusal: Refusal | None = None) -> Response:
    view = await view_grade(
        actor_of(request), request.path_params["case_id"], _ways(request), now=now_of(request)
    )
    return page(request, f"{FOLDER}/grade.html", view, refusal=refusal)


@needs(WRITE)
async def note_circumstances(request: Request) -> Response:
    case_id = request.path_params["case_id"]
    try:
        form = await read_form(request, CircumstancesForm)
        await grade_actions.note_circumstances(
            actor_of(request),
            case_id,
            {name: name in form.ticked for name in TICKED},
            issues=form.issues,
            ways=_ways(request),
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show(request, refusal)
    return see_other(f"/cases/{case_id}/grade")


@needs(DECIDE, body_max=TEXT_BYTES_MAX)
async def override(request: Request) -> Response:
    case_id = request.path_params["case_id"]
    try:
        form = await read_form(request, OverrideForm)
        await grade_actions.override_grade(
            actor_of(request),
            case_id,
            form.grade,
            reason=form.reason,
            minutes=form.minutes,
            ways=_ways(request),
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show(request, refusal)
    return see_other(f"/cases/{case_id}/grade")


@needs(TABLES)
async def show_tables(request: Request, refusal: Refusal | None = None) -> Response:
    view = await view_tables(actor_of(request), _ways(request), now=now_of(request))
    return page(request, f"{FOLDER}/tables.html", view, refusal=refusal)


@needs(TABLES)
async def set_points(request: Request) -> Response:
    try:
        form = await read_form(request, PointsForm)
        await grade_actions.set_points(
            actor_of(request),
            form.factor,
            form.points,
            from_on=form.from_on,
            reason=form.reason,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_tables(request, refusal)
    return see_other("/admin/grading")


@needs(TABLES)
async def enter_wage(request: Request) -> Response:
    try:
        form = await read_form(request, WageForm)
        await grade_actions.enter_wage(
            actor_of(request),
            year=form.year,
            province=form.province,
            amount_fen=form.amount,
            published_on=form.published_on,
            source=form.source,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_tables(request, refusal)
    return see_other("/admin/grading")


_GRADE = "/cases/{case_id:uuid}/grade"
routes: list[BaseRoute] = [
    Route(_GRADE, show, methods=["GET"], name="case_grade"),
    Route(_GRADE, note_circumstances, methods=["POST"], name="case_circumstances"),
    Route(f"{_GRADE}/override", override, methods=["POST"], name="case_override"),
    Route("/admin/grading", show_tables, methods=["GET"], name="grading"),
    Route("/admin/grading/points", set_points, methods=["POST"], name="grading_points"),
    Route("/admin/grading/wages", enter_wage, methods=["POST"], name="grading_wages"),
]
