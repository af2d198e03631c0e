"""Reactions to time: parts that nobody goes on with are forgotten."""

from commons.providers.ports import Outside
from litigation.large_files import actions


async def sweep(outside: Outside) -> None:
    await actions.sweep(outside.clock.now())
