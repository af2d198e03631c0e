"""The pages where the terms of an agreement are written down, one promise at a time."""

from typing import Annotated, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Day, Form, LongText, Money, Text, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.signing import queries, term_actions
from litigation.signing.rules import METHOD_MAX, TEXT_MAX, Term

FOLDER = "litigation/signing"
WRITE = Permission.MEDIATION_WRITE


class TermForm(Form):
    version: int
    debtor: Annotated[str, Text(100)]
    creditor: Annotated[str, Text(100)]
    what: Annotated[str, Text(500)]
    amount: Money | None = None
    due_on: Day
    method: Annotated[str, Text(METHOD_MAX)] = ""

    def term(self) -> Term:
        return Term(
            debtor=self.debtor,
            creditor=self.creditor,
            what=self.what,
            amount_fen=self.amount or 0,
            due_on=self.due_on,
            method=self.method,
        )


class DropForm(Form):
    version: int
    place: int


class ClausesForm(Form):
    version: int
    facts: Annotated[str, LongText(TEXT_MAX)] = ""
    default_clause: Annotated[str, LongText(TEXT_MAX)] = ""
    costs: Annotated[str, LongText(TEXT_MAX)] = ""
    wants_confirmation: Literal["yes"] | None = None


def papers_url(request: Request) -> str:
    return f"/mediations/{request.path_params['matter_id']}/papers"


@needs(WRITE)
async def show_terms(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_terms(
        actor_of(request), request.path_params["matter_id"], now=now_of(request)
    )
    return page(request, f"{FOLDER}/terms.html", view, refusal=refusal)


@needs(WRITE)
async def add(request: Request) -> Response:
    try:
        form = await read_form(request, TermForm)
        await term_actions.add_term(
            actor_of(request),
            request.path_params["matter_id"],
            form.term(),
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_terms(request, refusal)
    return see_other(f"{papers_url(request)}/terms")


@needs(WRITE)
async def drop(request: Request) -> Response:
    try:
        form = await read_form(request, DropForm)
        await term_actions.drop_term(
            actor_of(request),
            request.path_params["matter_id"],
            form.place,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_terms(request, refusal)
    return see_other(f"{papers_url(request)}/terms")


@needs(WRITE)
async def write(request: Request) -> Response:
    try:
        form = await read_form(request, ClausesForm)
        await term_actions.write_clauses(
            actor_of(request),
            request.path_params["matter_id"],
            facts=form.facts,
            default_clause=form.default_clause,
            costs=form.costs,
            wants_confirmation=form.wants_confirmation == "yes",
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_terms(request, refusal)
    return see_other(papers_url(request))


BASE = "/mediations/{matter_id:uuid}/papers/terms"
routes: list[BaseRoute] = [
    Route(BASE, show_terms, methods=["GET"], name="terms"),
    Route(BASE + "/add", add, methods=["POST"], name="term_added"),
    Route(BASE + "/drop", drop, methods=["POST"], name="term_dropped"),
    Route(BASE + "/clauses", write, methods=["POST"], name="clauses"),
]
