"""Forty callers who write into one embedded database until they are killed; started by a test."""

import asyncio
import itertools
import sys

from tortoise import Tortoise

from commons import db as database
from tests.commons.deeds import deed

CALLERS = 40
_numbers = itertools.count()


async def _call() -> None:
    while True:
        print(await deed(next(_numbers)), flush=True)  # noqa: T201 - told once it is answered


async def main(url: str) -> None:
    config = database.tortoise_config(url, ["commons.outbox"])
    await Tortoise.init(config=config, _enable_global_fallback=True)
    await Tortoise.generate_schemas()
    await asyncio.gather(*(_call() for _ in range(CALLERS)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
