"""Gathers what a paper of a hearing is about to say, from the rows that know it."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from commons.almanac import day_of
from commons.papers.wording import day, moment
from litigation.cases.models import Case, CaseParty
from litigation.hearings import wording
from litigation.hearings.adjourning import ADJOURNMENTS_MAX
from litigation.hearings.models import (
    Adjournment,
    Hearing,
    HearingLine,
    HearingPerson,
    people_of,
)
from litigation.hearings.reckoning import parties_in
from litigation.hearings.rules import SUMMONED_PARTS
from litigation.hearings.sheets import (
    Called,
    Course,
    Explained,
    Head,
    PartyLine,
    Present,
    PutOff,
    Said,
    Sitting,
)


async def head_of(case: Case, *, court: str, today: date) -> Head:
    return Head(
        number=case.name,
        cause=case.cause,
        procedure=case.procedure,
        court=court,
        judge=case.judge_name,
        clerk=case.clerk_name,
        drawn_on=today,
        parties=tuple(map(_party_line, await parties_in(case.id))),
    )


def _party_line(party: CaseParty) -> PartyLine:
    facts = [f"住{party.address}"] if party.address else []
    if party.agent_name:
        facts.append(f"委托诉讼代理人{party.agent_name}")
    return PartyLine(SIDES[party.side.value], party.name, tuple(facts))


SIDES: Mapping[str, str] = {"plaintiff": "原告", "defendant": "被告", "third": "第三人"}


def sitting_of(row: Hearing) -> Sitting:
    assert row.starts_at is not None
    return Sitting(row.purpose, row.starts_at, row.minutes, row.room, row.mode)


async def called_of(case: Case, people: Iterable[HearingPerson]) -> Mapping[UUID, Called]:
    """Say of each person who is called as what, for whom, and where this person lives."""
    parties = {party.id: party for party in await parties_in(case.id)}
    return {
        one.id: _called(one, parties.get(one.party_id) if one.party_id else None) for one in people
    }


def _called(person: HearingPerson, party: CaseParty | None) -> Called:
    is_party = person.part in SUMMONED_PARTS
    return Called(
        name=person.name,
        part=person.part,
        for_whom=party.name if party is not None and not is_party else "",
        address=(party.address or "") if party is not None and is_party else "",
        is_online=person.is_online,
    )


def slot_words(row: Hearing) -> str:
    if row.starts_at is None:
        return "（尚未排定）"
    return f"{moment(row.starts_at)}，{row.room}（{wording.MODES[row.mode]}）"


def put_off_of(adjournment: Adjournment, row: Hearing) -> PutOff:
    return PutOff(
        reason=adjournment.reason,
        cause=adjournment.cause,
        words=adjournment.words,
        done_before=adjournment.done_before,
        limit=ADJOURNMENTS_MAX[row.procedure],
        verdict=adjournment.verdict,
        choice=adjournment.choice,
        is_granted=adjournment.is_granted,
        asked_by=adjournment.asked_by_name,
        decision=adjournment.decision,
        decided_by=adjournment.decided_by_name,
        decided_on=day_of(adjournment.decided_at) if adjournment.decided_at else None,
        sits_on=row.sits_on,
    )


async def course_of(row: Hearing) -> Course:
    assert row.opened_at is not None
    lines = await HearingLine.filter(hearing_id=row.id).order_by("place")
    return Course(
        sitting=sitting_of(row),
        opened_at=row.opened_at,
        closed_at=row.ended_at,
        roll=tuple(map(_present, await people_of(row.id))),
        lines=tuple(
            Said(one.place, one.phase, one.speaker, one.text, one.corrects) for one in lines
        ),
    )


def _present(person: HearingPerson) -> Present:
    if person.has_come:
        how = "在线到庭" if person.is_online else "到庭"
        if person.identified_at is None:
            how = f"{how}（未核对身份）"
        if person.absence is not None:
            how = f"{how}，{wording.ABSENCES[person.absence]}"
    else:
        how = wording.ABSENCES[person.absence] if person.absence else "未到庭"
    return Present(wording.PARTS[person.part], person.name, how)


def explained_of(row: Hearing) -> Explained:
    return Explained(
        earliest_on=row.earliest_on,
        latest_on=row.latest_on,
        why=tuple(_why(one["reason"], one["facts"]) for one in row.window_why),
        placed=slot_words(row),
    )


def _why(reason: str, facts: Mapping[str, str]) -> str:
    """Write a reason of the window as a paper does, its days as days."""
    days = {name: day(text) for name, text in facts.items()}
    return wording.WINDOW[reason].format(**days)
