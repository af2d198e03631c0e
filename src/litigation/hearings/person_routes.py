"""The pages of the people of a hearing: calling more, how told, whether come, who they are."""

from typing import Annotated, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.persons import check_phone
from commons.web.forms import Day, Form, LongText, Text, checked, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.hearings import listing_actions, queries, sitting_actions, summon_actions
from litigation.hearings.attending import Absence, Told
from litigation.hearings.online import Answer
from litigation.hearings.rules import WORDS_MAX, Part
from litigation.mediation.parties import CheckedHow

FOLDER = "litigation/hearings"
WRITE = Permission.CASE_WRITE
NAME_MAX = 100
BODY_MAX = 256 * 1024


class ToldForm(Form):
    told: Told
    told_on: Day
    words: Annotated[str, LongText(WORDS_MAX)] = ""


class PersonForm(Form):
    part: Part
    name: Annotated[str, Text(NAME_MAX)]
    phone: Annotated[str, checked(check_phone)] | None = None
    island: Annotated[str, Text(60)] = ""


class CallForm(Form):
    has_come: Literal["yes", "no"]
    absence: Absence | None = None
    words: Annotated[str, LongText(WORDS_MAX)] = ""


class AnswerForm(Form):
    answer: Answer
    words: Annotated[str, LongText(WORDS_MAX)] = ""


class IdentityForm(Form):
    how: CheckedHow


def _url(request: Request) -> str:
    return f"/hearings/{request.path_params['hearing_id']}"


def _person_url(request: Request) -> str:
    return f"{_url(request)}/people/{request.path_params['person_id']}"


@needs(WRITE, body_max=BODY_MAX)
async def show_people(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_hearing(actor_of(request), request.path_params["hearing_id"], WRITE)
    return page(request, f"{FOLDER}/people.html", view, refusal=refusal)


@needs(WRITE)
async def add_person(request: Request) -> Response:
    try:
        form = await read_form(request, PersonForm)
        await summon_actions.add_person(
            actor_of(request),
            request.path_params["hearing_id"],
            part=form.part,
            name=form.name,
            phone=form.phone,
            island=form.island,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_people(request, refusal)
    return see_other(f"{_url(request)}/people")


@needs(WRITE, body_max=BODY_MAX)
async def show_person(request: Request, refusal: Refusal | None = None) -> Response:
    ids = request.path_params
    view = await queries.view_person(actor_of(request), ids["hearing_id"], ids["person_id"])
    return page(request, f"{FOLDER}/person.html", view, refusal=refusal)


@needs(WRITE, body_max=BODY_MAX)
async def note_told(request: Request) -> Response:
    try:
        form = await read_form(request, ToldForm)
        await summon_actions.note_told(
            actor_of(request),
            request.path_params["hearing_id"],
            request.path_params["person_id"],
            told=form.told,
            told_on=form.told_on,
            words=form.words,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_person(request, refusal)
    return see_other(_person_url(request))


@needs(WRITE, body_max=BODY_MAX)
async def call(request: Request) -> Response:
    ids = request.path_params
    try:
        form = await read_form(request, CallForm)
        await sitting_actions.call(
            actor_of(request),
            ids["hearing_id"],
            ids["person_id"],
            has_come=form.has_come == "yes",
            absence=form.absence,
            words=form.words,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_person(request, refusal)
    return see_other(_person_url(request))


@needs(WRITE)
async def identify(request: Request) -> Response:
    ids = request.path_params
    try:
        form = await read_form(request, IdentityForm)
        await sitting_actions.identify(
            actor_of(request),
            ids["hearing_id"],
            ids["person_id"],
            how=form.how,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_person(request, refusal)
    return see_other(_person_url(request))


@needs(WRITE, body_max=BODY_MAX)
async def note_answer(request: Request) -> Response:
    """Write down what somebody told the court about taking part online."""
    ids = request.path_params
    try:
        form = await read_form(request, AnswerForm)
        await listing_actions.answer_online(
            actor_of(request),
            ids["hearing_id"],
            ids["person_id"],
            answer=form.answer,
            words=form.words,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_person(request, refusal)
    return see_other(_person_url(request))


ONE = "/hearings/{hearing_id:uuid}"
PERSON = ONE + "/people/{person_id:uuid}"
routes: list[BaseRoute] = [
    Route(ONE + "/people", show_people, methods=["GET"], name="hearing_people"),
    Route(ONE + "/people", add_person, methods=["POST"], name="hearing_person_add"),
    Route(PERSON, show_person, methods=["GET"], name="hearing_person"),
    Route(PERSON + "/told", note_told, methods=["POST"], name="hearing_told"),
    Route(PERSON + "/call", call, methods=["POST"], name="hearing_call"),
    Route(PERSON + "/answer", note_answer, methods=["POST"], name="hearing_answer_note"),
    Route(PERSON + "/identity", identify, methods=["POST"], name="hearing_identity"),
]
