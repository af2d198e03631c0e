"""One of several processes that write to one log and seal it: run by the test beside it."""

import asyncio
import sys

from tortoise import Tortoise

from commons import db as database
from commons import vault
from commons.errors import NotNow
from commons.evidence_log.log import integrate
from tests.commons.evidence_log.builders import KEY, NOW, an_act

DEEDS = 150


async def main(url: str) -> None:
    vault.unlock(bytes(range(32)))
    config = database.tortoise_config(url, ["commons.evidence_log.models"])
    await Tortoise.init(config=config, _enable_global_fallback=True)
    try:
        for number in range(DEEDS):
            await an_act(subject=f"race:{number}")
            if number % 3 == 0:
                await integrate(KEY, NOW)
    except NotNow:
        sys.exit(3)
    finally:
        await Tortoise.close_connections()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
