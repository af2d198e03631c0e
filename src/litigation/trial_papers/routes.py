"""The pages where a paper of a trial is drawn up, read, signed and printed."""

from typing import Annotated

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotAllowed, NotFound, NotNow, NotValid, Refusal
from commons.papers.final import article_of, preview_of
from commons.papers.marks import Mark, ThumbPrint
from commons.papers.models import pdf_of
from commons.papers.rules import Circumstances
from commons.papers.rules import Stage as PaperStage
from commons.web.forms import Day, Form, LongText, Text, read_form
from commons.web.page import actor_of, needs, now_of, outside_of, page, see_other
from litigation.cases.fees import Procedure
from litigation.hearings import paper_actions
from litigation.hearings.paper_rules import BY_HAND, WORDS_MAX, PaperKind
from litigation.hearings.sheets import Typed
from litigation.signing.rules import WITNESS_MAX
from litigation.signing.sign_routes import MARK_BYTES_MAX, MARK_CHARACTERS_MAX, read_strokes
from litigation.trial_papers import actions, queries

FOLDER = "litigation/trial_papers"
SEE_ALL, WRITE = Permission.CASE_SEE_ALL, Permission.CASE_WRITE
BODY_MAX = 256 * 1024
DEVICE = "法庭设备，当面签名"
IN_PERSON = "书记员当面核对身份"


class DrawForm(Form):
    words: Annotated[str, LongText(WORDS_MAX)] = ""
    to_procedure: Procedure | None = None
    months: int = 1
    term_ends_on: Day | None = None
    vessel: Annotated[str, Text(100)] = ""
    fee: Annotated[str, Text(200)] = ""


class SignForm(Form):
    shown_hash: Annotated[str, Text(64)]
    mark: Annotated[str, Text(MARK_CHARACTERS_MAX)] = ""


class ThumbForm(Form):
    shown_hash: Annotated[str, Text(64)]
    witness: Annotated[str, Text(WITNESS_MAX)]
    witness_capacity: Annotated[str, Text(WITNESS_MAX)]
    reason: Annotated[str, Text(200)]


def _kind(request: Request) -> PaperKind:
    try:
        kind = PaperKind(request.path_params["hearing_paper"])
    except ValueError:
        raise NotFound("web.no_such_page") from None
    if kind not in BY_HAND:
        raise NotFound("web.no_such_page")
    return kind


@needs(WRITE, body_max=BODY_MAX)
async def show_draw(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_draw(
        actor_of(request), request.path_params["hearing_id"], _kind(request)
    )
    return page(request, f"{FOLDER}/draw.html", view, refusal=refusal)


@needs(WRITE, body_max=BODY_MAX)
async def draw(request: Request) -> Response:
    hearing_id, kind = request.path_params["hearing_id"], _kind(request)
    try:
        form = await read_form(request, DrawForm)
        drawn = await paper_actions.draw_up(
            actor_of(request),
            hearing_id,
            kind,
            Typed(
                words=form.words,
                to_procedure=form.to_procedure,
                months=form.months,
                term_ends_on=form.term_ends_on,
                vessel=form.vessel,
                fee=form.fee,
            ),
            court=outside_of(request).settings.court_name,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_draw(request, refusal)
    return see_other(f"/cases/{drawn.case_id}/trial-papers/{drawn.paper_id}")


@needs(SEE_ALL)
async def show_paper(request: Request, refusal: Refusal | None = None) -> Response:
    ids, actor, outside = request.path_params, actor_of(request), outside_of(request)
    case, paper = await queries.find_paper(actor, ids["case_id"], ids["trial_paper_id"])
    article = await article_of(paper.id, outside.renderer, outside.settings)
    view = await queries.view_signing(actor, case, paper, article=article)
    return page(request, f"{FOLDER}/paper.html", view, refusal=refusal)


@needs(WRITE)
async def show_sign(request: Request, refusal: Refusal | None = None) -> Response:
    ids, actor, outside = request.path_params, actor_of(request), outside_of(request)
    case, paper = await queries.find_paper(actor, ids["case_id"], ids["trial_paper_id"])
    view = await queries.view_signing(
        actor,
        case,
        paper,
        article=await article_of(paper.id, outside.renderer, outside.settings),
        signer_id=ids["trial_signer_id"],
        by_thumb=request.url.path.endswith("/thumb"),
    )
    return page(request, f"{FOLDER}/sign.html", view, refusal=refusal)


@needs(WRITE, body_max=MARK_BYTES_MAX)
async def sign(request: Request) -> Response:
    try:
        form = await read_form(request, SignForm)
        return await _signed(request, form.shown_hash, read_strokes(form.mark))
    except NotValid as refusal:
        return await show_sign(request, refusal)
    except (NotNow, NotAllowed) as refusal:
        return await show_paper(request, refusal)


@needs(WRITE)
async def sign_by_thumb(request: Request) -> Response:
    try:
        form = await read_form(request, ThumbForm)
        mark = ThumbPrint(form.witness, form.witness_capacity, form.reason)
        return await _signed(request, form.shown_hash, mark)
    except NotValid as refusal:
        return await show_sign(request, refusal)
    except (NotNow, NotAllowed) as refusal:
        return await show_paper(request, refusal)


async def _signed(request: Request, shown_hash: str, mark: Mark) -> Response:
    ids = request.path_params
    await actions.sign_any(
        actor_of(request),
        ids["case_id"],
        ids["trial_paper_id"],
        signer_id=ids["trial_signer_id"],
        shown_hash=shown_hash,
        mark=mark,
        circumstances=Circumstances(device=DEVICE, factors=(IN_PERSON,)),
        now=now_of(request),
    )
    return see_other(f"/cases/{ids['case_id']}/trial-papers/{ids['trial_paper_id']}")


@needs(SEE_ALL)
async def show_pdf(request: Request) -> Response:
    """Send the archived file, or a draft with its watermark while signatures are missing."""
    ids, outside = request.path_params, outside_of(request)
    _, paper = await queries.find_paper(actor_of(request), ids["case_id"], ids["trial_paper_id"])
    if paper.stage in {PaperStage.OPEN, PaperStage.VOID, PaperStage.SIGNED}:
        content = (await preview_of(paper.id, outside.renderer, outside.settings)).pdf
    else:
        content = await pdf_of(paper.id)
    headers = {"content-disposition": f'inline; filename="{paper.kind}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


DRAW = "/hearings/{hearing_id:uuid}/draw/{hearing_paper}"
PAPER = "/cases/{case_id:uuid}/trial-papers/{trial_paper_id:uuid}"
SIGN = PAPER + "/sign/{trial_signer_id:uuid}"
routes: list[BaseRoute] = [
    Route(DRAW, show_draw, methods=["GET"], name="hearing_draw_page"),
    Route(DRAW, draw, methods=["POST"], name="hearing_draw"),
    Route(PAPER, show_paper, methods=["GET"], name="trial_paper"),
    Route(PAPER + "/pdf", show_pdf, methods=["GET"], name="trial_paper_pdf"),
    Route(SIGN, show_sign, methods=["GET"], name="trial_sign_page"),
    Route(SIGN, sign, methods=["POST"], name="trial_sign"),
    Route(SIGN + "/thumb", show_sign, methods=["GET"], name="trial_thumb_page"),
    Route(SIGN + "/thumb", sign_by_thumb, methods=["POST"], name="trial_thumb"),
]
