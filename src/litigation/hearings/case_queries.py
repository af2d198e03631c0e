"""Reading all hearings of one case, as the court or as a party sees them."""

from uuid import UUID

from commons.access.actor import Actor
from litigation.cases.models import access_case
from litigation.hearings.adjourning import ADJOURNMENTS_MAX
from litigation.hearings.case_views import CaseHearings
from litigation.hearings.models import Hearing, HearingPerson
from litigation.hearings.queries import head_for, line_of
from litigation.hearings.reckoning import adjournments_done, open_hearing_of, trials_sat
from litigation.hearings.rules import MAY_BE_HEARD


async def view_case(actor: Actor, case_id: UUID) -> CaseHearings:
    """List the hearings of one case; a party sees its own part in each."""
    case = await access_case(actor, case_id)
    head = head_for(actor, case)
    rows = await Hearing.filter(case_id=case.id).order_by("-place")
    own: dict[UUID, list[HearingPerson]] = {}
    if not head.is_staff:
        mine = HearingPerson.filter(hearing__case_id=case.id, account_id=actor.account_id)
        for one in await mine.order_by("place"):
            own.setdefault(one.hearing_id, []).append(one)
    done = await adjournments_done(case.id)
    running = await open_hearing_of(case.id)
    return CaseHearings(
        case=head,
        hearings=tuple(line_of(row, own.get(row.id, ()), actor, case) for row in rows),
        may_ask=head.may_write and running is None and case.stage in MAY_BE_HEARD,
        sat_before=await trials_sat(case.id),
        adjournments_left=max(0, ADJOURNMENTS_MAX[case.procedure] - done),
    )
