"""Six hundred readers who hang up in the middle: nothing hangs, and no deed is done by half."""

import asyncio
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from tortoise import connections

from commons.access.actor import ANYONE, Actor
from commons.almanac import FixedClock
from commons.db import settle
from commons.evidence_log.models import Leaf
from commons.papers.render import Renderer
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Settings
from commons.web.site import build_site
from island.routing import routes
from litigation.record.models import Claim
from tests.access_table.asking import ask
from tests.access_table.doors import FORM_TYPE
from tests.conftest import TEST_DATABASE_URL
from tests.litigation.mediation.builders import MEDIATOR
from tests.litigation.record.builders import Scene, a_scene

CANCELLED = 600
AT_ONCE = 30
TOKEN = "虚构".encode().hex()


def a_site(clock: FixedClock, home: Path) -> Starlette:
    async def find_actor(token: str, now: object) -> Actor:
        return MEDIATOR if token == TOKEN else ANYONE

    settings = Settings.read({"ISLAND_MODE": "test", "ISLAND_HOME": str(home)})
    sandbox = Sandbox(clock)
    outside = Outside(settings, clock, Renderer(1), *sandbox.ports)
    return build_site(routes=routes(settings), outside=outside, find_actor=find_actor)


async def unhurried(app: Starlette, scene: Scene) -> float:
    """How long one page takes here and now, once templates are compiled."""
    for _ in range(2):
        began = time.monotonic()
        assert (await ask(app, "GET", f"/mediations/{scene.id}", token=TOKEN)).status == 200
    return time.monotonic() - began


async def hang_up(app: Starlette, scene: Scene, patience: float, chance: random.Random) -> bool:
    """Ask, and go away after a random moment; says whether the answer came first."""
    base = f"/mediations/{scene.id}"
    if chance.random() < 0.5:
        asked = ask(app, "GET", chance.choice((base, f"{base}/record/claims")), token=TOKEN)
    else:
        form = {"key": uuid4(), "party_id": scene.applicant.id, "item": "虚构请求", "amount": "1"}
        asked = ask(
            app,
            "POST",
            f"{base}/record/claims",
            token=TOKEN,
            headers={"content-type": FORM_TYPE},
            body=urlencode(form).encode(),
        )
    task = asyncio.create_task(asked)
    await asyncio.wait({task}, timeout=chance.random() * patience)
    if task.done():
        assert task.result().status < 500
        return True
    task.cancel()
    await asyncio.wait({task})
    return False


@pytest.mark.slow
async def test_six_hundred_cancelled_requests_leave_nothing_hanging(
    db: None, clock: FixedClock, tmp_path: Path
) -> None:
    scene, app = await a_scene(), a_site(clock, tmp_path)
    chance = random.Random(20261123)  # noqa: S311
    # From before the first query until after the last answer of a crowd.
    patience = AT_ONCE / 2 * await unhurried(app, scene)
    began, finished, cancelled = time.monotonic(), 0, 0
    with broken_off() as noises:
        while cancelled < CANCELLED:
            crowd = (hang_up(app, scene, patience, chance) for _ in range(AT_ONCE))
            answered = sum(await asyncio.gather(*crowd))
            finished, cancelled = finished + answered, cancelled + AT_ONCE - answered
        assert finished > 0, "everybody hung up before anything happened"
        async with asyncio.timeout(20):
            await settle()
    assert set(noises) <= {"unexpected connection_lost() call"}
    asked_at = time.monotonic()
    answer = await ask(app, "GET", f"/mediations/{scene.id}", token=TOKEN)
    seconds = time.monotonic() - asked_at
    assert answer.status == 200
    assert seconds < 1.0
    claims = await Claim.filter(matter_id=scene.id).count()
    assert await Leaf.filter(act="record.claimed").count() == claims
    numbers = (
        await Claim.filter(matter_id=scene.id).order_by("number").values_list("number", flat=True)
    )
    assert list(numbers) == list(range(1, claims + 1))
    assert await _held() == 0
    print(  # noqa: T201 - the figure is the point
        f"\nraces: {cancelled} requests cancelled in the middle, {finished} answered, "
        f"{claims} whole claims, 0 half, next answer in {seconds * 1000:.0f} ms, "
        f"{time.monotonic() - began:.1f} s"
    )


@contextmanager
def broken_off() -> Iterator[list[str]]:
    """Hear what asyncpg says when a query is called off on its way: a connection is dropped."""
    loop, noises = asyncio.get_running_loop(), list[str]()
    before = loop.get_exception_handler()
    loop.set_exception_handler(lambda _, said: noises.append(str(said.get("exception"))))
    try:
        yield noises
    finally:
        loop.set_exception_handler(before)


async def _held() -> int:
    """How many connections still sit in a transaction that nobody will end."""
    client = connections.get("default")
    if not TEST_DATABASE_URL.startswith("postgres"):
        return int(client._lock.locked())  # type: ignore[attr-defined]
    found = await client.execute_query_dict(
        "SELECT count(*) AS held FROM pg_stat_activity "
        "WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
    )
    return int(found[0]["held"])
