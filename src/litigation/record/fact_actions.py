"""What is done to agreed facts: proposed, fixed by both sides' signatures, opened again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from commons.access.actor import SYSTEM, Actor
from commons.db import atomic
from commons.errors import NotFound, NotNow
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.outbox import emit
from litigation.events import FactsReopened
from litigation.mediation.models import Matter, party_of
from litigation.record import rules
from litigation.record.entry_actions import Pen, Shelf, add, confided, writable
from litigation.record.models import AgreedFact
from litigation.record.rules import FACT_FLOW, FactAct, FactStage


@atomic
async def propose_fact(
    actor: Actor, matter_id: UUID, text: str, *, form_key: UUID, now: datetime
) -> UUID:
    """Write a fact down for both sides to sign. Until then it is an unfixed concession."""
    matter = await confided(actor, matter_id)
    rules.check_under_way(matter.stage)
    rules.check_text("text", text, rules.TEXT_MAX)
    row, _ = await add(
        Pen(actor, matter, form_key, now),
        AgreedFact,
        "record.fact_proposed",
        {"text": text},
        Shelf(AgreedFact.filter(matter_id=matter.id), "facts", rules.FACTS_MAX),
        text=text,
        stage=FACT_FLOW.start,
    )
    return row.id


@atomic
async def withdraw_fact(actor: Actor, matter_id: UUID, fact_id: UUID, *, now: datetime) -> None:
    """Take a proposed fact back. Its words never change: a better wording is a new fact."""
    matter = await writable(actor, matter_id)
    row = await _fact(matter, fact_id)
    await row.keep(stage=FACT_FLOW.step(row.stage, FactAct.WITHDRAW))
    logged: dict[str, Json] = {"fact": str(row.id)}
    await record(matter.subject, "record.fact_withdrawn", logged, actor=actor, at=now)


@atomic
async def fix_facts(
    matter_id: UUID,
    fact_ids: Iterable[UUID],
    paper_id: UUID,
    at: datetime,
    *,
    actor: Actor = SYSTEM,
) -> None:
    """Fix what both sides have just signed. Only the signing room calls this, inside its deed.

    Evidence Rules art. 3 and 8: a fact admitted by both needs no proof; going back on it needs a
    reason. Hence no fact is fixed by one side, and none is opened again without a reason.
    """
    matter = await Matter.filter(id=matter_id).select_for_update().first()
    if matter is None:
        raise NotFound("mediation.not_found")
    rules.check_may_write(matter.stage)
    wanted = frozenset(fact_ids)
    rows = await AgreedFact.filter(matter_id=matter.id, id__in=list(wanted)).order_by("number")
    if len(rows) != len(wanted):
        raise NotFound("record.fact_not_found")
    for row in rows:
        if row.stage is FactStage.FIXED and row.paper_id == paper_id:
            continue
        stage = FACT_FLOW.step(row.stage, FactAct.FIX)
        await row.keep(stage=stage, paper_id=paper_id, fixed_at=at)
        logged: dict[str, Json] = {"fact": str(row.id), "paper": str(paper_id)}
        await record(matter.subject, "record.fact_fixed", logged, actor=actor, at=at)


@atomic
async def reopen_fact(
    actor: Actor,
    matter_id: UUID,
    fact_id: UUID,
    *,
    asked_by: UUID,
    reason: str,
    now: datetime,
) -> None:
    """Open a fixed fact again: the reason stays visible, and the signed paper no longer holds."""
    matter = await writable(actor, matter_id)
    row = await _fact(matter, fact_id)
    rules.check_text("reason", reason, rules.TEXT_MAX)
    await party_of(matter, asked_by)
    stage = FACT_FLOW.step(row.stage, FactAct.REOPEN)
    paper_id = row.paper_id
    if paper_id is None:
        raise NotNow("record.fact_without_paper")
    await row.keep(stage=stage, reopened_at=now, reopened_reason=reason, reopened_by=asked_by)
    # A signature binds exactly what was shown: with one fact open, the paper binds nobody.
    others = await AgreedFact.filter(matter_id=matter.id, paper_id=paper_id, stage=FactStage.FIXED)
    for other in others:
        unfixed = FACT_FLOW.step(other.stage, FactAct.UNFIX)
        await other.keep(stage=unfixed, paper_id=None, fixed_at=None)
    logged: dict[str, Json] = {
        "fact": str(row.id),
        "asked_by": str(asked_by),
        "paper": str(paper_id),
        "unfixed": [str(other.id) for other in others],
    }
    await record(matter.subject, "record.fact_reopened", logged, actor=actor, at=now)
    await emit(FactsReopened(matter_id=matter.id, paper_id=paper_id))


async def _fact(matter: Matter, fact_id: UUID) -> AgreedFact:
    row = await AgreedFact.get_or_none(id=fact_id, matter_id=matter.id)
    if row is None:
        raise NotFound("record.fact_not_found")
    return row
