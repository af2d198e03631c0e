"""The tree is the one of RFC 6962, and its proofs prove exactly what they say."""

import pytest

from commons.evidence_log import merkle, tiles
from commons.evidence_log.merkle import Edge, Span
from commons.evidence_log.tiles import Growth, Place

# The eight leaves and roots that every Certificate Transparency implementation is tested with.
LEAVES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
HASHES = [merkle.leaf_hash(str(number).encode()) for number in range(70)]


def _node_at(tree: merkle.Subtree) -> bytes:
    first = tree.position << tree.height
    return merkle.root_of(HASHES[first : first + (1 << tree.height)])


def _path(spans: tuple[Span, ...]) -> list[bytes]:
    return [merkle.hash_of(span, _node_at) for span in spans]


@pytest.mark.parametrize("size", range(9))
def test_the_root_is_the_one_everybody_gets(size: int) -> None:
    hashes = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size]]
    assert merkle.root_of(hashes).hex() == ROOTS[size]


def test_every_leaf_of_every_small_tree_is_proven_and_no_other() -> None:
    for size in range(1, len(HASHES)):
        root = merkle.root_of(HASHES[:size])
        for index in range(size):
            path = _path(merkle.inclusion_spans(index, size))
            here = {"index": index, "size": size, "path": path, "root": root}
            assert merkle.inclusion_holds(HASHES[index], **here)
            assert not merkle.inclusion_holds(HASHES[index - 1], **here) or size == 1
            assert not merkle.inclusion_holds(HASHES[index], **{**here, "path": [*path, root]})
            assert not path or not merkle.inclusion_holds(
                HASHES[index], **{**here, "path": path[:-1]}
            )


def test_every_growth_of_a_small_tree_is_proven_and_no_rewriting() -> None:
    for new in range(1, len(HASHES)):
        new_root = merkle.root_of(HASHES[:new])
        for old in range(1, new):
            old_root = merkle.root_of(HASHES[:old])
            path = _path(merkle.consistency_spans(old, new))
            sizes = {"old_size": old, "new_size": new}
            roots = {"old_root": old_root, "new_root": new_root}
            assert merkle.consistency_holds(**sizes, **roots, path=path)
            assert not merkle.consistency_holds(**sizes, **roots, path=[*path, new_root])
            assert not merkle.consistency_holds(**sizes, **roots, path=path[:-1])
            swapped = {"old_root": new_root, "new_root": old_root}
            assert not merkle.consistency_holds(**sizes, **swapped, path=path)


def test_equal_and_empty_logs_need_no_path() -> None:
    root, empty = merkle.root_of(HASHES[:3]), merkle.EMPTY_ROOT
    same = {"old_size": 3, "new_size": 3, "path": []}
    assert merkle.consistency_holds(**same, old_root=root, new_root=root)
    assert not merkle.consistency_holds(**same, old_root=empty, new_root=root)
    from_nothing = {"old_size": 0, "new_size": 3, "path": []}
    assert merkle.consistency_holds(**from_nothing, old_root=empty, new_root=root)
    assert not merkle.consistency_holds(**from_nothing, old_root=root, new_root=root)
    backwards = {"old_size": 3, "new_size": 2, "path": []}
    assert not merkle.consistency_holds(**backwards, old_root=root, new_root=root)


@pytest.mark.parametrize("cut", [(1,), (255, 1, 1), (256, 256), (300, 1, 700), (65_536, 3)])
def test_tiles_grown_in_steps_know_every_root(cut: tuple[int, ...]) -> None:
    stored: dict[Place, bytes] = {}
    edge, size = Edge(), 0
    for step in cut:
        growth = Growth.over(size, {place: stored[place] for place in tiles.right_edge(size)})
        for number in range(size, size + step):
            hashed = HASHES[number % len(HASHES)]
            growth.append(hashed)
            edge.append(hashed)
        size += step
        stored |= {place: bytes(tile) for place, tile in growth.tiles.items()}
        assert tiles.root_at(size, stored) == edge.root()
    assert growth.size == size


def test_a_proof_from_tiles_reads_few_of_them() -> None:
    growth, edge = Growth(0), Edge()
    for number in range(5_000):
        hashed = HASHES[number % len(HASHES)]
        growth.append(hashed)
        edge.append(hashed)
    stored = {place: bytes(tile) for place, tile in growth.tiles.items()}
    spans = merkle.inclusion_spans(1_234, 5_000)
    assert len(tiles.places_for(spans)) <= 4
    path = [tiles.span_hash(span, stored) for span in spans]
    assert merkle.inclusion_holds(
        HASHES[1_234 % len(HASHES)], index=1_234, size=5_000, path=path, root=edge.root()
    )
