"""The deeds of a case start, meet and stop its clocks: nobody keeps them by hand."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from litigation.cases import desk_actions, follow_actions, motion_actions, register_actions
from litigation.cases.charging import ReliefGround, ReliefKind
from litigation.cases.models import Case, CaseParty, FeeRelief
from litigation.cases.motions import MotionKind
from litigation.cases.pleading import Asked
from litigation.cases.relief import Decision
from litigation.cases.relief_actions import ask_relief, decide_relief
from litigation.cases.rules import Side
from litigation.clocks.keys import ClockKey as K
from litigation.clocks.models import Clock
from litigation.clocks.queries import clocks_of_case, inbox
from litigation.clocks.rules import State
from litigation.mediation.ending import EndReason
from litigation.mediation.rules import Origin, Track
from tests.litigation.cases.builders import (
    CLERK,
    JUDGE,
    NOW,
    OTHER_CLERK,
    TODAY,
    TOURIST,
    WAYS,
    a_case,
    a_submitted,
    notice_of,
    paid,
)
from tests.litigation.mediation.builders import a_matter

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]
DAY = timedelta(days=1)


async def running(case: Case) -> dict[K, date]:
    """Name what runs, with its last day."""
    rows = await Clock.filter(case_id=case.id, state__in=[State.RUNNING, State.PAUSED])
    return {row.key: row.due_on for row in rows}


async def state_of(case: Case, key: K) -> State:
    return (await Clock.get(case_id=case.id, key=key)).state


async def test_a_complaint_starts_the_seven_days_and_the_list_of_defects_stops_them():
    case = await a_submitted()
    assert await running(case) == {K.FILING_DECISION: date(2026, 11, 30)}  # C01, art. 126
    await register_actions.ask_supplement(
        CLERK, case.id, ("身份证明",), due_on=TODAY + 5 * DAY, ways=WAYS, version=None, now=NOW
    )
    # C28: the filer's days run, the court's stand still.
    assert await running(case) == {K.CORRECTION: date(2026, 11, 30)}  # 11-28 is a Saturday
    later = NOW + 2 * DAY
    await register_actions.supplement(TOURIST, case.id, {1: "补上"}, version=None, now=later)
    assert await running(case) == {K.FILING_DECISION: date(2026, 12, 2)}
    assert await state_of(case, K.CORRECTION) is State.MET


async def test_filing_starts_copies_fee_and_trial_under_the_number():
    case = await a_case()
    assert await running(case) == {
        K.COMPLAINT_COPY: date(2026, 11, 30),  # C02: five days, 11-28 is a Saturday
        K.FEE: date(2026, 11, 30),  # C08: seven days
        K.TRIAL_SIMPLIFIED: date(2027, 2, 23),  # C11: three months
        K.EXTENSION_REQUEST: date(2027, 2, 8),  # C14: fifteen days before its end
    }
    titles = set(await Clock.filter(case_id=case.id).values_list("title", flat=True))
    assert titles == {f"{case.number} {case.title}"}
    await paid(case)
    assert await state_of(case, K.FEE) is State.MET


async def test_the_last_copy_meets_c02_and_each_defendant_has_his_own_days():
    case = await a_case()
    defendant = await CaseParty.get(case_id=case.id, side=Side.DEFENDANT)
    for _ in range(2):
        await motion_actions.note_copies(CLERK, case.id, defendant.id, on=TODAY, now=NOW)
    assert await state_of(case, K.COMPLAINT_COPY) is State.MET
    row = await Clock.get(case_id=case.id, key=K.ANSWER_SIMPLIFIED)
    assert (row.part, row.due_on) == (str(defendant.id), date(2026, 12, 8))
    await motion_actions.move(
        CLERK,
        case.id,
        MotionKind.ANSWER,
        party_id=defendant.id,
        words="虚构：没有欠钱",
        form_key=uuid4(),
        now=NOW,
    )
    assert await state_of(case, K.ANSWER_SIMPLIFIED) is State.MET
    assert await state_of(case, K.OBJECTION) is State.RUNNING


async def test_the_time_of_an_objection_does_not_count_for_the_trial():
    case = await a_case()
    defendant = await CaseParty.get(case_id=case.id, side=Side.DEFENDANT)
    motion_id = await motion_actions.move(
        CLERK,
        case.id,
        MotionKind.JURISDICTION,
        party_id=defendant.id,
        words="虚构：应由邻县管辖",
        form_key=uuid4(),
        now=NOW,
    )
    assert await state_of(case, K.TRIAL_SIMPLIFIED) is State.PAUSED
    await motion_actions.decide(
        JUDGE,
        case.id,
        motion_id,
        granted=False,
        reason="虚构：本院有管辖权",
        ways=WAYS,
        now=NOW + 10 * DAY,
    )
    # Interpretation art. 243: ten days later than 2027-02-23; 03-05 is a Friday.
    assert (await running(case))[K.TRIAL_SIMPLIFIED] == date(2027, 3, 5)


async def test_mediation_after_filing_does_not_count_for_the_trial():
    case = await a_case(track=Track.FILED)
    assert await state_of(case, K.TRIAL_SIMPLIFIED) is State.PAUSED
    assert K.FEE not in await running(case)
    matter = await a_matter(origin=Origin.COURT_REFERRAL, case_number=case.number)
    for _ in range(2):
        await follow_actions.after_mediation(
            matter.id, EndReason.TOO_FAR_APART, WAYS, actor=CLERK, now=NOW + 7 * DAY
        )
    assert (await running(case))[K.TRIAL_SIMPLIFIED] == date(2027, 3, 2)
    assert K.FEE in await running(case)


async def test_another_procedure_counts_its_own_term_from_the_filing():
    case = await a_case(claims=(Asked("退还押金", 8_000_00),))
    assert K.TRIAL_SMALL_CLAIM in await running(case)
    defendant = await CaseParty.get(case_id=case.id, side=Side.DEFENDANT)
    motion_id = await motion_actions.move(
        CLERK,
        case.id,
        MotionKind.COUNTERCLAIM,
        party_id=defendant.id,
        words="",
        claims=(Asked("赔偿车损", 20_000_00),),
        form_key=uuid4(),
        now=NOW,
    )
    await motion_actions.decide(
        JUDGE, case.id, motion_id, granted=True, reason="虚构", ways=WAYS, now=NOW + DAY
    )
    runs = await running(case)
    assert K.TRIAL_SMALL_CLAIM not in runs
    assert runs[K.TRIAL_SIMPLIFIED] == date(2027, 2, 23)


async def test_after_refused_relief_the_day_the_court_named_counts():
    case = await a_case()
    notice = await notice_of(case)
    relief_id = await ask_relief(
        TOURIST,
        case.id,
        notice.id,
        kind=ReliefKind.DEFER,
        ground=ReliefGround.OTHER_DEFER,
        words="虚构：台风",
        now=NOW,
    )
    until_on = TODAY + 17 * DAY
    said = Decision(granted=False, reason="虚构：没有证明", percent=None, until_on=until_on)
    await decide_relief(JUDGE, case.id, relief_id, said, now=NOW + DAY)
    assert (await FeeRelief.get(id=relief_id)).until_on == until_on
    assert (await running(case))[K.FEE] == until_on


async def test_with_the_case_everything_stops_but_the_money_that_goes_back():
    case = await a_case(track=Track.REFUSED)
    await paid(case)
    plaintiff = await CaseParty.get(case_id=case.id, side=Side.PLAINTIFF)
    first = await Case.get(id=case.id)
    less = await motion_actions.move(
        CLERK,
        case.id,
        MotionKind.CLAIM_CHANGE,
        party_id=plaintiff.id,
        words="",
        claims=(Asked("只要押金", 10_000_00),),
        dropped=tuple(await first.claims.all().values_list("id", flat=True)),
        form_key=uuid4(),
        now=NOW,
    )
    end = await motion_actions.move(
        CLERK,
        case.id,
        MotionKind.WITHDRAWAL,
        party_id=plaintiff.id,
        words="虚构：已和解",
        form_key=uuid4(),
        now=NOW,
    )
    for motion_id in (less, end):
        await motion_actions.decide(
            JUDGE, case.id, motion_id, granted=True, reason="虚构", ways=WAYS, now=NOW
        )
    assert await running(case) == {K.FEE_REFUND: date(2026, 12, 8)}  # C23: fifteen days


async def test_the_judge_finds_his_case_in_his_inbox_and_another_court_finds_nothing():
    case = await a_case()
    await Case.filter(id=case.id).update(judge_id=JUDGE.account_id, judge_name="虚构审判员")
    case = await Case.get(id=case.id)
    await desk_actions.set_priority(
        CLERK,
        case.id,
        is_green=True,
        green_reason="虚构",
        leaves_on=None,
        version=None,
        now=NOW,
    )
    lines = (await inbox(JUDGE, now=NOW)).lines
    assert {line.case_id for line in lines} == {case.id}
    assert (await inbox(OTHER_CLERK, now=NOW)).lines == ()
    whole = await clocks_of_case(CLERK, case.id, now=NOW)
    assert [one.line.rule.number for one in whole.clocks]
