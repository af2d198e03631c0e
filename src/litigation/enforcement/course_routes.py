"""The pages of a run: measures, money, a settlement."""

from typing import Annotated
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.money import read_yuan
from commons.web.forms import Day, Form, LongText, Money, Text, read_day, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.enforcement import course_actions, queries
from litigation.enforcement.rules import TARGET_MAX, WORDS_MAX, Came, Measure, read_plan
from litigation.enforcement.views import CourseView

FOLDER = "litigation/enforcement"
SEE, WRITE = Permission.CASE_SEE, Permission.CASE_WRITE
BODY_MAX = 256 * 1024


class MoneyForm(Form):
    key: UUID
    amount: Money
    received_on: Day
    came: Came
    words: Annotated[str, LongText(WORDS_MAX)] = ""


class BackForm(Form):
    words: Annotated[str, LongText(WORDS_MAX)] = ""


class MeasureForm(Form):
    key: UUID
    measure: Measure
    on: Day
    until_on: Day | None = None
    target: Annotated[str, Text(TARGET_MAX)] = ""
    words: Annotated[str, LongText(WORDS_MAX)] = ""


class LiftForm(Form):
    key: UUID
    on: Day


class SettleForm(Form):
    version: int
    plan: Annotated[str, LongText(WORDS_MAX)]
    words: Annotated[str, LongText(WORDS_MAX)] = ""


def _url(request: Request) -> str:
    return f"/enforcements/{request.path_params['enforcement_id']}"


async def _page(
    request: Request, template: str, refusal: Refusal | None, permission: Permission = WRITE
) -> Response:
    """Show a page of the run with a fresh key: pressing twice does one thing."""
    one = await queries.view_enforcement(
        actor_of(request),
        request.path_params["enforcement_id"],
        permission,
        now=now_of(request),
    )
    return page(request, f"{FOLDER}/{template}", CourseView(one, uuid4()), refusal=refusal)


@needs(SEE, body_max=BODY_MAX)
async def show_money(request: Request, refusal: Refusal | None = None) -> Response:
    return await _page(request, "money.html", refusal, SEE)


@needs(WRITE, body_max=BODY_MAX)
async def take_money(request: Request) -> Response:
    try:
        form = await read_form(request, MoneyForm)
        await course_actions.take_money(
            actor_of(request),
            request.path_params["enforcement_id"],
            amount_fen=form.amount,
            received_on=form.received_on,
            came=form.came,
            words=form.words,
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_money(request, refusal)
    return see_other(f"{_url(request)}/money")


@needs(WRITE, body_max=BODY_MAX)
async def take_back(request: Request) -> Response:
    ids = request.path_params
    try:
        form = await read_form(request, BackForm)
        await course_actions.take_back(
            actor_of(request),
            ids["enforcement_id"],
            ids["money_id"],
            words=form.words,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_money(request, refusal)
    return see_other(f"{_url(request)}/money")


@needs(WRITE, body_max=BODY_MAX)
async def show_measures(request: Request, refusal: Refusal | None = None) -> Response:
    return await _page(request, "measures.html", refusal)


@needs(WRITE, body_max=BODY_MAX)
async def note_step(request: Request) -> Response:
    try:
        form = await read_form(request, MeasureForm)
        await course_actions.note_step(
            actor_of(request),
            request.path_params["enforcement_id"],
            form.measure,
            on=form.on,
            until_on=form.until_on,
            target=form.target,
            words=form.words,
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_measures(request, refusal)
    return see_other(f"{_url(request)}/measures")


@needs(WRITE)
async def lift(request: Request) -> Response:
    ids = request.path_params
    try:
        form = await read_form(request, LiftForm)
        await course_actions.lift_step(
            actor_of(request),
            ids["enforcement_id"],
            ids["step_id"],
            on=form.on,
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_measures(request, refusal)
    return see_other(f"{_url(request)}/measures")


@needs(WRITE, body_max=BODY_MAX)
async def show_settle(request: Request, refusal: Refusal | None = None) -> Response:
    return await _page(request, "settle.html", refusal)


@needs(WRITE, body_max=BODY_MAX)
async def settle(request: Request) -> Response:
    try:
        form = await read_form(request, SettleForm)
        await course_actions.settle(
            actor_of(request),
            request.path_params["enforcement_id"],
            read_plan(form.plan, read_day=read_day, read_money=read_yuan),
            words=form.words,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_settle(request, refusal)
    return see_other(_url(request))


ONE = "/enforcements/{enforcement_id:uuid}"
routes: list[BaseRoute] = [
    Route(f"{ONE}/money", show_money, methods=["GET"], name="enforcement_money"),
    Route(f"{ONE}/money", take_money, methods=["POST"], name="enforcement_money_take"),
    Route(
        f"{ONE}/money/{{money_id:uuid}}/back",
        take_back,
        methods=["POST"],
        name="enforcement_money_back",
    ),
    Route(f"{ONE}/measures", show_measures, methods=["GET"], name="enforcement_measures"),
    Route(f"{ONE}/measures", note_step, methods=["POST"], name="enforcement_measure"),
    Route(f"{ONE}/measures/{{step_id:uuid}}/lift", lift, methods=["POST"], name="enforcement_lift"),
    Route(f"{ONE}/settlement", show_settle, methods=["GET"], name="enforcement_settlement"),
    Route(f"{ONE}/settlement", settle, methods=["POST"], name="enforcement_settle"),
]
