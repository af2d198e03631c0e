"""Reads what rules need to know: the window of a case, how people were told, what was put off."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from commons.almanac import ONE_DAY, Almanac, day_of, start_of
from commons.deadlines import days, months
from commons.holidays.models import current_almanac
from litigation.cases.fees import Procedure
from litigation.cases.models import Case, CaseParty
from litigation.cases.pleading import Domicile
from litigation.cases.rules import Side
from litigation.clocks.keys import ClockKey
from litigation.clocks.models import Clock
from litigation.clocks.rules import ENDED
from litigation.delivery.models import Attempt, Delivery, Sighting
from litigation.delivery.rules import REACHED
from litigation.delivery.served import served
from litigation.hearings.attending import Told
from litigation.hearings.models import Adjournment, Hearing, HearingPerson
from litigation.hearings.rules import SAT, STANDING, Purpose, Stage, is_in_time
from litigation.hearings.window import Bounds

# Civil Procedure Law art. 128 and 285; art. 152, 164, 168.
ANSWER_DAYS, ANSWER_DAYS_ABROAD = 15, 30
TERM_MONTHS: Mapping[Procedure, int] = {
    Procedure.ORDINARY: 6,
    Procedure.SUMMARY: 3,
    Procedure.SMALL_CLAIMS: 2,
}
_ANSWERS = frozenset(
    {
        ClockKey.ANSWER,
        ClockKey.ANSWER_ABROAD,
        ClockKey.ANSWER_SIMPLIFIED,
        ClockKey.ANSWER_SMALL_CLAIM,
    }
)
_EVIDENCE = frozenset(
    {ClockKey.EVIDENCE, ClockKey.EVIDENCE_SIMPLIFIED, ClockKey.EVIDENCE_SMALL_CLAIM}
)
_TRIALS = frozenset(
    {ClockKey.TRIAL, ClockKey.TRIAL_SIMPLIFIED, ClockKey.TRIAL_SMALL_CLAIM, ClockKey.TRIAL_SPECIAL}
)
# The clocks between whose days a hearing is listed.
OF_THE_WINDOW = _ANSWERS | _EVIDENCE | _TRIALS
# The office opens at eight: a reminder earlier would wake people up.
REMIND_HOUR = timedelta(hours=8)
REMIND_DAYS = (3, 1)  # before the hearing


async def parties_in(case_id: UUID) -> list[CaseParty]:
    return await CaseParty.filter(case_id=case_id).order_by("place")


def is_abroad(party: CaseParty) -> bool:
    # Art. 285, 286; Interpretation art. 549: Hong Kong, Macao and Taiwan by way of reference.
    return party.domicile is not Domicile.MAINLAND


def human_id(party: CaseParty) -> UUID:
    """Name one human being over all cases, so that nobody is called to two rooms at once."""
    if party.account_id is not None:
        return party.account_id
    if party.number_fingerprint:
        return uuid5(NAMESPACE_URL, party.number_fingerprint)
    return party.id


def agent_id(party: CaseParty) -> UUID:
    return party.agent_account_id or uuid5(party.id, "agent")


async def bounds_of(
    case: Case,
    *,
    today: date,
    travel_days: int = 0,
    notice_waived: bool = False,
    periods_waived: bool = False,
    follows: Hearing | None = None,
    gap_is_lifted: bool = False,
) -> Bounds:
    """Gather between which days this case may be heard."""
    almanac = await current_almanac()
    gap = None
    if follows is not None and follows.sits_on is not None and not gap_is_lifted:
        gap = months(follows.sits_on, 1, almanac).due_on
    counted = await _counted(case)
    answer, term = counted(_ANSWERS), counted(_TRIALS)
    return Bounds(
        today=today,
        answer_ends_on=answer or await _answer_ends(case, almanac),
        evidence_ends_on=counted(_EVIDENCE),
        periods_waived=periods_waived,
        notice_waived=notice_waived,
        travel_days=travel_days,
        term_ends_on=term or _term_ends(case, almanac),
        gap_ends_on=gap,
    )


async def _counted(case: Case) -> Callable[[frozenset[ClockKey]], date | None]:
    """Read the last days that the clocks of the case count; excluded time and grants are in."""
    rows = await Clock.filter(case_id=case.id, state__not_in=sorted(ENDED)).only("key", "due_on")

    def last_of(keys: frozenset[ClockKey]) -> date | None:
        return max((row.due_on for row in rows if row.key in keys), default=None)

    return last_of


async def _answer_ends(case: Case, almanac: Almanac) -> date | None:
    """Reckon it for a case that began before clocks were kept."""
    if case.procedure is not Procedure.ORDINARY:
        # Interpretation art. 266 and 275: there the court fixes it, with the parties' consent.
        return None
    ends = [
        days(
            party.copies_on, ANSWER_DAYS_ABROAD if is_abroad(party) else ANSWER_DAYS, almanac
        ).due_on
        for party in await parties_in(case.id)
        if party.side is Side.DEFENDANT and party.copies_on is not None
    ]
    return max(ends, default=None)


def _term_ends(case: Case, almanac: Almanac) -> date | None:
    if case.filed_on is None:
        return None
    return months(case.filed_on, TERM_MONTHS[case.procedure], almanac).due_on


async def open_hearing_of(case_id: UUID) -> Hearing | None:
    """Find the hearing that is under way; a case has one at a time."""
    stages = sorted({Stage.ASKED, *STANDING})
    return await Hearing.filter(case_id=case_id, stage__in=stages).first()


async def trials_sat(case_id: UUID) -> int:
    rows = Hearing.filter(case_id=case_id, purpose=Purpose.TRIAL, stage__in=sorted(SAT))
    return await rows.count()


async def adjournments_done(case_id: UUID) -> int:
    return await Adjournment.filter(case_id=case_id, is_granted=True).count()


async def told_of(
    hearing: Hearing, people: Iterable[HearingPerson]
) -> Mapping[UUID, tuple[Told, date | None]]:
    """Say for each person how it was told, by a person's word or by the delivery of its paper."""
    known = list(people)
    papers = [one.paper_id for one in known if one.paper_id is not None]
    by_paper = await _delivered(papers)
    return {one.id: _told(one, hearing, by_paper.get(one.paper_id)) for one in known}


