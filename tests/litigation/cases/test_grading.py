"""Gates of the statute first, then points, each explained; the judge overrides with a reason."""

from datetime import date

import pytest

from commons.access.actor import Role
from commons.errors import NotAllowed, NotNow, NotValid
from litigation.cases.fee_scale import Kind
from litigation.cases.fees import Procedure
from litigation.cases.gates import GateFacts, Wage, gates, wage_for
from litigation.cases.grade_actions import enter_wage, note_circumstances, override_grade
from litigation.cases.grading import ASSUMED, SLOTS, Counts, Factor, grade, override
from litigation.cases.models import Case, FeeNotice
from litigation.cases.priority import PriorityFacts, Reason, priority
from litigation.record.rules import Grade
from tests.litigation.cases.builders import (
    CLERK,
    JUDGE,
    NOW,
    TODAY,
    TOURIST,
    WAYS,
    a_case,
    an_actor,
    everything,
    notice_of,
)

WAGE = Wage(2025, "虚构省", 90_000_00, date(2026, 6, 30), "虚构公报")
OLD = Wage(2024, "虚构省", 80_000_00, date(2025, 6, 30), "虚构公报")


def passed(amount_fen, *wages, **flags):
    return gates(GateFacts(amount_fen=amount_fen, **flags), wages, on=TODAY)


@pytest.mark.parametrize(
    ("yuan", "flags", "small", "reason"),
    [
        # Civil Procedure Law art. 165: half the average wage of the year before: must be small.
        (45_000, {}, True, "cases.gate.below_half"),
        (45_001, {}, False, "cases.gate.by_agreement"),
        # Above half and up to twice: when both sides agree.
        (180_000, {"agreed_small": True}, True, "cases.gate.agreed_small"),
        (180_001, {"agreed_small": True}, False, "cases.gate.above_double"),
        # Art. 166: never small, whatever the sum.
        (1_000, {"title_dispute": True}, False, "cases.gate.not_small_title_dispute"),
        (1_000, {"foreign": True}, False, "cases.gate.not_small_foreign"),
        (1_000, {"appraisal": True}, False, "cases.gate.not_small_appraisal"),
        (1_000, {"counterclaim": True}, False, "cases.gate.not_small_counterclaim"),
        (1_000, {"fee_kind": Kind.DIVORCE}, False, "cases.gate.not_small_personal_status"),
        # Interpretation art. 549 is silent about small claims: a judge decides, or the court has.
        (1_000, {"taiwan": True}, False, "cases.gate.taiwan_judge_decides"),
        (1_000, {"taiwan": True, "taiwan_may_be_small": True}, True, "cases.gate.below_half"),
        # Art. 42 and Interpretation art. 257 come before any sum.
        (1_000, {"group": True}, False, "cases.gate.panel_group"),
        (1_000, {"missing": True}, False, "cases.gate.not_summary_missing"),
    ],
)
def test_the_gates_of_small_claims(yuan, flags, small, reason):
    found = passed(yuan * 100, WAGE, **flags)
    assert (found.small_claims, found.why[0].reason) == (small, reason)


def test_without_a_wage_only_what_is_surely_small_is_small():
    assert passed(10_000_00).small_claims
    unknown = passed(10_000_01)
    assert (unknown.small_claims, unknown.may_be_small) == (False, False)
    assert unknown.why[0].reason == "cases.gate.wage_unknown"


def test_the_base_is_that_of_the_year_before_or_the_last_published():
    assert wage_for([OLD, WAGE], date(2026, 11, 23)) == WAGE
    # Interpretation art. 272: until the new figure is out the last one counts.
    assert wage_for([OLD, WAGE], date(2026, 6, 29)) == OLD
    assert wage_for([WAGE], date(2025, 12, 31)) is None


def test_every_point_is_explained_and_adds_up():
    counts = Counts(parties=4, exhibits=31, issues=3, agreed_facts=6, appraisal=True, taiwan=True)
    found = grade(counts, passed(500_000_00, WAGE, appraisal=True, taiwan=True))
    points = {line.factor: line.points for line in found.lines}
    assert points == {
        Factor.PARTIES: 2,
        Factor.EXHIBITS: 2,
        Factor.ISSUES: 1,
        Factor.APPRAISAL: 3,
        Factor.TAIWAN: 1,
        Factor.AGREED_FACTS: -2,
    }
    assert (found.score, found.grade) == (7, Grade.ORDINARY)
    # One point fewer is simple, and a court that allows more points calls this simple, too.
    assert grade(counts, passed(1), {Factor.SIMPLE_MOST: 7}).grade is Grade.FAST
    assert grade(Counts(), passed(500_000_00, WAGE)).grade is Grade.SIMPLE


