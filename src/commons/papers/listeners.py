"""When the last signature is there, the paper is printed, sealed and archived."""

from commons.access.actor import SYSTEM
from commons.papers.actions import archive
from commons.papers.events import PaperSigned
from commons.papers.final import final_paper
from commons.papers.seal import court_seal
from commons.providers.ports import Outside


async def on_signed(event: PaperSigned, outside: Outside) -> None:
    """Print outside of any transaction; a second call finds the paper archived and stops."""
    now = outside.clock.now()
    ready = await final_paper(event.paper_id, outside.settings, court_seal(outside.settings, now))
    if ready is None:
        return
    rendered = await outside.renderer.pdf(ready.template, ready.view, extras=ready.extras)
    await archive(event.paper_id, rendered, actor=SYSTEM, now=now)
