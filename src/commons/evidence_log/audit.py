"""Rebuilds a whole exported log with the verifier's own arithmetic, and compares it with heads."""

from collections.abc import Iterable
from functools import reduce
from hashlib import sha256

from commons.evidence_log.verify import Fault, No, open_head, pair


def audit(leaves: Iterable[str], *, current: str, remembered: str, key: str) -> None:
    """Rebuild a whole exported log, and hold it against an old head and the current one."""
    old, new = open_head(remembered, key), open_head(current, key)
    peaks: list[tuple[int, bytes]] = []
    roots, size = {0: sha256(b"").digest()}, 0
    for size, leaf in enumerate(leaves, start=1):
        width, node = 1, sha256(b"\x00" + leaf.encode()).digest()
        while peaks and peaks[-1][0] == width:
            width, node = 2 * width, pair(peaks.pop()[1], node)
        peaks.append((width, node))
        if size in {old.size, new.size}:
            roots[size] = reduce(lambda low, peak: pair(peak, low), [p for _, p in peaks[::-1]])
    if roots.get(old.size) != old.root:
        raise No(Fault.HISTORY)
    if size != new.size or roots.get(size) != new.root:
        raise No(Fault.INCLUSION)
