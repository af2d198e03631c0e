"""What the rules need to know of one enforcement: what was paid, what rested, what was done."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from litigation.enforcement.basis_queries import paid_on_decision
from litigation.enforcement.models import Enforcement, EnforcementMoney, EnforcementStep
from litigation.enforcement.rules import Measure
from litigation.enforcement.sums import Account, Paid, Spans, reckon


async def account_of(row: Enforcement, *, on: date) -> Account:
    """Reckon what is owed on a day, with what was paid before and during the enforcement."""
    money = await EnforcementMoney.filter(enforcement_id=row.id)
    steps = await steps_of(row.id)
    paid = [*await paid_on_decision(row.decision_id), *standing(money)]
    return reckon(row.debt(rests_of(steps)), paid, on=on)


async def steps_of(enforcement_id: UUID) -> list[EnforcementStep]:
    return await EnforcementStep.filter(enforcement_id=enforcement_id).order_by(
        "on", "noted_at", "id"
    )


def standing(money: Iterable[EnforcementMoney]) -> list[Paid]:
    """List the money that was not taken back."""
    rows = list(money)
    gone = {one.reverses_id for one in rows if one.reverses_id is not None}
    return [
        Paid(one.received_on, one.amount_fen)
        for one in rows
        if one.reverses_id is None and one.id not in gone
    ]


def rests_of(steps: Iterable[EnforcementStep]) -> Spans:
    """List the days on which enforcement was suspended without the debtor's asking."""
    rows = list(steps)
    lifted = {one.lifts_id: one.on for one in rows if one.lifts_id is not None}
    return tuple(
        (one.on, lifted.get(one.id) or one.until_on or date.max)
        for one in rows
        if one.measure is Measure.SUSPEND and one.lifts_id is None
    )


async def measures_done(enforcement_id: UUID) -> frozenset[Measure]:
    rows = EnforcementStep.filter(enforcement_id=enforcement_id, lifts_id=None)
    return frozenset(row.measure for row in await rows.only("id", "measure"))
