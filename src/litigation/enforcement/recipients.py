"""To whom a paper of an enforcement goes, and what each of them agreed to."""

from uuid import UUID

from commons.persons import can_receive_messages
from litigation.delivery.rules import Channel, Recipient
from litigation.enforcement.models import EnforcementParty
from litigation.enforcement.paper_kinds import SENT_TO, EnforcementPaper

TAIL = 4


async def recipients_of(kind: str, subject: str) -> tuple[Recipient, ...]:
    """List the sides that this paper is sent to."""
    if kind not in set(EnforcementPaper):
        return ()
    thing_id = subject.rpartition(":")[2]
    sides = SENT_TO.get(EnforcementPaper(kind), frozenset())
    rows = EnforcementParty.filter(enforcement_id=UUID(thing_id), side__in=sorted(sides))
    return tuple(_recipient(one) for one in await rows.order_by("place"))


def _recipient(one: EnforcementParty) -> Recipient:
    confirmed = one.e_basis is not None and one.e_address in {one.phone, None, ""}
    can = one.phone is not None and can_receive_messages(one.phone)
    return Recipient(
        person_id=one.id,
        name=one.name,
        phone=one.phone if can else None,
        consent=one.e_basis,
        # Online Litigation Rules art. 31: only an address that the party itself confirmed.
        has_confirmed=frozenset({Channel.SMS}) if confirmed else frozenset(),
        id_tail=one.number[-TAIL:] if one.number else None,
    )
