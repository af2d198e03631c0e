"""An invented fact and a provider with a ledger of its own: for racing workers."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

from commons.db import atomic
from commons.events import Event, event
from commons.outbox import emit
from commons.providers.ports import Outside
from commons.worker import Hands

LEDGER = "ISLAND_RACE_LEDGER"
SECONDS_AT_THE_PROVIDER = 0.01


@event("tests.races.knock")
@dataclass(frozen=True, slots=True)
class Knock(Event):
    """Somebody knocked, with a number."""

    number: int


async def on_knock(fact: Knock, _: Outside) -> None:
    """Hand the message to a provider that knows each key once, like a real one."""
    folder = Path(os.environ[LEDGER])
    with (folder / f"calls-{os.getpid()}").open("a", encoding="ascii") as calls:
        calls.write(f"{fact.number}\n")
    (folder / f"key-{fact.number}").touch()  # the same key again is the same message
    await asyncio.sleep(SECONDS_AT_THE_PROVIDER)


HANDS = Hands({Knock.topic: (on_knock,)})


@atomic
async def knock(times: int) -> None:
    for number in range(times):
        await emit(Knock(number=number))


def calls(folder: Path) -> list[int]:
    return [int(line) for path in folder.glob("calls-*") for line in path.read_text().split()]


def keys(folder: Path) -> int:
    return len(list(folder.glob("key-*")))
