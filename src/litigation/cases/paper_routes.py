"""The papers of a case: what has been drawn up, what may be, and each one to read or print."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotFound, NotNow, Refusal
from commons.papers.final import article_of, preview_of
from commons.papers.models import pdf_of
from commons.papers.rules import Stage as PaperStage
from commons.web.page import actor_of, needs, now_of, outside_of, page, see_other
from litigation.cases import paper_actions
from litigation.cases.desk_views import OnePaperView
from litigation.cases.paper_kinds import CasePaper
from litigation.cases.side_queries import paper_in, view_papers
from litigation.cases.ways import ways_of

FOLDER = "litigation/cases"
SEE, WRITE = Permission.CASE_SEE, Permission.CASE_WRITE


@needs(SEE)
async def show_list(request: Request, refusal: Refusal | None = None) -> Response:
    view = await view_papers(actor_of(request), request.path_params["case_id"])
    return page(request, f"{FOLDER}/papers.html", view, refusal=refusal)


@needs(WRITE)
async def draw(request: Request) -> Response:
    case_id = request.path_params["case_id"]
    try:
        kind = CasePaper(request.path_params["case_paper"])
    except ValueError:
        raise NotFound("web.no_such_page") from None
    try:
        ways = ways_of(outside_of(request).settings)
        paper_id = await paper_actions.draw_up(
            actor_of(request), case_id, kind, ways, now=now_of(request)
        )
    except NotNow as refusal:
        return await show_list(request, refusal)
    return see_other(f"/cases/{case_id}/papers/{paper_id}")


@needs(SEE)
async def show_paper(request: Request) -> Response:
    ids, outside = request.path_params, outside_of(request)
    name, paper = await paper_in(actor_of(request), ids["case_id"], ids["case_paper_id"])
    article = await article_of(paper.id, outside.renderer, outside.settings)
    view = OnePaperView(ids["case_id"], name, paper, article)
    return page(request, f"{FOLDER}/paper.html", view)


@needs(SEE)
async def show_pdf(request: Request) -> Response:
    """Send the archived file, or until it is printed a copy of what will be."""
    ids, outside = request.path_params, outside_of(request)
    _, paper = await paper_in(actor_of(request), ids["case_id"], ids["case_paper_id"])
    if paper.stage in {PaperStage.OPEN, PaperStage.VOID, PaperStage.SIGNED}:
        content = (await preview_of(paper.id, outside.renderer, outside.settings)).pdf
    else:
        content = await pdf_of(paper.id)
    headers = {"content-disposition": f'inline; filename="{paper.kind}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


_PAPERS = "/cases/{case_id:uuid}/papers"
routes: list[BaseRoute] = [
    Route(_PAPERS, show_list, methods=["GET"], name="case_papers"),
    Route(f"{_PAPERS}/draw/{{case_paper}}", draw, methods=["POST"], name="case_paper_draw"),
    Route(f"{_PAPERS}/{{case_paper_id:uuid}}", show_paper, methods=["GET"], name="case_paper"),
    Route(
        f"{_PAPERS}/{{case_paper_id:uuid}}/print", show_pdf, methods=["GET"], name="case_paper_pdf"
    ),
]
