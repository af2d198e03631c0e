"""Writes expected.csv anew: .venv/bin/python -m tests.access_table.make. Review every change."""

import asyncio
import tempfile
from pathlib import Path

from tests.access_table import conftest
from tests.access_table.table import Table, look, write


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with conftest.a_house(Path(folder)) as house:
            table: Table = {}
            for door in house.doors:
                table |= await look(house.app, door, house.world, seen=[])
    write(table)


if __name__ == "__main__":
    asyncio.run(main())
