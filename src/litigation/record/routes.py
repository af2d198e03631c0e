"""The transcript on the screen: joint, two caucuses, private notes, and words for the court."""

from typing import Annotated, Literal
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotFound, NotNow, NotValid, Problem, Refusal
from commons.web.forms import Form, LongText, Text, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from commons.web.stream import changes
from litigation.record import (
    actions,
    claim_routes,
    exhibit_routes,
    fact_routes,
    issue_routes,
    offer_routes,
    rules,
)
from litigation.record.actions import ForTheCourt, Saying
from litigation.record.desk_queries import head_of, view_for_court, view_line, view_transcript
from litigation.record.queries import count_lines
from litigation.record.rules import Compartment, Grade, LineKind

FOLDER = "litigation/record"
SEE = Permission.MEDIATION_SEE
WRITE = Permission.MEDIATION_WRITE
CONFIDENCES = Permission.MEDIATION_CONFIDENCES
BASE = "/mediations/{matter_id:uuid}/record"
PLACES = {
    "record": Compartment.JOINT,
    "caucus-a": Compartment.CAUCUS_A,
    "caucus-b": Compartment.CAUCUS_B,
    "private": Compartment.MEDIATOR,
}
KINDS = tuple(kind for kind in LineKind if kind is not LineKind.SUPPLEMENT)


class SayForm(Form):
    key: UUID
    kind: LineKind = LineKind.STATEMENT
    who: Annotated[str, Text(36)] = ""
    name: Annotated[str, Text(rules.NAME_MAX)] = ""
    text: Annotated[str, LongText(rules.STATEMENT_MAX)]
    prejudice: Literal["yes"] | None = None


class UnsentForm(Form):
    text: Annotated[str, LongText(rules.STATEMENT_MAX)] = ""


class CourtForm(Form):
    key: UUID
    course: Annotated[str, LongText(rules.TEXT_MAX)]
    appraisal_needs: Annotated[str, LongText(rules.TEXT_MAX)] = ""
    grade: Grade | None = None
    minutes: int | None = None


def matter_of(request: Request) -> UUID:
    matter_id: UUID = request.path_params["matter_id"]
    return matter_id


def place_of(request: Request) -> Compartment:
    return PLACES[request.scope["path"].removesuffix("/changes").rpartition("/")[2]]


@needs(SEE)
async def show_record(request: Request) -> Response:
    """Show its own mediator the joint transcript; others only what the court may read."""
    head = await head_of(actor_of(request), matter_of(request))
    if head.is_own:
        return await show_transcript(request)
    view = await view_for_court(actor_of(request), matter_of(request))
    return page(request, f"{FOLDER}/overview.html", view)


@needs(CONFIDENCES)
async def show_transcript(request: Request, refusal: Refusal | None = None) -> Response:
    view = await view_transcript(actor_of(request), matter_of(request), place_of(request))
    return page(request, f"{FOLDER}/transcript.html", view, refusal=refusal)


@needs(CONFIDENCES, body_max=rules.FORM_BYTES_MAX)
async def say(request: Request) -> Response:
    try:
        form = await read_form(request, SayForm)
        await actions.say(
            actor_of(request),
            matter_of(request),
            place_of(request),
            _saying(request, form),
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_transcript(request, refusal)
    return see_other(request.scope["path"])


def _saying(request: Request, form: SayForm) -> Saying:
    try:
        party_id = UUID(form.who) if form.who else None
    except ValueError as not_an_id:
        raise NotValid(fields={"who": Problem("form.not_a_choice")}) from not_an_id
    return Saying(
        kind=form.kind,
        text=form.text,
        said_at=now_of(request),
        party_id=party_id,
        speaker=form.name,
        without_prejudice=form.prejudice is not None,
    )


@needs(CONFIDENCES)
async def show_changes(request: Request) -> Response:
    actor, matter_id, compartment = actor_of(request), matter_of(request), place_of(request)

    async def read() -> object:
        return {"lines": await count_lines(actor, matter_id, compartment)}

    await read()  # a stranger is told no at the door, not inside an open stream
    return changes(request, read, every=1.0)


@needs(CONFIDENCES, body_max=rules.FORM_BYTES_MAX)
async def keep_unsent(request: Request) -> Response:
    compartment = PLACES.get(request.path_params["place"])
    if compartment is None:
        raise NotFound("record.no_such_part")
    form = await read_form(request, UnsentForm)
    await actions.keep_unsent(
        actor_of(request), matter_of(request), compartment, form.text, now=now_of(request)
    )
    return Response(status_code=204)


@needs(CONFIDENCES)
async def show_line(request: Request, refusal: Refusal | None = None) -> Response:
    view = await view_line(actor_of(request), matter_of(request), request.path_params["line_id"])
    return page(request, f"{FOLDER}/line.html", view, refusal=refusal)


@needs(CONFIDENCES, body_max=rules.FORM_BYTES_MAX)
async def supplement(request: Request) -> Response:
    try:
        form = await read_form(request, SayForm)
        await actions.supplement(
            actor_of(request),
            matter_of(request),
            request.path_params["line_id"],
            _saying(request, form),
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_line(request, refusal)
    return see_other(f"/mediations/{matter_of(request)}/record/lines/{_line_of(request)}")


def _line_of(request: Request) -> UUID:
    line_id: UUID = request.path_params["line_id"]
    return line_id


@needs(WRITE)
async def show_court(request: Request, refusal: Refusal | None = None) -> Response:
    view = await view_for_court(actor_of(request), matter_of(request))
    return page(request, f"{FOLDER}/court.html", view, refusal=refusal)


@needs(WRITE, body_max=rules.FORM_BYTES_MAX)
async def write_for_the_court(request: Request) -> Response:
    try:
        form = await read_form(request, CourtForm)
        words = ForTheCourt(form.course, form.appraisal_needs, form.grade, form.minutes)
        await actions.write_for_the_court(
            actor_of(request), matter_of(request), words, form_key=form.key, now=now_of(request)
        )
    except (NotValid, NotNow) as refusal:
        return await show_court(request, refusal)
    return see_other(f"/mediations/{matter_of(request)}/record/court")


routes: list[BaseRoute] = [
    Route(BASE, show_record, methods=["GET"]),
    Route(BASE, say, methods=["POST"]),
    *[Route(f"{BASE}/{at}", show_transcript, methods=["GET"]) for at in PLACES if at != "record"],
    *[Route(f"{BASE}/{at}", say, methods=["POST"]) for at in PLACES if at != "record"],
    Route(f"{BASE}/changes", show_changes, methods=["GET"]),
    *[Route(f"{BASE}/{at}/changes", show_changes) for at in PLACES if at != "record"],
    Route(f"{BASE}/unsent/{{place}}", keep_unsent, methods=["POST"]),
    Route(f"{BASE}/lines/{{line_id:uuid}}", show_line, methods=["GET"]),
    Route(f"{BASE}/lines/{{line_id:uuid}}", supplement, methods=["POST"]),
    Route(f"{BASE}/court", show_court, methods=["GET"]),
    Route(f"{BASE}/court", write_for_the_court, methods=["POST"]),
    *claim_routes.routes,
    *exhibit_routes.routes,
    *issue_routes.routes,
    *fact_routes.routes,
    *offer_routes.routes,
]
