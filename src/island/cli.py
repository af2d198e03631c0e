"""The command `island`: everything that is done from a terminal."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from commons.errors import Refusal
from commons.settings import Settings, SettingsError, make_keys
from island import demo, doctor, handbook, law, serving, verify_command
from island.database import DatabaseUnusable, migrate

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
    doctor.add_parser(commands)
    law.add_parsers(commands)
    verify_command.add_parser(commands)
    handbook.add_parser(commands)
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    explained: str,
    run: object,
) -> None:
    command = commands.add_parser(name, help=explained, description=explained)
    command.set_defaults(run=run)


def _migrate(_: argparse.Namespace) -> int:
    asyncio.run(migrate(Settings.read()))
    print("the database is up to date")
    return 0


def _keys(_: argparse.Namespace) -> int:
    path = Settings.home_of().joinpath("keys.json")
    try:
        make_keys(path)
    except FileExistsError:
        print(f"island: {path} exists and is never overwritten", file=sys.stderr)
        return USAGE
    print(f"made {path}; keep a copy of it away from the database and its backups")
    return 0
