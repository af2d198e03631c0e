"""The pages where papers are listed, drawn up and printed."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotFound, NotNow, NotValid, Refusal
from commons.papers.final import courtesy_of, preview_of
from commons.papers.models import pdf_of
from commons.papers.rules import Stage as PaperStage
from commons.web.page import actor_of, needs, now_of, outside_of, page, see_other
from litigation.signing import actions, queries, sign_routes, term_routes
from litigation.signing.rules import PaperKind
from litigation.signing.term_routes import FOLDER, papers_url

SEE, WRITE = Permission.MEDIATION_SEE, Permission.MEDIATION_WRITE


@needs(SEE)
async def show_list(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_papers(
        actor_of(request), request.path_params["matter_id"], now=now_of(request)
    )
    return page(request, f"{FOLDER}/list.html", view, refusal=refusal)


def _kind(request: Request) -> PaperKind:
    try:
        return PaperKind(request.path_params["kind"])
    except ValueError:
        raise NotFound("web.no_such_page") from None


@needs(WRITE)
async def show_draw(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_draw(
        actor_of(request), request.path_params["matter_id"], _kind(request), now=now_of(request)
    )
    return page(request, f"{FOLDER}/draw.html", view, refusal=refusal)


@needs(WRITE)
async def draw(request: Request) -> Response:
    kind = _kind(request)
    try:
        typed = await request.form(max_fields=100)
        by_agent = _agents({str(name): str(value) for name, value in typed.multi_items()})
        paper_id = await actions.draw_up(
            actor_of(request),
            request.path_params["matter_id"],
            kind,
            by_agent=by_agent,
            court=outside_of(request).settings.court_name,
            now=now_of(request),
        )
    except NotValid as refusal:
        return await show_draw(request, refusal)
    except NotNow as refusal:
        return await show_list(request, refusal)
    return see_other(f"{papers_url(request)}/{paper_id}")


def _agents(typed: dict[str, str]) -> dict[UUID, UUID]:
    """Read `by_<party>=<agent>`; an empty value means that the party signs itself."""
    try:
        return {
            UUID(name.removeprefix("by_")): UUID(value)
            for name, value in typed.items()
            if name.startswith("by_") and value
        }
    except ValueError:
        raise NotValid("form.check_fields") from None


@needs(SEE)
async def show_pdf(request: Request) -> Response:
    """Send the archived file, or a draft with its watermark while signatures are missing."""
    _, paper = await queries.find_paper(
        actor_of(request), request.path_params["matter_id"], request.path_params["paper_id"]
    )
    if paper.stage in {PaperStage.OPEN, PaperStage.VOID, PaperStage.SIGNED}:
        outside = outside_of(request)
        printed = await preview_of(paper.id, outside.renderer, outside.settings)
        content, name = printed.pdf, f"{paper.kind}-draft.pdf"
    else:
        content, name = await pdf_of(paper.id), f"{paper.kind}.pdf"
    headers = {"content-disposition": f'inline; filename="{name}"'}
    return Response(content, media_type="application/pdf", headers=headers)


@needs(SEE)
async def show_courtesy(request: Request) -> Response:
    """Send the copy in traditional characters, for readers from Taiwan; it proves nothing."""
    ids = request.path_params
    _, paper = await queries.find_paper(actor_of(request), ids["matter_id"], ids["paper_id"])
    outside = outside_of(request)
    printed = await courtesy_of(paper.id, outside.renderer, outside.settings)
    headers = {"content-disposition": f'inline; filename="{paper.kind}-hant.pdf"'}
    return Response(printed.pdf, media_type="application/pdf", headers=headers)


BASE = "/mediations/{matter_id:uuid}/papers"
routes: list[BaseRoute] = [
    Route(BASE, show_list, methods=["GET"], name="papers"),
    Route(BASE + "/draw/{kind}", show_draw, methods=["GET"], name="paper_draw"),
    Route(BASE + "/draw/{kind}", draw, methods=["POST"], name="paper_drawn"),
    Route(BASE + "/{paper_id:uuid}/pdf", show_pdf, methods=["GET"], name="paper_pdf"),
    Route(BASE + "/{paper_id:uuid}/hant", show_courtesy, methods=["GET"], name="paper_hant"),
    *sign_routes.routes,
    *term_routes.routes,
]
