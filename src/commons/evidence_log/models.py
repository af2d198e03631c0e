"""What the evidence log remembers: acts, tiles of the tree, checkpoints, witnesses' receipts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise import fields

from commons.db import Plain, Row, SealedBytesField, SealedJsonField, UtcDatetimeField
from commons.errors import NotFound
from commons.evidence_log.leaves import NAME_CHARS_MAX, Act, Json

STATE_ID = UUID("00000000-0000-4000-8000-000000000001")
NOTE_CHARS_MAX = 20_000


class Leaf(Row):
    """One act. `index` is its place in the tree, empty for about a second after the deed."""

    subject = fields.CharField(max_length=NAME_CHARS_MAX)
    act = fields.CharField(max_length=NAME_CHARS_MAX)
    at = UtcDatetimeField[datetime]()
    actor = fields.CharField(max_length=NAME_CHARS_MAX)
    facts = SealedJsonField[dict[str, Json] | None](null=True)
    salt = SealedBytesField[Plain | None](null=True)
    commitment = fields.BinaryField()
    leaf_hash = fields.BinaryField()
    index = fields.BigIntField(null=True, unique=True)

    class Meta:
        table = "evidence_leaf"
        indexes = (("subject", "at"),)

    def line(self) -> Act:
        return Act(self.subject, self.act, self.at, self.actor, bytes(self.commitment))


class Tile(Row):
    """Up to 256 neighbouring hashes of one level; only the last tile of a level still grows."""

    level = fields.SmallIntField()
    number = fields.BigIntField()
    hashes = fields.BinaryField()

    class Meta:
        table = "evidence_tile"
        unique_together = (("level", "number"),)


class LogState(Row):
    """The one row whose conditional update decides which process may extend the tree."""

    size = fields.BigIntField(default=0)

    class Meta:
        table = "evidence_state"


class LogCheckpoint(Row):
    """A signed head of the log: never changed, never removed."""

    size = fields.BigIntField(unique=True)
    root = fields.BinaryField()
    note = fields.TextField()
    key = fields.CharField(max_length=400)
    at = UtcDatetimeField[datetime]()

    class Meta:
        table = "evidence_checkpoint"


class CheckpointWitness(Row):
    """The receipt of one outside witness for one checkpoint."""

    checkpoint: fields.ForeignKeyRelation[LogCheckpoint] = fields.ForeignKeyField(
        "island.LogCheckpoint", related_name="witnesses", on_delete=fields.OnDelete.RESTRICT
    )
    key = fields.CharField(max_length=400)
    line = fields.CharField(max_length=1_000)
    at = UtcDatetimeField[datetime]()

    class Meta:
        table = "evidence_checkpoint_witness"
        unique_together = (("checkpoint", "key"),)


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the people entitled to it may read it; `facts` is None once erased."""

    id: UUID
    subject: str
    act: str
    at: datetime
    actor: str
    facts: dict[str, Json] | None
    index: int | None


async def entries_of(subject: str) -> tuple[Entry, ...]:
    """Everything recorded about a subject, in the order in which it happened."""
    rows = await Leaf.filter(subject=subject).order_by("at", "index", "id")
    return tuple(_entry(row) for row in rows)


async def entry_of(leaf_id: UUID) -> Entry:
    row = await Leaf.get_or_none(id=leaf_id)
    if row is None:
        raise NotFound("evidence.unknown_act")
    return _entry(row)


async def last_entry(subject: str, act: str) -> Entry | None:
    row = await Leaf.filter(subject=subject, act=act).order_by("-at", "-id").first()
    return _entry(row) if row else None


def _entry(row: Leaf) -> Entry:
    return Entry(row.id, row.subject, row.act, row.at, row.actor, row.facts, row.index)
