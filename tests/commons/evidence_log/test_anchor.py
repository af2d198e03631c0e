"""A witness signs a head once it has seen that the log only grew, and its receipt is kept."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from commons.evidence_log import checkpoint, verify
from commons.evidence_log.anchor import (
    SandboxWitness,
    WitnessRefused,
    lateness,
    witness_head,
)
from commons.evidence_log.checkpoint import SigningKey
from commons.evidence_log.log import integrate
from commons.evidence_log.models import CheckpointWitness
from commons.evidence_log.proving import continuation, current_head, prove
from commons.evidence_log.verify import Trust
from tests.commons.evidence_log.builders import KEY, NOW, THIEF, a_log, an_act


def _witness(number: int = 1, memory: Path | None = None) -> SandboxWitness:
    signer = SigningKey(f"witness.example/w{number}", bytes([number]) * 32)
    return SandboxWitness(signer, KEY.public(), memory)


async def _note() -> str:
    head = await current_head()
    assert head is not None
    return head.note


async def test_two_witnesses_see_every_head_and_travel_in_the_bundle(db: None) -> None:
    first, second = _witness(1), _witness(2)
    for count in (3, 1, 300):
        made = await a_log(count)
        assert await witness_head(first, NOW)
        assert await witness_head(second, NOW)
    assert await CheckpointWitness.all().count() == 6
    trust = Trust(key=str(KEY.public()), witnesses=(str(first.key), str(second.key)))
    proven = verify.verify((await prove(made[0])).to_json(), trust=trust)
    assert [name for name, _ in proven.witnessed] == ["witness.example/w1", "witness.example/w2"]


async def test_a_witness_is_asked_once_about_a_head(db: None) -> None:
    witness = _witness()
    assert not await witness_head(witness, NOW)
    await a_log(3)
    assert await witness_head(witness, NOW)
    assert not await witness_head(witness, NOW)
    assert await CheckpointWitness.all().count() == 1


async def test_a_witness_who_knows_more_than_we_is_proven_to_from_there(db: None) -> None:
    """A receipt was lost on its way: the witness had signed, we never learned of it."""
    witness = _witness()
    await a_log(3)
    await witness_head(witness, NOW)
    await a_log(2)
    await witness.add(await _note(), 3, await continuation(3, 5), NOW)
    await a_log(4)
    assert await witness_head(witness, NOW)


async def test_a_rewritten_log_is_refused(db: None) -> None:
    witness = _witness()
    await a_log(3)
    await witness_head(witness, NOW)
    note = await _note()
    fork = str(checkpoint.sign(KEY, size=3, root=bytes(32)))
    grown = str(checkpoint.sign(KEY, size=5, root=bytes(32)))
    stolen = str(checkpoint.sign(THIEF, size=5, root=bytes(32)))
    older = str(checkpoint.sign(KEY, size=2, root=bytes(32)))
    asked = ((fork, 3), (grown, 3), (stolen, 3), (older, 3), (grown, 2), ("x", 3), (note, 3))
    reasons = []
    for text, old_size in asked:
        try:
            await witness.add(text, old_size, (), NOW)
            reasons.append("signed")
        except WitnessRefused as refusal:
            reasons.append(refusal.reason)
    assert reasons == [
        "inconsistent",
        "inconsistent",
        "not_the_log",
        "stale",
        "stale",
        "malformed",
        "signed",
    ]


async def test_a_witness_remembers_after_a_restart(db: None, tmp_path: Path) -> None:
    memory = tmp_path / "witness.json"
    await a_log(3)
    await witness_head(_witness(memory=memory), NOW)
    again = _witness(memory=memory)
    fork = str(checkpoint.sign(KEY, size=4, root=bytes(32)))
    with pytest.raises(WitnessRefused):
        await again.add(fork, 0, (), NOW)
    await a_log(1)
    assert await witness_head(again, NOW)


@dataclass
class Liar:
    """A witness whose line does not verify: its receipt must not be kept."""

    honest: SandboxWitness = field(default_factory=_witness)

    @property
    def key(self) -> checkpoint.PublicKey:
        return self.honest.key

    async def add(self, note: str, old_size: int, path: object, now: object) -> str:
        other = checkpoint.sign(KEY, size=99, root=bytes(32))
        return str(checkpoint.cosign(self.honest.signer, other, NOW))


async def test_a_receipt_that_does_not_verify_is_not_kept(db: None) -> None:
    await a_log(3)
    with pytest.raises(WitnessRefused):
        await witness_head(Liar(), NOW)
    assert await CheckpointWitness.all().count() == 0


async def test_lateness_is_measured_against_sixty_seconds(db: None) -> None:
    witness = _witness()
    await an_act()
    soon, late = NOW + timedelta(seconds=30), NOW + timedelta(seconds=61)
    assert [(await lateness(at)).is_late for at in (soon, late)] == [False, True]
    await integrate(KEY, soon)
    assert (await lateness(soon)).unsealed == timedelta()
    assert [(await lateness(at)).is_late for at in (late, late + timedelta(seconds=30))] == [
        False,
        True,
    ]
    await witness_head(witness, late)
    assert await lateness(late) == (await lateness(NOW + timedelta(days=1)))
