"""To whom a paper of a hearing or a decision goes, and what each of them agreed to."""

from uuid import UUID

from commons.persons import can_receive_messages
from litigation.cases.models import CaseParty
from litigation.delivery.rules import Channel, Recipient
from litigation.hearings.models import HearingPerson
from litigation.hearings.paper_rules import ONE_FOR_EACH, SENT, PaperKind
from litigation.hearings.reckoning import parties_in

CASE = "case"
SUBJECT_PARTS = 3  # case, its id, and the thing the paper is about
TAIL = 4


async def recipients_of(kind: str, subject: str) -> tuple[Recipient, ...]:
    """List who gets it: one person for a summons, all parties for a decision."""
    parts = subject.split(":")
    if parts[0] != CASE or len(parts) != SUBJECT_PARTS or kind not in set(PaperKind):
        return ()
    if PaperKind(kind) not in SENT:
        return ()
    parties = {party.id: party for party in await parties_in(UUID(parts[1]))}
    if PaperKind(kind) not in ONE_FOR_EACH:
        return tuple(map(_party, parties.values()))
    person = await HearingPerson.get_or_none(id=UUID(parts[2]))
    if person is None:
        return ()
    return (_person(person, parties.get(person.party_id) if person.party_id else None),)


def _person(person: HearingPerson, party: CaseParty | None) -> Recipient:
    """A party gets it by its confirmed address; an agent or witness by telephone alone."""
    if party is not None and person.name == party.name:
        own = _party(party)
        return Recipient(
            person_id=person.id,
            name=own.name,
            phone=own.phone,
            consent=own.consent,
            has_confirmed=own.has_confirmed,
            id_tail=own.id_tail,
        )
    return Recipient(person_id=person.id, name=person.name, phone=_reachable(person.phone))


def _party(party: CaseParty) -> Recipient:
    confirmed = party.e_basis is not None and party.e_address in {party.phone, None, ""}
    return Recipient(
        person_id=party.id,
        name=party.name,
        phone=_reachable(party.phone),
        consent=party.e_basis,
        # Online Litigation Rules art. 31: only an address that the party itself confirmed.
        has_confirmed=frozenset({Channel.SMS}) if confirmed else frozenset(),
        id_tail=party.number[-TAIL:] if party.number else None,
    )


def _reachable(phone: str | None) -> str | None:
    return phone if phone and can_receive_messages(phone) else None
