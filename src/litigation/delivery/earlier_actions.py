"""Taking over what was served before, many in one deed: each wholly or not at all."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from commons.access.actor import Actor, Permission
from commons.db import atomic
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record_all
from commons.imports import Sheet, note_imported
from litigation.delivery.earlier import EarlierService
from litigation.delivery.earlier_models import EarlierDelivery

BATCH_MAX = 500


@atomic
async def take_over_services(
    actor: Actor, services: Sequence[EarlierService], *, now: datetime
) -> None:
    """Write checked services down, each with a leaf under its case; no message is sent."""
    assert len(services) <= BATCH_MAX
    for place in {one.organisation_id for one in services}:
        actor.must(Permission.DELIVERY_SEND, place)
    rows = [_row(one) for one in services]
    await EarlierDelivery.bulk_create(rows)
    pairs = list(zip(services, rows, strict=True))
    await note_imported(Sheet.SERVICES, [(one.key, one.digest, row.id) for one, row in pairs])
    acts = [(f"case:{row.case_id}", "delivery.taken_over", _said(one, row)) for one, row in pairs]
    await record_all(acts, actor=actor, at=now)


def _row(one: EarlierService) -> EarlierDelivery:
    return EarlierDelivery(
        id=uuid4(),
        case_id=one.case_id,
        case_name=one.case_name,
        organisation_id=one.organisation_id,
        party_id=one.party_id,
        recipient=one.recipient,
        title=one.title,
        way=one.way,
        outcome=one.outcome,
        sent_on=one.sent_on,
        served_on=one.served_on,
        words=one.words,
    )


def _said(one: EarlierService, row: EarlierDelivery) -> dict[str, Json]:
    return {
        "key": one.key,
        "line": one.digest,
        "delivery": str(row.id),
        "way": row.way.value,
        "outcome": row.outcome.value,
        "served_on": row.served_on.isoformat() if row.served_on else None,
    }
