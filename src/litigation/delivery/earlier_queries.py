"""Reading what was served before: of one case, or of a court, the latest first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.errors import NotFound
from litigation.cases.models import access_case, is_staff
from litigation.delivery.earlier import Outcome, Way
from litigation.delivery.earlier_models import EarlierDelivery, earlier_visible_to
from litigation.mediation.views import ROWS_PER_PAGE

SEE = Permission.DELIVERY_SEE
PAGES_MAX = 1000


@dataclass(frozen=True, slots=True)
class EarlierLine:
    case_id: UUID
    case_name: str
    title: str
    recipient: str
    way: Way
    outcome: Outcome
    sent_on: date
    served_on: date | None
    words: str


@dataclass(frozen=True, slots=True)
class EarlierList:
    lines: tuple[EarlierLine, ...]
    outcome: Outcome | None
    case_id: UUID | None
    case_name: str
    page: int
    has_more: bool
    outcomes: tuple[Outcome, ...] = tuple(Outcome)


async def earlier_services(
    actor: Actor, *, outcome: Outcome = Outcome.FAILED, page: int = 1
) -> EarlierList:
    """List what was served in the courts that one may see; one query however many lines."""
    actor.must(SEE)
    page = min(max(page, 1), PAGES_MAX)
    rows = EarlierDelivery.filter(earlier_visible_to(actor), outcome=outcome)
    start = (page - 1) * ROWS_PER_PAGE
    found = await rows.order_by("-sent_on", "-id").offset(start).limit(ROWS_PER_PAGE + 1)
    return EarlierList(
        lines=tuple(map(_line, found[:ROWS_PER_PAGE])),
        outcome=outcome,
        case_id=None,
        case_name="",
        page=page,
        has_more=len(found) > ROWS_PER_PAGE,
    )


async def earlier_services_of(actor: Actor, case_id: UUID, *, page: int = 1) -> EarlierList:
    """List what was served in one case before it came here; staff of its court only."""
    case = await access_case(actor, case_id)
    if not (is_staff(actor, case) and actor.may(SEE, case.organisation_id)):
        raise NotFound("cases.not_found")
    page = min(max(page, 1), PAGES_MAX)
    rows = EarlierDelivery.filter(case_id=case.id).order_by("-sent_on", "-id")
    found = await rows.offset((page - 1) * ROWS_PER_PAGE).limit(ROWS_PER_PAGE + 1)
    return EarlierList(
        lines=tuple(map(_line, found[:ROWS_PER_PAGE])),
        outcome=None,
        case_id=case.id,
        case_name=case.name,
        page=page,
        has_more=len(found) > ROWS_PER_PAGE,
    )


def _line(row: EarlierDelivery) -> EarlierLine:
    return EarlierLine(
        case_id=row.case_id,
        case_name=row.case_name,
        title=row.title,
        recipient=row.recipient,
        way=row.way,
        outcome=row.outcome,
        sent_on=row.sent_on,
        served_on=row.served_on,
        words=row.words,
    )
