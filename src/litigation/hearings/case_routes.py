"""The pages of a case's hearings: the list, asking for one, and a party's answer."""

from typing import Annotated, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Form, LongText, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.hearings import actions, case_queries, listing_actions
from litigation.hearings.actions import AskedFor
from litigation.hearings.online import Answer
from litigation.hearings.rules import WORDS_MAX, Purpose

FOLDER = "litigation/hearings"
SEE, WRITE = Permission.CASE_SEE, Permission.CASE_WRITE
BODY_MAX = 256 * 1024  # a long text is read, refused by name, and shown again


class AskForm(Form):
    purpose: Purpose
    minutes: int
    travel_days: int = 0
    notice_waived: Literal["yes"] | None = None
    periods_waived: Literal["yes"] | None = None
    why_necessary: Annotated[str, LongText(WORDS_MAX)] = ""


class AnswerForm(Form):
    answer: Answer
    words: Annotated[str, LongText(WORDS_MAX)] = ""


@needs(SEE, body_max=BODY_MAX)
async def show_case(request: Request, refusal: Refusal | None = None) -> Response:
    view = await case_queries.view_case(actor_of(request), request.path_params["case_id"])
    return page(request, f"{FOLDER}/case.html", view, refusal=refusal)


@needs(WRITE, body_max=BODY_MAX)
async def ask(request: Request) -> Response:
    try:
        form = await read_form(request, AskForm)
        hearing_id = await actions.ask_for_hearing(
            actor_of(request),
            request.path_params["case_id"],
            AskedFor(
                purpose=form.purpose,
                minutes=form.minutes,
                travel_days=form.travel_days,
                notice_waived=form.notice_waived is not None,
                periods_waived=form.periods_waived is not None,
                why_necessary=form.why_necessary,
            ),
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_case(request, refusal)
    return see_other(f"/hearings/{hearing_id}")


@needs(SEE, body_max=BODY_MAX)
async def answer(request: Request) -> Response:
    """Keep what a party answers about taking part online."""
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
        return await show_case(request, refusal)
    return see_other(f"/cases/{ids['case_id']}/hearings")


CASE = "/cases/{case_id:uuid}/hearings"
routes: list[BaseRoute] = [
    Route(CASE, show_case, methods=["GET"], name="case_hearings"),
    Route(CASE, ask, methods=["POST"], name="hearing_ask"),
    Route(
        CASE + "/{hearing_id:uuid}/answer/{person_id:uuid}",
        answer,
        methods=["POST"],
        name="hearing_answer",
    ),
]
