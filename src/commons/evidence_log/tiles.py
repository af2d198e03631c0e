"""The tree cut into tiles of 256 hashes, so that a proof about millions of acts reads a few rows.

A tile of level 0 holds leaf hashes; a tile of level n + 1 holds the roots of full tiles of
level n (the shape of C2SP tlog-tiles). Full tiles never change again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from commons.evidence_log import merkle
from commons.evidence_log.merkle import Span, Subtree

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
HASH_BYTES = 32
LEVELS_MAX = 8


class Place(NamedTuple):
    """Where a tile is: its level from the leaves up, its number from the left."""

    level: int
    number: int


Tiles = Mapping[Place, bytes]


def right_edge(size: int) -> tuple[Place, ...]:
    """Name the unfinished tiles of a tree of this size, one per level."""
    places = []
    for level in range(LEVELS_MAX):
        count = size >> (TILE_HEIGHT * level)
        if count % TILE_WIDTH:
            places.append(Place(level, count // TILE_WIDTH))
    return tuple(places)


def places_for(spans: Iterable[Span]) -> frozenset[Place]:
    """Which tiles must be read to know the hashes of these spans."""
    return frozenset(_place_of(tree) for span in spans for tree in merkle.subtrees(span))


def span_hash(span: Span, tiles: Tiles) -> bytes:
    return merkle.hash_of(span, lambda tree: _node_at(tree, tiles))


def root_at(size: int, tiles: Tiles) -> bytes:
    return span_hash(Span(0, size), tiles) if size else merkle.EMPTY_ROOT


def _place_of(tree: Subtree) -> Place:
    level = tree.height // TILE_HEIGHT
    first = tree.position << (tree.height - TILE_HEIGHT * level)
    return Place(level, first // TILE_WIDTH)


def _node_at(tree: Subtree, tiles: Tiles) -> bytes:
    place = _place_of(tree)
    inner_height = tree.height - TILE_HEIGHT * place.level
    first = (tree.position << inner_height) % TILE_WIDTH
    entries = cut(tiles[place])[first : first + (1 << inner_height)]
    assert len(entries) == 1 << inner_height
    return merkle.root_of(entries)


def cut(tile: bytes) -> list[bytes]:
    """Cut a tile's bytes into its hashes."""
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]


@dataclass(slots=True)
class Growth:
    """Appends leaf hashes to the right edge and remembers which tiles were touched."""

    size: int
    tiles: dict[Place, bytearray] = field(default_factory=dict)

    @classmethod
    def over(cls, size: int, edge: Tiles) -> "Growth":
        return cls(size, {place: bytearray(edge[place]) for place in right_edge(size)})

    def append(self, hashed_leaf: bytes) -> None:
        node, count = hashed_leaf, self.size
        for level in range(LEVELS_MAX):
            tile = self.tiles.setdefault(Place(level, count // TILE_WIDTH), bytearray())
            tile += node
            if len(tile) < TILE_WIDTH * HASH_BYTES:
                break
            node = merkle.root_of(cut(bytes(tile)))
            count //= TILE_WIDTH
        self.size += 1
