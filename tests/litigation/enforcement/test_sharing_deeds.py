"""Sharing one debtor's money: planned, objected to, paid out once and to the fen."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from commons.errors import NotAllowed, NotNow, NotValid
from litigation.enforcement import sharing_actions
from litigation.enforcement.models import (
    Enforcement,
    EnforcementMoney,
    EnforcementParty,
    MoneyShare,
    MoneySharing,
)
from litigation.enforcement.queries import view_sharing_desk
from litigation.enforcement.reckoning_queries import account_of
from litigation.enforcement.rules import EnforcementStage, Measure
from litigation.enforcement.sharing import Method
from litigation.enforcement.sharing_actions import Planned
from tests.litigation.enforcement.builders import DAY, LATE_AT, LATE_ON, Run, running, step

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]
OBJECT_UNTIL = date(2027, 1, 14)
AFTER = LATE_AT + 16 * DAY
OTHER_FEN = 1_360_00  # twice the first one


async def another(run: Run, *, principal_fen: int = OTHER_FEN, number: str = "执2") -> UUID:
    """Put down a second creditor of the same debtor in the same court."""
    first = await run.row()
    made = await Enforcement.create(
        number=f"（2026）虚0000{number}号",
        organisation_id=first.organisation_id,
        basis="（2026）虚构民初13号民事判决书",
        effective_on=first.effective_on,
        title="虚构丙 申请执行 虚构乙",
        stage=EnforcementStage.RUNNING,
        principal_fen=principal_fen,
        due_on=first.due_on,
        asked_on=first.asked_on,
        accepted_on=first.accepted_on,
    )
    debtor = await EnforcementParty.get(enforcement_id=run.id, side="debtor")
    await EnforcementParty.create(
        enforcement_id=made.id,
        side=debtor.side,
        kind=debtor.kind,
        name=debtor.name,
        number_fingerprint=debtor.number_fingerprint,
        place=1,
    )
    return made.id


def a_plan(other: UUID, available_fen: int, **more: object) -> Planned:
    facts: dict[str, object] = {
        "method": Method.PROPORTION,
        "costs_fen": 0,
        "received_on": LATE_ON,
        "taking_part": (other,),
    }
    return Planned(available_fen=available_fen, **{**facts, **more})  # type: ignore[arg-type]


async def gets(run: Run, other: UUID) -> tuple[int, int]:
    shares = {one.enforcement_id: one.gets_fen for one in await MoneyShare.all()}
    return shares[run.id], shares[other]


async def test_a_plan_shares_by_the_debts_after_the_costs():
    run = await running()
    other = await another(run)
    await sharing_actions.plan(
        run.clerk, run.id, a_plan(other, 1_000_00, costs_fen=100_00), now=LATE_AT
    )
    assert await gets(run, other) == (300_00, 600_00)
    sharing = await MoneySharing.get()
    assert (sharing.object_until_on, sharing.debtor) == (OBJECT_UNTIL, "虚构乙")
    with pytest.raises(NotNow, match="sharing_under_way"):
        await sharing_actions.plan(run.clerk, run.id, a_plan(other, 1_00), now=LATE_AT)


async def test_who_seized_first_is_served_first_where_the_law_says_so():
    run = await running()
    other = await another(run)
    await step(run, Measure.SEAL, until_on=date(2028, 1, 1))
    planned = a_plan(other, 1_000_00, method=Method.SEIZURE)
    await sharing_actions.plan(run.clerk, run.id, planned, now=LATE_AT)
    assert await gets(run, other) == (680_00, 320_00)


async def test_nothing_is_paid_out_before_the_days_to_object_or_against_an_objection():
    run = await running()
    other = await another(run)
    made = await sharing_actions.plan(run.clerk, run.id, a_plan(other, 900_00), now=LATE_AT)
    with pytest.raises(NotNow, match="days_to_object"):
        await sharing_actions.pay_out(
            run.judge, run.id, made, in_spite=True, now=LATE_AT + 15 * DAY
        )
    await sharing_actions.object_to(run.clerk, run.id, made, words="虚构：债权不实", now=LATE_AT)
    with pytest.raises(NotNow, match="objection_undecided"):
        await sharing_actions.pay_out(run.judge, run.id, made, in_spite=False, now=AFTER)
    with pytest.raises(NotAllowed):
        await sharing_actions.pay_out(run.clerk, run.id, made, in_spite=True, now=AFTER)
    with pytest.raises(NotNow, match="objection_too_late"):
        await sharing_actions.object_to(run.clerk, run.id, made, words="虚构", now=AFTER)
    assert await EnforcementMoney.all().count() == 0
    await sharing_actions.pay_out(run.judge, run.id, made, in_spite=True, now=AFTER)
    assert sorted(await EnforcementMoney.all().values_list("amount_fen", flat=True)) == [
        300_00,
        600_00,
    ]
    assert (await account_of(await run.row(), on=LATE_ON)).principal_fen == 380_00
    with pytest.raises(NotNow, match="sharing_is_over"):
        await sharing_actions.pay_out(run.judge, run.id, made, in_spite=True, now=AFTER)


async def test_a_dropped_plan_pays_nobody_and_makes_room_for_another():
    run = await running()
    other = await another(run)
    made = await sharing_actions.plan(run.clerk, run.id, a_plan(other, 900_00), now=LATE_AT)
    await sharing_actions.drop(run.judge, run.id, made, now=LATE_AT)
    again = await sharing_actions.plan(run.clerk, run.id, a_plan(other, 90_00), now=LATE_AT)
    assert again != made
    assert await EnforcementMoney.all().count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"available_fen": 0},
        {"available_fen": 100, "costs_fen": 101},
        {"available_fen": 100, "received_on": LATE_ON + timedelta(days=1)},
        {"available_fen": 100, "taking_part": (uuid4(),)},
    ],
)
async def test_a_plan_that_cannot_be_is_refused(wrong):
    run = await running()
    other = await another(run)
    facts = {"available_fen": 100, **wrong}
    with pytest.raises(NotValid):
        await sharing_actions.plan(
            run.clerk, run.id, a_plan(other, facts.pop("available_fen"), **facts), now=LATE_AT
        )
    assert await MoneySharing.all().count() == 0


async def test_the_desk_finds_the_other_creditors_of_the_same_debtor():
    run = await running()
    other = await another(run)
    desk = await view_sharing_desk(run.clerk, run.id, now=LATE_AT)
    assert [one for one, _ in desk.others] == [other]
