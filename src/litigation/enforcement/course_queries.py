"""Putting the course of one enforcement into what its pages show: measures, money, shares."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from litigation.enforcement.models import (
    Enforcement,
    EnforcementMoney,
    EnforcementStep,
    MoneyShare,
    MoneySharing,
    SettlementPart,
)
from litigation.enforcement.reckoning_queries import standing
from litigation.enforcement.shapes import ShareView, SharingView
from litigation.enforcement.views import MoneyView, PartView, StepView

SHARINGS_MAX = 20


def step_views(
    steps: Iterable[EnforcementStep], *, may_write: bool, is_open: bool
) -> tuple[StepView, ...]:
    rows = list(steps)
    lifted = {one.lifts_id: one.on for one in rows if one.lifts_id is not None}
    return tuple(
        StepView(
            id=one.id,
            measure=one.measure,
            on=one.on,
            until_on=one.until_on,
            target=one.target,
            words=one.words,
            noted_by=one.noted_by,
            lifted_on=lifted.get(one.id),
            may_lift=may_write and is_open and one.id not in lifted,
        )
        for one in rows
        if one.lifts_id is None
    )


def money_views(money: Iterable[EnforcementMoney]) -> tuple[MoneyView, ...]:
    rows = list(money)
    gone = {one.reverses_id for one in rows if one.reverses_id is not None}
    return tuple(
        MoneyView(
            id=one.id,
            amount_fen=one.amount_fen,
            received_on=one.received_on,
            came=one.came,
            words=one.words,
            noted_by=one.noted_by,
            is_back=one.reverses_id is not None,
            is_gone=one.id in gone,
        )
        for one in rows
    )


async def parts_of(
    row: Enforcement, money: Sequence[EnforcementMoney], today: date
) -> tuple[PartView, ...]:
    """Show the last settlement; what came since is counted for the parts in their order."""
    rows = await SettlementPart.filter(enforcement_id=row.id).order_by("plan", "due_on")
    if not rows or row.settled_on is None:
        return ()
    last = [one for one in rows if one.plan == rows[-1].plan]
    paid = sum(one.amount_fen for one in standing(money) if one.on >= row.settled_on)
    parts: list[PartView] = []
    for one in last:
        covered = min(paid, one.amount_fen)
        paid -= covered
        missed = covered < one.amount_fen and today > one.due_on
        parts.append(PartView(one.due_on, one.amount_fen, covered, missed))
    return tuple(parts)


async def sharings_of(row: Enforcement) -> tuple[SharingView, ...]:
    """List the plans of this enforcement; two queries, however many there are."""
    plans = await MoneySharing.filter(host_id=row.id).order_by("-made_at").limit(SHARINGS_MAX)
    shares = await MoneyShare.filter(sharing_id__in=[one.id for one in plans]).order_by(
        "place", "id"
    )
    return tuple(_sharing(one, shares) for one in plans)


def _sharing(one: MoneySharing, shares: Iterable[MoneyShare]) -> SharingView:
    return SharingView(
        id=one.id,
        method=one.method,
        available_fen=one.available_fen,
        costs_fen=one.costs_fen,
        received_on=one.received_on,
        object_until_on=one.object_until_on,
        objection=one.objection,
        final_on=one.final_on,
        dropped_on=one.dropped_on,
        shares=tuple(_share(each) for each in shares if _of(each, one.id)),
    )


def _of(share: MoneyShare, sharing_id: UUID) -> bool:
    return share.sharing_id == sharing_id


def _share(one: MoneyShare) -> ShareView:
    return ShareView(
        enforcement_id=one.enforcement_id,
        name=one.name,
        is_preferred=one.is_preferred,
        place=one.place,
        owed_fen=one.debt_fen + one.late_fen,
        gets_fen=one.gets_fen,
    )
