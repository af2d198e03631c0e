"""The arithmetic of the evidence log: one hash for a whole list, and short proofs about it.

RFC 6962 section 2.1 says how the list is hashed, RFC 9162 sections 2.1.3 and 2.1.4 how an
inclusion and a consistency proof are made and checked. Nothing here knows a database or a key.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

EMPTY_ROOT = sha256(b"").digest()


class Span(NamedTuple):
    """Leaves from `start` up to but not including `stop`."""

    start: int
    stop: int


class Subtree(NamedTuple):
    """A complete subtree: 2 ** height leaves, the `position`-th of its height from the left."""

    height: int
    position: int


NodeAt = Callable[[Subtree], bytes]


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root_of(hashes: Iterable[bytes]) -> bytes:
    edge = Edge()
    for one in hashes:
        edge.append(one)
    return edge.root()


@dataclass(slots=True)
class Edge:
    """The right edge of a growing tree: enough to append leaves and to know the root."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, hashed_leaf: bytes) -> None:
        node = hashed_leaf
        size = self.size
        while size & 1:
            node = node_hash(self.peaks.pop(), node)
            size >>= 1
        self.peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        return join(self.peaks) if self.peaks else EMPTY_ROOT


def join(peaks: Sequence[bytes]) -> bytes:
    """Return the root over neighbouring complete subtrees, given from left (highest) to right."""
    node = peaks[-1]
    for left in reversed(peaks[:-1]):
        node = node_hash(left, node)
    return node


def subtrees(span: Span) -> tuple[Subtree, ...]:
    """Cut a span into complete subtrees, from left to right."""
    found: list[Subtree] = []
    start, left = span.start, span.stop - span.start
    while left:
        height = left.bit_length() - 1
        found.append(Subtree(height, start >> height))
        start += 1 << height
        left -= 1 << height
    return tuple(found)


def hash_of(span: Span, node_at: NodeAt) -> bytes:
    return join([node_at(subtree) for subtree in subtrees(span)])


def inclusion_spans(index: int, size: int) -> tuple[Span, ...]:
    """Which spans' hashes prove that leaf `index` is in the first `size` leaves, lowest first."""
    assert 0 <= index < size
    spans: list[Span] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            spans.append(Span(middle, stop))
            stop = middle
        else:
            spans.append(Span(start, middle))
            start = middle
    return tuple(reversed(spans))


def consistency_spans(old_size: int, new_size: int) -> tuple[Span, ...]:
    """Which spans' hashes prove that the first `old_size` leaves are still the same ones."""
    assert 0 < old_size <= new_size
    spans: list[Span] = []
    start, stop = 0, new_size
    while stop != old_size:
        middle = start + _split(stop - start)
        if old_size <= middle:
            spans.append(Span(middle, stop))
            stop = middle
        else:
            spans.append(Span(start, middle))
            start = middle
    # RFC 9162 2.1.4.1: a complete old tree is known to the reader and is not repeated.
    if start > 0:
        spans.append(Span(start, stop))
    return tuple(reversed(spans))


def inclusion_holds(
    leaf: bytes, *, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """RFC 9162 2.1.3.2; `leaf` is the leaf's hash."""
    if not 0 <= index < size:
        return False
    here, last, node = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            node = node_hash(sibling, node)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and node == root


def consistency_holds(
    *, old_size: int, new_size: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """RFC 9162 2.1.4.2, extended to equal sizes and to the empty tree, which need no path."""
    if old_size == new_size:
        return not path and old_root == new_root
    if old_size == 0:
        return not path and old_root == EMPTY_ROOT
    if not 0 < old_size < new_size:
        return False
    steps = [old_root, *path] if old_size & (old_size - 1) == 0 else list(path)
    if not steps:
        return False
    return _rebuild(old_size - 1, new_size - 1, steps) == (old_root, new_root)


def _rebuild(here: int, last: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Both roots as the path rebuilds them, or None when it is too long or too short."""
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = steps[0]
    for node in steps[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, node)
        here, last = here >> 1, last >> 1
    return (old, new) if last == 0 else None


def _split(count: int) -> int:
    """Return the largest power of two smaller than `count`."""
    return 1 << ((count - 1).bit_length() - 1)
