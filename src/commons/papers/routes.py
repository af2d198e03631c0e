"""The administrator looks at every kind of paper, filled with invented facts."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.papers.samples import all_samples, in_court, sample_of
from commons.web.page import needs, outside_of, page


@dataclass(frozen=True, slots=True)
class KindView:
    kind: str
    title: str
    template: str
    version: int


@dataclass(frozen=True, slots=True)
class KindsView:
    kinds: tuple[KindView, ...]


@needs(Permission.PAPER_TEMPLATE_SEE)
async def kinds(request: Request) -> Response:
    found = all_samples(outside_of(request).renderer.folder)
    view = KindsView(
        tuple(KindView(one.kind, one.title, one.template, one.version) for one in found)
    )
    return page(request, "papers/kinds.html", view)


@needs(Permission.PAPER_TEMPLATE_SEE)
async def sample(request: Request) -> Response:
    """Show the PDF exactly as it would be printed, with the watermark of a draft."""
    outside = outside_of(request)
    wanted = sample_of(request.path_params["kind"], outside.renderer.folder)
    shown = in_court(wanted, outside.settings.court_name)
    rendered = await outside.renderer.pdf(shown.template, shown.view, extras=shown.extras)
    named = shown.kind.replace("/", "-")
    return Response(
        rendered.pdf,
        media_type="application/pdf",
        headers={"content-disposition": f'inline; filename="{named}-v{shown.version}.pdf"'},
    )


routes: list[BaseRoute] = [
    Route("/admin/papers", kinds, methods=["GET"], name="paper_kinds"),
    Route("/admin/papers/{kind:path}/sample", sample, methods=["GET"], name="paper_sample"),
]
