"""The register of courtrooms: added, changed, given up; names are unique in one court."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor
from commons.db import atomic
from commons.errors import NotFound, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from scheduling.models import LIST, CourtRoom
from scheduling.rules import FEATURES_MAX, NAME_MAX, SEATS_MAX


@atomic
async def add_room(
    actor: Actor,
    organisation_id: UUID,
    *,
    name: str,
    island: str,
    seats: int,
    features: Iterable[str],
    now: datetime,
) -> UUID:
    """Add a room, or change the one of this name; pressing twice makes one room."""
    if not actor.may(LIST, organisation_id):
        raise NotValid(fields={"organisation_id": Problem("form.not_a_choice")})
    offered = sorted({one.strip()[:NAME_MAX] for one in features if one.strip()})
    if not 1 <= seats <= SEATS_MAX:
        raise NotValid(fields={"seats": Problem("form.too_large", {"limit": SEATS_MAX})})
    if len(offered) > FEATURES_MAX:
        raise NotValid(fields={"features": Problem("form.too_many", {"max": FEATURES_MAX})})
    row = await CourtRoom.filter(organisation_id=organisation_id, name=name).first()
    if row is None:
        row = await CourtRoom.create(
            organisation_id=organisation_id,
            name=name,
            island=island,
            seats=seats,
            features=offered,
        )
    else:
        await row.keep(island=island, seats=seats, features=offered, closed_at=None)
    facts: dict[str, Json] = {"seats": seats, "features": list[Json](offered)}
    await record(f"scheduling_room:{row.id}", "scheduling.room_kept", facts, actor=actor, at=now)
    return row.id


@atomic
async def close_room(actor: Actor, room_id: UUID, *, now: datetime) -> None:
    """Give a room up: nothing new is listed there, what was held there stays."""
    row = await CourtRoom.get_or_none(id=room_id)
    if row is None or not actor.may(LIST, row.organisation_id):
        raise NotFound("scheduling.no_such_room")
    if row.closed_at is not None:
        return
    await row.keep(closed_at=now)
    subject = f"scheduling_room:{row.id}"
    await record(subject, "scheduling.room_closed", {}, actor=actor, at=now)
