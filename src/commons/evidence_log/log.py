"""Writing the evidence log: an act joins its deed's transaction; a second later it is sealed in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from tortoise.exceptions import IntegrityError

from commons.access.actor import Actor
from commons.db import Plain, atomic, must_be_inside_deed
from commons.evidence_log import checkpoint, leaves, tiles
from commons.evidence_log.checkpoint import SigningKey
from commons.evidence_log.leaves import Act, Json
from commons.evidence_log.merkle import Span
from commons.evidence_log.models import STATE_ID, Leaf, LogCheckpoint, LogState, Tile
from commons.evidence_log.tiles import Growth, Place
from commons.settings import Settings

BATCH_MAX = 2_000


async def record(
    subject: str, act: str, facts: Mapping[str, Json], *, actor: Actor, at: datetime
) -> UUID:
    """Write the act down in the deed's own transaction: both happen or neither does."""
    must_be_inside_deed()
    leaf = _leaf(subject, act, facts, actor.label(), at)
    await leaf.save(force_create=True)
    return leaf.id


async def record_all(
    acts: Iterable[tuple[str, str, Mapping[str, Json]]], *, actor: Actor, at: datetime
) -> tuple[UUID, ...]:
    """Many acts of one deed, (subject, act, facts) each, in one statement."""
    must_be_inside_deed()
    made = [_leaf(subject, act, facts, actor.label(), at) for subject, act, facts in acts]
    await Leaf.bulk_create(made, batch_size=500)
    return tuple(leaf.id for leaf in made)


def _leaf(subject: str, act: str, facts: Mapping[str, Json], actor: str, at: datetime) -> Leaf:
    leaves.check_facts(facts)
    salt = leaves.new_salt()
    line = Act(subject, act, at, actor, leaves.commit(facts, salt))
    return Leaf(
        subject=subject,
        act=act,
        at=at,
        actor=actor,
        facts=dict(facts),
        salt=Plain(salt),
        commitment=line.commitment,
        leaf_hash=line.hash,
    )


@atomic
async def erase_facts(leaf_ids: Sequence[UUID]) -> None:
    """Forget what the acts were about: the line stays in the log and its proofs still hold."""
    await Leaf.filter(id__in=list(leaf_ids)).update(facts=None, salt=None)


def signing_key(settings: Settings) -> SigningKey:
    """Return the log's key under its public name, e.g. court.example.cn/evidence."""
    return SigningKey(f"{urlsplit(settings.public_url).netloc}/evidence", settings.keys.log_seed)


async def integrate(key: SigningKey, now: datetime) -> int:
    """Give waiting acts their place in the tree and sign the new head; returns how many.

    Deeds never wait for each other because of the log: only this step is one after the other,
    and of two processes that try at once one finds nothing to do.
    """
    try:
        return await _integrate(key, now)
    except IntegrityError:  # two first steps at once: the other one made the state row
        return 0


@atomic
async def _integrate(key: SigningKey, now: datetime) -> int:
    state = await LogState.get_or_none(id=STATE_ID) or await LogState.create(id=STATE_ID)
    if not await Leaf.filter(index=None).exists():
        return 0
    # The row lock of this update makes a second process wait, and then lose by the version.
    claim = LogState.filter(id=STATE_ID, version=state.version)
    if await claim.update(version=state.version + 1) != 1:
        return 0
    waiting = (
        await Leaf.filter(index=None).order_by("at", "id").limit(BATCH_MAX).only("id", "leaf_hash")
    )
    for index, leaf in enumerate(waiting, start=state.size):
        leaf.index = index
    await Leaf.bulk_update(waiting, fields=["index"], batch_size=500)
    await _grow(state.size, [bytes(leaf.leaf_hash) for leaf in waiting], key, now)
    return len(waiting)


async def _grow(size: int, hashes: Sequence[bytes], key: SigningKey, now: datetime) -> None:
    edge = await load_tiles(tiles.right_edge(size))
    growth = Growth.over(size, edge)
    for hashed in hashes:
        growth.append(hashed)
    await _keep_tiles(growth, frozenset(edge))
    touched = {place: bytes(tile) for place, tile in growth.tiles.items()}
    needed = tiles.places_for([Span(0, growth.size)])
    root = tiles.root_at(growth.size, {**await load_tiles(needed - touched.keys()), **touched})
    head = checkpoint.sign(key, size=growth.size, root=root)
    await LogCheckpoint.create(
        size=head.size, root=root, note=str(head), key=str(key.public()), at=now
    )
    await LogState.filter(id=STATE_ID).update(size=growth.size)


async def _keep_tiles(growth: Growth, known: frozenset[Place]) -> None:
    fresh = []
    for place, tile in growth.tiles.items():
        if place in known:
            rows = Tile.filter(level=place.level, number=place.number)
            await rows.update(hashes=bytes(tile))
        else:
            fresh.append(Tile(level=place.level, number=place.number, hashes=bytes(tile)))
    await Tile.bulk_create(fresh)


async def load_tiles(places: Iterable[Place]) -> dict[Place, bytes]:
    """Read the wanted tiles, one small query per level."""
    loaded: dict[Place, bytes] = {}
    numbers: dict[int, list[int]] = {}
    for place in places:
        numbers.setdefault(place.level, []).append(place.number)
    for level, wanted in numbers.items():
        for row in await Tile.filter(level=level, number__in=wanted):
            loaded[Place(level, row.number)] = bytes(row.hashes)
    return loaded
