"""Offers on the screen: made, told, answered, countered; each with its closing day."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.almanac import day_of
from commons.errors import NotNow, NotValid, Problem, Refusal
from commons.money import read_yuan
from commons.web.forms import Day, Form, LongText, Money, read_day, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.record import offer_actions, rules
from litigation.record.bargaining import (
    INSTALMENTS_MAX,
    TERMS_MAX,
    Instalment,
    OfferAct,
    OfferKind,
    Terms,
    equal_plan,
)
from litigation.record.rules import Compartment
from litigation.record.session_queries import view_offer, view_offers

FOLDER = "litigation/record"
CONFIDENCES = Permission.MEDIATION_CONFIDENCES
BASE = "/mediations/{matter_id:uuid}/record/offers"
PLAN_TEXT_MAX = 4_000


class TermsForm(Form):
    key: UUID
    party_id: UUID
    kind: OfferKind
    amount: Money
    closes_on: Day
    due_on: Day | None = None
    paid: Money | None = None
    plan: Annotated[str, LongText(PLAN_TEXT_MAX)] = ""
    count: int | None = None
    first_on: Day | None = None
    words: Annotated[str, LongText(TERMS_MAX)] = ""

    def terms(self) -> Terms:
        """Take only what belongs to the chosen kind; the other fields of the page stay empty."""
        is_plan = self.kind is OfferKind.INSTALMENTS
        return Terms(
            kind=self.kind,
            amount_fen=self.amount,
            closes_on=self.closes_on,
            due_on=self.due_on if self.kind is OfferKind.BY_DATE else None,
            paid_fen=(self.paid or 0) if self.kind is OfferKind.PARTLY_PAID else 0,
            plan=self._plan() if is_plan else (),
            words=self.words,
        )

    def _plan(self) -> tuple[Instalment, ...]:
        if self.plan:
            return read_plan(self.plan)
        if self.count is None or self.first_on is None:
            return ()
        if not 1 <= self.count <= INSTALMENTS_MAX:
            raise NotValid(
                fields={"count": Problem("record.plan_length", {"max": INSTALMENTS_MAX})}
            )
        return equal_plan(self.amount, self.count, self.first_on)


class OfferForm(TermsForm):
    place: Compartment = Compartment.JOINT


class AnswerForm(Form):
    act: Literal[OfferAct.ACCEPT, OfferAct.DECLINE, OfferAct.WITHDRAW]
    answered_by: UUID


def read_plan(text: str) -> tuple[Instalment, ...]:
    """Read one payment per line: the day, then the amount."""
    plan: list[Instalment] = []
    for line_number, line in enumerate(filter(str.strip, text.splitlines()), start=1):
        day, _, amount = line.strip().partition(" ")
        try:
            plan.append(Instalment(read_day(day), read_yuan(amount.strip())))
        except NotValid as refusal:
            problem = Problem("record.plan_line", {"line": line_number})
            raise NotValid(fields={"plan": problem}) from refusal
    return tuple(plan)


def _today(request: Request) -> date:
    return day_of(now_of(request))


def _url(request: Request) -> str:
    return f"/mediations/{request.path_params['matter_id']}/record/offers"


@needs(CONFIDENCES)
async def show_offers(request: Request, refusal: Refusal | None = None) -> Response:
    matter_id = request.path_params["matter_id"]
    view = await view_offers(actor_of(request), matter_id, today=_today(request))
    return page(request, f"{FOLDER}/offers.html", view, refusal=refusal)


@needs(CONFIDENCES, body_max=rules.FORM_BYTES_MAX)
async def offer(request: Request) -> Response:
    try:
        form = await read_form(request, OfferForm)
        await offer_actions.make_offer(
            actor_of(request),
            request.path_params["matter_id"],
            form.party_id,
            form.terms(),
            compartment=form.place,
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_offers(request, refusal)
    return see_other(_url(request))


@needs(CONFIDENCES)
async def show_offer(request: Request, refusal: Refusal | None = None) -> Response:
    path = request.path_params
    view = await view_offer(
        actor_of(request), path["matter_id"], path["offer_id"], today=_today(request)
    )
    return page(request, f"{FOLDER}/offer.html", view, refusal=refusal)


@needs(CONFIDENCES, body_max=rules.FORM_BYTES_MAX)
async def answer(request: Request) -> Response:
    path = request.path_params
    try:
        form = await read_form(request, AnswerForm)
        await offer_actions.answer_offer(
            actor_of(request),
            path["matter_id"],
            path["offer_id"],
            form.act,
            party_id=form.answered_by,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_offer(request, refusal)
    return see_other(_url(request))


@needs(CONFIDENCES, body_max=rules.FORM_BYTES_MAX)
async def counter(request: Request) -> Response:
    path = request.path_params
    try:
        form = await read_form(request, TermsForm)
        await offer_actions.counter(
            actor_of(request),
            path["matter_id"],
            path["offer_id"],
            form.party_id,
            form.terms(),
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_offer(request, refusal)
    return see_other(_url(request))


@needs(CONFIDENCES)
async def tell(request: Request) -> Response:
    path = request.path_params
    try:
        await offer_actions.tell_offer(
            actor_of(request), path["matter_id"], path["offer_id"], now=now_of(request)
        )
    except NotNow as refusal:
        return await show_offer(request, refusal)
    return see_other(_url(request))


routes: list[BaseRoute] = [
    Route(BASE, show_offers, methods=["GET"]),
    Route(BASE, offer, methods=["POST"]),
    Route(f"{BASE}/{{offer_id:uuid}}", show_offer, methods=["GET"]),
    Route(f"{BASE}/{{offer_id:uuid}}", answer, methods=["POST"]),
    Route(f"{BASE}/{{offer_id:uuid}}/counter", counter, methods=["POST"]),
    Route(f"{BASE}/{{offer_id:uuid}}/tell", tell, methods=["POST"]),
]
