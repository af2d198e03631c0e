"""How every `island schedule` command reads its files, answers, and writes what it has made."""

import os
import sys
from argparse import _SubParsersAction
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeVar

from scheduling.solving.files import Unreadable

YES, NO, UNREADABLE = 0, 1, 2
Parsers = _SubParsersAction  # the type argparse gives to what add_subparsers returns
Read = TypeVar("Read")


def read(reader: Callable[[Path], Read], path: Path) -> Read:
    """Read a file that was named on the command line, and name it in the trouble."""
    try:
        return reader(path)
    except Unreadable as trouble:
        raise Unreadable(f"读不了 {path}：{trouble}") from None


def unreadable(trouble: Unreadable) -> int:
    sys.stderr.write(f"island schedule: {trouble}\n")
    return UNREADABLE


def write(*lines: str) -> None:
    """Print lines; half a character that a file smuggled in is written as its escape."""
    text = "".join(f"{line}\n" for line in lines)
    sys.stdout.write(text.encode(errors="backslashreplace").decode())


def write_whole(path: Path, text: str) -> None:
    """Put a file in its place at one stroke: a reader sees the old one or the new one."""
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o666 & ~_umask())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def refuse_unwritable(path: Path) -> None:
    """Find out before an hour of planning that its fruit could not be kept."""
    if path.is_dir() or not os.access(path.parent, os.W_OK | os.X_OK):
        raise Unreadable(f"写不了 {path}")


def plain(text: str) -> str:
    """Show names from a file as they are, but let none of them steer the terminal."""
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)
