"""Handing in a complaint: a task list, one screen each, everything to check at the end."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.almanac import day_of
from commons.errors import NotFound, NotNow, NotValid, Refusal
from commons.web.forms import read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.cases import filing_actions
from litigation.cases.filing_forms_routes import (
    FORMS,
    ClaimsForm,
    EvidenceForm,
    Seen,
    StartForm,
    WhoForm,
    from_door,
)
from litigation.cases.filing_queries import (
    answers_from_mediation,
    handed_in_as,
    my_filings,
    view_filing,
)
from litigation.cases.pleading import (
    Screen,
    check_claims,
    claims_in,
    evidence_in,
    first_open,
    read_complaint,
)
from litigation.cases.rules import (
    TEXT_BYTES_MAX,
)
from litigation.mediation.particulars import check_particulars

FOLDER = "litigation/cases"
FILE = Permission.CASE_FILE


@needs(FILE)
async def show_filings(request: Request, refusal: Refusal | None = None) -> Response:
    return page(
        request, f"{FOLDER}/filings.html", await my_filings(actor_of(request)), refusal=refusal
    )


@needs(FILE)
async def start(request: Request) -> Response:
    try:
        form = await read_form(request, StartForm)
        filing_id = await filing_actions.start_filing(
            actor_of(request), from_door(form), now=now_of(request)
        )
    except (NotValid, NotNow) as refusal:
        return await show_filings(request, refusal)
    return see_other(f"/filings/{filing_id}/{Screen.COURT}")


@needs(FILE)
async def start_from_mediation(request: Request) -> Response:
    """Begin with what the failed mediation has fixed; nothing is typed twice."""
    actor, matter_id = actor_of(request), request.path_params["matter_id"]
    try:
        answers = await answers_from_mediation(actor, matter_id)
        filing_id = await filing_actions.start_filing(
            actor, answers, matter_id=matter_id, now=now_of(request)
        )
    except NotNow as refusal:
        return await show_filings(request, refusal)
    return see_other(f"/filings/{filing_id}")


@needs(FILE)
async def show_tasks(request: Request) -> Response:
    view = await view_filing(actor_of(request), request.path_params["filing_id"])
    return page(request, f"{FOLDER}/tasks.html", view)


@needs(FILE, body_max=TEXT_BYTES_MAX)  # shown again with what was typed
async def show_screen(request: Request, refusal: Refusal | None = None) -> Response:
    view = await view_filing(actor_of(request), request.path_params["filing_id"], _screen(request))
    return page(request, f"{FOLDER}/screen.html", view, refusal=refusal)


@needs(FILE, body_max=TEXT_BYTES_MAX)
async def answer(request: Request) -> Response:
    """Keep one screen and go on to the first one that is still open."""
    screen, filing_id = _screen(request), request.path_params["filing_id"]
    actor = actor_of(request)
    try:
        form = await read_form(request, FORMS[screen])
        answers = _answers(screen, form, request)
        await filing_actions.keep_answers(
            actor, filing_id, answers, version=form.version, now=now_of(request)
        )
    except (NotValid, NotNow) as refusal:
        return await show_screen(request, refusal)
    after = first_open((await view_filing(actor, filing_id)).answers)
    return see_other(f"/filings/{filing_id}/{after or 'check'}")


@needs(FILE)
async def show_check(request: Request, refusal: Refusal | None = None) -> Response:
    filing_id, actor = request.path_params["filing_id"], actor_of(request)
    case_id = await handed_in_as(actor, filing_id)
    if case_id is not None:
        return see_other(f"/cases/{case_id}")
    view = await view_filing(actor, filing_id)
    if not view.is_complete:
        return see_other(f"/filings/{filing_id}")
    return page(request, f"{FOLDER}/check.html", view, refusal=refusal)


@needs(FILE)
async def submit(request: Request) -> Response:
    filing_id, actor, now = request.path_params["filing_id"], actor_of(request), now_of(request)
    try:
        case_id = await handed_in_as(actor, filing_id)
        if case_id is None:
            form = await read_form(request, Seen)
            answers = (await view_filing(actor, filing_id)).answers
            complaint = read_complaint(answers, day_of(now))
            case_id = await filing_actions.submit(
                actor, filing_id, complaint, version=form.version, now=now
            )
    except (NotValid, NotNow) as refusal:
        return await show_check(request, refusal)
    return see_other(f"/cases/{case_id}")


@needs(FILE)
async def drop(request: Request) -> Response:
    await filing_actions.drop_filing(actor_of(request), request.path_params["filing_id"])
    return see_other("/filings")


def _screen(request: Request) -> Screen:
    try:
        return Screen(request.path_params["screen"])
    except ValueError:
        raise NotFound("cases.filing_not_found") from None


def _answers(screen: Screen, form: Seen, request: Request) -> dict[str, str]:
    """Check what can be checked on this screen, and keep it under the names of the draft."""
    said = form.model_dump(mode="json", exclude={"version"})
    kept = {name: "" if value is None else str(value) for name, value in said.items()}
    if isinstance(form, WhoForm):
        check_particulars(
            kind=form.kind,
            name=form.name,
            number=form.number,
            phone=form.phone,
            address=form.address,
            today=day_of(now_of(request)),
        )
        return {f"{screen}_{name}": value for name, value in kept.items()}
    if isinstance(form, ClaimsForm):
        check_claims(form.fee_kind, claims_in(kept))
    if isinstance(form, EvidenceForm):
        evidence_in(form.evidence)
        kept["evidence_seen"] = "yes"
    return kept


_ONE = "/filings/{filing_id:uuid}"
routes: list[BaseRoute] = [
    Route("/filings", show_filings, methods=["GET"], name="filings"),
    Route("/filings", start, methods=["POST"], name="filing_start"),
    Route(
        "/mediations/{matter_id:uuid}/filing",
        start_from_mediation,
        methods=["POST"],
        name="filing_from_mediation",
    ),
    Route(_ONE, show_tasks, methods=["GET"], name="filing_tasks"),
    Route(f"{_ONE}/check", show_check, methods=["GET"], name="filing_check"),
    Route(f"{_ONE}/check", submit, methods=["POST"], name="filing_submit"),
    Route(f"{_ONE}/drop", drop, methods=["POST"], name="filing_drop"),
    Route(f"{_ONE}/{{screen}}", show_screen, methods=["GET"], name="filing_screen"),
    Route(f"{_ONE}/{{screen}}", answer, methods=["POST"], name="filing_answer"),
]
