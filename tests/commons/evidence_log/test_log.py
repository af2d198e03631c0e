"""An act and its deed stand or fall together; soon after it has its place under a signed head."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from tortoise import connections

from commons.access.actor import ANYONE, SYSTEM, Actor
from commons.db import atomic
from commons.errors import NotFound, NotNow
from commons.evidence_log import checkpoint, merkle
from commons.evidence_log.log import erase_facts, integrate, record
from commons.evidence_log.models import (
    Leaf,
    LogCheckpoint,
    LogState,
    Tile,
    entries_of,
    entry_of,
    last_entry,
)
from commons.evidence_log.proving import continuation, current_head, prove
from tests.commons.evidence_log.builders import KEY, NOW, a_log, acts, an_act


async def test_an_act_waits_without_a_place_until_it_is_sealed_in(db: None) -> None:
    leaf_id = await an_act()
    before = await entry_of(leaf_id)
    assert await integrate(KEY, NOW) == 1
    after = await entry_of(leaf_id)
    assert (before.index, after.index) == (None, 0)
    assert (after.subject, after.act, after.at) == ("mediation:1", "mediation.opened", NOW)
    assert (after.actor, after.facts) == ("service", {"number": 1})


async def test_a_deed_that_fails_leaves_no_act(db: None) -> None:
    @atomic
    async def half() -> None:
        await record("mediation:1", "mediation.opened", {}, actor=SYSTEM, at=NOW)
        raise NotNow("test.stop")

    with pytest.raises(NotNow):
        await half()
    assert (await Leaf.all().count(), await integrate(KEY, NOW)) == (0, 0)


async def test_an_act_outside_a_deed_is_a_defect(db: None) -> None:
    with pytest.raises(AssertionError):
        await record("mediation:1", "mediation.opened", {}, actor=SYSTEM, at=NOW)


@pytest.mark.parametrize(
    "facts", [{"share": 0.5}, {"deep": [{"share": 0.5}]}, {"text": "x" * 9_000}]
)
async def test_facts_are_small_and_exact(db: None, facts: dict[str, object]) -> None:
    with pytest.raises(AssertionError):
        await an_act(facts=facts)


async def test_the_author_is_written_down_by_id_only(db: None) -> None:
    account = uuid4()

    @atomic
    async def deed() -> None:
        named = Actor(account_id=account, name="虚构·林阿海")
        await record("x:1", "x.done", {}, actor=named, at=NOW)
        await record("x:1", "x.seen", {}, actor=ANYONE, at=NOW + timedelta(seconds=1))

    await deed()
    authors = [entry.actor for entry in await entries_of("x:1")]
    assert authors == [f"account:{account}", "anonymous"]
    leaf = await Leaf.get(act="x.done")
    assert "林阿海" not in leaf.line().text


async def test_acts_take_their_places_in_the_order_of_time(db: None) -> None:
    late = await an_act(at=NOW + timedelta(seconds=2))
    early = await an_act(at=NOW)
    await integrate(KEY, NOW + timedelta(seconds=3))
    later = await an_act(at=NOW - timedelta(days=1))
    await integrate(KEY, NOW + timedelta(seconds=4))
    places = [(await entry_of(one)).index for one in (early, late, later)]
    assert places == [0, 1, 2]


async def test_the_last_act_of_a_kind_is_found(db: None) -> None:
    await an_act(at=NOW)
    second = await an_act(at=NOW + timedelta(seconds=1))
    found = await last_entry("mediation:1", "mediation.opened")
    assert found is not None
    assert (found.id, await last_entry("mediation:1", "mediation.closed")) == (second, None)


async def test_the_head_over_many_batches_is_the_root_of_all_acts(db: None) -> None:
    for count in (1, 2, 254, 3, 600):
        await a_log(count)
    rows = await Leaf.all().order_by("index")
    assert [row.index for row in rows] == list(range(860))
    head = await current_head()
    assert head is not None
    read = checkpoint.read(head.note)
    assert (read.size, read.root) == (860, merkle.root_of(bytes(row.leaf_hash) for row in rows))
    assert read.signed_by(KEY.public())
    assert (await LogState.get()).size == 860
    assert await Tile.all().count() == 5


async def test_sealing_with_nothing_to_seal_changes_nothing(db: None) -> None:
    await a_log(3)
    assert await integrate(KEY, NOW) == 0
    assert await LogCheckpoint.all().count() == 1


async def test_two_that_seal_at_once_give_every_act_one_place(db: None) -> None:
    await a_log(10)
    await acts(30)
    counts = await asyncio.gather(*(integrate(KEY, NOW) for _ in range(4)))
    places = await Leaf.all().order_by("index").values_list("index", flat=True)
    assert (sorted(counts), places) == ([0, 0, 0, 30], list(range(40)))


async def test_a_first_sealing_by_two_at_once_makes_one_log(db: None) -> None:
    await acts(5)
    counts = await asyncio.gather(*(integrate(KEY, NOW) for _ in range(3)))
    assert (sum(counts), await LogState.all().count()) == (5, 1)


async def test_erased_facts_are_gone_and_the_line_stays(db: None) -> None:
    (leaf_id,) = await a_log(1)
    await erase_facts([leaf_id])
    entry, leaf = await entry_of(leaf_id), await Leaf.get()
    assert (entry.facts, leaf.salt, entry.index) == (None, None, 0)
    bundle = await prove(leaf_id)
    assert (bundle.facts, bundle.salt) == (None, None)


async def test_what_is_not_there_or_not_sealed_cannot_be_proven(db: None) -> None:
    with pytest.raises(NotFound):
        await prove(uuid4())
    with pytest.raises(NotFound):
        await entry_of(uuid4())
    with pytest.raises(NotNow):
        await prove(await an_act())
    with pytest.raises(NotFound):
        await continuation(1, 2)
    assert await current_head() is None


async def test_facts_do_not_lie_readable_in_the_database(db: None) -> None:
    await an_act(facts={"number": 1, "pdf_sha256": "c0ffee" * 10})
    stored = await connections.get("default").execute_query_dict("SELECT * FROM evidence_leaf")
    assert all(b"c0ffee" not in bytes(str(value), "utf-8") for value in stored[0].values())
