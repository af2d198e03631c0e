"""The log's health check finds every kind of damage, and nothing in a healthy log."""

import pytest
from tortoise import connections

from commons.evidence_log import checkpoint
from commons.evidence_log.fsck import Fault, Kind, fsck
from commons.evidence_log.log import erase_facts
from commons.evidence_log.models import Leaf
from commons.evidence_log.proving import current_head
from tests.commons.evidence_log.builders import KEY, THIEF, a_log, acts

VKEY = str(KEY.public())


async def _kinds(remembered: tuple[str, ...] = ()) -> set[Kind]:
    return {fault.kind for fault in await fsck(VKEY, remembered)}


async def _sql(statement: str) -> None:
    await connections.get("default").execute_script(statement)


async def test_an_empty_log_and_a_healthy_log_have_no_faults(db: None) -> None:
    assert await fsck() == ()
    for count in (1, 300, 7):
        await a_log(count)
    head = await current_head()
    assert head is not None
    await acts(2)
    assert await fsck(VKEY, [head.note]) == ()


async def test_erasing_facts_is_not_damage(db: None) -> None:
    made = await a_log(5)
    await erase_facts(made[1:3])
    assert await fsck(VKEY) == ()


DAMAGE = {
    "an act is reworded": (
        "UPDATE evidence_leaf SET act = 'matter.closed' WHERE index = 3",
        {Kind.LEAF, Kind.ROOT, Kind.TILE},
    ),
    "an act is moved in time": (
        "UPDATE evidence_leaf SET at = '2020-01-01 00:00:00+00:00' WHERE index = 3",
        {Kind.LEAF, Kind.ROOT, Kind.TILE},
    ),
    "an act is deleted": (
        "DELETE FROM evidence_leaf WHERE index = 3",
        {Kind.GAP, Kind.ROOT, Kind.TILE, Kind.SIZE},
    ),
    "the end is cut off": (
        "DELETE FROM evidence_leaf WHERE index > 305",
        {Kind.ROOT, Kind.TILE, Kind.SIZE},
    ),
    "a tile is lost": ("DELETE FROM evidence_tile WHERE level = 1", {Kind.TILE}),
    "a tile is changed": (
        "UPDATE evidence_tile SET number = 9 WHERE level = 0 AND number = 0",
        {Kind.TILE},
    ),
    "a head is lost": ("DELETE FROM evidence_checkpoint WHERE size > 300", {Kind.SIZE}),
    "a head is renumbered": ("UPDATE evidence_checkpoint SET size = 299", {Kind.ROOT, Kind.SIZE}),
    "a head is unsigned": (
        "UPDATE evidence_checkpoint SET note = 'x'",
        {Kind.SIGNATURE},
    ),
    "the count is wound back": ("UPDATE evidence_state SET size = 3", {Kind.SIZE}),
}


@pytest.mark.parametrize("name", DAMAGE)
async def test_damage_is_found(db: None, name: str) -> None:
    await a_log(310)
    statement, kinds = DAMAGE[name]
    await _sql(statement.replace("index ", '"index" '))
    assert await _kinds() == kinds


async def test_two_acts_that_changed_places_are_found(db: None) -> None:
    await a_log(10)
    await _sql('UPDATE evidence_leaf SET "index" = -1 WHERE "index" = 3')
    await _sql('UPDATE evidence_leaf SET "index" = 3 WHERE "index" = 4')
    await _sql('UPDATE evidence_leaf SET "index" = 4 WHERE "index" = -1')
    assert await _kinds() == {Kind.ROOT, Kind.TILE}


async def test_facts_that_were_exchanged_are_found(db: None) -> None:
    await a_log(3)
    leaf = await Leaf.get(index=1)
    await Leaf.filter(id=leaf.id).update(facts={"number": 99})
    assert await fsck(VKEY) == (Fault(Kind.FACTS, f"act {leaf.id}"),)


async def test_a_log_rebuilt_with_stolen_key_and_database_fails_only_a_memory(db: None) -> None:
    await a_log(10)
    head = await current_head()
    assert head is not None
    for table in ("leaf", "tile", "state", "checkpoint"):
        await _sql("DELETE FROM evidence_" + table)  # noqa: S608
    await a_log(12)
    assert await fsck(VKEY) == ()
    assert await _kinds((head.note,)) == {Kind.MEMORY}
    future = str(checkpoint.sign(KEY, size=500, root=bytes(32)))
    assert await _kinds((future,)) == {Kind.MEMORY}


async def test_a_foreign_key_is_found(db: None) -> None:
    await a_log(3)
    assert {fault.kind for fault in await fsck(str(THIEF.public()))} == {Kind.SIGNATURE}
