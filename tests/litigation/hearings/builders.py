"""A case that is ripe for a hearing, and its way by the real deeds; everything invented."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from commons.access.actor import SYSTEM, Actor
from commons.almanac import FixedClock, day_of
from commons.db import atomic
from commons.papers.marks import Strokes
from litigation.cases.fees import Procedure
from litigation.cases.models import Case, CaseParty
from litigation.cases.pleading import Domicile
from litigation.cases.rules import Ending, FiledAs, Side
from litigation.cases.rules import Stage as CaseStage
from litigation.cases.stage_actions import close_case
from litigation.hearings import (
    actions,
    listing_actions,
    sitting_actions,
    summon_actions,
)
from litigation.hearings.actions import AskedFor
from litigation.hearings.attending import Told
from litigation.hearings.models import Hearing, HearingPerson, people_of
from litigation.hearings.sitting import Phase
from litigation.mediation.parties import CheckedHow, PartyKind
from litigation.mediation.rules import Track
from scheduling import requests
from scheduling.events import HearingListed
from scheduling.models import HearingRequest
from tests.commons.access.builders import NOW
from tests.scheduling.requests.builders import Court, a_court, a_place

COURT = "虚构县人民法院"
STROKES = Strokes(300, 100, (((1, 1), (90, 40), (200, 20)),))
SITS_ON = date(2026, 12, 10)
STARTS_AT = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)


@dataclass
class Trial:
    """One case, the court it lies in, and its hearing under way."""

    court: Court
    case_id: UUID
    hearing_id: UUID

    @property
    def judge(self) -> Actor:
        return self.court.judge

    @property
    def clerk(self) -> Actor:
        return self.court.clerk

    async def case(self) -> Case:
        return await Case.get(id=self.case_id)

    async def hearing(self) -> Hearing:
        return await Hearing.get(id=self.hearing_id)

    async def people(self) -> list[HearingPerson]:
        return await people_of(self.hearing_id)


async def a_case(
    court: Court,
    *,
    procedure: Procedure = Procedure.SUMMARY,
    stage: CaseStage = CaseStage.POOL,
    number: str = "（2026）虚构民初12号",
    abroad: bool = False,
) -> Case:
    """Put down a filed case with a plaintiff and a defendant."""
    case = await Case.create(
        number=number,
        receipt_number=f"虚构收{uuid4().hex[:8]}",
        track=Track.REFUSED,
        stage=stage,
        organisation_id=court.organisation_id,
        cause="租赁合同纠纷",
        title="虚构甲诉虚构乙",
        procedure=procedure,
        amount_fen=68_000,
        minutes=60,
        judge_id=court.judge.account_id,
        judge_name=court.judge.name,
        clerk_id=court.clerk.account_id,
        clerk_name=court.clerk.name,
        island="虚构屿",
        filed_by=uuid4(),
        filed_as=FiledAs.PARTY,
        submitted_at=NOW,
        submitted_on=day_of(NOW),
        filed_on=day_of(NOW),
    )
    for place, (side, name) in enumerate(
        ((Side.PLAINTIFF, "虚构甲"), (Side.DEFENDANT, "虚构乙")), start=1
    ):
        await CaseParty.create(
            case_id=case.id,
            side=side,
            kind=PartyKind.PERSON,
            name=name,
            account_id=uuid4(),
            phone=f"+861390000000{place}",
            address=f"虚构屿{place}号",
            domicile=Domicile.ABROAD if abroad else Domicile.MAINLAND,
            place=place,
        )
    return case


async def asked(
    procedure: Procedure = Procedure.SUMMARY, *, now: datetime = NOW, **wish: object
) -> Trial:
    """Bring a case into the pool."""
    court = await a_court()
    case = await a_case(court, procedure=procedure)
    hearing_id = await actions.ask_for_hearing(
        court.clerk,
        case.id,
        AskedFor(**wish),  # type: ignore[arg-type]
        now=now,
    )
    return Trial(court, case.id, hearing_id)


async def listed(trial: Trial, *, now: datetime = NOW, **place: object) -> Trial:
    """Give the hearing a place, and let the hearing hear of it."""
    row = await HearingRequest.get(reference_id=trial.hearing_id)
    chosen = a_place(trial.court, **{"on": SITS_ON, **place})
    await requests.list_by_hand(trial.clerk, row.id, chosen, now=now)
    fresh = await HearingRequest.get(id=row.id)
    await listing_actions.note_listed(
        HearingListed(
            reference_id=trial.hearing_id,
            on=chosen.on,
            start=chosen.start,
            minutes=fresh.minutes,
            room="虚构第1法庭",
            judge_id=chosen.judge_id,
            edition=fresh.edition,
        ),
        actor=SYSTEM,
        now=now,
    )
    return trial


async def summoned(trial: Trial, *, now: datetime = NOW) -> Trial:
    await summon_actions.summon(trial.clerk, trial.hearing_id, court=COURT, version=None, now=now)
    return trial


async def told(
    trial: Trial, how: Told = Told.SERVED, on: date = date(2026, 11, 24), *, words: str = "虚构"
) -> Trial:
    """Let everybody be told of the hearing in one way."""
    for one in await trial.people():
        await summon_actions.note_told(
            trial.clerk,
            trial.hearing_id,
            one.id,
            told=how,
            told_on=on,
            words=words,
            now=NOW + timedelta(days=2),
        )
    return trial


async def opened(trial: Trial, *, away: tuple[str, ...] = (), absence: object = None) -> Trial:
    """Call the roll, check identities, and open on time."""
    for one in await trial.people():
        comes = one.name not in away
        await sitting_actions.call(
            trial.clerk,
            trial.hearing_id,
            one.id,
            has_come=comes,
            absence=None if comes else absence,  # type: ignore[arg-type]
            words="虚构",
            now=STARTS_AT,
        )
        if comes:
            await sitting_actions.identify(
                trial.clerk, trial.hearing_id, one.id, how=CheckedHow.ORIGINAL_CARD, now=STARTS_AT
            )
    await sitting_actions.open_hearing(trial.clerk, trial.hearing_id, version=None, now=STARTS_AT)
    return trial


async def spoken(trial: Trial, *phases: Phase) -> Trial:
    for phase in phases or (Phase.OPENING, Phase.INQUIRY):
        await sitting_actions.write_line(
            trial.clerk,
            trial.hearing_id,
            phase=phase,
            speaker="审判员",
            text="虚构的话",
            corrects=None,
            form_key=uuid4(),
            now=STARTS_AT,
        )
    return trial


async def held(trial: Trial) -> Trial:
    await sitting_actions.hold(
        trial.clerk,
        trial.hearing_id,
        words="",
        version=None,
        now=STARTS_AT + timedelta(hours=1),
    )
    return trial


async def a_held_trial(procedure: Procedure = Procedure.SUMMARY) -> Trial:
    trial = await told(await summoned(await listed(await asked(procedure))))
    return await held(await spoken(await opened(trial)))


@atomic
async def atomic_close(trial: Trial) -> None:
    """End the case as a withdrawal that was allowed does."""
    await close_case(await trial.case(), Ending.WITHDRAWN, actor=trial.judge, now=NOW)


@atomic
async def put_case(case_id: UUID, stage: CaseStage) -> None:
    case = await Case.get(id=case_id)
    await case.keep(stage=stage)


__all__ = ["NOW", "SYSTEM", "Court", "FixedClock", "Trial", "a_court"]