Delivered = tuple[Told, date | None]


def _told(person: HearingPerson, hearing: Hearing, by_paper: Delivered | None) -> Delivered:
    told, on = person.told, person.told_on
    if by_paper is not None and _STRENGTH[by_paper[0]] > _STRENGTH[told]:
        told, on = by_paper
    if told is Told.SERVED and on is not None and hearing.sits_on is not None:
        in_time = is_in_time(on, hearing.sits_on, travel_days=hearing.travel_days)
        if not (in_time or hearing.notice_waived):
            return Told.LATE, on
    return told, on


_STRENGTH = {
    Told.NOT_TOLD: 0,
    Told.LATE: 1,
    Told.MESSAGE: 1,
    Told.ACKNOWLEDGED: 2,
    Told.SERVED: 3,
}


async def _delivered(paper_ids: list[UUID]) -> dict[UUID | None, Delivered]:
    """Read what deliveries prove: three queries, however many people."""
    rows = await Delivery.filter(paper_id__in=paper_ids)
    ids = [row.id for row in rows]
    attempts = await Attempt.filter(delivery_id__in=ids)
    sights = await Sighting.filter(delivery_id__in=ids)
    found: dict[UUID | None, Delivered] = {}
    for row in rows:
        tried = [one for one in attempts if one.delivery_id == row.id]
        seen = [one for one in sights if one.delivery_id == row.id]
        effect = served(row.facts(tried, seen))
        if effect.at is not None:
            found[row.paper_id] = (Told.SERVED, day_of(effect.at))
        elif seen:
            # Interpretation art. 261: opened with code and digits is proof of receipt, even where
            # nobody had consented to electronic service.
            found[row.paper_id] = (Told.ACKNOWLEDGED, day_of(min(one.at for one in seen)))
        elif any(one.state in REACHED for one in tried):
            found[row.paper_id] = (Told.MESSAGE, None)
    return found


def remind_at(hearing: Hearing, days_before: int) -> datetime | None:
    if hearing.sits_on is None:
        return None
    return start_of(hearing.sits_on - ONE_DAY * days_before) + REMIND_HOUR
