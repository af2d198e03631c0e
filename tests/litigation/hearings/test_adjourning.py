"""Putting a hearing off: who says yes, how often, and what the president is asked."""

from datetime import date

import pytest

from commons.errors import NotAllowed, NotNow, NotValid
from commons.outbox import Fact
from commons.papers.models import Paper
from litigation.cases.fees import Procedure
from litigation.cases.rules import Stage as CaseStage
from litigation.hearings import adjourn_actions, listing_actions
from litigation.hearings.adjourning import Cause, Choice, Reason, Verdict
from litigation.hearings.models import Adjournment, Hearing
from litigation.hearings.online import Answer, Mode
from litigation.hearings.reckoning import open_hearing_of
from litigation.hearings.rules import Stage
from scheduling.models import Booking, HearingRequest
from scheduling.rules import State
from tests.litigation.hearings.builders import COURT, NOW, Trial, asked, listed, summoned
from tests.litigation.hearings.test_deeds import everything

pytestmark = pytest.mark.usefixtures("db")

TYPHOON = {"reason": Reason.OTHER, "cause": Cause.FORCE_MAJEURE, "words": "虚构：台风停航"}


async def ask(trial: Trial, actor=None, **wish: object):
    facts = {"reason": Reason.EXCUSED, "cause": None, "words": "虚构：住院", "all_agree": False}
    return await adjourn_actions.ask_to_adjourn(
        actor or trial.judge,
        trial.hearing_id,
        **{**facts, **wish},
        court=COURT,
        version=None,
        now=NOW,
    )


async def decide(trial: Trial, adjournment_id, choice: Choice, words: str = "", actor=None):
    await adjourn_actions.decide(
        actor or trial.court.president,
        adjournment_id,
        choice=choice,
        words=words,
        court=COURT,
        now=NOW,
    )


async def follow(trial: Trial) -> Trial:
    """Go on with the hearing that follows the one that was put off."""
    row = await open_hearing_of(trial.case_id)
    assert row is not None
    return Trial(trial.court, trial.case_id, row.id)


async def test_a_judge_puts_a_hearing_off_and_the_next_one_lies_within_a_month():
    trial = await summoned(await listed(await asked(Procedure.ORDINARY)))
    await ask(trial)
    assert (await trial.hearing()).stage is Stage.ADJOURNED
    assert (await trial.case()).stage is CaseStage.POOL
    assert await Booking.all().count() == 0
    assert (await HearingRequest.get(reference_id=trial.hearing_id)).state is State.WITHDRAWN
    after = await (await follow(trial)).hearing()
    # One month after 12-10 is 01-10, a Sunday; 2027 is not announced yet.
    assert (after.follows_id, after.latest_on) == (trial.hearing_id, date(2027, 1, 11))
    assert await Fact.filter(topic="litigation.hearing.reminder_due").count() == 0
    [paper] = await Paper.filter(kind="approval")
    assert (paper.view["decision"], paper.view["count"]) == (
        "准予延期",
        "已经延期0次，本程序以2次为限",
    )


async def test_force_majeure_lifts_the_month_and_needs_the_president():
    trial = await summoned(await listed(await asked()))
    wish = await ask(trial, **TYPHOON)
    row = await Adjournment.get(id=wish)
    assert (row.verdict, row.is_open) == (Verdict.PRESIDENT, True)
    assert await ask(trial, **TYPHOON) == wish
    assert (await trial.hearing()).stage is Stage.SUMMONED
    before = await everything()
    for actor in (trial.judge, trial.clerk):
        with pytest.raises(NotAllowed):
            await decide(trial, wish, Choice.GRANT, actor=actor)
    assert await everything() == before
    await decide(trial, wish, Choice.GRANT)
    after = await (await follow(trial)).hearing()
    assert after.latest_on > date(2027, 1, 11)
    with pytest.raises(NotNow, match="decided_already"):
        await decide(trial, wish, Choice.GRANT)


async def test_a_second_typhoon_in_a_simplified_case_is_decided_by_a_person_with_reasons():
    trial = await summoned(await listed(await asked()))
    await decide(trial, await ask(trial, **TYPHOON), Choice.GRANT)
    second = await summoned(await listed(await follow(trial), on=date(2026, 12, 17)))
    wish = await ask(second, **TYPHOON)
    assert (await Adjournment.get(id=wish)).verdict is Verdict.ASK
    before = await everything()
    with pytest.raises(NotValid):
        await decide(second, wish, Choice.GRANT, "虚构")
    with pytest.raises(NotValid):
        await decide(second, wish, Choice.BEYOND, "")
    with pytest.raises(NotNow, match="online_not_agreed"):
        await decide(second, wish, Choice.ONLINE, "虚构")
    assert await everything() == before
    await decide(second, wish, Choice.BEYOND, "虚构：全岛停航，无法在线")
    assert (await second.hearing()).stage is Stage.ADJOURNED
    paper = await Paper.filter(kind="approval").order_by("-drawn_up_at", "-id").first()
    views = [one.view for one in await Paper.filter(kind="approval")]
    assert paper is not None
    assert {one["decision"] for one in views} == {"准予延期", "准予再次延期"}


async def test_the_president_may_move_it_online_instead_and_the_slot_stays():
    trial = await summoned(await listed(await asked()))
    for one in await trial.people():
        await listing_actions.answer_online(
            trial.clerk, trial.hearing_id, one.id, answer=Answer.AGREED, words="", now=NOW
        )
    wish = await ask(trial, **TYPHOON)
    await decide(trial, wish, Choice.ONLINE, "虚构：改为在线")
    row = await trial.hearing()
    assert (row.stage, row.mode) == (Stage.SUMMONED, Mode.ONLINE)
    assert await Adjournment.filter(is_granted=True).count() == 0
    assert await Hearing.all().count() == 1


async def test_a_refused_wish_leaves_the_hearing_where_it_is():
    trial = await summoned(await listed(await asked()))
    wish = await ask(trial, actor=trial.clerk)
    assert (await Adjournment.get(id=wish)).is_open
    with pytest.raises(NotValid):
        await decide(trial, wish, Choice.REFUSE, "", actor=trial.judge)
    await decide(trial, wish, Choice.REFUSE, "虚构：理由不足", actor=trial.judge)
    assert (await trial.hearing()).stage is Stage.SUMMONED


async def test_a_hearing_that_nobody_was_told_of_is_not_adjourned_but_listed_anew():
    trial = await listed(await asked())
    with pytest.raises(NotNow):
        await ask(trial)
    with pytest.raises(NotValid):
        await ask(await summoned(trial), words="")


async def test_the_notice_for_the_next_day_names_the_old_one_and_why():
    trial = await summoned(await listed(await asked()))
    await decide(trial, await ask(trial, **TYPHOON), Choice.GRANT)
    second = await summoned(await listed(await follow(trial), on=date(2026, 12, 17)))
    changes = await Paper.filter(kind="change")
    assert len(changes) == 2
    assert all("2026年12月10日" in one.view["before"] for one in changes)
    assert all("2026年12月17日" in one.view["after"] for one in changes)
    assert (await second.hearing()).stage is Stage.SUMMONED
