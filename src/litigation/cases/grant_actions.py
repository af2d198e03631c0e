"""What a granted motion brings about in a case: other claims, another court, an early end."""

from collections.abc import Awaitable, Mapping
from datetime import datetime
from typing import Protocol

from commons.access.actor import Actor
from commons.almanac import day_of
from commons.db import must_be_inside_deed
from commons.errors import NotNow, NotValid, Problem
from litigation.cases import charge
from litigation.cases.charging import NoticeKind, NoticeStage, RefundGround
from litigation.cases.fee_actions import (
    cancel_notice,
    costing_of,
    issue_notice,
    notices_of,
    owe,
    reckon_again,
)
from litigation.cases.fees import Outcome
from litigation.cases.grade_actions import grade_now
from litigation.cases.models import Case, CaseClaim, CaseParty, Motion
from litigation.cases.motions import MotionKind
from litigation.cases.pleading import Asked, ClaimStage, total
from litigation.cases.rules import PENDING, Ending, Side
from litigation.cases.stage_actions import close_case
from litigation.cases.ways import CourtWays


class Grant(Protocol):
    """One kind of motion, granted, inside the deed of the decision."""

    def __call__(
        self, case: Case, row: Motion, ways: CourtWays, /, *, actor: Actor, now: datetime
    ) -> Awaitable[None]: ...


async def _counterclaim(
    case: Case, row: Motion, ways: CourtWays, /, *, actor: Actor, now: datetime
) -> None:
    """Join the counterclaim; its fee is halved, and asked for at once (Measures art. 18, 22)."""
    side = await _side(row)
    claims = _claims(row)
    await _add(case, row, claims, side=side, is_counter=True, now=now)
    await grade_now(case, ways, actor=actor, now=now)
    costing = costing_of(case, amount_fen=total(claims), joined=True)
    fee = charge.fee_of(costing, on=day_of(now), rounding=ways.rounding)
    payer = await CaseParty.get(id=row.party_id)
    await issue_notice(case, NoticeKind.COUNTERCLAIM, fee, payer=payer, actor=actor, now=now)


async def _change(
    case: Case, row: Motion, ways: CourtWays, /, *, actor: Actor, now: datetime
) -> None:
    """Drop and add claims; what the fee then is, is asked for or goes back (Measures art. 21)."""
    side = await _side(row)
    dropped = [str(one) for one in row.asked["dropped"]]
    today = day_of(now)
    for claim in await CaseClaim.filter(case_id=case.id, id__in=dropped, side=side):
        if claim.stage is ClaimStage.STANDING:
            await claim.keep(stage=ClaimStage.DROPPED, ended_on=today)
    await _add(case, row, _claims(row), side=side, is_counter=False, now=now)
    own = [one for one in await _standing(case) if not one.is_counter]
    if not own:
        raise NotValid(fields={"item_1": Problem("cases.motion.no_claim_left")})
    amount = total(tuple(Asked(one.item, one.amount_fen) for one in own))
    await case.keep(amount_fen=amount)
    await grade_now(case, ways, actor=actor, now=now)
    if side is Side.PLAINTIFF:
        await reckon_again(case, ways, actor=actor, now=now)


async def _withdraw(
    case: Case, row: Motion, ways: CourtWays, /, *, actor: Actor, now: datetime
) -> None:
    """Close the case; half the fee goes back, halved once at most (art. 15; Interpr. art. 206)."""
    for notice in await notices_of(case):
        if notice.stage is NoticeStage.DUE and notice.kind is not NoticeKind.COUNTERCLAIM:
            await cancel_notice(case, notice, actor=actor, now=now)
    await settle_final(case, Outcome.WITHDRAWN, ways, actor=actor, now=now)
    standing = await _standing(case)
    if any(one.is_counter for one in standing):
        # Interpretation art. 239: the counterclaim is tried on without the claim.
        for claim in standing:
            if not claim.is_counter and claim.side is Side.PLAINTIFF:
                await claim.keep(stage=ClaimStage.DROPPED, ended_on=day_of(now))
        return
    await close_case(case, Ending.WITHDRAWN, words=row.decision, actor=actor, now=now)


async def _jurisdiction(
    case: Case, row: Motion, ways: CourtWays, /, *, actor: Actor, now: datetime
) -> None:
    """Hand the case to the competent court; what was paid goes with it (Measures art. 24)."""
    assert ways
    await close_case(case, Ending.TRANSFERRED, words=row.decision, actor=actor, now=now)


async def _consolidate(
    case: Case, row: Motion, ways: CourtWays, /, *, actor: Actor, now: datetime
) -> None:
    """Try two cases as one: this one is closed into the other, with its claims and parties."""
    assert ways
    number = str(row.asked["other_number"])
    other = await Case.filter(number=number).select_for_update().first()
    if other is None or other.id == case.id or other.organisation_id != case.organisation_id:
        raise NotValid(fields={"other_number": Problem("cases.motion.no_such_case")})
    if other.stage not in PENDING:
        raise NotNow("cases.motion.other_not_pending")
    await case.keep(joined_to_id=other.id)
    await close_case(case, Ending.CONSOLIDATED, words=row.decision, actor=actor, now=now)


GRANTS: Mapping[MotionKind, Grant] = {
    MotionKind.COUNTERCLAIM: _counterclaim,
    MotionKind.CLAIM_CHANGE: _change,
    MotionKind.WITHDRAWAL: _withdraw,
    MotionKind.JURISDICTION: _jurisdiction,
    MotionKind.CONSOLIDATION: _consolidate,
}


async def settle_final(
    case: Case, outcome: Outcome, ways: CourtWays, *, actor: Actor, now: datetime
) -> None:
    """Owe back what was paid beyond the fee of a case that ended early; inside a deed."""
    must_be_inside_deed()
    fee = charge.fee_of(costing_of(case, outcome=outcome), on=day_of(now), rounding=ways.rounding)
    rows = [one for one in await notices_of(case) if one.kind is not NoticeKind.COUNTERCLAIM]
    back = charge.final_refund(fee, [one.facts(has_open_relief=False) for one in rows])
    if back:
        await owe(case, RefundGround.HALVED, back, fee, actor=actor, now=now)


async def _side(row: Motion) -> Side:
    party = await CaseParty.get(id=row.party_id)
    return party.side


def _claims(row: Motion) -> tuple[Asked, ...]:
    return tuple(Asked(str(item), amount) for item, amount in row.asked["claims"])


async def _add(
    case: Case,
    row: Motion,
    claims: tuple[Asked, ...],
    *,
    side: Side,
    is_counter: bool,
    now: datetime,
) -> None:
    before = await CaseClaim.filter(case_id=case.id).count()
    for place, one in enumerate(claims, before + 1):
        await CaseClaim.create(
            case_id=case.id,
            side=side,
            item=one.item,
            amount_fen=one.amount_fen,
            is_counter=is_counter,
            motion_id=row.id,
            made_on=day_of(now),
            place=place,
        )


async def _standing(case: Case) -> list[CaseClaim]:
    return await CaseClaim.filter(case_id=case.id, stage=ClaimStage.STANDING).order_by("place")
