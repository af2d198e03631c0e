"""A paper ready for the press: its facts with code, signatures and certificate, or as a draft."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from commons.codes import grouped
from commons.papers import courtesy, marks
from commons.papers.extras import Certificate, CourtSeal, Extras, SignatureLine
from commons.papers.models import Blob, Paper, Signature, load_paper, signatures_of
from commons.papers.render import Rendered, Renderer
from commons.papers.rules import Json, Signer, Stage
from commons.settings import Settings


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything the renderer needs for one paper."""

    template: str
    view: Mapping[str, Json]
    extras: Extras


async def final_paper(paper_id: UUID, settings: Settings, seal: CourtSeal) -> Ready | None:
    """Prepare the last version of a signed paper; None when there is nothing to print."""
    paper = await load_paper(paper_id)
    if paper.stage is not Stage.SIGNED:
        return None
    return _ready(paper, await signatures_of(paper_id), settings, seal)


@dataclass(frozen=True, slots=True)
class Printed:
    """A print that waits for its proof and its seal, both rooms blank."""

    rendered: Rendered
    at: datetime


async def printed_paper(paper_id: UUID) -> Printed | None:
    """Find the print of a paper that is not issued yet; None when there is none any more."""
    paper = await load_paper(paper_id)
    if paper.stage is not Stage.SIGNED or paper.printed_sha256 is None:
        return None
    assert paper.printed_at is not None
    blob = await Blob.get(sha256=paper.printed_sha256)
    rendered = Rendered(
        pdf=bytes(blob.content),
        sha256=paper.printed_sha256,
        unsealed_sha256=paper.unsealed_sha256 or "",
        pages=paper.pages,
        template_version=paper.template_version,
    )
    return Printed(rendered, paper.printed_at)


async def current_paper(paper_id: UUID, settings: Settings) -> Ready:
    """Prepare a paper as it stands: as a draft, with its watermark, until all have signed."""
    paper = await load_paper(paper_id)
    return _ready(paper, await signatures_of(paper_id), settings, None)


def _ready(
    paper: Paper, kept: list[Signature], settings: Settings, seal: CourtSeal | None
) -> Ready:
    by_signer = {one.signer_id: one for one in kept}
    lines = tuple(_line(one, by_signer.get(one.id)) for one in paper.signer_list())
    effective = paper.effective_at
    extras = Extras(
        title=paper.title,
        number=paper.number,
        court=settings.court_name,
        dated_at=effective or paper.drawn_up_at,
        code=grouped(paper.code) if paper.code else "",
        verify_url=verify_url(settings.public_url, paper.code) if paper.code else "",
        draft=effective is None,
        signatures=lines,
        certificate=_certificate(paper) if effective and lines else None,
        seal=seal,
    )
    return Ready(paper.template, paper.view, extras)


def verify_url(public_url: str, code: str) -> str:
    """Put the code behind #: it then reaches no server log, proxy or Referer header."""
    return f"{public_url}/d#{quote(code, safe='')}"


def _certificate(paper: Paper) -> Certificate:
    assert paper.effective_at is not None
    return Certificate(
        content_hash=paper.content_hash,
        drawn_up_at=paper.drawn_up_at.isoformat(),
        effective_at=paper.effective_at.isoformat(),
        template=paper.title,
        template_version=paper.template_version,
    )


def _line(signer: Signer, kept: Signature | None) -> SignatureLine:
    if kept is None:
        return SignatureLine(name=signer.name, capacity=signer.capacity)
    how: dict[str, Any] = kept.circumstances
    known: dict[str, Any] = {
        "name": signer.name,
        "capacity": signer.capacity,
        "signed_at": kept.signed_at.isoformat(),
        "claimed_at": how["claimed_at"],
        "device": how["device"],
        "factors": tuple(how["factors"]),
    }
    mark = marks.from_json(kept.mark)
    if isinstance(mark, marks.ThumbPrint):
        return SignatureLine(
            **known,
            way="thumb_print",
            witness=mark.witness,
            witness_capacity=mark.witness_capacity,
            reason=mark.reason,
        )
    return SignatureLine(
        **known,
        way="strokes",
        width=mark.width,
        height=mark.height,
        path=marks.svg_path(mark),
    )


async def html_of(paper_id: UUID, renderer: Renderer, settings: Settings) -> str:
    """Return the paper as light HTML, as it stands: for reading on a phone before signing."""
    ready = await current_paper(paper_id, settings)
    return renderer.html(ready.template, ready.view, extras=ready.extras)


async def article_of(paper_id: UUID, renderer: Renderer, settings: Settings) -> str:
    """Return the paper as it stands as one article, to be shown inside a page of the site."""
    ready = await current_paper(paper_id, settings)
    return renderer.article(ready.template, ready.view, extras=ready.extras)


async def preview_of(paper_id: UUID, renderer: Renderer, settings: Settings) -> Rendered:
    """Print the paper as it stands, with the watermark of a draft until all have signed."""
    ready = await current_paper(paper_id, settings)
    return await renderer.pdf(ready.template, ready.view, extras=ready.extras)


async def courtesy_of(paper_id: UUID, renderer: Renderer, settings: Settings) -> Rendered:
    """Print the paper as it stands in traditional characters: a help to read, not a paper."""
    ready = await current_paper(paper_id, settings)
    extras = replace(ready.extras, language=courtesy.LANGUAGE)
    return await renderer.pdf(ready.template, ready.view, extras=extras)
