"""The end of a matter and what follows: failure, confirmation, an unkept promise."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Day, Form, LongText, Text, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.mediation import end_actions
from litigation.mediation.ending import EndReason
from litigation.mediation.matter_queries import enforcement_request, view_mediation
from litigation.mediation.rules import TEXT_BYTES_MAX, WORDS_MAX

FOLDER = "litigation/mediation"
SEE, WRITE = Permission.MEDIATION_SEE, Permission.MEDIATION_WRITE
RULING_MAX = 60


class EndForm(Form):
    version: int
    reason: EndReason
    who: UUID | None = None
    explanation: Annotated[str, LongText(WORDS_MAX)] = ""
    costly_conduct: Annotated[str, LongText(WORDS_MAX)] = ""
    court_hints: Annotated[str, LongText(WORDS_MAX)] = ""


class AskedForm(Form):
    version: int
    asked_on: Day


class DecidedForm(Form):
    version: int
    decided_on: Day
    confirmed: Literal["yes", "no"]
    ruling_number: Annotated[str, Text(RULING_MAX)]


class BrokenForm(Form):
    version: int
    by: UUID
    performance_due_on: Day
    words: Annotated[str, LongText(WORDS_MAX)]


@needs(WRITE, body_max=TEXT_BYTES_MAX)  # shown again with what was typed
async def show_end(request: Request, refusal: Refusal | None = None) -> Response:
    matter_id = request.path_params["matter_id"]
    view = await view_mediation(actor_of(request), matter_id, now=now_of(request), permission=WRITE)
    return page(request, f"{FOLDER}/end.html", view, refusal=refusal)


@needs(WRITE, body_max=TEXT_BYTES_MAX)
async def end(request: Request) -> Response:
    matter_id = request.path_params["matter_id"]
    try:
        form = await read_form(request, EndForm)
        await end_actions.end(
            actor_of(request),
            matter_id,
            reason=form.reason,
            who=form.who,
            explanation=form.explanation,
            costly_conduct=form.costly_conduct,
            court_hints=form.court_hints,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_end(request, refusal)
    return see_other(f"/mediations/{matter_id}")


@needs(SEE, body_max=TEXT_BYTES_MAX)  # shown again with what was typed
async def show_afterwards(request: Request, refusal: Refusal | None = None) -> Response:
    matter_id = request.path_params["matter_id"]
    view = await view_mediation(actor_of(request), matter_id, now=now_of(request))
    if view.afterwards is None:
        if refusal:  # nothing to show yet, but the no must be heard
            raise refusal
        return see_other(f"/mediations/{matter_id}")
    return page(request, f"{FOLDER}/afterwards.html", view, refusal=refusal)


async def _do(request: Request, deed: Callable[[UUID], Awaitable[None]]) -> Response:
    matter_id = request.path_params["matter_id"]
    try:
        await deed(matter_id)
    except (NotValid, NotNow) as refusal:
        return await show_afterwards(request, refusal)
    return see_other(f"/mediations/{matter_id}/afterwards")


@needs(WRITE)
async def asked(request: Request) -> Response:
    async def deed(matter_id: UUID) -> None:
        form = await read_form(request, AskedForm)
        await end_actions.ask_for_confirmation(
            actor_of(request),
            matter_id,
            on=form.asked_on,
            version=form.version,
            now=now_of(request),
        )

    return await _do(request, deed)


@needs(WRITE)
async def decided(request: Request) -> Response:
    async def deed(matter_id: UUID) -> None:
        form = await read_form(request, DecidedForm)
        await end_actions.record_confirmation(
            actor_of(request),
            matter_id,
            confirmed=form.confirmed == "yes",
            ruling_number=form.ruling_number,
            on=form.decided_on,
            version=form.version,
            now=now_of(request),
        )

    return await _do(request, deed)


@needs(WRITE, body_max=TEXT_BYTES_MAX)
async def broken(request: Request) -> Response:
    async def deed(matter_id: UUID) -> None:
        form = await read_form(request, BrokenForm)
        await end_actions.record_breach(
            actor_of(request),
            matter_id,
            by=form.by,
            performance_due_on=form.performance_due_on,
            words=form.words,
            version=form.version,
            now=now_of(request),
        )

    return await _do(request, deed)


@needs(SEE)
async def show_enforcement(request: Request) -> Response:
    view = await enforcement_request(actor_of(request), request.path_params["matter_id"])
    return page(request, f"{FOLDER}/enforcement.html", view)


_MATTER = "/mediations/{matter_id:uuid}"
_AFTER = f"{_MATTER}/afterwards"
routes: list[BaseRoute] = [
    Route(f"{_MATTER}/end", show_end, methods=["GET"], name="mediation_before_end"),
    Route(f"{_MATTER}/end", end, methods=["POST"], name="mediation_end"),
    Route(_AFTER, show_afterwards, methods=["GET"], name="mediation_afterwards"),
    Route(f"{_AFTER}/asked", asked, methods=["POST"], name="mediation_confirmation_asked"),
    Route(f"{_AFTER}/decided", decided, methods=["POST"], name="mediation_confirmation_decided"),
    Route(f"{_AFTER}/broken", broken, methods=["POST"], name="mediation_broken"),
    Route(
        f"{_MATTER}/enforcement", show_enforcement, methods=["GET"], name="mediation_enforcement"
    ),
]
