"""Taking over what deliveries prove: who was served a decision electronically, and since when."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from commons.access.actor import SYSTEM
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import Refusal
from litigation.decisions.effect_actions import locked, serve
from litigation.decisions.models import CourtDecision, DecisionReach
from litigation.decisions.rules import DecisionKind, DecisionStage, ServedWay
from litigation.delivery.models import Attempt, Delivery, Sighting
from litigation.delivery.served import served

AT_ONCE_MAX = 500


@atomic
async def note_served(decision_id: UUID, now: datetime) -> int:
    """Take over what deliveries prove: who was served electronically, and since when."""
    found = await locked(decision_id)
    if found is None:
        return 0
    case, row = found
    if row.stage is not DecisionStage.ISSUED or row.paper_id is None:
        return 0
    if row.kind is DecisionKind.MEDIATION_ORDER:
        return 0  # it is signed for, never merely delivered (Interpretation art. 149)
    noted = 0
    waiting = await DecisionReach.filter(decision_id=row.id, served_on=None)
    for reach in waiting:
        at = await _served_at(row.paper_id, reach.party_id)
        if at is not None:
            await serve(
                case,
                row,
                reach.party_id,
                served_on=day_of(at),
                way=ServedWay.ELECTRONIC,
                actor=SYSTEM,
                now=now,
            )
            noted += 1
    return noted


async def _served_at(paper_id: UUID, person_id: UUID) -> datetime | None:
    delivery = await Delivery.get_or_none(paper_id=paper_id, person_id=person_id)
    if delivery is None:
        return None
    attempts = await Attempt.filter(delivery_id=delivery.id)
    sights = await Sighting.filter(delivery_id=delivery.id)
    return served(delivery.facts(attempts, sights)).at


async def note_all_served(now: datetime) -> int:
    """Look at every decision that waits for a service: a chore of every hour."""
    noted, after = 0, UUID(int=0)
    while ids := await _waiting_after(after):
        for decision_id in ids:
            # A service before its issue or a case closed meanwhile is for a person.
            with suppress(Refusal):
                noted += await note_served(decision_id, now)
        after = ids[-1]
    return noted


async def _waiting_after(decision_id: UUID) -> list[UUID]:
    waiting = CourtDecision.filter(
        id__gt=decision_id, stage=DecisionStage.ISSUED, reached__served_on=None
    )
    rows = await waiting.order_by("id").distinct().limit(AT_ONCE_MAX).values_list("id", flat=True)
    return [UUID(str(one)) for one in rows]
