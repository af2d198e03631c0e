"""To whom a finished paper of a mediation goes, and at which address each of them agreed to it."""

from datetime import datetime
from uuid import UUID

from commons.almanac import Clock, day_of
from commons.errors import NotValid
from commons.persons import can_receive_messages, check_phone
from litigation.delivery.rules import Channel, Recipient
from litigation.mediation.authority import Power
from litigation.mediation.models import Party, Representative, parties_of
from litigation.mediation.parties import ConsentStep
from litigation.mediation.party_views import PartyView
from litigation.signing.rules import SENT_TO_PARTIES, PaperKind

SUBJECT = "mediation:"
TAIL = 4


async def recipients_of(kind: str, subject: str) -> tuple[Recipient, ...]:
    """List parties, and agents who may receive papers; nobody for a paper of another room."""
    if not subject.startswith(SUBJECT) or PaperKind(kind) not in SENT_TO_PARTIES:
        return ()
    matter_id = UUID(subject.removeprefix(SUBJECT))
    rows = {row.id: row for row in await Party.filter(matter_id=matter_id)}
    found: list[Recipient] = []
    for party in await parties_of(matter_id):
        found.append(_party(party, rows[party.id]))
        found += await _agents(party)
    return tuple(found)


def _party(view: PartyView, row: Party) -> Recipient:
    agreed = view.consents_to(ConsentStep.E_SERVICE) and row.e_basis is not None
    own_phone = bool(row.phone) and _is_phone(row.e_address, row.phone)
    return Recipient(
        person_id=row.id,
        name=row.name,
        phone=_reachable(row.phone),
        consent=row.e_basis if agreed else None,
        # Online Litigation Rules art. 31: only an address that the party itself confirmed.
        has_confirmed=frozenset({Channel.SMS}) if agreed and own_phone else frozenset(),
        id_tail=row.number[-TAIL:] if row.number else None,
        phone_checked_at=_confirmed_at(view) if agreed else None,
    )


def _confirmed_at(view: PartyView) -> datetime | None:
    """Say when the party last named this address itself, by consenting to service there."""
    answers = [one.given_at for one in view.consents if one.step is ConsentStep.E_SERVICE]
    return max(answers, default=None)


def _is_phone(address: str | None, phone: str | None) -> bool:
    """Say whether the confirmed address is the party's phone, however its digits were typed."""
    if not address:
        return True
    try:
        return check_phone(address) == phone
    except NotValid:
        return False


async def _agents(party: PartyView) -> list[Recipient]:
    today = day_of(Clock().now())
    may = {one.id for one in party.representatives if one.may(Power.RECEIVE_PAPERS, on=today)}
    return [
        Recipient(
            person_id=row.id,
            name=row.name,
            phone=_reachable(row.phone),
            id_tail=row.number[-TAIL:] if row.number else None,
        )
        for row in await Representative.filter(id__in=sorted(may))
        if row.phone
    ]


def _reachable(phone: str | None) -> str | None:
    return phone if phone and can_receive_messages(phone) else None
