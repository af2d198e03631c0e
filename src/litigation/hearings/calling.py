"""Who is called to a hearing: parties, their agents, and the witnesses of the one before."""

from uuid import UUID

from litigation.cases.models import Case, CaseParty
from litigation.hearings.models import Hearing, HearingPerson
from litigation.hearings.reckoning import agent_id, human_id, parties_in
from litigation.hearings.rules import PEOPLE_MAX, Part
from litigation.hearings.wishing import PARTS


async def call_people(case: Case, row: Hearing, follows: Hearing | None) -> list[HearingPerson]:
    """Write down who is to come: parties, agents, and the witnesses of the hearing before."""
    found: list[HearingPerson] = []
    known: set[UUID] = set()
    for party in await parties_in(case.id):
        for person in _of_party(row, party):
            if person.person_id not in known:
                known.add(person.person_id)
                found.append(person)
    if follows is not None:
        others = HearingPerson.filter(hearing_id=follows.id).order_by("place")
        for other in await others:
            if other.party_id is None and other.person_id not in known:
                known.add(other.person_id)
                found.append(_again(row, other))
    for place, person in enumerate(found[:PEOPLE_MAX], start=1):
        person.place = place
        await person.save(force_create=True)
    return found[:PEOPLE_MAX]


def _of_party(row: Hearing, party: CaseParty) -> list[HearingPerson]:
    made = [
        HearingPerson(
            hearing_id=row.id,
            person_id=human_id(party),
            party_id=party.id,
            account_id=party.account_id,
            part=PARTS[party.side],
            name=party.name,
            phone=party.phone,
            place=0,
        )
    ]
    if party.agent_name:
        made.append(
            HearingPerson(
                hearing_id=row.id,
                person_id=agent_id(party),
                party_id=party.id,
                account_id=party.agent_account_id,
                part=Part.AGENT,
                name=party.agent_name,
                place=0,
            )
        )
    return made


def _again(row: Hearing, other: HearingPerson) -> HearingPerson:
    return HearingPerson(
        hearing_id=row.id,
        person_id=other.person_id,
        part=other.part,
        name=other.name,
        phone=other.phone,
        island=other.island,
        place=0,
    )
