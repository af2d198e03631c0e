"""One of two processes that do the same deeds on one PostgreSQL at once; started by the tests."""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from tortoise import Tortoise

from commons import db as database
from commons import vault
from commons.access.actor import SYSTEM, Role
from commons.almanac import Clock
from commons.errors import Refusal
from commons.papers import actions as papers
from commons.papers.rules import Circumstances
from commons.providers.sandbox import Sandbox
from commons.worker import turn
from island.wiring import MODELS
from litigation.cases import register_actions
from litigation.delivery import pickup_actions, reading_actions
from litigation.enforcement import actions, asking_actions, course_actions
from litigation.enforcement.asking_actions import AskedFor
from litigation.enforcement.models import Enforcement
from litigation.enforcement.rules import Came
from litigation.mediation.parties import Side
from litigation.mediation.party_actions import EService, correct_party
from tests.litigation.cases.builders import CLERK, WAYS, an_actor
from tests.litigation.cases.builders import NOW as FILED_AT
from tests.litigation.delivery.builders import HOME, an_outside
from tests.litigation.enforcement.builders import LATE_AT, LATE_ON
from tests.litigation.mediation.builders import MEDIATOR, NOW, somebody
from tests.litigation.signing.builders import STROKES
from tests.races.knock import HANDS

AT_ONCE_MAX = 20
Told = dict[str, int]


async def sign(paper: str, shown: str, signers: list[str]) -> Told:
    """Twenty people sign one paper at once."""
    return await _count(
        papers.sign(
            UUID(paper),
            signer_id=UUID(one),
            shown_hash=shown,
            mark=STROKES,
            actor=SYSTEM,
            now=NOW,
            circumstances=Circumstances(),
        )
        for one in signers
    )


async def write(matter: str, party: str, rounds: int, start: float, name: str) -> Told:
    """Write the same version of the same form as the other process, round after round."""
    told: Counter[str] = Counter()
    for number in range(rounds):
        await _until(start + number * 0.02)
        told[await _outcome(_correct(matter, party, number + 1, f"{name}{number}"))] += 1
    return dict(told)


def _correct(matter: str, party: str, version: int, address: str) -> Awaitable[None]:
    return correct_party(
        MEDIATOR,
        UUID(matter),
        UUID(party),
        side=Side.APPLICANT,
        who=somebody("虚构甲", address=f"虚构路{address}号"),
        e_service=EService(),
        version=version,
        now=NOW,
    )


async def redeem(visits: list[tuple[str, str]], start: float) -> Told:
    """Enter the same six digits as the other process, visit after visit."""
    told: Counter[str] = Counter()
    for number, (token, digits) in enumerate(visits):
        await _until(start + number * 0.015)
        told[await _outcome(_let_in(token, digits))] += 1
    return dict(told)


async def _let_in(token: str, digits: str) -> str:
    return "done" if await pickup_actions.confirm(token, digits, HOME, NOW) else "wrong"


async def fetch(tickets: list[tuple[str, str]], start: float) -> Told:
    """Use the same tickets as the other process."""
    told: Counter[str] = Counter()
    for number, (token, ticket) in enumerate(tickets):
        await _until(start + number * 0.015)
        taken = reading_actions.download(token, ticket, HOME, NOW, file_sha256="0" * 64)
        told[await _outcome(taken)] += 1
    return dict(told)


async def work(turns_idle: int = 6) -> Told:
    """Be a worker until nothing has been due for a while."""
    clock = Clock()
    outside = an_outside(Sandbox(clock), clock)
    idle = done = 0
    while idle < turns_idle:
        count = await turn(HANDS, outside)
        done += count
        idle = 0 if count else idle + 1
        if not count:
            await asyncio.sleep(0.05)
    return {"turns": done}


async def file(cases: list[str]) -> Told:
    """Let as many clerks file as there are cases, all at once; the slowest of a hundred is told."""
    waits: list[float] = []

    async def clerk(case_id: str) -> None:
        began = time.perf_counter()
        await register_actions.accept(CLERK, UUID(case_id), WAYS, version=None, now=FILED_AT)
        waits.append(time.perf_counter() - began)

    told = await _count(map(clerk, cases))
    return {**told, "p99_ms": round(sorted(waits)[int(len(waits) * 0.99)] * 1000)}


async def enforce(court: str, decision: str, keys: list[str]) -> Told:
    """Ask for one enforcement at every window, and write the same money down everywhere."""
    clerk, told = an_actor(Role.CLERK, UUID(court)), Counter[str]()
    asking = [
        asking_actions.ask_on_decision(clerk, UUID(decision), AskedFor(), now=LATE_AT) for _ in keys
    ]
    told.update(f"ask:{one}" for one in await asyncio.gather(*map(_outcome, asking)))
    row = await Enforcement.get()
    with suppress(Refusal):  # the other process was first
        await actions.accept(clerk, row.id, WAYS, version=None, now=LATE_AT)
    taking = [
        course_actions.take_money(
            clerk,
            row.id,
            amount_fen=100,
            received_on=LATE_ON,
            came=Came.HANDED,
            words="",
            form_key=UUID(key),
            now=LATE_AT,
        )
        for key in keys
    ]
    told.update(f"money:{one}" for one in await asyncio.gather(*map(_outcome, taking)))
    return dict(told)


async def _outcome(deed: Awaitable[object]) -> str:
    try:
        found = await deed
    except Refusal as refusal:
        return refusal.reason
    return found if isinstance(found, str) and found in {"done", "wrong"} else "done"


async def _count(deeds: Iterable[Awaitable[object]]) -> Told:
    return dict(Counter(await asyncio.gather(*map(_outcome, deeds))))


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.time()))


DEEDS: dict[str, Callable[..., Awaitable[Told]]] = {
    "sign": sign,
    "write": write,
    "redeem": redeem,
    "fetch": fetch,
    "work": work,
    "file": file,
    "enforce": enforce,
}


async def main(name: str, url: str, place: Path) -> None:
    vault.unlock(bytes(range(32)))
    config = database.tortoise_config(url, MODELS)
    await Tortoise.init(config=config, _enable_global_fallback=True)
    try:
        print("ready", flush=True)  # noqa: T201 - the starter waits for it
        facts: dict[str, Any] = json.loads(sys.stdin.readline())
        told = await DEEDS[name](**facts)
    finally:
        await database.settle()
        await Tortoise.close_connections()
    place.write_text(json.dumps(told))  # noqa: ASYNC240 - nothing else runs here


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
