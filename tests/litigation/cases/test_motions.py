"""What parties may do in a case, until when, and what a granted motion brings about."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from commons.errors import NotAllowed, NotFound, NotNow, NotValid
from litigation.cases import motion_actions
from litigation.cases.fees import Procedure
from litigation.cases.models import Case, CaseClaim, CaseParty, FeeNotice, FeeRefund, Motion
from litigation.cases.motions import MotionKind, MotionStage
from litigation.cases.pleading import Asked, ClaimStage, Domicile, Standing
from litigation.cases.rules import Ending, Side, Stage
from tests.litigation.cases.builders import (
    CLERK,
    JUDGE,
    NOW,
    STRANGER,
    TODAY,
    TOURIST,
    WAYS,
    a_case,
    everything,
    notice_of,
    paid,
)
from tests.litigation.mediation.builders import somebody

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]
DUE = date(2026, 12, 8)


async def party(case: Case, side: Side) -> CaseParty:
    return await CaseParty.filter(case_id=case.id, side=side).first()


async def move(case: Case, kind: MotionKind, side: Side, *, actor=CLERK, key=None, **said):
    one = await party(case, side)
    said = {"words": "虚构的话", **said}
    return await motion_actions.move(
        actor, case.id, kind, party_id=one.id, form_key=key or uuid4(), now=NOW, **said
    )


async def decide(case: Case, motion_id, *, granted=True, actor=JUDGE, now=NOW) -> Case:
    await motion_actions.decide(
        actor, case.id, motion_id, granted=granted, reason="虚构的理由", ways=WAYS, now=now
    )
    return await Case.get(id=case.id)


async def test_a_motion_is_written_once_however_often_it_is_pressed():
    case, key = await a_case(), uuid4()
    first = await move(case, MotionKind.ANSWER, Side.DEFENDANT, key=key)
    assert await move(case, MotionKind.ANSWER, Side.DEFENDANT, key=key) == first
    assert (await Motion.get()).stage is MotionStage.NOTED


async def test_nobody_speaks_for_a_party_that_is_not_his():
    case = await a_case()
    before = await everything()
    with pytest.raises(NotAllowed):
        await move(case, MotionKind.ANSWER, Side.DEFENDANT, actor=TOURIST)
    with pytest.raises(NotFound):
        await move(case, MotionKind.WITHDRAWAL, Side.PLAINTIFF, actor=STRANGER)
    assert await everything() == before


async def test_a_decision_is_the_judges_once_and_with_a_reason():
    case = await a_case()
    motion_id = await move(case, MotionKind.JURISDICTION, Side.DEFENDANT)
    with pytest.raises(NotAllowed):
        await decide(case, motion_id, actor=CLERK)
    case = await decide(case, motion_id, granted=False)
    assert case.stage is Stage.FEE_DUE
    before = await everything()
    with pytest.raises(NotNow):
        await decide(case, motion_id)
    assert await everything() == before


async def test_a_counterclaim_joins_with_half_its_fee_and_leaves_small_claims():
    case = await a_case(claims=(Asked("退还押金", 8_000_00),))
    assert case.procedure is Procedure.SMALL_CLAIMS
    motion_id = await move(
        case, MotionKind.COUNTERCLAIM, Side.DEFENDANT, claims=(Asked("赔偿车损", 20_000_00),)
    )
    case = await decide(case, motion_id)
    assert case.procedure is Procedure.SUMMARY  # art. 166(5)
    notice = await FeeNotice.get(case_id=case.id, kind="counterclaim")
    # Measures art. 18: 50 + 2.5 % of 10,000 = 300, halved; the summary procedure halves no more.
    assert (notice.fee_fen, notice.party_id) == (150_00, (await party(case, Side.DEFENDANT)).id)


async def test_more_is_claimed_and_more_is_asked_for_less_and_it_goes_back():
    case = await a_case()
    await paid(case)
    more = await move(
        case, MotionKind.CLAIM_CHANGE, Side.PLAINTIFF, claims=(Asked("违约金", 10_000_00),)
    )
    case = await decide(case, more)
    assert case.amount_fen == 40_000_00
    # Measures art. 21(1): 50 + 2.5 % of 30,000 = 800, half is 400, of which 275 are paid.
    assert (await notice_of(case)).fee_fen == 125_00
    first = await CaseClaim.filter(case_id=case.id).order_by("place").first()
    less = await move(case, MotionKind.CLAIM_CHANGE, Side.PLAINTIFF, dropped=(first.id,))
    case = await decide(case, less)
    assert case.amount_fen == 10_000_00
    assert (await CaseClaim.get(id=first.id)).stage is ClaimStage.DROPPED
    # Art. 21(2): reduced before the debate is over; 25 is the fee, the rest goes back.
    assert (await FeeRefund.get(case_id=case.id)).amount_fen == 250_00


async def test_no_claim_left_is_no_change_but_a_withdrawal():
    case = await a_case()
    [only] = await CaseClaim.filter(case_id=case.id)
    motion_id = await move(case, MotionKind.CLAIM_CHANGE, Side.PLAINTIFF, dropped=(only.id,))
    before = await everything()
    with pytest.raises(NotValid):
        await decide(case, motion_id)
    assert await everything() == before


async def test_a_withdrawal_closes_the_case_and_half_goes_back_once():
    case = await a_case(claims=(Asked("还款", 30_000_00),))
    await paid(case)
    case = await decide(case, await move(case, MotionKind.WITHDRAWAL, Side.PLAINTIFF))
    assert (case.stage, case.ending) == (Stage.CLOSED, Ending.WITHDRAWN)
    # Measures art. 15 and Interpretation art. 206: already halved, it is not halved again.
    assert not await FeeRefund.filter(case_id=case.id).exists()


async def test_a_counterclaim_outlives_the_withdrawn_claim():
    case = await a_case()
    counter = await move(
        case, MotionKind.COUNTERCLAIM, Side.DEFENDANT, claims=(Asked("赔偿车损", 20_000_00),)
    )
    case = await decide(case, counter)
    case = await decide(case, await move(case, MotionKind.WITHDRAWAL, Side.PLAINTIFF))
    assert case.stage is not Stage.CLOSED  # Interpretation art. 239
    standing = await CaseClaim.filter(case_id=case.id, stage=ClaimStage.STANDING)
    assert [one.is_counter for one in standing] == [True]


async def test_an_objection_that_is_granted_sends_the_case_away():
    case = await a_case()
    case = await decide(case, await move(case, MotionKind.JURISDICTION, Side.DEFENDANT))
    assert (case.stage, case.ending) == (Stage.CLOSED, Ending.TRANSFERRED)


async def test_two_cases_become_one():
    case, other = await a_case(), await a_case()
    motion_id = await move(
        case, MotionKind.CONSOLIDATION, Side.PLAINTIFF, other_number=other.number
    )
    case = await decide(case, motion_id)
    assert (case.ending, case.joined_to_id) == (Ending.CONSOLIDATED, other.id)
    wrong = await move(
        other, MotionKind.CONSOLIDATION, Side.PLAINTIFF, other_number="（2026）虚0000民初999号"
    )
    with pytest.raises(NotValid):
        await decide(other, wrong)


async def test_the_answer_is_due_fifteen_days_after_the_copy_came():
    case = await a_case()
    defendant = await party(case, Side.DEFENDANT)
    assert await motion_actions.answer_due_on(defendant) is None
    for _ in range(2):
        await motion_actions.note_copies(CLERK, case.id, defendant.id, on=TODAY, now=NOW)
    defendant = await party(case, Side.DEFENDANT)
    assert await motion_actions.answer_due_on(defendant) == DUE  # art. 128
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(NotValid):
        await motion_actions.note_copies(CLERK, case.id, defendant.id, on=tomorrow, now=NOW)


async def test_who_lives_abroad_has_thirty_days_for_the_answer():
    away = Standing(somebody("虚构乙", address="虚构国虚构路"), Domicile.ABROAD)
    case = await a_case(defendant=away)
    defendant = await party(case, Side.DEFENDANT)
    await motion_actions.note_copies(CLERK, case.id, defendant.id, on=TODAY, now=NOW)
    defendant = await party(case, Side.DEFENDANT)
    assert await motion_actions.answer_due_on(defendant) == TODAY + timedelta(days=30)  # art. 285
