"""From a signed paper to an issued one: its print is promised to the log, then archived once."""

from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor
from commons.db import Plain, atomic
from commons.outbox import emit
from commons.papers.actions import note
from commons.papers.events import PaperIssued, PaperPrinted
from commons.papers.models import Blob, load_paper
from commons.papers.proof_room import measure
from commons.papers.render import Rendered
from commons.papers.rules import FLOW, Act, Stage


@atomic
async def keep_printed(paper_id: UUID, rendered: Rendered, *, actor: Actor, now: datetime) -> None:
    """Keep the print with its blank rooms, and promise its hash to the log: once for each paper.

    A second print is dropped: the seal is made over the bytes that the log knows, and no others.
    """
    paper = await load_paper(paper_id, lock=True)
    if paper.stage is not Stage.SIGNED or paper.printed_sha256 is not None:
        return
    places = measure(rendered.pdf)
    await _keep_bytes(rendered, now)
    await paper.keep(
        printed_at=now,
        printed_sha256=places.blank_sha256,
        unsealed_sha256=rendered.unsealed_sha256,
        pages=rendered.pages,
    )
    await note(paper, "printed", actor, now, content_hash=paper.content_hash, **places.to_json())
    await emit(PaperPrinted(paper_id=paper.id, kind=paper.kind, subject=paper.subject))


@atomic
async def archive(paper_id: UUID, rendered: Rendered, *, actor: Actor, now: datetime) -> None:
    """Keep the printed and sealed bytes for good. Repeating it changes nothing."""
    paper = await load_paper(paper_id, lock=True)
    if paper.stage is not Stage.SIGNED:
        return  # archived before, or another version took its place while it was printed
    await _keep_bytes(rendered, now)
    if paper.printed_sha256 is not None:
        # The blank copy has served: what is archived holds every byte of it.
        await Blob.filter(sha256=paper.printed_sha256).delete()
    await paper.keep(
        stage=FLOW.step(paper.stage, Act.ISSUE),
        issued_at=now,
        pdf_sha256=rendered.sha256,
        unsealed_sha256=rendered.unsealed_sha256,
        pages=rendered.pages,
        stamped_at=rendered.stamped_at,
        stamped_by=rendered.stamped_by,
    )
    await note(
        paper,
        "issued",
        actor,
        now,
        pdf_sha256=rendered.sha256,
        unsealed_sha256=rendered.unsealed_sha256,
        content_hash=paper.content_hash,
        stamped_at=rendered.stamped_at.isoformat() if rendered.stamped_at else "",
    )
    await emit(PaperIssued(paper_id=paper.id, kind=paper.kind, subject=paper.subject))


async def _keep_bytes(rendered: Rendered, now: datetime) -> None:
    if not await Blob.exists(sha256=rendered.sha256):
        await Blob.create(
            sha256=rendered.sha256,
            content=Plain(rendered.pdf),
            size=len(rendered.pdf),
            kept_at=now,
        )
