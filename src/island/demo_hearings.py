"""Invented hearings: one to come that a storm threatens, two held, and their decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from commons.access.actor import SYSTEM
from commons.almanac import ONE_DAY, SHANGHAI, day_of
from commons.holidays.models import current_almanac
from commons.providers.ports import Outside
from island import demo_cases
from island.demo_island import MARK, Staff
from litigation.hearings import (
    actions,
    adjourn_actions,
    listing_actions,
    sitting_actions,
    summon_actions,
)
from litigation.hearings.adjourning import Cause, Reason
from litigation.hearings.attending import Told
from litigation.hearings.models import Hearing, people_of
from litigation.hearings.sitting import Phase
from litigation.mediation.parties import CheckedHow
from scheduling import requests, room_actions
from scheduling.events import HearingListed
from scheduling.models import HearingRequest
from scheduling.rules import Place

ROOM = "第一法庭" + MARK
MORNING, AFTERNOON = 9 * 60, 14 * 60 + 30  # minutes since midnight
SAID: Mapping[Phase, str] = {
    Phase.OPENING: "核对当事人身份，宣布法庭纪律，告知诉讼权利义务。双方均不申请回避。" + MARK,
    Phase.INQUIRY: "原告陈述诉讼请求和事实，被告答辩，双方举证、质证。" + MARK,
    Phase.DEBATE: "双方围绕是否应当付款发表辩论意见。" + MARK,
    Phase.LAST_WORDS: "双方最后陈述，坚持各自意见。" + MARK,
}


@dataclass(frozen=True, slots=True)
class Trial:
    """One invented case on its way through the courtroom."""

    staff: Staff
    case_id: UUID
    hearing_id: UUID
    court: str
    starts_at: datetime
    amount_fen: int

    @property
    def sits_on(self) -> date:
        return day_of(self.starts_at)


async def play(staff: Staff, outside: Outside, now: datetime) -> tuple[Trial, Trial]:
    """Bring three cases into the courtroom; hand back the two that were heard weeks ago."""
    room_id = await room_actions.add_room(
        staff.clerk,
        staff.court_id,
        name=ROOM,
        island="",
        seats=12,
        features=("视频",),
        now=now - 90 * ONE_DAY,
    )
    courtroom = Courtroom(staff, room_id, outside)
    stormy, decided, written = demo_cases.HEARD
    await _put_off(await _listed(courtroom, stormy, now - ONE_DAY, AFTERNOON), now)
    return (
        await _held(await _listed(courtroom, decided, now - 45 * ONE_DAY, MORNING)),
        await _held(await _listed(courtroom, written, now - 30 * ONE_DAY, AFTERNOON)),
    )


@dataclass(frozen=True, slots=True)
class Courtroom:
    """Who sits where, and under which court's name."""

    staff: Staff
    room_id: UUID
    outside: Outside


async def _listed(
    courtroom: Courtroom, quarrel: demo_cases.Quarrel, at: datetime, start: int
) -> Trial:
    """File a case, take its fee, and give its hearing the first place that the law leaves."""
    staff = courtroom.staff
    case_id = await demo_cases.ready(staff, quarrel, courtroom.outside, at)
    await actions.ask_when_pooled(case_id, now=at)
    row = await Hearing.get(case_id=case_id)
    request = await HearingRequest.get(reference_id=row.id)
    assert staff.judge.account_id is not None
    on = await _working_day(row.earliest_on)
    place = Place(on, start, courtroom.room_id, staff.judge.account_id)
    await requests.list_by_hand(staff.clerk, request.id, place, now=at)
    listed = HearingListed(
        reference_id=row.id,
        on=on,
        start=start,
        minutes=request.minutes,
        room=ROOM,
        judge_id=staff.judge.account_id,
        edition=1,
    )
    await listing_actions.note_listed(listed, actor=SYSTEM, now=at)
    midnight = datetime.combine(on, time(), tzinfo=SHANGHAI).astimezone(UTC)
    trial = Trial(
        staff,
        case_id,
        row.id,
        courtroom.outside.settings.court_name,
        midnight + timedelta(minutes=start),
        quarrel.amount_fen,
    )
    await _summoned(trial, at)
    return trial


async def _working_day(on: date) -> date:
    almanac = await current_almanac()
    while almanac.name_of(on):
        on += ONE_DAY
    return on


async def _summoned(trial: Trial, at: datetime) -> None:
    clerk = trial.staff.clerk
    await summon_actions.summon(clerk, trial.hearing_id, court=trial.court, version=None, now=at)
    for one in await people_of(trial.hearing_id):
        await summon_actions.note_told(
            clerk,
            trial.hearing_id,
            one.id,
            told=Told.SERVED,
            told_on=day_of(at),
            words="当面签收传票" + MARK,
            now=at,
        )


async def _put_off(trial: Trial, now: datetime) -> None:
    """Ask for another day because no boat goes; the judge has not decided yet."""
    await adjourn_actions.ask_to_adjourn(
        trial.staff.clerk,
        trial.hearing_id,
        reason=Reason.OTHER,
        cause=Cause.FORCE_MAJEURE,
        words="台风预报当日过境，轮渡将停航，原告无法到庭。" + MARK,
        all_agree=False,
        court=trial.court,
        version=None,
        now=now,
    )


async def _held(trial: Trial) -> Trial:
    """Call the roll, open, write the record down and close."""
    clerk, here, at = trial.staff.clerk, trial.hearing_id, trial.starts_at
    for one in await people_of(here):
        await sitting_actions.call(
            clerk, here, one.id, has_come=True, absence=None, words="", now=at
        )
        await sitting_actions.identify(clerk, here, one.id, how=CheckedHow.ORIGINAL_CARD, now=at)
    await sitting_actions.open_hearing(clerk, here, version=None, now=at)
    for phase, text in SAID.items():
        await sitting_actions.write_line(
            clerk,
            here,
            phase=phase,
            speaker="审判员",
            text=text,
            corrects=None,
            form_key=uuid4(),
            now=at,
        )
    await sitting_actions.hold(clerk, here, words="", version=None, now=at + timedelta(minutes=50))
    return trial
