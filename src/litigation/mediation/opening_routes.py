"""Opening a matter: a task list, one question a screen, everything to check at the end."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.almanac import day_of
from commons.errors import NotFound, NotNow, NotValid, Refusal
from commons.web.forms import Form, LongText, Text, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.mediation import opening_actions
from litigation.mediation.opening import (
    CASE_NUMBER_MAX,
    CAUSE_MAX,
    ISLAND_MAX,
    Question,
    first_open,
    read_opening,
)
from litigation.mediation.opening_queries import my_drafts, opened_from, view_draft
from litigation.mediation.particulars import check_particulars
from litigation.mediation.parties import ADDRESS_MAX, NAME_MAX, PartyKind
from litigation.mediation.rules import (
    SUMMARY_MAX,
    TEXT_BYTES_MAX,
    OrganisationKind,
    Origin,
    Procedure,
)

FOLDER = "litigation/mediation"
OPEN = Permission.MEDIATION_OPEN
TYPED_MAX = 100


class Screen(Form):
    version: int


class OriginForm(Screen):
    origin: Origin


class FiledForm(Screen):
    case_number: Annotated[str, Text(CASE_NUMBER_MAX)]
    procedure: Procedure


class PlaceForm(Screen):
    organisation_id: UUID
    organisation_kind: OrganisationKind


class IslandForm(Screen):
    island: Annotated[str, Text(ISLAND_MAX)]


class CauseForm(Screen):
    cause: Annotated[str, Text(CAUSE_MAX)]
    summary: Annotated[str, LongText(SUMMARY_MAX)] = ""


class WhoForm(Screen):
    """Who a party is; number, phone and address may still be unknown."""

    kind: PartyKind
    name: Annotated[str, Text(NAME_MAX)]
    number: Annotated[str, Text(TYPED_MAX)] = ""
    phone: Annotated[str, Text(TYPED_MAX)] = ""
    address: Annotated[str, Text(ADDRESS_MAX)] = ""


FORMS: Mapping[Question, type[Screen]] = {
    Question.ORIGIN: OriginForm,
    Question.FILED: FiledForm,
    Question.PLACE: PlaceForm,
    Question.ISLAND: IslandForm,
    Question.CAUSE: CauseForm,
    Question.APPLICANT: WhoForm,
    Question.RESPONDENT: WhoForm,
}


@needs(OPEN)
async def show_drafts(request: Request, refusal: Refusal | None = None) -> Response:
    view = await my_drafts(actor_of(request))
    return page(request, f"{FOLDER}/new.html", view, refusal=refusal)


@needs(OPEN)
async def start(request: Request) -> Response:
    try:
        draft_id = await opening_actions.start_draft(actor_of(request), now=now_of(request))
    except NotNow as refusal:
        return await show_drafts(request, refusal)
    return see_other(f"/mediations/new/{draft_id}/{Question.ORIGIN}")


@needs(OPEN)
async def show_tasks(request: Request) -> Response:
    view = await view_draft(actor_of(request), request.path_params["draft_id"])
    return page(request, f"{FOLDER}/tasks.html", view)


@needs(OPEN, body_max=TEXT_BYTES_MAX)  # shown again with what was typed
async def show_question(request: Request, refusal: Refusal | None = None) -> Response:
    question = _question(request)
    view = await view_draft(actor_of(request), request.path_params["draft_id"], question)
    return page(request, f"{FOLDER}/question.html", view, refusal=refusal)


@needs(OPEN, body_max=TEXT_BYTES_MAX)
async def answer(request: Request) -> Response:
    """Keep one screen and go on to the first one that is still open."""
    question, draft_id = _question(request), request.path_params["draft_id"]
    actor = actor_of(request)
    try:
        form = await read_form(request, FORMS[question])
        await opening_actions.keep_answers(
            actor,
            draft_id,
            _answers(question, form, request),
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_question(request, refusal)
    after = first_open((await view_draft(actor, draft_id)).answers)
    return see_other(f"/mediations/new/{draft_id}/{after or 'check'}")


@needs(OPEN)
async def show_check(request: Request, refusal: Refusal | None = None) -> Response:
    draft_id, actor = request.path_params["draft_id"], actor_of(request)
    matter_id = await opened_from(actor, draft_id)
    if matter_id is not None:
        return see_other(f"/mediations/{matter_id}")
    view = await view_draft(actor, draft_id)
    if not view.is_complete:
        return see_other(f"/mediations/new/{draft_id}")
    return page(request, f"{FOLDER}/check.html", view, refusal=refusal)


@needs(OPEN)
async def register(request: Request) -> Response:
    draft_id, actor, now = request.path_params["draft_id"], actor_of(request), now_of(request)
    try:
        matter_id = await opened_from(actor, draft_id)
        if matter_id is None:
            form = await read_form(request, Screen)
            answers = (await view_draft(actor, draft_id)).answers
            matter_id = await opening_actions.open_from_draft(
                actor,
                draft_id,
                read_opening(answers, day_of(now)),
                version=form.version,
                now=now,
            )
    except (NotValid, NotNow) as refusal:
        return await show_check(request, refusal)
    return see_other(f"/mediations/{matter_id}")


@needs(OPEN)
async def drop(request: Request) -> Response:
    await opening_actions.drop_draft(actor_of(request), request.path_params["draft_id"])
    return see_other("/mediations/new")


def _question(request: Request) -> Question:
    try:
        return Question(request.path_params["question"])
    except ValueError:
        raise NotFound("mediation.draft_not_found") from None


def _answers(question: Question, form: Screen, request: Request) -> dict[str, str]:
    """Check what can be checked on this screen, and keep it under the names of the draft."""
    said = form.model_dump(mode="json", exclude={"version"})
    if isinstance(form, WhoForm):
        check_particulars(
            kind=form.kind,
            name=form.name,
            number=form.number,
            phone=form.phone,
            address=form.address,
            today=day_of(now_of(request)),
        )
        return {f"{question}_{name}": str(value) for name, value in said.items()}
    return {name: str(value) for name, value in said.items()}


_NEW = "/mediations/new"
_DRAFT = f"{_NEW}/{{draft_id:uuid}}"
routes: list[BaseRoute] = [
    Route(_NEW, show_drafts, methods=["GET"], name="mediation_new"),
    Route(_NEW, start, methods=["POST"], name="mediation_start"),
    Route(_DRAFT, show_tasks, methods=["GET"], name="mediation_tasks"),
    Route(f"{_DRAFT}/check", show_check, methods=["GET"], name="mediation_check"),
    Route(f"{_DRAFT}/check", register, methods=["POST"], name="mediation_register"),
    Route(f"{_DRAFT}/drop", drop, methods=["POST"], name="mediation_drop"),
    Route(f"{_DRAFT}/{{question}}", show_question, methods=["GET"], name="mediation_question"),
    Route(f"{_DRAFT}/{{question}}", answer, methods=["POST"], name="mediation_answer"),
]
