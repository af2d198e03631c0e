"""Outsiders who saw the log: they co-sign its heads, so that not even the court can rewrite it.

Online Litigation Rules art. 17 (2) lets a party doubt a log whose keeper has an interest in it.
A witness signs a head only after checking that it continues the last head it signed
(C2SP tlog-witness); its receipts are kept beside the head and travel in every bundle.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from commons.db import atomic
from commons.evidence_log import checkpoint, merkle
from commons.evidence_log.checkpoint import COSIGNATURE, BadNote, Checkpoint, PublicKey, SigningKey
from commons.evidence_log.log import integrate, signing_key
from commons.evidence_log.models import CheckpointWitness, Leaf, LogCheckpoint
from commons.evidence_log.proving import continuation, current_head
from commons.providers.ports import Outside

LATE_AFTER = timedelta(seconds=60)
TURNS_MAX = 50


class WitnessRefused(Exception):
    """The witness does not sign. `size` is the head it last saw: proofs start from there."""

    def __init__(self, reason: str, size: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.size = size


class Witness(Protocol):
    """Somebody outside with a key of their own."""

    @property
    def key(self) -> PublicKey: ...

    async def add(self, note: str, old_size: int, path: Sequence[bytes], now: datetime) -> str:
        """Answer with a signature line, or raise WitnessRefused."""
        ...


@dataclass(slots=True)
class SandboxWitness:
    """A complete witness in our own house: keeps the rules, but is no outsider."""

    signer: SigningKey
    log: PublicKey
    memory: Path | None = None
    seen: Checkpoint | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        if self.memory is not None and self.memory.exists():
            self.seen = checkpoint.read(json.loads(self.memory.read_text())["seen"])

    @property
    def key(self) -> PublicKey:
        return self.signer.public(COSIGNATURE)

    async def add(self, note: str, old_size: int, path: Sequence[bytes], now: datetime) -> str:
        try:
            head = checkpoint.read(note)
        except BadNote as error:
            raise WitnessRefused("malformed", self._size) from error
        if not head.signed_by(self.log):
            raise WitnessRefused("not_the_log", self._size)
        if old_size != self._size or head.size < old_size:
            raise WitnessRefused("stale", self._size)
        old_root = self.seen.root if self.seen else merkle.EMPTY_ROOT
        if not merkle.consistency_holds(
            old_size=old_size, new_size=head.size, path=path, old_root=old_root, new_root=head.root
        ):
            raise WitnessRefused("inconsistent", self._size)
        # Remember first, sign second: a crash in between costs a line, never a double promise.
        self.seen = head
        if self.memory is not None:
            fresh = self.memory.with_suffix(".new")
            fresh.write_text(json.dumps({"seen": note}))
            fresh.replace(self.memory)
        return str(checkpoint.cosign(self.signer, head, now))

    @property
    def _size(self) -> int:
        return self.seen.size if self.seen else 0


async def seal(outside: Outside) -> None:
    """Close the waiting acts under a signed head: the worker's chore of every second."""
    key = signing_key(outside.settings)
    for _ in range(TURNS_MAX):
        if not await integrate(key, outside.clock.now()):
            return


async def witness_head(witness: Witness, now: datetime) -> bool:
    """Ask one witness about the newest head, outside any transaction; keep its receipt."""
    head = await current_head()
    if head is None or await _has_receipt(head.size, witness.key):
        return False
    last = await LogCheckpoint.filter(witnesses__key=str(witness.key)).order_by("-size").first()
    old_size = last.size if last else 0
    try:
        line = await _ask(witness, head.note, old_size, head.size, now)
    except WitnessRefused as refusal:
        if refusal.reason != "stale" or not old_size != refusal.size <= head.size:
            raise
        line = await _ask(witness, head.note, refusal.size, head.size, now)
    await _keep_receipt(head.size, witness.key, line, now)
    return True


async def _ask(witness: Witness, note: str, old_size: int, size: int, now: datetime) -> str:
    path = await continuation(old_size, size) if old_size else ()
    return await witness.add(note, old_size, path, now)


async def _has_receipt(size: int, key: PublicKey) -> bool:
    return await CheckpointWitness.filter(checkpoint__size=size, key=str(key)).exists()


@atomic
async def _keep_receipt(size: int, key: PublicKey, line: str, now: datetime) -> None:
    row = await LogCheckpoint.get(size=size)
    head = checkpoint.read(row.note + line)
    if head.cosigned_at(key) is None:
        raise WitnessRefused("bad_signature")
    await CheckpointWitness.create(checkpoint_id=row.id, key=str(key), line=line, at=now)


@dataclass(frozen=True, slots=True)
class Lateness:
    """How long the oldest act has waited for its head, and the newest head for a witness."""

    unsealed: timedelta
    unwitnessed: timedelta

    @property
    def is_late(self) -> bool:
        return max(self.unsealed, self.unwitnessed) > LATE_AFTER


async def lateness(now: datetime) -> Lateness:
    """Measure against the promise of sixty seconds: for the doctor and the metrics."""
    waiting = await Leaf.filter(index=None).order_by("at").first()
    seen = await LogCheckpoint.filter(witnesses__id__not_isnull=True).order_by("-size").first()
    bare = await LogCheckpoint.filter(size__gt=seen.size if seen else 0).order_by("size").first()
    nothing = timedelta()
    return Lateness(
        unsealed=now - waiting.at if waiting else nothing,
        unwitnessed=now - bare.at if bare else nothing,
    )
