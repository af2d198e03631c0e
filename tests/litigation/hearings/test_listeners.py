"""What the service does by itself: reminders, meeting rooms, services that deliveries prove."""

from datetime import timedelta

import pytest

from commons.almanac import FixedClock
from commons.errors import NotNow
from commons.providers.faults import Fault
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.worker import TryLater
from litigation.events import CasePooled
from litigation.hearings import actions, listeners, listing_actions
from litigation.hearings.attending import Told
from litigation.hearings.events import HearingEnded, HearingReminderDue, MeetingDue
from litigation.hearings.models import Hearing
from litigation.hearings.online import Answer
from litigation.hearings.reckoning import told_of
from tests.litigation.hearings.builders import (
    NOW,
    STARTS_AT,
    Trial,
    a_case,
    a_court,
    a_held_trial,
    asked,
    listed,
    opened,
    summoned,
    told,
)
from tests.litigation.hearings.deliveries import deliver, later, outside_at

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(FixedClock(NOW))


@pytest.fixture
def outside(sandbox: Sandbox, tmp_path) -> Outside:
    return outside_at(tmp_path, sandbox)


async def remind(trial: Trial, outside: Outside, edition: int = 1) -> None:
    due = HearingReminderDue(hearing_id=trial.hearing_id, edition=edition, days_before=1)
    await listeners.on_reminder_due(due, outside)


async def test_everybody_is_reminded_once_however_often_the_timer_rings(outside, sandbox):
    trial = await summoned(await listed(await asked()))
    for _ in range(2):
        await remind(trial, outside)
    assert [one.phone for one in sandbox.sms] == ["+8613900000001", "+8613900000002"]
    text = sandbox.sms[0].text
    assert "12月10日9时00分" in text
    assert "（2026）虚构民初12号" in text
    assert len(text) < 200


async def test_after_a_pause_of_the_service_two_reminders_at_once_are_one(outside, sandbox):
    trial = await summoned(await listed(await asked()))
    day_before = later(outside, STARTS_AT - timedelta(days=1))
    for days_before in (3, 1):
        due = HearingReminderDue(hearing_id=trial.hearing_id, edition=1, days_before=days_before)
        await listeners.on_reminder_due(due, day_before)
    assert len(sandbox.sms) == 2  # one for each of the two parties


async def test_a_busy_carrier_is_asked_again_and_nobody_hears_twice(outside, sandbox):
    trial = await summoned(await listed(await asked()))
    sandbox.sms_sender.fail(Fault.BUSY)
    with pytest.raises(TryLater):
        await remind(trial, outside)
    await remind(trial, outside)
    assert len(sandbox.sms) == 2


async def test_no_reminder_goes_out_after_the_hearing_was_held_or_is_off(outside, sandbox):
    held = await a_held_trial()
    await remind(held, later(outside, STARTS_AT - timedelta(days=1)))
    trial = Trial(held.court, held.case_id, held.hearing_id)
    assert sandbox.sms == []
    court = await a_court("二")
    case = await a_case(court, number="（2026）虚构民初99号")
    hearing_id = await actions.ask_for_hearing(court.clerk, case.id, actions.AskedFor(), now=NOW)
    trial = await summoned(await listed(Trial(court, case.id, hearing_id)))
    await remind(trial, outside, edition=7)
    await remind(trial, later(outside, STARTS_AT))
    await actions.cancel(court.clerk, hearing_id, words="虚构：撤诉", version=None, now=NOW)
    await remind(trial, outside)
    assert sandbox.sms == []


async def ended(trial: Trial, outside: Outside) -> None:
    row = await trial.hearing()
    event = HearingEnded(hearing_id=row.id, case_id=row.case_id, stage=row.stage.value)
    await listeners.on_hearing_ended(event, outside)


async def test_whoever_was_summoned_hears_once_that_the_hearing_is_off(outside, sandbox):
    trial = await summoned(await listed(await asked()))
    await actions.cancel(trial.clerk, trial.hearing_id, words="虚构：撤诉", version=None, now=NOW)
    sandbox.sms_sender.fail(Fault.BUSY)
    with pytest.raises(TryLater):
        await ended(trial, outside)
    for _ in range(2):
        await ended(trial, outside)
    assert sorted(one.phone for one in sandbox.sms) == ["+8613900000001", "+8613900000002"]
    assert "12月10日9时00分的开庭取消或者延期，请不要前来" in sandbox.sms[0].text


