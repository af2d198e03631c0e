"""A hearing by its deeds: asked, listed, summoned, opened, held, and what refusals leave alone."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from commons.access.actor import ROLES, SYSTEM, Actor, Role
from commons.errors import NotFound, NotNow, NotValid
from commons.evidence_log.models import Leaf
from commons.outbox import Fact
from commons.papers.models import Paper
from litigation.cases.fees import Procedure
from litigation.cases.models import Case, CaseParty
from litigation.cases.rules import Stage as CaseStage
from litigation.hearings import actions, changing_actions, listing_actions, sitting_actions
from litigation.hearings import summon_actions as summoning
from litigation.hearings.actions import AskedFor
from litigation.hearings.attending import Absence, Consequence, Told
from litigation.hearings.models import Hearing, HearingChange, HearingLine, HearingPerson
from litigation.hearings.online import Answer, Bar, Mode
from litigation.hearings.paper_rules import PaperKind
from litigation.hearings.reckoning import told_of
from litigation.hearings.rules import Part, Purpose, Stage, Switch
from litigation.hearings.sitting import Phase
from litigation.mediation.parties import CheckedHow
from scheduling.events import HearingListed
from scheduling.models import Booking, HearingRequest
from scheduling.rules import State
from tests.litigation.hearings.builders import (
    COURT,
    NOW,
    STARTS_AT,
    Trial,
    a_case,
    a_court,
    a_held_trial,
    asked,
    held,
    listed,
    opened,
    put_case,
    spoken,
    summoned,
    told,
)

pytestmark = pytest.mark.usefixtures("db")


async def everything() -> tuple[object, ...]:
    """What a refusal must leave as it was."""
    return (
        await Hearing.all().order_by("id").values(),
        await HearingPerson.all().order_by("id").values(),
        await Case.all().order_by("id").values("id", "stage", "version"),
        await Booking.all().count(),
        await Leaf.all().count(),
        await Fact.all().count(),
    )


async def test_a_case_in_the_pool_is_asked_for_once_with_its_people():
    trial = await asked(minutes=90, travel_days=1)
    row = await trial.hearing()
    assert (row.stage, row.earliest_on) == (Stage.ASKED, date(2026, 11, 28))
    # Three months from filing on 11-23, less the margin.
    assert row.latest_on == date(2027, 2, 3)
    assert [one.part for one in await trial.people()] == [Part.PLAINTIFF, Part.DEFENDANT]
    again = await actions.ask_for_hearing(trial.clerk, trial.case_id, AskedFor(), now=NOW)
    assert again == trial.hearing_id
    request = await HearingRequest.get(reference_id=trial.hearing_id)
    assert (request.state, request.minutes, request.wanted_judge_id) == (
        State.WAITING,
        90,
        trial.judge.account_id,
    )


async def test_a_case_that_is_not_ripe_is_not_asked_for():
    trial = await asked()
    court = trial.court
    case = await a_case(court, stage=CaseStage.FEE_DUE, number="（2026）虚构民初13号")
    before = await everything()
    with pytest.raises(NotNow, match="case_not_in_pool"):
        await actions.ask_for_hearing(court.clerk, case.id, AskedFor(), now=NOW)
    await put_case(case.id, CaseStage.POOL)
    before = await everything()
    for bad in (AskedFor(minutes=5), AskedFor(travel_days=31)):
        with pytest.raises(NotValid):
            await actions.ask_for_hearing(court.clerk, case.id, bad, now=NOW)
    stranger = (await a_court("外")).clerk
    with pytest.raises(NotFound):
        await actions.ask_for_hearing(stranger, case.id, AskedFor(), now=NOW)
    assert await everything() == before


async def test_a_case_that_becomes_ripe_is_asked_for_by_itself_and_once():
    court = await a_court()
    case = await a_case(court)
    for _ in range(2):
        await actions.ask_when_pooled(case.id, now=NOW)
    assert await Hearing.filter(case_id=case.id).count() == 1
    assert await HearingRequest.all().count() == 1


async def test_the_answer_period_of_the_ordinary_procedure_sets_the_first_day():
    court = await a_court()
    case = await a_case(court, procedure=Procedure.ORDINARY)
    await CaseParty.filter(case_id=case.id, name="虚构乙").update(copies_on=date(2026, 11, 23))
    hearing_id = await actions.ask_for_hearing(court.clerk, case.id, AskedFor(), now=NOW)
    row = await Hearing.get(id=hearing_id)
    # Fifteen days from 11-23 end on 12-08.
    assert row.earliest_on == date(2026, 12, 9)
    assert [one["reason"] for one in row.window_why] == [
        "hearings.first_by_answer",
        "hearings.last_by_term",
    ]


async def test_a_place_from_the_pool_lists_the_hearing_and_schedules_the_case():
    trial = await listed(await asked())
    row = await trial.hearing()
    assert (row.stage, row.starts_at, row.room) == (Stage.LISTED, STARTS_AT, "虚构第1法庭")
    assert (await trial.case()).stage is CaseStage.SCHEDULED
    before = await everything()
    await listing_actions.note_listed(_listing(trial, edition=1, start=600), actor=SYSTEM, now=NOW)
    await listing_actions.note_listed(
        _listing(trial, edition=9, reference_id=uuid4()), actor=SYSTEM, now=NOW
    )
    assert await everything() == before


def _listing(trial: Trial, **changes: object):
    facts = {
        "reference_id": trial.hearing_id,
        "on": date(2026, 12, 10),
        "start": 540,
        "minutes": 60,
        "room": "虚构第1法庭",
        "judge_id": trial.judge.account_id,
        "edition": 1,
    }
    return HearingListed(**{**facts, **changes})


async def test_everybody_is_summoned_by_a_paper_of_their_own_and_nobody_twice():
    trial = await listed(await asked())
    await summoning.add_person(
        trial.clerk,
        trial.hearing_id,
        part=Part.WITNESS,
        name="虚构证人",
        phone=None,
        island="虚构屿",
        now=NOW,
    )
    for _ in range(2):
        await summoned(trial)
    kinds = sorted(await Paper.all().values_list("kind", flat=True))
    assert kinds == ["announcement", "notice", "summons", "summons"]
    assert (await trial.hearing()).stage is Stage.SUMMONED
    assert await Fact.filter(topic="litigation.hearing.reminder_due").count() == 2
    for public in await Paper.filter(kind__in=["announcement", "notice"]):
        names = [(one["name"], one["facts"]) for one in public.view["parties"]]
        assert names == [("虚构甲", []), ("虚构乙", [])], (
            "where they live is nobody else's business"
        )
    view = (await Paper.filter(kind="summons").first()).view
    assert (view["reason"], view["where"]) == ("开庭审理", "虚构第1法庭")


async def test_a_summons_goes_out_in_time_or_not_at_all():
    trial = await listed(await asked(Procedure.ORDINARY))
    before = await everything()
    late = STARTS_AT - timedelta(days=3)
    with pytest.raises(NotNow, match="notice_too_short"):
        await summoned(trial, now=late)
    assert await everything() == before
    await summoned(trial, now=STARTS_AT - timedelta(days=4))


async def test_in_a_simplified_case_the_parties_may_waive_the_three_days():
    trial = await listed(await asked(notice_waived=True))
    await summoned(trial, now=STARTS_AT - timedelta(days=1))
    ordinary = await asked_in(Procedure.ORDINARY, notice_waived=True)
    assert (await ordinary.hearing()).notice_waived is False


async def asked_in(procedure: Procedure, **wish: object) -> Trial:
    court = await a_court("二")
    case = await a_case(court, procedure=procedure, number="（2026）虚构民初14号")
    hearing_id = await actions.ask_for_hearing(court.clerk, case.id, AskedFor(**wish), now=NOW)
    return Trial(court, case.id, hearing_id)


async def test_a_hearing_opens_after_the_roll_the_identities_and_the_consents():
    trial = await told(await summoned(await listed(await asked())))
    one, two = await trial.people()
    open_it = sitting_actions.open_hearing

    async def refused(reason: str) -> None:
        with pytest.raises(NotNow, match=reason):
            await open_it(trial.clerk, trial.hearing_id, version=None, now=STARTS_AT)

    with pytest.raises(NotNow, match="not_yet"):
        await open_it(
            trial.clerk, trial.hearing_id, version=None, now=STARTS_AT - timedelta(hours=2)
        )
    await refused("roll_not_called")
    for person in (one, two):
        await sitting_actions.call(
            trial.clerk,
            trial.hearing_id,
            person.id,
            has_come=True,
            absence=None,
            words="",
            now=STARTS_AT,
        )
    await refused("identity_missing")
    for person in (one, two):
        await sitting_actions.identify(
            trial.clerk, trial.hearing_id, person.id, how=CheckedHow.VIDEO, now=STARTS_AT
        )
    await open_it(trial.clerk, trial.hearing_id, version=None, now=STARTS_AT)
    assert (await trial.hearing()).opened_at == STARTS_AT
    # Nothing more is sent about a hearing that has begun.
    assert await Fact.filter(topic="litigation.hearing.reminder_due").count() == 0


async def test_a_held_hearing_uses_its_time_and_counts_for_the_case():
    trial = await a_held_trial()
    row = await trial.hearing()
    assert (row.stage, row.consequence) == (Stage.HELD, Consequence.GO_ON)
    assert (await trial.case()).stage is CaseStage.HEARD
    assert (await HearingRequest.get(reference_id=row.id)).state is State.HELD
    with pytest.raises(NotNow):
        await actions.cancel(trial.clerk, row.id, words="虚构", version=None, now=NOW)


async def test_a_simplified_case_is_heard_again_only_with_a_reason():
    trial = await a_held_trial()
    with pytest.raises(NotNow, match="one_hearing_only"):
        await actions.ask_for_hearing(trial.clerk, trial.case_id, AskedFor(), now=STARTS_AT)
    again = AskedFor(why_necessary="虚构：新证人到庭")
    hearing_id = await actions.ask_for_hearing(trial.clerk, trial.case_id, again, now=STARTS_AT)
    assert hearing_id != trial.hearing_id


async def test_an_exchange_of_evidence_puts_the_case_back_into_the_pool():
    trial = await told(await summoned(await listed(await asked(purpose=Purpose.EXCHANGE))))
    await held(await spoken(await opened(trial)))
    assert (await trial.case()).stage is CaseStage.POOL
    await actions.ask_for_hearing(trial.clerk, trial.case_id, AskedFor(), now=STARTS_AT)


@pytest.mark.parametrize(
    ("how", "absence", "consequence"),
    [
        (Told.SERVED, Absence.NO_REASON, Consequence.DEFAULT),
        (Told.ACKNOWLEDGED, Absence.NO_REASON, Consequence.DEFAULT),
        (Told.MESSAGE, Absence.NO_REASON, None),
        (Told.SERVED, Absence.TECHNICAL, None),
    ],
)
async def test_a_hearing_is_held_in_absence_only_after_a_proved_summons(how, absence, consequence):
    trial = await told(await summoned(await listed(await asked())), how)
    await opened(trial, away=("虚构乙",), absence=absence)
    if consequence is None:
        before = await everything()
        with pytest.raises(NotNow, match="absence_stands_in_the_way"):
            await held(trial)
        assert await everything() == before
    else:
        await held(trial)
        assert (await trial.hearing()).consequence is consequence


async def test_a_summons_that_was_served_too_late_bars_a_default():
    trial = await told(
        await summoned(await listed(await asked(), on=date(2026, 11, 27))),
        on=date(2026, 11, 24),
    )
    people = await trial.people()
    hearing = await trial.hearing()
    assert {how for how, _ in (await told_of(hearing, people)).values()} == {Told.LATE}


async def miss(trial: Trial, now=STARTS_AT + timedelta(minutes=30)) -> None:
    await sitting_actions.miss(trial.clerk, trial.hearing_id, words="虚构", version=None, now=now)


async def test_a_plaintiff_who_stays_away_may_be_treated_as_withdrawing():
    trial = await told(await summoned(await listed(await asked())))
    for one in await trial.people():
        away = one.part is Part.PLAINTIFF
        await sitting_actions.call(
            trial.clerk,
            trial.hearing_id,
            one.id,
            has_come=not away,
            absence=Absence.NO_REASON if away else None,
            words="",
            now=STARTS_AT,
        )
    with pytest.raises(NotNow, match="not_begun_yet"):
        await miss(trial, STARTS_AT - timedelta(minutes=1))
    await miss(trial)
    row = await trial.hearing()
    assert (row.stage, row.consequence) == (Stage.NO_SHOW, Consequence.DEEMED_WITHDRAWN)
    assert (await trial.case()).stage is CaseStage.POOL


async def test_nobody_is_missed_who_came():
    trial = await told(await summoned(await listed(await asked())))
    with pytest.raises(NotNow, match="roll_not_called"):
        await miss(trial)
    for one in await trial.people():
        await sitting_actions.call(
            trial.clerk,
            trial.hearing_id,
            one.id,
            has_come=True,
            absence=None,
            words="",
            now=STARTS_AT,
        )
    with pytest.raises(NotNow, match="everybody_came"):
        await miss(trial)


async def answer(trial: Trial, person, said: Answer, words: str = "", actor=None) -> None:
    await listing_actions.answer_online(
        actor or trial.clerk, trial.hearing_id, person.id, answer=said, words=words, now=NOW
    )


async def test_the_way_of_taking_part_follows_the_answers_and_the_slot_stays():
    trial = await listed(await asked())
    one, two = await trial.people()
    booked = await Booking.all().order_by("id").values_list("id", flat=True)
    await answer(trial, one, Answer.CHOSEN)
    assert (await trial.hearing()).mode is Mode.MIXED
    await answer(trial, two, Answer.AGREED)
    assert (await trial.hearing()).mode is Mode.ONLINE
    await answer(trial, two, Answer.WITHDRAWN, "虚构：没有信号")
    assert (await trial.hearing()).mode is Mode.IN_PERSON
    assert [person.is_online for person in await trial.people()] == [False, False]
    assert await Booking.all().order_by("id").values_list("id", flat=True) == booked


async def test_each_party_answers_for_itself_and_for_nobody_else():
    trial = await asked()
    one, two = await trial.people()
    party = Actor(
        account_id=one.account_id,
        reach=dict.fromkeys(ROLES[Role.TOURIST], frozenset({uuid4()})),
    )
    await answer(trial, one, Answer.AGREED, actor=party)
    with pytest.raises(NotFound):
        await answer(trial, two, Answer.AGREED, actor=party)
    stranger = Actor(
        account_id=uuid4(), reach=dict.fromkeys(ROLES[Role.TOURIST], frozenset({uuid4()}))
    )
    with pytest.raises(NotFound):
        await answer(trial, two, Answer.AGREED, actor=stranger)


async def switch(trial: Trial, bar: Bar | None = None, why: Switch = Switch.FERRY) -> None:
    await changing_actions.switch(
        trial.clerk,
        trial.hearing_id,
        why=why,
        bar=bar,
        words="虚构：渡轮停航",
        court=COURT,
        version=None,
        now=NOW,
    )


async def test_moving_online_keeps_the_slot_tells_everybody_and_counts_no_adjournment():
    trial = await summoned(await listed(await asked()))
    for one in await trial.people():
        await answer(trial, one, Answer.AGREED)
    row = await trial.hearing()
    # Once people are summoned their answers change nothing by themselves.
    assert row.mode is Mode.IN_PERSON
    booked = await Booking.all().count()
    await switch(trial)
    row = await trial.hearing()
    assert (row.mode, row.stage, row.starts_at) == (Mode.ONLINE, Stage.SUMMONED, STARTS_AT)
    assert await Booking.all().count() == booked
    assert await HearingChange.all().count() == 1
    changes = await Paper.filter(kind=PaperKind.CHANGE)
    assert {one.view["why"] for one in changes} == {"渡轮停航"}
    assert len(changes) == 2
    assert await Fact.filter(topic="litigation.hearing.meeting_due").count() == 1
    with pytest.raises(NotNow, match="nothing_changes"):
        await switch(trial)
    await switch(trial, Bar.ON_SITE, Switch.ON_SITE)
    assert (await trial.hearing()).mode is Mode.IN_PERSON
    assert await HearingChange.all().count() == 2


async def test_the_record_only_grows_and_is_corrected_by_name():
    trial = await told(await summoned(await listed(await asked())))
    with pytest.raises(NotNow, match="not_sitting"):
        await spoken(trial)
    await spoken(await opened(trial))
    key = uuid4()

    async def write(corrects: int | None, form_key=key) -> int:
        return await sitting_actions.write_line(
            trial.clerk,
            trial.hearing_id,
            phase=Phase.INQUIRY,
            speaker="虚构甲",
            text="虚构：应为六百八十元",
            corrects=corrects,
            form_key=form_key,
            now=STARTS_AT,
        )

    assert [await write(2), await write(2)] == [3, 3]
    with pytest.raises(NotValid):
        await write(9, uuid4())
    await held(trial)
    with pytest.raises(NotNow, match="only_corrections_now"):
        await write(None, uuid4())
    assert await write(1, uuid4()) == 4
    assert await HearingLine.all().count() == 4


async def test_a_cancelled_or_mistaken_listing_frees_its_place_and_keeps_its_reason():
    trial = await listed(await asked())
    with pytest.raises(NotValid):
        await actions.strike(trial.clerk, trial.hearing_id, words=" ", version=None, now=NOW)
    await actions.strike(trial.clerk, trial.hearing_id, words="虚构：排错", version=None, now=NOW)
    row = await trial.hearing()
    assert (row.stage, row.ending_words) == (Stage.IN_ERROR, "虚构：排错")
    assert await Booking.all().count() == 0
    assert (await trial.case()).stage is CaseStage.POOL


async def test_who_writes_on_an_old_page_hears_of_it():
    trial = await listed(await asked())
    with pytest.raises(NotNow, match="changed_meanwhile"):
        await actions.cancel(trial.clerk, trial.hearing_id, words="虚构", version=1, now=NOW)
