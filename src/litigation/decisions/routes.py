"""The pages of a decision: its text part by part, its issue, and what became of it."""

from typing import Annotated, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.almanac import day_of
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Day, Form, LongText, Money, read_form
from commons.web.page import actor_of, needs, now_of, outside_of, page, see_other
from litigation.cases.rules import Side
from litigation.decisions import (
    actions,
    effect_actions,
    pronouncing_actions,
    queries,
    reach_routes,
)
from litigation.decisions.rules import TEXT_MAX, DecisionAct, DecisionKind, DecisionText, Pronounced

FOLDER = "litigation/decisions"
SEE, DECIDE = Permission.CASE_SEE, Permission.CASE_DECIDE
BODY_MAX = 1024 * 1024  # five texts of twenty thousand characters, as a form sends them

PartText = Annotated[str, LongText(TEXT_MAX)]


class BeginForm(Form):
    kind: DecisionKind


class TextForm(Form):
    version: int
    claims: PartText = ""
    facts: PartText = ""
    law: PartText = ""
    result: PartText = ""
    costs: PartText = ""
    amount: Money | None = None
    paying_side: Side = Side.DEFENDANT
    perform_until_on: Day | None = None
    perform_days: int | None = None


class PronounceForm(Form):
    how: Pronounced
    on: Day


class ResultForm(Form):
    became: Literal["drop_appeal", "uphold", "overturn"]
    became_on: Day


def _url(request: Request) -> str:
    return f"/decisions/{request.path_params['decision_id']}"


@needs(SEE)
async def show_case(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_case(actor_of(request), request.path_params["case_id"])
    return page(request, f"{FOLDER}/case.html", view, refusal=refusal)


@needs(DECIDE)
async def begin(request: Request) -> Response:
    try:
        form = await read_form(request, BeginForm)
        decision_id = await actions.begin(
            actor_of(request), request.path_params["case_id"], form.kind, now=now_of(request)
        )
    except (NotValid, NotNow) as refusal:
        return await show_case(request, refusal)
    return see_other(f"/decisions/{decision_id}")


@needs(SEE, body_max=BODY_MAX)
async def show(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_decision(
        actor_of(request), request.path_params["decision_id"], today=day_of(now_of(request))
    )
    own = f"{FOLDER}/own_decision.html"
    template = f"{FOLDER}/decision.html" if view.case.is_staff else own
    return page(request, template, view, refusal=refusal)


@needs(DECIDE, body_max=BODY_MAX)
async def show_text(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_decision(
        actor_of(request), request.path_params["decision_id"], DECIDE, today=day_of(now_of(request))
    )
    return page(request, f"{FOLDER}/text.html", view, refusal=refusal)


@needs(DECIDE, body_max=BODY_MAX)
async def write(request: Request) -> Response:
    actor, decision_id = actor_of(request), request.path_params["decision_id"]
    try:
        form = await read_form(request, TextForm)
        await actions.write(
            actor,
            decision_id,
            DecisionText(
                await queries.kind_of(actor, decision_id),
                claims=form.claims,
                facts=form.facts,
                law=form.law,
                result=form.result,
                costs=form.costs,
            ),
            amount_fen=form.amount,
            perform_until_on=form.perform_until_on,
            perform_days=form.perform_days,
            paying_side=form.paying_side,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_text(request, refusal)
    return see_other(_url(request))


@needs(DECIDE)
async def draw_up(request: Request) -> Response:
    """Freeze the text; what the law asks for and is still empty is shown where it is written."""
    try:
        await actions.draw_up(
            actor_of(request),
            request.path_params["decision_id"],
            court=outside_of(request).settings.court_name,
            now=now_of(request),
        )
    except NotValid as refusal:
        return await show_text(request, refusal)
    except NotNow as refusal:
        return await show(request, refusal)
    return see_other(_url(request))


@needs(DECIDE)
async def pronounce(request: Request) -> Response:
    try:
        form = await read_form(request, PronounceForm)
        await pronouncing_actions.pronounce(
            actor_of(request),
            request.path_params["decision_id"],
            how=form.how,
            on=form.on,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show(request, refusal)
    return see_other(_url(request))


@needs(DECIDE)
async def draw_pronouncement(request: Request) -> Response:
    try:
        await pronouncing_actions.draw_record(
            actor_of(request),
            request.path_params["decision_id"],
            court=outside_of(request).settings.court_name,
            now=now_of(request),
        )
    except NotNow as refusal:
        return await show(request, refusal)
    return see_other(_url(request))


@needs(DECIDE)
async def note_result(request: Request) -> Response:
    try:
        form = await read_form(request, ResultForm)
        await effect_actions.note_result(
            actor_of(request),
            request.path_params["decision_id"],
            DecisionAct(form.became),
            on=form.became_on,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show(request, refusal)
    return see_other(_url(request))


CASE = "/cases/{case_id:uuid}/decisions"
ONE = "/decisions/{decision_id:uuid}"
routes: list[BaseRoute] = [
    Route(CASE, show_case, methods=["GET"], name="case_decisions"),
    Route(CASE, begin, methods=["POST"], name="decision_begin"),
    Route(ONE, show, methods=["GET"], name="decision"),
    Route(ONE + "/text", show_text, methods=["GET"], name="decision_text"),
    Route(ONE + "/text", write, methods=["POST"], name="decision_write"),
    Route(ONE + "/draw", draw_up, methods=["POST"], name="decision_draw"),
    Route(ONE + "/pronounce", pronounce, methods=["POST"], name="decision_pronounce"),
    Route(
        ONE + "/pronouncement", draw_pronouncement, methods=["POST"], name="decision_pronouncement"
    ),
    Route(ONE + "/result", note_result, methods=["POST"], name="decision_result"),
    *reach_routes.routes,
]
