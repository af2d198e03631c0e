"""The log's own health check: rebuild everything from the acts and compare with what is stored."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from commons.evidence_log import checkpoint, leaves, merkle
from commons.evidence_log.checkpoint import BadNote, PublicKey
from commons.evidence_log.models import STATE_ID, Leaf, LogCheckpoint, LogState, Tile
from commons.evidence_log.tiles import Growth, Place

CHUNK_MAX = 1_000
FAULTS_MAX = 1_000


class Kind(StrEnum):
    """What does not fit."""

    GAP = "gap"  # a place in the tree without its act, or two heads of one size
    LEAF = "leaf"  # the act reads differently from what was hashed
    FACTS = "facts"  # the facts are not the ones the act promised
    TILE = "tile"  # a stored hash differs from the one rebuilt
    SIZE = "size"  # acts, tiles and heads disagree about how many acts there are
    ROOT = "root"  # a signed head differs from the root rebuilt
    SIGNATURE = "signature"  # a head is not signed by the key it should be
    MEMORY = "memory"  # a head remembered outside was never ours


@dataclass(frozen=True, slots=True)
class Fault:
    kind: Kind
    where: str


async def fsck(key: str | None = None, remembered: Sequence[str] = ()) -> tuple[Fault, ...]:
    """List the faults, at most 1,000. `key` and `remembered` heads come from outside the database.

    Without anything from outside, a thief of database and key could rewrite both consistently.
    """
    faults: list[Fault] = []
    growth, roots = Growth(0), {0: merkle.EMPTY_ROOT}
    heads = await LogCheckpoint.all().order_by("size")
    sizes = {head.size for head in heads} | {_size(note) for note in remembered}
    edge = merkle.Edge()
    async for leaf in _in_order():
        faults += _check_leaf(leaf, edge.size)
        hashed = leaf.line().hash
        edge.append(hashed)
        growth.append(hashed)
        if edge.size in sizes:
            roots[edge.size] = edge.root()
    faults += await _check_tiles(growth)
    faults += await _check_size(edge.size, heads)
    for head in heads:
        faults += _check_head(head, roots, key)
    for note in remembered:
        faults += _check_memory(note, roots, key)
    return tuple(faults[:FAULTS_MAX])


async def _in_order() -> AsyncIterator[Leaf]:
    after = -1
    while True:
        rows = await Leaf.filter(index__gt=after).order_by("index").limit(CHUNK_MAX)
        for row in rows:
            yield row
        if len(rows) < CHUNK_MAX:
            return
        after = rows[-1].index


def _check_leaf(leaf: Leaf, expected_index: int) -> list[Fault]:
    faults = []
    if leaf.index != expected_index:
        faults.append(Fault(Kind.GAP, f"act {leaf.id} at {leaf.index}, not {expected_index}"))
    if leaf.line().hash != bytes(leaf.leaf_hash):
        faults.append(Fault(Kind.LEAF, f"act {leaf.id}"))
    if leaf.facts is not None and (
        leaf.salt is None or leaves.commit(leaf.facts, leaf.salt) != bytes(leaf.commitment)
    ):
        faults.append(Fault(Kind.FACTS, f"act {leaf.id}"))
    return faults


async def _check_tiles(growth: Growth) -> list[Fault]:
    faults, seen = [], set()
    async for tile in Tile.all():
        place = Place(tile.level, tile.number)
        seen.add(place)
        if bytes(growth.tiles.get(place, b"")) != bytes(tile.hashes):
            faults.append(Fault(Kind.TILE, f"tile {place.level}/{place.number}"))
    missing = [place for place, tile in growth.tiles.items() if tile and place not in seen]
    return faults + [Fault(Kind.TILE, f"tile {lost.level}/{lost.number}") for lost in missing]


async def _check_size(size: int, heads: Sequence[LogCheckpoint]) -> list[Fault]:
    state = await LogState.get_or_none(id=STATE_ID)
    told = {"state": state.size if state else 0, "newest head": heads[-1].size if heads else 0}
    return [
        Fault(Kind.SIZE, f"{name} says {claimed}, there are {size} acts")
        for name, claimed in told.items()
        if claimed != size
    ]


def _check_head(row: LogCheckpoint, roots: dict[int, bytes], key: str | None) -> list[Fault]:
    where = f"head {row.size}"
    try:
        head = checkpoint.read(row.note)
        signed = head.signed_by(PublicKey.read(key or row.key))
    except BadNote:
        return [Fault(Kind.SIGNATURE, where)]
    faults = [] if signed else [Fault(Kind.SIGNATURE, where)]
    if (head.size, head.root) != (row.size, roots.get(row.size)) or head.root != bytes(row.root):
        faults.append(Fault(Kind.ROOT, where))
    return faults


def _check_memory(note: str, roots: dict[int, bytes], key: str | None) -> list[Fault]:
    head = checkpoint.read(note)
    ours = key is None or head.signed_by(PublicKey.read(key))
    if ours and roots.get(head.size) == head.root:
        return []
    return [Fault(Kind.MEMORY, f"remembered head {head.size}")]


def _size(note: str) -> int:
    return checkpoint.read(note).size
