"""`island demo`: an invented island in a fresh embedded database, served on this machine."""

import argparse
import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

from commons import worker
from commons.access.actor import Role
from commons.access.queries import DemoPerson, demo_people
from commons.access.signin import demo_token
from commons.providers.ports import Outside
from commons.settings import Mode, Settings, SettingsError
from island import (
    demo_bundle,
    demo_cases,
    demo_decisions,
    demo_earlier,
    demo_enforcement,
    demo_hearings,
    demo_island,
    demo_matters,
)
from island.database import migrate, opened
from island.serving import run_server
from island.wiring import build_outside, hands

ROLE_WORDS = {
    Role.MEDIATOR: "调解员",
    Role.STUDIO_HEAD: "工作室负责人",
    Role.CLERK: "书记员",
    Role.PRESIDENT: "院长",
    Role.JUDGE: "法官",
    Role.TAIWAN_OFFICER: "涉台窗口",
    Role.BUREAU_OFFICER: "市场监管",
    Role.ASSOCIATION_OFFICER: "消费者协会",
    Role.LAWYER: "律师",
    Role.ADMINISTRATOR: "管理员",
    Role.AUDITOR: "审计",
}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "demo", help="an invented island with sign-in links; sends nothing to anyone real"
    )
    command.add_argument("--port", type=int, default=8000)
    command.add_argument("--home", type=Path, default=Path("var/demo"))
    command.add_argument("--prepare-only", action="store_true", help="make it, do not serve it")
    command.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    home = chosen.home.resolve()
    _make_room(home)
    settings = demo_settings(home, chosen.port)
    # One outside for both: the messages sent while preparing are shown by the server.
    outside = build_outside(settings)
    people = asyncio.run(prepare(settings, outside))
    _tell(settings, people)
    if chosen.prepare_only:
        asyncio.run(outside.renderer.close())
    else:
        run_server(settings, host="127.0.0.1", port=chosen.port, outside=outside)
    return 0


def _make_room(home: Path) -> None:
    """Throw the last demonstration away, and nothing that is not one."""
    if home.exists() and any(home.iterdir()) and not (home / "demo").exists():
        raise SettingsError(f"{home} holds something else than a demonstration; choose another")
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / "demo").write_text("An invented island. It is thrown away at the next start.\n")


def demo_settings(home: Path, port: int) -> Settings:
    """Settings of their own: variables meant for a real site never reach a demonstration."""
    url = f"http://127.0.0.1:{port}"
    environ = {"ISLAND_MODE": Mode.DEMO.value, "ISLAND_HOME": str(home), "ISLAND_PUBLIC_URL": url}
    settings = Settings.read(environ)
    return replace(settings, hosts=("127.0.0.1", "localhost"))


async def prepare(settings: Settings, outside: Outside) -> tuple[DemoPerson, ...]:
    """Fill a fresh database by the same deeds that people do, then let the worker finish."""
    await migrate(settings)
    async with opened(settings):
        now = outside.clock.now()
        staff = await demo_island.settle_island(now)
        await demo_matters.play(staff, outside, now)
        await demo_cases.play(staff, outside, now)
        await demo_earlier.play(staff, now)
        decided, written = await demo_hearings.play(staff, outside, now)
        await demo_decisions.play(decided, written, now)
        await demo_enforcement.play(decided, outside, now)
        await worker.rest(hands(), outside)
        await demo_bundle.play(decided, now)
        await worker.rest(hands(), outside)
        return await demo_people(now)


def _tell(settings: Settings, people: tuple[DemoPerson, ...]) -> None:
    print(f"\n  {settings.service_name} · 演示（人和事均为虚构，不会发送任何真实消息）")
    print(f"\n  {settings.public_url}/\n")
    for one in people:
        role = ROLE_WORDS.get(one.role, one.role.value)
        print(f"  {role}　{one.name}　{one.organisation}")
        print(f"    {settings.public_url}/sign-in/demo/{demo_token(one.account_id)}")
    print(f"\n  会发出的短信：{settings.public_url}/admin/outbox-sandbox")
    print("  Ctrl+C 结束\n", flush=True)
