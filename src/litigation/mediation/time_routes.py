"""The matter's time: materials signed for, a longer term, an appraisal."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Day, Form, Text, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.mediation import time_actions
from litigation.mediation.matter_queries import view_mediation

TEMPLATE = "litigation/mediation/time.html"
WRITE = Permission.MEDIATION_WRITE
SUBJECT_MAX = 200


class MaterialsForm(Form):
    version: int
    materials_on: Day


class ExtendForm(Form):
    version: int
    days: int


class AppraisalForm(Form):
    version: int
    subject_of: Annotated[str, Text(SUBJECT_MAX)]
    from_on: Day


class AppraisalEndForm(Form):
    version: int
    to_on: Day


@needs(WRITE)
async def show_time(request: Request, refusal: Refusal | None = None) -> Response:
    matter_id = request.path_params["matter_id"]
    view = await view_mediation(actor_of(request), matter_id, now=now_of(request), permission=WRITE)
    return page(request, TEMPLATE, view, refusal=refusal)


async def _do(request: Request, deed: Callable[[UUID], Awaitable[None]]) -> Response:
    matter_id = request.path_params["matter_id"]
    try:
        await deed(matter_id)
    except (NotValid, NotNow) as refusal:
        return await show_time(request, refusal)
    return see_other(f"/mediations/{matter_id}/time")


@needs(WRITE)
async def sign_for_materials(request: Request) -> Response:
    async def deed(matter_id: UUID) -> None:
        form = await read_form(request, MaterialsForm)
        await time_actions.sign_for_materials(
            actor_of(request),
            matter_id,
            on=form.materials_on,
            version=form.version,
            now=now_of(request),
        )

    return await _do(request, deed)


@needs(WRITE)
async def extend(request: Request) -> Response:
    async def deed(matter_id: UUID) -> None:
        form = await read_form(request, ExtendForm)
        await time_actions.extend(
            actor_of(request), matter_id, days=form.days, version=form.version, now=now_of(request)
        )

    return await _do(request, deed)


@needs(WRITE)
async def start_appraisal(request: Request) -> Response:
    async def deed(matter_id: UUID) -> None:
        form = await read_form(request, AppraisalForm)
        await time_actions.start_appraisal(
            actor_of(request),
            matter_id,
            of=form.subject_of,
            on=form.from_on,
            version=form.version,
            now=now_of(request),
        )

    return await _do(request, deed)


@needs(WRITE)
async def finish_appraisal(request: Request) -> Response:
    async def deed(matter_id: UUID) -> None:
        form = await read_form(request, AppraisalEndForm)
        await time_actions.finish_appraisal(
            actor_of(request), matter_id, on=form.to_on, version=form.version, now=now_of(request)
        )

    return await _do(request, deed)


_TIME = "/mediations/{matter_id:uuid}/time"
routes: list[BaseRoute] = [
    Route(_TIME, show_time, methods=["GET"], name="mediation_time"),
    Route(f"{_TIME}/materials", sign_for_materials, methods=["POST"], name="mediation_materials"),
    Route(f"{_TIME}/longer", extend, methods=["POST"], name="mediation_extend"),
    Route(f"{_TIME}/appraisal", start_appraisal, methods=["POST"], name="mediation_appraisal"),
    Route(
        f"{_TIME}/appraisal/end",
        finish_appraisal,
        methods=["POST"],
        name="mediation_appraisal_end",
    ),
]
