"""The pages of adjournments: asking for one, deciding on it, and what waits for a decision."""

from typing import Annotated, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Form, LongText, read_form
from commons.web.page import actor_of, needs, now_of, outside_of, page, see_other
from litigation.hearings import adjourn_actions, adjourn_queries, queries
from litigation.hearings.adjourning import Cause, Choice, Reason
from litigation.hearings.rules import WORDS_MAX

FOLDER = "litigation/hearings"
SEE_ALL, WRITE = Permission.CASE_SEE_ALL, Permission.CASE_WRITE
BODY_MAX = 256 * 1024


class AdjournForm(Form):
    version: int
    reason: Reason
    cause: Cause | None = None
    words: Annotated[str, LongText(WORDS_MAX)]
    all_agree: Literal["yes"] | None = None


class DecideForm(Form):
    choice: Choice
    words: Annotated[str, LongText(WORDS_MAX)] = ""


@needs(WRITE, body_max=BODY_MAX)
async def show_adjourn(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_hearing(actor_of(request), request.path_params["hearing_id"], WRITE)
    return page(request, f"{FOLDER}/adjourn.html", view, refusal=refusal)


@needs(WRITE, body_max=BODY_MAX)
async def adjourn(request: Request) -> Response:
    hearing_id = request.path_params["hearing_id"]
    try:
        form = await read_form(request, AdjournForm)
        await adjourn_actions.ask_to_adjourn(
            actor_of(request),
            hearing_id,
            reason=form.reason,
            cause=form.cause,
            words=form.words,
            all_agree=form.all_agree is not None,
            court=outside_of(request).settings.court_name,
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_adjourn(request, refusal)
    return see_other(f"/hearings/{hearing_id}")


@needs(SEE_ALL)
async def show_waiting(request: Request) -> Response:
    view = await adjourn_queries.waiting_adjournments(actor_of(request))
    return page(request, f"{FOLDER}/adjournments.html", view)


@needs(SEE_ALL, body_max=BODY_MAX)
async def show_decide(request: Request, refusal: Refusal | None = None) -> Response:
    view = await adjourn_queries.view_adjournment(
        actor_of(request), request.path_params["adjournment_id"]
    )
    return page(request, f"{FOLDER}/adjournment.html", view, refusal=refusal)


@needs(SEE_ALL, body_max=BODY_MAX)
async def decide(request: Request) -> Response:
    try:
        form = await read_form(request, DecideForm)
        await adjourn_actions.decide(
            actor_of(request),
            request.path_params["adjournment_id"],
            choice=form.choice,
            words=form.words,
            court=outside_of(request).settings.court_name,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_decide(request, refusal)
    return see_other("/adjournments")


routes: list[BaseRoute] = [
    Route(
        "/hearings/{hearing_id:uuid}/adjourn",
        show_adjourn,
        methods=["GET"],
        name="hearing_adjourn_page",
    ),
    Route("/hearings/{hearing_id:uuid}/adjourn", adjourn, methods=["POST"], name="hearing_adjourn"),
    Route("/adjournments", show_waiting, methods=["GET"], name="adjournments"),
    Route("/adjournments/{adjournment_id:uuid}", show_decide, methods=["GET"], name="adjournment"),
    Route(
        "/adjournments/{adjournment_id:uuid}", decide, methods=["POST"], name="adjournment_decide"
    ),
]
