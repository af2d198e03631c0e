"""A hearing's window is reckoned anew when a period of its case has another last day."""

from datetime import datetime
from uuid import UUID

from commons.access.actor import SYSTEM
from commons.almanac import day_of
from commons.db import atomic
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from litigation.cases.models import Case
from litigation.hearings.models import Adjournment, Hearing, people_of
from litigation.hearings.reckoning import bounds_of, open_hearing_of
from litigation.hearings.rules import Stage
from litigation.hearings.window import reasons_of, window_of
from litigation.hearings.wishing import wish_of
from scheduling import requests
from scheduling.requests import State

MAY_MOVE = frozenset({Stage.ASKED, Stage.LISTED, Stage.SUMMONED})


@atomic
async def reckon_again(case_id: UUID, *, now: datetime) -> None:
    """Give the hearing that is under way the window of the clocks as they stand now.

    What still waits in the pool waits with the new days. What is listed keeps its place: only a
    person takes a day away from people who were told of it, and the page says that it no longer
    fits. Repeating changes nothing.
    """
    case = await Case.filter(id=case_id).select_for_update().first()
    row = await open_hearing_of(case_id)
    if case is None or row is None or row.stage not in MAY_MOVE:
        return
    follows, lifted = await _before(row)
    bounds = await bounds_of(
        case,
        today=day_of(row.asked_at),
        travel_days=row.travel_days,
        notice_waived=row.notice_waived,
        periods_waived=row.periods_waived,
        follows=follows,
        gap_is_lifted=lifted,
    )
    window = window_of(bounds)
    if (row.earliest_on, row.latest_on) == (window.earliest_on, window.latest_on):
        return
    await row.keep(
        earliest_on=window.earliest_on,
        latest_on=window.latest_on,
        is_tight=window.is_tight,
        window_why=reasons_of(window),
    )
    listing = await requests.find_listing(row.id)
    if listing is not None and listing.state is State.WAITING:
        wish = wish_of(case, row, await people_of(row.id))
        await requests.ask_for_hearing(wish, actor=SYSTEM, now=now)
    facts: dict[str, Json] = {
        "earliest_on": row.earliest_on.isoformat(),
        "latest_on": row.latest_on.isoformat(),
    }
    await record(row.subject, "hearings.window_moved", facts, actor=SYSTEM, at=now)


async def _before(row: Hearing) -> tuple[Hearing | None, bool]:
    """Find the hearing that this one follows, and whether the month between them was lifted."""
    if row.follows_id is None:
        return None, False
    put_off = await Adjournment.filter(hearing_id=row.follows_id, is_granted=True).first()
    lifted = put_off is not None and put_off.lifts_gap
    return await Hearing.get_or_none(id=row.follows_id), lifted
