"""The pages of enforcement: the list, asking for one, one with what may be done, its end."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Day, Form, LongText, Money, checked, read_form
from commons.web.page import actor_of, needs, now_of, outside_of, page, see_other
from litigation.cases.ways import ways_of
from litigation.enforcement import (
    actions,
    asking_actions,
    course_routes,
    list_queries,
    paper_routes,
    queries,
    sharing_routes,
)
from litigation.enforcement.asking_actions import AskedFor
from litigation.enforcement.rules import WORDS_MAX, Ground
from litigation.enforcement.sums import read_rate

FOLDER = "litigation/enforcement"
SEE, FILE = Permission.CASE_SEE, Permission.CASE_FILE
WRITE, DECIDE = Permission.CASE_WRITE, Permission.CASE_DECIDE
BODY_MAX = 256 * 1024  # a long text is read, refused by name, and shown again
PAGE_DIGITS_MAX = 4


class AskForm(Form):
    organisation_id: UUID | None = None
    interest: Money | None = None
    rate: Annotated[int, checked(read_rate)] | None = None
    rate_from_on: Day | None = None
    clues: Annotated[str, LongText(WORDS_MAX)] = ""


class Pressed(Form):
    version: int


class WordsForm(Pressed):
    words: Annotated[str, LongText(WORDS_MAX)] = ""


class TerminateForm(WordsForm):
    ground: Ground


@needs(SEE)
async def show_list(request: Request) -> Response:
    digits = request.query_params.get("page", "1")[:PAGE_DIGITS_MAX]
    view = await list_queries.list_enforcements(
        actor_of(request),
        shows_closed=request.query_params.get("closed") == "yes",
        page=int(digits) if digits.isascii() and digits.isdecimal() else 1,
        now=now_of(request),
    )
    return page(request, f"{FOLDER}/list.html", view)


@needs(SEE, body_max=BODY_MAX)
async def show_ask(request: Request, refusal: Refusal | None = None) -> Response:
    ids, actor, now = request.path_params, actor_of(request), now_of(request)
    if "decision_id" in ids:
        view = await list_queries.view_asking_on_decision(actor, ids["decision_id"], now=now)
    else:
        view = await list_queries.view_asking_on_matter(actor, ids["matter_id"], now=now)
    return page(request, f"{FOLDER}/ask.html", view, refusal=refusal)


@needs(SEE, body_max=BODY_MAX)
async def ask(request: Request) -> Response:
    ids, actor, now = request.path_params, actor_of(request), now_of(request)
    try:
        form = await read_form(request, AskForm)
        asked = AskedFor(
            organisation_id=form.organisation_id,
            interest_fen=form.interest or 0,
            rate_bp=form.rate or 0,
            rate_from_on=form.rate_from_on,
            clues=form.clues,
        )
        if "decision_id" in ids:
            made = await asking_actions.ask_on_decision(actor, ids["decision_id"], asked, now=now)
        else:
            made = await asking_actions.ask_on_matter(actor, ids["matter_id"], asked, now=now)
    except (NotValid, NotNow) as refusal:
        return await show_ask(request, refusal)
    return see_other(f"/enforcements/{made}")


@needs(SEE, body_max=BODY_MAX)
async def show(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_enforcement(
        actor_of(request), request.path_params["enforcement_id"], now=now_of(request)
    )
    return page(request, f"{FOLDER}/show.html", view, refusal=refusal)


@needs(SEE, body_max=BODY_MAX)
async def show_end(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_enforcement(
        actor_of(request), request.path_params["enforcement_id"], now=now_of(request)
    )
    return page(request, f"{FOLDER}/end.html", view, refusal=refusal)


@needs(WRITE)
async def accept(request: Request) -> Response:
    enforcement_id = request.path_params["enforcement_id"]
    try:
        form = await read_form(request, Pressed)
        await actions.accept(
            actor_of(request),
            enforcement_id,
            ways_of(outside_of(request).settings),
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show(request, refusal)
    return see_other(f"/enforcements/{enforcement_id}")


Deed = Callable[..., Awaitable[None]]


async def _with_words(request: Request, deed: Deed) -> Response:
    """Do one of the deeds that need nothing but a reason."""
    enforcement_id = request.path_params["enforcement_id"]
    try:
        form = await read_form(request, WordsForm)
        await deed(
            actor_of(request),
            enforcement_id,
            words=form.words,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_end(request, refusal)
    return see_other(f"/enforcements/{enforcement_id}")


@needs(SEE, body_max=BODY_MAX)
async def withdraw(request: Request) -> Response:
    return await _with_words(request, actions.withdraw)


@needs(DECIDE, body_max=BODY_MAX)
async def refuse(request: Request) -> Response:
    return await _with_words(request, actions.refuse)


@needs(DECIDE, body_max=BODY_MAX)
async def satisfy(request: Request) -> Response:
    return await _with_words(request, actions.satisfy)


@needs(DECIDE, body_max=BODY_MAX)
async def pause(request: Request) -> Response:
    return await _with_words(request, actions.pause)


@needs(WRITE, body_max=BODY_MAX)
async def resume(request: Request) -> Response:
    return await _with_words(request, actions.resume)


@needs(DECIDE, body_max=BODY_MAX)
async def terminate(request: Request) -> Response:
    enforcement_id = request.path_params["enforcement_id"]
    try:
        form = await read_form(request, TerminateForm)
        await actions.terminate(
            actor_of(request),
            enforcement_id,
            form.ground,
            words=form.words,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_end(request, refusal)
    return see_other(f"/enforcements/{enforcement_id}")


ONE = "/enforcements/{enforcement_id:uuid}"
ON_DECISION = "/decisions/{decision_id:uuid}/enforcement"
ON_MATTER = "/mediations/{matter_id:uuid}/enforcement/ask"
routes: list[BaseRoute] = [
    Route("/enforcements", show_list, methods=["GET"], name="enforcements"),
    Route(ON_DECISION, show_ask, methods=["GET"], name="enforcement_of_decision"),
    Route(ON_DECISION, ask, methods=["POST"], name="enforcement_ask"),
    Route(ON_MATTER, show_ask, methods=["GET"], name="enforcement_of_matter"),
    Route(ON_MATTER, ask, methods=["POST"], name="enforcement_ask_matter"),
    Route(ONE, show, methods=["GET"], name="enforcement"),
    Route(f"{ONE}/accept", accept, methods=["POST"], name="enforcement_accept"),
    Route(f"{ONE}/end", show_end, methods=["GET"], name="enforcement_end"),
    Route(f"{ONE}/withdraw", withdraw, methods=["POST"], name="enforcement_withdraw"),
    Route(f"{ONE}/refuse", refuse, methods=["POST"], name="enforcement_refuse"),
    Route(f"{ONE}/satisfy", satisfy, methods=["POST"], name="enforcement_satisfy"),
    Route(f"{ONE}/pause", pause, methods=["POST"], name="enforcement_pause"),
    Route(f"{ONE}/resume", resume, methods=["POST"], name="enforcement_resume"),
    Route(f"{ONE}/terminate", terminate, methods=["POST"], name="enforcement_terminate"),
    *course_routes.routes,
    *sharing_routes.routes,
    *paper_routes.routes,
]
