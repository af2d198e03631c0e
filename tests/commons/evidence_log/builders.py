"""What the tests of the evidence log are made from: a key, acts, a sealed log."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from commons.access.actor import SYSTEM
from commons.db import atomic
from commons.evidence_log.checkpoint import SigningKey
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import integrate, record, record_all

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KEY = SigningKey("court.example/evidence", bytes(range(32)))
THIEF = SigningKey("court.example/evidence", bytes(range(1, 33)))
PDF = "ab" * 32


@atomic
async def an_act(
    subject: str = "mediation:1",
    act: str = "mediation.opened",
    facts: Mapping[str, Json] | None = None,
    at: datetime = NOW,
) -> UUID:
    return await record(subject, act, facts or {"number": 1}, actor=SYSTEM, at=at)


async def a_paper(pdf_sha256: str = PDF) -> UUID:
    return await an_act("paper:1", "paper.issued", {"pdf_sha256": pdf_sha256, "number": "调1"})


@atomic
async def acts(count: int) -> tuple[UUID, ...]:
    made = ((f"matter:{number}", "matter.noted", {"number": number}) for number in range(count))
    return await record_all(made, actor=SYSTEM, at=NOW)


async def a_log(count: int) -> tuple[UUID, ...]:
    """Some acts, already under a signed head."""
    made = await acts(count)
    while await integrate(KEY, NOW):
        pass
    return made
