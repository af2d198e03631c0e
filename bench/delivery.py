"""How many recipients a second one process serves: code and phone checked, downloads recorded.

Usage: `python bench/delivery.py [--json FILE]`. SQLite with FULL sync, within half a minute.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from tortoise import Tortoise

from commons import db as database
from commons import vault
from commons.access.actor import SYSTEM
from commons.papers.actions import draw_up
from commons.papers.issuing_actions import archive
from commons.papers.models import view_paper
from commons.papers.render import Rendered
from island.wiring import MODELS
from litigation.delivery import actions, attempts, pickup_actions, pickup_queries, reading_actions
from litigation.delivery.models import Delivery, Otp, Pickup, Sighting
from litigation.delivery.pickup_rules import Asked, Source
from litigation.delivery.prints import print_token, ticket_of
from litigation.delivery.rules import Recipient, Seen
from litigation.mediation.parties import EServiceBasis

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SECONDS_EACH = 8.0
PHONE = "+8613805010001"
PDF = b"%PDF-1.7 invented\n" + b"x" * 120_000
VIEW = {
    "matter": {"number": "1", "cause": "虚构", "organisation": "虚构", "mediator": "虚构"},
    "parties": [],
    "disclosure": "",
    "term": "",
    "drawn_on": "2026-11-23",
}


async def a_code() -> str:
    """Make an invented paper with its code and one recipient."""
    paper_id = await draw_up(
        kind="notice",
        subject=f"mediation:{uuid4()}",
        title="虚构的告知书",
        template="mediation/notice.html",
        view=VIEW,
        signers=(),
        actor=SYSTEM,
        now=NOW,
    )
    await archive(paper_id, Rendered(PDF, uuid4().hex * 2, "0" * 64, 1, 1), actor=SYSTEM, now=NOW)
    person = Recipient(uuid4(), "林虚构", PHONE, consent=EServiceBasis.EXPLICIT)
    await actions.prepare(paper_id, [person], actor=SYSTEM, now=NOW)
    return (await view_paper(paper_id)).code.replace("-", "")


async def look_up(code: str, number: int) -> str:
    """One recipient names the code and the phone; each from another address, on another day."""
    at = NOW + timedelta(days=2) * number
    source = Source(f"2001:db8:{number >> 16:x}:{number & 0xFFFF:x}::1", "bench")
    token = await pickup_actions.begin(code, at)
    assert await pickup_actions.ask_for_otp(token, PHONE[-4:], source, at) is Asked.GO_ON
    return token


async def let_in(code: str) -> str:
    token = await look_up(code, 0)
    otp = await Otp.filter(delivery_id__not_isnull=True).order_by("-made_at").first()
    assert otp is not None
    errand = await attempts.take_otp(otp.id, NOW)
    assert errand is not None
    opened = await pickup_actions.confirm(token, errand.digits, Source("::1", "bench"), NOW)
    assert opened is not None
    return opened


async def fetch(pickup: Pickup, token: str, number: int) -> None:
    """Fetch the file, use one ticket, write the download down with its leaf in the log."""
    paper, _ = await pickup_queries.file_of(token, NOW)
    if number and number % 9 == 0:  # the tenth would ask for the second factor again
        await Pickup.filter(id=pickup.id).update(downloads=0)
    visit = await Pickup.get(id=pickup.id)
    ticket = ticket_of(visit.id, visit.downloads)
    await reading_actions.download(
        token, ticket, Source("::1", "bench"), NOW, file_sha256=paper.pdf_sha256
    )


async def rate(once: Callable[[int], Awaitable[object]]) -> float:
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS_EACH:
        await once(done)
        done += 1
    return done / (time.perf_counter() - began)


async def measure(folder: Path) -> dict[str, float]:
    vault.unlock(bytes(range(32)))
    config = database.tortoise_config(f"sqlite://{folder / 'bench.db'}", MODELS)
    await Tortoise.init(config=config, _enable_global_fallback=True)
    await Tortoise.generate_schemas()
    try:
        code = await a_code()
        token = await let_in(code)
        pickup = await Pickup.get(token_fingerprint=print_token(token))
        downloads = await rate(lambda number: fetch(pickup, token, number))
        recorded = await Sighting.filter(seen=Seen.DOWNLOADED).count()
        assert recorded >= downloads * SECONDS_EACH * 0.9, "every download left its fact"
        lookups = await rate(lambda number: look_up(code, number + 1))
        assert await Delivery.all().count() == 1
        return {
            "code_and_phone_checked_per_second": round(lookups, 1),
            "downloads_recorded_per_second": round(downloads, 1),
        }
    finally:
        await Tortoise.close_connections()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(measure(Path(folder)))
    for name, figure in figures.items():
        print(f"{name.replace('_', ' ')}: {figure}")
    if "--json" in sys.argv:
        Path(sys.argv[sys.argv.index("--json") + 1]).write_text(json.dumps(figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
