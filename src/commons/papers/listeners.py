"""A signed paper is printed; once the log knows the print it is sealed, stamped and archived."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from commons.access.actor import SYSTEM
from commons.evidence_log import anchor
from commons.evidence_log.bundle import Bundle
from commons.evidence_log.models import last_entry
from commons.evidence_log.proving import prove
from commons.papers.events import PaperPrinted, PaperSigned
from commons.papers.final import final_paper, printed_paper
from commons.papers.issuing_actions import archive, keep_printed
from commons.papers.proof_room import with_proof
from commons.papers.render import Rendered
from commons.papers.seal import court_seal
from commons.papers.stamping import stamp_imprint, stamped
from commons.providers.ports import Outside, Refused, Stamped
from commons.worker import TryLater

# A paper waits this long for an authority that does not answer, and is then issued without its
# stamp: the seal and the log hold without it, and the time for serving it is running.
STAMP_PATIENCE = timedelta(minutes=5)

log = logging.getLogger("island.papers")


async def on_signed(event: PaperSigned, outside: Outside) -> None:
    """Print outside of any transaction; a second call finds the print kept and stops."""
    now = outside.clock.now()
    if await printed_paper(event.paper_id) is not None:
        return
    ready = await final_paper(event.paper_id, outside.settings, court_seal(outside.settings, now))
    if ready is None:
        return
    rendered = await outside.renderer.pdf(ready.template, ready.view, extras=ready.extras)
    await keep_printed(event.paper_id, rendered, actor=SYSTEM, now=outside.clock.now())


async def on_printed(event: PaperPrinted, outside: Outside) -> None:
    """Put the proof into the print that the log knows, seal both, have the seal stamped, archive.

    Killed at any line it begins again from the same print; only what is archived leaves the house.
    """
    printed = await printed_paper(event.paper_id)
    if printed is None:
        return
    await anchor.seal(outside)  # not to wait for the next second
    proof = await _proof_of_print(event.paper_id)
    seal = court_seal(outside.settings, outside.clock.now())
    pdf = await outside.renderer.sealed(with_proof(printed.rendered.pdf, proof.to_line()), seal)
    whole = replace(printed.rendered, pdf=pdf, sha256=sha256(pdf).hexdigest())
    finished = await _stamp(whole, outside, waiting_since=printed.at)
    await archive(event.paper_id, finished, actor=SYSTEM, now=outside.clock.now())


async def _proof_of_print(paper_id: UUID) -> Bundle:
    """Prove the one print of a paper; NotNow until the log has closed over it."""
    entry = await last_entry(f"paper:{paper_id}", "paper.printed")
    assert entry is not None, "a print is promised to the log in the deed that keeps it"
    return await prove(entry.id)


async def _stamp(rendered: Rendered, outside: Outside, *, waiting_since: datetime) -> Rendered:
    """Have the seal stamped; TryLater while it may still succeed, unstamped when it may not."""
    answer = await outside.stamper.stamp(stamp_imprint(rendered.pdf))
    if isinstance(answer, Stamped):
        pdf = stamped(rendered.pdf, answer.token)
        return replace(
            rendered,
            pdf=pdf,
            sha256=sha256(pdf).hexdigest(),
            stamped_at=answer.at,
            stamped_by=answer.authority,
        )
    is_useless = isinstance(answer, Refused) and answer.permanent
    if not is_useless and outside.clock.now() - waiting_since < STAMP_PATIENCE:
        raise TryLater(f"no time stamp yet: {answer.reason}")
    log.warning("a paper is issued without a time stamp: %s", answer.reason)
    return rendered
