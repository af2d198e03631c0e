"""The papers of an enforcement: drawn up, read, printed."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotFound, NotNow, Refusal
from commons.papers.final import article_of, preview_of
from commons.papers.models import pdf_of
from commons.papers.rules import Stage as PaperStage
from commons.web.page import actor_of, needs, now_of, outside_of, page, see_other
from litigation.enforcement import paper_actions, queries
from litigation.enforcement.paper_kinds import EnforcementPaper
from litigation.enforcement.views import PaperPage

FOLDER = "litigation/enforcement"
SEE_ALL, WRITE = Permission.CASE_SEE_ALL, Permission.CASE_WRITE


@needs(SEE_ALL)
async def show_papers(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_papers(
        actor_of(request), request.path_params["enforcement_id"], now=now_of(request)
    )
    return page(request, f"{FOLDER}/papers.html", view, refusal=refusal)


@needs(WRITE)
async def draw(request: Request) -> Response:
    ids = request.path_params
    try:
        kind = EnforcementPaper(ids["enforcement_paper"])
    except ValueError:
        raise NotFound("web.no_such_page") from None
    try:
        paper_id = await paper_actions.draw_up(
            actor_of(request),
            ids["enforcement_id"],
            kind,
            court=outside_of(request).settings.court_name,
            now=now_of(request),
        )
    except NotNow as refusal:
        return await show_papers(request, refusal)
    return see_other(f"/enforcements/{ids['enforcement_id']}/papers/{paper_id}")


@needs(SEE_ALL)
async def show_paper(request: Request) -> Response:
    ids, outside = request.path_params, outside_of(request)
    one, paper = await queries.paper_in(
        actor_of(request),
        ids["enforcement_id"],
        ids["enforcement_paper_id"],
        now=now_of(request),
    )
    article = await article_of(paper.id, outside.renderer, outside.settings)
    return page(request, f"{FOLDER}/paper.html", PaperPage(one, paper, article))


@needs(SEE_ALL)
async def show_pdf(request: Request) -> Response:
    """Send the archived file, or until it is printed a copy of what will be."""
    ids, outside = request.path_params, outside_of(request)
    _, paper = await queries.paper_in(
        actor_of(request),
        ids["enforcement_id"],
        ids["enforcement_paper_id"],
        now=now_of(request),
    )
    if paper.stage in {PaperStage.OPEN, PaperStage.VOID, PaperStage.SIGNED}:
        content = (await preview_of(paper.id, outside.renderer, outside.settings)).pdf
    else:
        content = await pdf_of(paper.id)
    headers = {"content-disposition": f'inline; filename="{paper.kind}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


_PAPERS = "/enforcements/{enforcement_id:uuid}/papers"
_PAPER = f"{_PAPERS}/{{enforcement_paper_id:uuid}}"
routes: list[BaseRoute] = [
    Route(_PAPERS, show_papers, methods=["GET"], name="enforcement_papers"),
    Route(
        f"{_PAPERS}/draw/{{enforcement_paper}}",
        draw,
        methods=["POST"],
        name="enforcement_paper_draw",
    ),
    Route(_PAPER, show_paper, methods=["GET"], name="enforcement_paper"),
    Route(f"{_PAPER}/print", show_pdf, methods=["GET"], name="enforcement_paper_pdf"),
]