async def test_nobody_hears_that_a_hearing_is_off_who_was_never_told_of_it(outside, sandbox):
    trial = await listed(await asked())
    await actions.cancel(trial.clerk, trial.hearing_id, words="虚构：撤诉", version=None, now=NOW)
    await ended(trial, outside)
    assert sandbox.sms == []


async def test_nobody_is_sent_home_from_a_hearing_that_was_held_or_whose_hour_is_over(
    outside, sandbox
):
    await ended(await a_held_trial(), outside)
    court = await a_court("二")
    case = await a_case(court, number="（2026）虚构民初98号")
    hearing_id = await actions.ask_for_hearing(court.clerk, case.id, actions.AskedFor(), now=NOW)
    late = await summoned(await listed(Trial(court, case.id, hearing_id)))
    await actions.cancel(court.clerk, hearing_id, words="虚构：撤诉", version=None, now=NOW)
    await ended(late, later(outside, STARTS_AT))
    assert sandbox.sms == []


async def online_trial() -> Trial:
    trial = await asked()
    for one in await trial.people():
        await listing_actions.answer_online(
            trial.clerk, trial.hearing_id, one.id, answer=Answer.CHOSEN, words="", now=NOW
        )
    return await summoned(await listed(trial))


async def meet(trial: Trial, outside: Outside) -> None:
    row = await Hearing.get(id=trial.hearing_id)
    await listeners.on_meeting_due(MeetingDue(hearing_id=row.id, edition=row.edition), outside)


async def test_a_meeting_is_opened_once_and_its_address_is_kept(outside, sandbox):
    trial = await online_trial()
    for _ in range(2):
        await meet(trial, outside)
    row = await trial.hearing()
    assert row.link == f"https://meetings.invalid/{sandbox.meetings.opened[0].key}"
    assert sandbox.meetings.calls == 1
    assert sandbox.meetings.opened[0].title == "（2026）虚构民初12号"


@pytest.mark.parametrize("fault", [Fault.BUSY, Fault.SILENT, Fault.LOST_ANSWER])
async def test_a_host_that_does_not_answer_is_asked_again_for_the_same_room(
    outside, sandbox, fault
):
    trial = await online_trial()
    sandbox.meetings.fail(fault)
    with pytest.raises(TryLater):
        await meet(trial, outside)
    await meet(trial, outside)
    assert len(sandbox.meetings.opened) == 1
    assert (await trial.hearing()).link


async def test_a_host_that_refuses_for_good_is_shown_to_a_person(outside, sandbox):
    trial = await online_trial()
    sandbox.meetings.fail(Fault.REFUSE)
    with pytest.raises(NotNow, match="no_meeting"):
        await meet(trial, outside)


async def test_a_hearing_in_person_needs_no_meeting(outside, sandbox):
    await meet(await summoned(await listed(await asked())), outside)
    assert sandbox.meetings.calls == 0


@pytest.mark.parametrize(("consents", "how"), [(True, Told.SERVED), (False, Told.MESSAGE)])
async def test_a_summons_by_message_serves_only_whoever_agreed_to_it(consents, how):
    trial = await summoned(await listed(await asked()))
    _, two = await trial.people()
    await deliver(two.paper_id, two.id, consents=consents)
    known = await told_of(await trial.hearing(), await trial.people())
    assert known[two.id][0] is how


async def test_a_mere_message_bars_the_default_and_the_clerk_may_prove_the_receipt(outside):
    trial = await summoned(await listed(await asked()))
    _, two = await trial.people()
    await deliver(two.paper_id, two.id, consents=False)
    await told(trial, Told.ACKNOWLEDGED, words="虚构：回电确认收到")
    known = await told_of(await trial.hearing(), await trial.people())
    assert known[two.id][0] is Told.ACKNOWLEDGED
    await opened(trial)


async def test_timers_and_ripe_cases_may_ring_twice(outside):
    court = await a_court()
    case = await a_case(court)
    for _ in range(2):
        await listeners.on_case_pooled(CasePooled(case_id=case.id), outside)
    assert await Hearing.all().count() == 1
