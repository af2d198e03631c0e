"""Serving the pages, and working in the background, from the settings of the site."""

import argparse
import asyncio

import uvicorn

from commons import worker
from commons.db import is_embedded
from commons.papers.seal import CERTIFICATE_FILE, KEY_FILE
from commons.providers.ports import Outside
from commons.settings import Mode, Settings
from island.app import build
from island.database import migrate, opened
from island.wiring import build_outside, hands

CONNECTIONS_MAX = 512  # above it a caller is told to come back: 503, not a hanging page
KEEP_ALIVE_SECONDS = 15
SHUTDOWN_SECONDS_MAX = 20


class NotFitToServe(Exception):
    """The settings are fine for a trial but not for people; the text says which and why."""


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = commands.add_parser("serve", help="serve the pages (settings: ISLAND_* variables)")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run=_serve)
    work = commands.add_parser("worker", help="only the background work (PostgreSQL)")
    work.set_defaults(run=_work)


def _serve(chosen: argparse.Namespace) -> int:
    settings = Settings.read()
    must_be_fit(settings)
    asyncio.run(migrate(settings))
    run_server(settings, host=chosen.host, port=chosen.port)
    return 0


def run_server(settings: Settings, *, host: str, port: int, outside: Outside | None = None) -> None:
    """Serve until stopped. One process; more of them only on PostgreSQL, beside each other."""
    uvicorn.run(
        build(settings, outside),
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        log_level="info" if settings.mode is Mode.PRODUCTION else "warning",
        access_log=False,  # addresses are personal; our own line names the route instead
        server_header=False,
        proxy_headers=bool(settings.forwarded_allow_ips),
        forwarded_allow_ips=settings.forwarded_allow_ips or None,
        limit_concurrency=CONNECTIONS_MAX,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS_MAX,
    )


def must_be_fit(settings: Settings) -> None:
    """Refuse to serve people with what is only fit for a trial. Raises NotFitToServe."""
    if settings.mode is not Mode.PRODUCTION:
        return
    faults = _sandboxes(settings)
    if settings.tsa_provider == "http" and not settings.tsa_url.startswith("https://"):
        faults.append("ISLAND_TSA_URL must begin with https://")
    if settings.meeting_provider == "http" and not settings.meeting_url.startswith("https://"):
        faults.append("ISLAND_MEETING_URL must begin with https://")
    if not settings.is_secure:
        faults.append("ISLAND_PUBLIC_URL must begin with https://")
    if is_embedded(settings.database_url) and "synchronous=" in settings.database_url:
        faults.append("ISLAND_DATABASE_URL must not weaken synchronous=FULL")
    if not (settings.home / KEY_FILE).is_file() or not (settings.home / CERTIFICATE_FILE).is_file():
        faults.append(f"the court's seal is missing: put {KEY_FILE} and {CERTIFICATE_FILE} there")
    if faults:
        raise NotFitToServe("not fit for production: " + "; ".join(faults))


def _sandboxes(settings: Settings) -> list[str]:
    """Name each port that would reach nobody, and what people would miss."""
    missed = {
        "sms": "nobody would receive a code",
        "wechat": "nobody would be told",
        "tsa": "no time stamp would come from outside",
        "meeting": "nobody could meet online",
    }
    return [
        f"ISLAND_{port.upper()}_PROVIDER is sandbox: {what}"
        for port, what in missed.items()
        if getattr(settings, f"{port}_provider") == "sandbox"
    ]


def _work(_: argparse.Namespace) -> int:
    settings = Settings.read()
    must_be_fit(settings)
    if is_embedded(settings.database_url):
        raise NotFitToServe("the embedded database belongs to one process: `island serve` works")
    asyncio.run(_work_on(settings))
    return 0


async def _work_on(settings: Settings) -> None:
    outside = build_outside(settings)
    async with opened(settings):
        try:
            await worker.run(hands(), outside)
        finally:
            await outside.renderer.close()
