"""The public pages as a stranger's browser meets them, over a real site and a real database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from httpx2 import ASGITransport, AsyncClient

from commons.access.actor import Actor
from commons.almanac import FixedClock
from commons.evidence_log.anchor import seal
from commons.papers.models import view_paper
from commons.providers.sandbox import Sandbox
from commons.web.site import build_site
from island import verification
from tests.litigation.delivery.builders import a_paper, an_outside


async def nobody(token: str, now: datetime) -> Actor | None:
    assert token or now
    return None


@asynccontextmanager
async def a_stranger_at_the_verify_page(clock: FixedClock) -> AsyncIterator[AsyncClient]:
    site = build_site(
        routes=verification.routes, outside=an_outside(Sandbox(), clock), find_actor=nobody
    )
    origin = "http://testserver"
    async with AsyncClient(
        transport=ASGITransport(app=site), base_url=origin, headers={"origin": origin}
    ) as browser:
        yield browser


async def an_issued_paper(clock: FixedClock, title: str = "调解告知书") -> tuple[str, str]:
    """Issue a paper and seal the log; returns the file's hash and the typed code."""
    view = await view_paper(await a_paper(title=title, now=clock.now()))
    await seal(an_outside(Sandbox(), clock))
    return view.pdf_sha256, view.code
