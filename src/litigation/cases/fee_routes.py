"""The fee of a case: its notices with every step, paying, relief, refunds, and the bank's call."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.providers.ports import Callback
from commons.web.forms import Day, Form, LongText, Money, Text, read_form
from commons.web.page import EVERYONE, actor_of, needs, now_of, outside_of, page, see_other
from litigation.cases import fee_actions, pay_actions, relief_actions
from litigation.cases.charging import ReliefGround, ReliefKind
from litigation.cases.collecting import OnTheSpot
from litigation.cases.fee_queries import view_fee
from litigation.cases.relief import Decision
from litigation.cases.rules import TEXT_BYTES_MAX, WORDS_MAX

FOLDER = "litigation/cases"
SEE, WRITE, DECIDE = Permission.CASE_SEE, Permission.CASE_WRITE, Permission.CASE_DECIDE
RECEIPT_MAX, PLACE_MAX = 60, 100
CALLBACK_BYTES_MAX = 16 * 1024
CALLBACK_KEYS_MAX = 20


class Nothing(Form):
    """A button alone."""


class SpotForm(Form):
    amount: Money
    receipt_number: Annotated[str, Text(RECEIPT_MAX)] = ""
    place: Annotated[str, Text(PLACE_MAX)] = ""
    is_circuit: Literal["yes"] | None = None
    asked_by_party: Literal["yes"] | None = None


class ReliefForm(Form):
    kind: ReliefKind
    ground: ReliefGround
    words: Annotated[str, LongText(WORDS_MAX)] = ""


class DecideForm(Form):
    granted: Literal["yes", "no"]
    reason: Annotated[str, LongText(WORDS_MAX)] = ""
    percent: int | None = None
    until_on: Day | None = None


class RefundForm(Form):
    reference: Annotated[str, Text(200)]


@needs(SEE, body_max=TEXT_BYTES_MAX)  # shown again with what was typed
async def show(request: Request, refusal: Refusal | None = None) -> Response:
    view = await view_fee(actor_of(request), request.path_params["case_id"], now=now_of(request))
    return page(request, f"{FOLDER}/fee.html", view, refusal=refusal)


async def _do(request: Request, deed: Callable[[UUID], Awaitable[object]]) -> Response:
    case_id = request.path_params["case_id"]
    try:
        await deed(case_id)
    except (NotValid, NotNow) as refusal:
        return await show(request, refusal)
    return see_other(f"/cases/{case_id}/fee")


@needs(SEE)
async def pay(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        await read_form(request, Nothing)
        await pay_actions.start_collection(
            actor_of(request), case_id, request.path_params["notice_id"], now=now_of(request)
        )

    return await _do(request, deed)


@needs(WRITE)
async def take_on_the_spot(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        form = await read_form(request, SpotForm)
        taken = OnTheSpot(
            amount_fen=form.amount,
            receipt_number=form.receipt_number,
            place=form.place,
            is_circuit=form.is_circuit is not None,
            asked_by_party=form.asked_by_party is not None,
        )
        await pay_actions.take_on_the_spot(
            actor_of(request), case_id, request.path_params["notice_id"], taken, now=now_of(request)
        )

    return await _do(request, deed)


@needs(SEE, body_max=TEXT_BYTES_MAX)
async def ask_relief(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        form = await read_form(request, ReliefForm)
        await relief_actions.ask_relief(
            actor_of(request),
            case_id,
            request.path_params["notice_id"],
            kind=form.kind,
            ground=form.ground,
            words=form.words,
            now=now_of(request),
        )

    return await _do(request, deed)


@needs(DECIDE, body_max=TEXT_BYTES_MAX)
async def decide_relief(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        form = await read_form(request, DecideForm)
        said = Decision(
            granted=form.granted == "yes",
            reason=form.reason,
            percent=form.percent,
            until_on=form.until_on,
        )
        await relief_actions.decide_relief(
            actor_of(request), case_id, request.path_params["relief_id"], said, now=now_of(request)
        )

    return await _do(request, deed)


@needs(DECIDE)
async def lapse(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        await read_form(request, Nothing)
        await fee_actions.rule_lapsed(
            actor_of(request), case_id, request.path_params["notice_id"], now=now_of(request)
        )

    return await _do(request, deed)


@needs(WRITE)
async def refund(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        form = await read_form(request, RefundForm)
        await fee_actions.note_refund(
            actor_of(request),
            case_id,
            request.path_params["refund_id"],
            reference=form.reference,
            now=now_of(request),
        )

    return await _do(request, deed)


@needs(EVERYONE, body_max=CALLBACK_BYTES_MAX)
async def called_back(request: Request) -> Response:
    """Hear that something happened to a payment: believed by nobody, it only wakes the query."""
    callback = Callback(
        query=dict(request.query_params),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=await request.body(),
        at=now_of(request),
    )
    keys = outside_of(request).payments.read_keys(callback)
    for key in keys[:CALLBACK_KEYS_MAX]:
        await pay_actions.wake_query(key, now=now_of(request))
    return Response(status_code=HTTPStatus.NO_CONTENT)


_FEE = "/cases/{case_id:uuid}/fee"
_NOTICE = f"{_FEE}/{{notice_id:uuid}}"
routes: list[BaseRoute] = [
    Route(_FEE, show, methods=["GET"], name="case_fee"),
    Route(f"{_NOTICE}/pay", pay, methods=["POST"], name="fee_pay"),
    Route(f"{_NOTICE}/spot", take_on_the_spot, methods=["POST"], name="fee_spot"),
    Route(f"{_NOTICE}/relief", ask_relief, methods=["POST"], name="fee_relief"),
    Route(f"{_NOTICE}/lapse", lapse, methods=["POST"], name="fee_lapse"),
    Route(f"{_FEE}/reliefs/{{relief_id:uuid}}", decide_relief, methods=["POST"], name="fee_decide"),
    Route(f"{_FEE}/refunds/{{refund_id:uuid}}", refund, methods=["POST"], name="fee_refund"),
    Route("/callbacks/payments", called_back, methods=["POST"], name="payments_callback"),
]
