"""The command `island`: everything that is done from a terminal."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from commons.access.actions import bootstrap
from commons.almanac import Clock
from commons.errors import Refusal
from commons.settings import Settings, SettingsError, make_keys
from island import (
    demo,
    doctor,
    handbook,
    import_command,
    law,
    schedule,
    serving,
    verify_command,
)
from island.database import DatabaseUnusable, migrate, opened

USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 the answer is no, 2 it could not be understood."""
    parser = build_parser()
    chosen = parser.parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except (SettingsError, DatabaseUnusable, serving.NotFitToServe) as trouble:
        print(f"island: {trouble}", file=sys.stderr)
        return USAGE
    except Refusal as refusal:
        fields = getattr(refusal, "fields", {})
        named = [f"{name}: {problem.reason}" for name, problem in fields.items()]
        print(f"island: {'; '.join(named) or refusal.reason}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        return 130
    return code


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="island", description=__doc__)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    demo.add_parser(commands)
    serving.add_parsers(commands)
    _add(commands, "migrate", "bring the database to this version", _migrate)
    _add(commands, "keys", "make the key file of a new site", _keys)
    admin = _add(commands, "admin", "print a link by which the first administrator enrols", _admin)
    admin.add_argument("--login", default="admin")
    admin.add_argument("--name", required=True)
    import_command.add_parser(commands)
    doctor.add_parser(commands)
    law.add_parsers(commands)
    verify_command.add_parser(commands)
    schedule.add_parser(commands)
    handbook.add_parser(commands)
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    explained: str,
    run: object,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=explained, description=explained)
    command.set_defaults(run=run)
    return command


def _migrate(_: argparse.Namespace) -> int:
    asyncio.run(migrate(Settings.read()))
    print("the database is up to date")
    return 0


def _admin(chosen: argparse.Namespace) -> int:
    settings = Settings.read()
    token = asyncio.run(_invite(settings, chosen.login, chosen.name))
    print(f"{settings.public_url}/sign-in/enrol/{token}")
    print("this link works once; whoever opens it chooses a password and sets up the codes")
    return 0


async def _invite(settings: Settings, login: str, name: str) -> str:
    async with opened(settings):
        return await bootstrap(login=login, name=name, now=Clock().now())


def _keys(_: argparse.Namespace) -> int:
    path = Settings.home_of().joinpath("keys.json")
    try:
        make_keys(path)
    except FileExistsError:
        print(f"island: {path} exists and is never overwritten", file=sys.stderr)
        return USAGE
    print(f"made {path}; keep a copy of it away from the database and its backups")
    return 0