def test_a_grade_brings_procedure_bench_length_and_judge():
    assert {one: (slot.procedure, slot.is_panel) for one, slot in SLOTS.items()} == {
        Grade.FAST: (Procedure.SMALL_CLAIMS, False),
        Grade.SIMPLE: (Procedure.SUMMARY, False),
        Grade.ORDINARY: (Procedure.ORDINARY, False),
        Grade.COMPLEX: (Procedure.ORDINARY, True),
    }
    lengths = [slot.minutes for slot in SLOTS.values()]
    assert lengths == sorted(lengths)
    assert set(ASSUMED) == set(Factor)


@pytest.mark.parametrize(
    ("flags", "chosen", "field"),
    [
        ({"group": True}, Grade.SIMPLE, "grade"),  # art. 42
        ({"missing": True}, Grade.SIMPLE, "grade"),  # Interpretation art. 257
        ({"appraisal": True}, Grade.FAST, "grade"),  # art. 166
    ],
)
def test_nobody_overrides_the_statute(flags, chosen, field):
    found = passed(1_000_00, WAGE, **flags)
    with pytest.raises(NotValid) as no:
        override(chosen, grade(Counts(), found), found, reason="虚构")
    assert set(no.value.fields) == {field}


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        (PriorityFacts(), ()),
        (PriorityFacts(leaves_on=date(2026, 12, 7)), (Reason.LEAVES_SOON,)),
        (PriorityFacts(leaves_on=date(2026, 12, 8)), ()),
        (PriorityFacts(is_green=True, is_fast=True), (Reason.GREEN_CHANNEL, Reason.FAST_TRACK)),
    ],
)
def test_who_goes_first_and_why(facts, reasons):
    assert priority(facts, today=TODAY).reasons == reasons


@pytest.mark.anyio
async def test_a_judges_own_choice_is_kept_with_its_reason_and_asks_for_the_other_half(db):
    case = await a_case()  # 30,000 yuan, no wage known: simple, halved
    assert (case.grade, case.procedure) == (Grade.SIMPLE, Procedure.SUMMARY)
    assert (await notice_of(case)).fee_fen == 275_00
    before = await everything()
    for actor, reason, error in (
        (CLERK, "虚构", NotAllowed),
        (JUDGE, " ", NotValid),
    ):
        with pytest.raises(error):
            await choose(actor, case, Grade.ORDINARY, reason)
    with pytest.raises(NotNow):
        await choose(JUDGE, case, Grade.SIMPLE, "虚构")
    assert await everything() == before
    await choose(JUDGE, case, Grade.ORDINARY, "虚构：账目复杂")
    case = await Case.get(id=case.id)
    assert (case.grade, case.procedure, case.minutes) == (Grade.ORDINARY, Procedure.ORDINARY, 120)
    assert (case.grade_reason, case.graded_by) == ("虚构：账目复杂", JUDGE.account_id)
    # Measures art. 16 no longer holds: unpaid, the whole is asked for in one sum.
    assert (await notice_of(case)).fee_fen == 550_00


async def choose(actor, case, chosen, reason):
    await override_grade(
        actor, case.id, chosen, reason=reason, minutes=None, ways=WAYS, version=None, now=NOW
    )


@pytest.mark.anyio
async def test_what_a_person_ticks_regrades_and_a_published_wage_makes_it_small(db):
    case = await a_case()
    admin = an_actor(Role.ADMINISTRATOR)
    for amount in (90_000_00, 90_000_00):  # entered twice: one row
        await enter_wage(
            admin,
            year=2025,
            province="虚构省",
            amount_fen=amount,
            published_on=date(2026, 6, 30),
            source="虚构公报",
            now=NOW,
        )
    await tick(case)
    assert (await Case.get(id=case.id)).procedure is Procedure.SMALL_CLAIMS
    await tick(case, group=True)
    case = await Case.get(id=case.id)
    assert (case.grade, case.procedure) == (Grade.COMPLEX, Procedure.ORDINARY)
    assert await FeeNotice.filter(case_id=case.id, fee_fen=550_00).count() == 1
    with pytest.raises(NotAllowed):
        await note_circumstances(TOURIST, case.id, {}, issues=0, ways=WAYS, version=None, now=NOW)


async def tick(case, **ticked):
    await note_circumstances(CLERK, case.id, ticked, issues=0, ways=WAYS, version=None, now=NOW)
