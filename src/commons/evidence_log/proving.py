"""Reading proofs out of the log: a bundle for one act, and that the log only ever grew."""

from dataclasses import dataclass
from uuid import UUID

from commons.errors import NotFound, NotNow
from commons.evidence_log import merkle, tiles
from commons.evidence_log.bundle import Bundle, Continuation
from commons.evidence_log.leaves import canonical
from commons.evidence_log.log import load_tiles
from commons.evidence_log.merkle import Span
from commons.evidence_log.models import CheckpointWitness, Leaf, LogCheckpoint


@dataclass(frozen=True, slots=True)
class Head:
    """A signed head with every witness's line that has arrived, and the key it is signed with."""

    size: int
    note: str
    key: str


async def prove(leaf_id: UUID, *, since_size: int | None = None) -> Bundle:
    """Make the bundle of an act; `since_size` adds the proof for a reader's remembered head."""
    leaf = await Leaf.get_or_none(id=leaf_id)
    if leaf is None:
        raise NotFound("evidence.unknown_act")
    head = await _head_over(leaf.index)
    if leaf.index is None or head is None:
        raise NotNow("evidence.not_sealed_yet")
    return Bundle(
        leaf=leaf.line().text,
        facts=None if leaf.facts is None else canonical(leaf.facts),
        salt=leaf.salt,
        index=leaf.index,
        path=await _hashes(merkle.inclusion_spans(leaf.index, head.size)),
        checkpoint=head.note,
        key=head.key,
        since=None if since_size is None else await _since(since_size, head.size),
    )


async def current_head() -> Head | None:
    """Return the newest signed head; None while nothing was ever recorded."""
    row = await LogCheckpoint.all().order_by("-size").first()
    return await _head(row) if row else None


async def continuation(old_size: int, new_size: int) -> tuple[bytes, ...]:
    """Prove that the log of `old_size` acts is the beginning of the log of `new_size` acts."""
    newest = await LogCheckpoint.all().order_by("-size").first()
    if newest is None or not 0 < old_size <= new_size <= newest.size:
        raise NotFound("evidence.no_such_head")
    if old_size == new_size:
        return ()
    return await _hashes(merkle.consistency_spans(old_size, new_size))


async def _since(old_size: int, new_size: int) -> Continuation | None:
    if old_size == new_size:
        return None
    return Continuation(old_size, await continuation(old_size, new_size))


async def _head_over(index: int | None) -> Head | None:
    """Choose the newest witnessed head above the act, else the newest head at all."""
    if index is None:
        return None
    above = LogCheckpoint.filter(size__gt=index).order_by("-size")
    row = await above.filter(witnesses__id__not_isnull=True).first() or await above.first()
    return await _head(row) if row else None


async def _head(row: LogCheckpoint) -> Head:
    lines = await CheckpointWitness.filter(checkpoint_id=row.id).order_by("at", "id")
    return Head(row.size, row.note + "".join(one.line for one in lines), row.key)


async def _hashes(spans: tuple[Span, ...]) -> tuple[bytes, ...]:
    loaded = await load_tiles(tiles.places_for(spans))
    return tuple(tiles.span_hash(span, loaded) for span in spans)
