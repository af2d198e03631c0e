"""Asking a party: consents step by step, identity, tries to reach it, needs before booking."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Form, LongText, Text, checked, read_day, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.mediation import asking_actions
from litigation.mediation.asking_actions import Answers
from litigation.mediation.asking_queries import view_party
from litigation.mediation.parties import (
    IMPOSSIBLE_DAYS_MAX,
    NAME_MAX,
    Channel,
    CheckedFor,
    CheckedHow,
    ConsentAnswer,
    ConsentHow,
    ConsentStep,
    Level,
    Outcome,
    Support,
)
from litigation.mediation.rules import TEXT_BYTES_MAX

FOLDER = "litigation/mediation"
WRITE = Permission.MEDIATION_WRITE
TYPED_MAX = 100
NOTE_MAX = 1000
REASON_MAX = 500
LANGUAGE_MAX = 60
DAYS_TEXT_MAX = 2000


def read_days(text: str) -> tuple[date, ...]:
    """Read days that stand on lines of their own or between commas."""
    parts = text.replace("，", "\n").replace(",", "\n").replace("、", "\n").split("\n")
    found = [part.strip() for part in parts if part.strip()]
    if len(text) > DAYS_TEXT_MAX or len(found) > IMPOSSIBLE_DAYS_MAX:
        raise NotValid("mediation.too_many_days", max=IMPOSSIBLE_DAYS_MAX)
    return tuple(read_day(part) for part in found)


class ConsentForm(Form):
    step: ConsentStep
    answer: ConsentAnswer
    how: ConsentHow
    spoken_by: Annotated[str, Text(NAME_MAX)] = ""


class IdentityForm(Form):
    representative_id: UUID | None = None
    checked_for: CheckedFor
    how: CheckedHow
    level: Level


class AttemptForm(Form):
    channel: Channel
    outcome: Outcome
    note: Annotated[str, LongText(NOTE_MAX)] = ""


class QuestionsForm(Form):
    reached: Literal["yes", "no"]
    unreached_reason: Annotated[str, Text(REASON_MAX)] = ""
    impossible_days: Annotated[tuple[date, ...], checked(read_days)] | None = None
    second_name: Annotated[str, Text(NAME_MAX)] = ""
    second_phone: Annotated[str, Text(TYPED_MAX)] = ""
    support: tuple[Support, ...] = ()
    interpreter: Annotated[str, Text(LANGUAGE_MAX)] = ""


async def _show(request: Request, template: str, refusal: Refusal | None) -> Response:
    view = await view_party(
        actor_of(request),
        request.path_params["matter_id"],
        request.path_params["party_id"],
        now=now_of(request),
    )
    return page(request, f"{FOLDER}/{template}", view, refusal=refusal)


async def _do(
    request: Request, template: str, deed: Callable[[UUID, UUID], Awaitable[None]]
) -> Response:
    """Do it and show the page anew; refused, show it with what was typed."""
    try:
        await deed(request.path_params["matter_id"], request.path_params["party_id"])
    except (NotValid, NotNow) as refusal:
        return await _show(request, template, refusal)
    return see_other(request.scope["path"])


@needs(WRITE)
async def show_consents(request: Request) -> Response:
    return await _show(request, "consents.html", None)


@needs(WRITE)
async def consent(request: Request) -> Response:
    async def deed(matter_id: UUID, party_id: UUID) -> None:
        form = await read_form(request, ConsentForm)
        await asking_actions.take_consent(
            actor_of(request),
            matter_id,
            party_id,
            step=form.step,
            answer=form.answer,
            how=form.how,
            spoken_by=form.spoken_by,
            now=now_of(request),
        )

    return await _do(request, "consents.html", deed)


@needs(WRITE)
async def show_identity(request: Request) -> Response:
    return await _show(request, "identity.html", None)


@needs(WRITE)
async def check_identity(request: Request) -> Response:
    async def deed(matter_id: UUID, party_id: UUID) -> None:
        form = await read_form(request, IdentityForm)
        await asking_actions.check_identity(
            actor_of(request),
            matter_id,
            party_id,
            representative_id=form.representative_id,
            checked_for=form.checked_for,
            how=form.how,
            level=form.level,
            now=now_of(request),
        )

    return await _do(request, "identity.html", deed)


@needs(WRITE)
async def show_attempts(request: Request) -> Response:
    return await _show(request, "attempts.html", None)


@needs(WRITE, body_max=TEXT_BYTES_MAX)
async def note_attempt(request: Request) -> Response:
    async def deed(matter_id: UUID, party_id: UUID) -> None:
        form = await read_form(request, AttemptForm)
        await asking_actions.note_attempt(
            actor_of(request),
            matter_id,
            party_id,
            channel=form.channel,
            outcome=form.outcome,
            note=form.note,
            now=now_of(request),
        )

    return await _do(request, "attempts.html", deed)


@needs(WRITE)
async def show_questions(request: Request) -> Response:
    return await _show(request, "questions.html", None)


@needs(WRITE, body_max=TEXT_BYTES_MAX)
async def keep_questions(request: Request) -> Response:
    async def deed(matter_id: UUID, party_id: UUID) -> None:
        form = await read_form(request, QuestionsForm)
        answers = Answers(
            reached=form.reached == "yes",
            unreached_reason=form.unreached_reason,
            impossible_days=form.impossible_days or (),
            second_name=form.second_name,
            second_phone=form.second_phone,
            support=form.support,
            interpreter=form.interpreter,
        )
        await asking_actions.keep_questionnaire(
            actor_of(request), matter_id, party_id, answers, now=now_of(request)
        )

    return await _do(request, "questions.html", deed)


_PARTY = "/mediations/{matter_id:uuid}/parties/{party_id:uuid}"
routes: list[BaseRoute] = [
    Route(f"{_PARTY}/consents", show_consents, methods=["GET"], name="mediation_consents"),
    Route(f"{_PARTY}/consents", consent, methods=["POST"], name="mediation_consent"),
    Route(f"{_PARTY}/identity", show_identity, methods=["GET"], name="mediation_identity"),
    Route(f"{_PARTY}/identity", check_identity, methods=["POST"], name="mediation_identify"),
    Route(f"{_PARTY}/attempts", show_attempts, methods=["GET"], name="mediation_attempts"),
    Route(f"{_PARTY}/attempts", note_attempt, methods=["POST"], name="mediation_attempt"),
    Route(f"{_PARTY}/questions", show_questions, methods=["GET"], name="mediation_questions"),
    Route(f"{_PARTY}/questions", keep_questions, methods=["POST"], name="mediation_asked"),
]
