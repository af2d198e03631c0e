"""An invented enforcement: asked for on a judgment that was paid in part, with its measures."""

from datetime import datetime
from uuid import uuid4

from commons.almanac import ONE_DAY, day_of
from commons.providers.ports import Outside
from island.demo_hearings import Trial
from island.demo_island import MARK
from litigation.cases.ways import ways_of
from litigation.decisions.models import CourtDecision
from litigation.decisions.rules import DecisionStage
from litigation.enforcement import actions, asking_actions, course_actions, paper_actions
from litigation.enforcement.asking_actions import AskedFor
from litigation.enforcement.paper_kinds import EnforcementPaper
from litigation.enforcement.rules import Came, Measure


async def play(decided: Trial, outside: Outside, now: datetime) -> None:
    """Ask on the first day after the days to pay, take it in, tell the debtor, take some money."""
    staff = decided.staff
    title = await CourtDecision.get(case_id=decided.case_id, stage=DecisionStage.EFFECTIVE)
    assert title.due_on is not None
    at = now - 6 * ONE_DAY
    assert day_of(at) > title.due_on
    asked = AskedFor(clues="被执行人在虚构银行有账户，在码头有两辆出租车。" + MARK)
    one = await asking_actions.ask_on_decision(staff.clerk, title.id, asked, now=at)
    await actions.accept(staff.clerk, one, ways_of(outside.settings), version=None, now=at)
    court = outside.settings.court_name
    for kind in (EnforcementPaper.NOTICE, EnforcementPaper.REPORT):
        await paper_actions.draw_up(staff.clerk, one, kind, court=court, now=at)
    for measure, target in (
        (Measure.NOTICE, ""),
        (Measure.REPORT, ""),
        (Measure.FREEZE, "虚构银行账户，限额一千元"),
    ):
        await course_actions.note_step(
            staff.clerk,
            one,
            measure,
            on=day_of(at),
            until_on=day_of(at) + 180 * ONE_DAY if measure is Measure.FREEZE else None,
            target=target and target + MARK,
            words="",
            form_key=uuid4(),
            now=at,
        )
    await course_actions.take_money(
        staff.clerk,
        one,
        amount_fen=400_00,
        received_on=day_of(now - 2 * ONE_DAY),
        came=Came.DEDUCTED,
        words="从冻结的账户划拨。" + MARK,
        form_key=uuid4(),
        now=now - ONE_DAY,
    )
