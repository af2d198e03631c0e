"""Who reaches what: the table as the application answers it, and as it is written down."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from commons.access.actor import Role
from tests.access_table.asking import Answer, ask_and_undo
from tests.access_table.doors import FORM_TYPE, Door, encoded, filled
from tests.access_table.world import Someone, World

WRITTEN = Path(__file__).with_name("expected.csv")
ANONYMOUS = "anonymous"
COLUMNS = ("method", "path", "relation", ANONYMOUS, *(role.value for role in Role))
RELATIONS = ("own", "colleague", "outsider")
NO_RELATION = "-"
Table = dict[tuple[str, str, str], dict[str, str]]


def spoken(answer: Answer) -> str:
    """Put an answer in one word: `ok`, `form` (come in, corrected), `sign-in`, or its number."""
    if answer.status == 303 and answer.location.startswith("/sign-in?next"):
        return "sign-in"
    if answer.status in {200, 201, 204, 303}:
        return "ok"
    return {422: "form", 409: "later"}.get(answer.status, str(answer.status))


def owners(door: Door, world: World, person: Someone | None) -> Iterator[tuple[str, Someone]]:
    """Name whose things are asked for: one's own, a colleague's, an outsider's."""
    relations = {"colleague": world.colleague, "outsider": world.outsider}
    if person is not None and person.has(door.params):
        yield "own", person
    yield from relations.items()


async def ask_door(
    app: Starlette,
    door: Door,
    ids: Mapping[str, Any],
    world: World,
    token: str,
    **more: Any,
) -> Answer:
    """Open one door with a form that is in order."""
    if door.method == "GET":
        return await ask_and_undo(app, "GET", door.fill(ids), token=token)
    if door.is_program:
        headers = {"content-type": "application/json", "idempotency-key": "invented-1"}
        return await ask_and_undo(
            app, door.method, door.fill(ids), token=token, headers=headers, body=b"{}"
        )
    form = encoded({**filled(door, ids, world), **more})
    headers = {"content-type": FORM_TYPE}
    return await ask_and_undo(
        app, door.method, door.fill(ids), token=token, headers=headers, body=form
    )


async def look(
    app: Starlette, door: Door, world: World, *, seen: list[tuple[str, Answer]]
) -> Table:
    """Let everybody try one door."""
    table: Table = {}
    everybody: dict[str, Someone | None] = {ANONYMOUS: None}
    everybody |= {role.value: one for role, one in world.people.items()}
    for column, person in everybody.items():
        token = person.token if person else ""
        whose = owners(door, world, person) if door.is_owned else [(NO_RELATION, person)]
        for relation, owner in whose:
            own = owner.own if owner else world.colleague.own
            ids = {**own, **world.common}
            answer = await ask_door(app, door, ids, world, token)
            seen.append((f"{door.name} as {column}", answer))
            row = table.setdefault((door.method, door.path, relation), {})
            row[column] = spoken(answer)
    return table


def written() -> Table:
    with WRITTEN.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        assert tuple(rows.fieldnames or ()) == COLUMNS
        return {
            (row["method"], row["path"], row["relation"]): {
                name: row[name] for name in COLUMNS[3:] if row[name]
            }
            for row in rows
        }


def write(table: Table) -> None:
    with WRITTEN.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(COLUMNS)
        for key in sorted(table, key=_order):
            lines.writerow((*key, *(table[key].get(name, "") for name in COLUMNS[3:])))


def _order(key: tuple[str, str, str]) -> tuple[str, str, int]:
    method, path, relation = key
    return path, method, (NO_RELATION, *RELATIONS).index(relation)
