"""When the last signature is there, the paper is printed, sealed, stamped and archived."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from commons.access.actor import SYSTEM
from commons.papers.actions import archive
from commons.papers.events import PaperSigned
from commons.papers.final import final_paper
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
    """Print outside of any transaction; a second call finds the paper archived and stops."""
    now = outside.clock.now()
    ready = await final_paper(event.paper_id, outside.settings, court_seal(outside.settings, now))
    if ready is None:
        return
    rendered = await outside.renderer.pdf(ready.template, ready.view, extras=ready.extras)
    finished = await _stamp(rendered, outside, waiting_since=ready.extras.dated_at)
    await archive(event.paper_id, finished, actor=SYSTEM, now=outside.clock.now())


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
