"""The pages of a decision on its way: served on each party, appealed, paid."""

from typing import Annotated
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.almanac import day_of
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Day, Form, LongText, Money, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.decisions import effect_actions, payment_actions, queries
from litigation.decisions.rules import ServedWay
from litigation.hearings.rules import WORDS_MAX

FOLDER = "litigation/decisions"
SEE, WRITE = Permission.CASE_SEE, Permission.CASE_WRITE
BODY_MAX = 256 * 1024


class ServedForm(Form):
    way: ServedWay
    served_on: Day


class AppealForm(Form):
    appealed_on: Day


class PaymentForm(Form):
    key: UUID
    party_id: UUID
    amount: Money
    paid_on: Day
    words: Annotated[str, LongText(WORDS_MAX)] = ""


def _url(request: Request) -> str:
    return f"/decisions/{request.path_params['decision_id']}"


def _party_url(request: Request) -> str:
    return f"{_url(request)}/parties/{request.path_params['case_party_id']}"


@needs(WRITE)
async def show_party(request: Request, refusal: Refusal | None = None) -> Response:
    ids = request.path_params
    view = await queries.view_party(
        actor_of(request), ids["decision_id"], ids["case_party_id"], today=day_of(now_of(request))
    )
    return page(request, f"{FOLDER}/reach.html", view, refusal=refusal)


@needs(WRITE)
async def note_service(request: Request) -> Response:
    ids = request.path_params
    try:
        form = await read_form(request, ServedForm)
        await effect_actions.note_service(
            actor_of(request),
            ids["decision_id"],
            ids["case_party_id"],
            served_on=form.served_on,
            way=form.way,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_party(request, refusal)
    return see_other(_party_url(request))


@needs(WRITE)
async def appeal(request: Request) -> Response:
    ids = request.path_params
    try:
        form = await read_form(request, AppealForm)
        await effect_actions.appeal(
            actor_of(request),
            ids["decision_id"],
            ids["case_party_id"],
            appealed_on=form.appealed_on,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_party(request, refusal)
    return see_other(_party_url(request))


@needs(SEE, body_max=BODY_MAX)
async def show_payments(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_payments(
        actor_of(request),
        request.path_params["decision_id"],
        today=day_of(now_of(request)),
        form_key=uuid4(),
    )
    return page(request, f"{FOLDER}/payments.html", view, refusal=refusal)


@needs(SEE, body_max=BODY_MAX)
async def confirm_payment(request: Request) -> Response:
    try:
        form = await read_form(request, PaymentForm)
        await payment_actions.confirm_payment(
            actor_of(request),
            request.path_params["decision_id"],
            form.party_id,
            amount_fen=form.amount,
            paid_on=form.paid_on,
            words=form.words,
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_payments(request, refusal)
    return see_other(f"{_url(request)}/payments")


ONE = "/decisions/{decision_id:uuid}"
PARTY = ONE + "/parties/{case_party_id:uuid}"
routes: list[BaseRoute] = [
    Route(PARTY, show_party, methods=["GET"], name="decision_party"),
    Route(PARTY + "/served", note_service, methods=["POST"], name="decision_served"),
    Route(PARTY + "/appeal", appeal, methods=["POST"], name="decision_appeal"),
    Route(ONE + "/payments", show_payments, methods=["GET"], name="decision_payments"),
    Route(ONE + "/payments", confirm_payment, methods=["POST"], name="decision_payment"),
]
