"""Gathers what the paper of a decision is about to say, from the rows that know it."""

from litigation.decisions.models import CourtDecision
from litigation.decisions.papers import Ruled
from litigation.hearings import wording
from litigation.hearings.models import people_of
from litigation.hearings.rules import SUMMONED_PARTS


async def ruled_of(decision: CourtDecision) -> Ruled:
    absent: tuple[str, ...] = ()
    if decision.hearing_id is not None and decision.by_default:
        people = await people_of(decision.hearing_id)
        absent = tuple(
            f"{wording.PARTS[one.part]}{one.name}"
            for one in people
            if one.part in SUMMONED_PARTS and not one.has_come
        )
    return Ruled(
        draft=decision.draft(),
        by_default=decision.by_default,
        pronounced_on=decision.pronounced_on,
        pronounced_how=decision.pronounced_how,
        amount_fen=decision.amount_fen,
        absent=absent,
    )
