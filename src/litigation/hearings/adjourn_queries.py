"""Reading wishes to adjourn: on the hearing's page, alone, and in the list of who decides."""

from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.errors import NotFound
from litigation.cases.models import Case, is_staff
from litigation.hearings.adjourning import ADJOURNMENTS_MAX, Verdict, choices_for
from litigation.hearings.models import Adjournment, Hearing, access_hearing
from litigation.hearings.views import AdjournmentView, OpenAdjournments

DECIDE, APPROVE = Permission.CASE_DECIDE, Permission.CASE_APPROVE
WAITING_MAX = 100


def adjournment_view(one: Adjournment, row: Hearing, case: Case, actor: Actor) -> AdjournmentView:
    needed = DECIDE if one.verdict is Verdict.JUDGE else APPROVE
    may = one.is_open and actor.may(needed, case.organisation_id)
    return AdjournmentView(
        id=one.id,
        hearing_id=row.id,
        case_name=case.name,
        reason=one.reason,
        cause=one.cause,
        words=one.words,
        done_before=one.done_before,
        limit=ADJOURNMENTS_MAX[row.procedure],
        verdict=one.verdict,
        is_open=one.is_open,
        choice=one.choice,
        decision=one.decision,
        asked_by=one.asked_by_name,
        asked_at=one.asked_at,
        decided_by=one.decided_by_name,
        starts_at=row.starts_at,
        may_decide=may,
        choices=choices_for(one.verdict) if may else (),
    )


async def view_adjournment(actor: Actor, adjournment_id: UUID) -> AdjournmentView:
    one = await Adjournment.get_or_none(id=adjournment_id)
    if one is None:
        raise NotFound("hearings.no_such_adjournment")
    case, row = await access_hearing(actor, one.hearing_id)
    if not is_staff(actor, case):
        raise NotFound("hearings.no_such_adjournment")
    return adjournment_view(one, row, case, actor)


async def waiting_adjournments(actor: Actor) -> OpenAdjournments:
    """List what waits for a decision in the courts within reach, oldest first."""
    places = sorted(actor.reach.get(Permission.CASE_SEE_ALL, frozenset()))
    rows = (
        await Adjournment.filter(is_open=True, hearing__case__organisation_id__in=places)
        .order_by("asked_at", "id")
        .limit(WAITING_MAX)
        .prefetch_related("hearing__case")
    )
    return OpenAdjournments(
        tuple(adjournment_view(one, one.hearing, one.hearing.case, actor) for one in rows)
    )
