"""The parties as a paper prints them: in full only where it has to identify them to a court."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from litigation.mediation.models import Matter
from litigation.mediation.party_views import Particulars, PartyView
from litigation.signing import wording
from litigation.signing.sheets import Head, PartyLine

IDENTIFIED = "身份已由调解员当面或在线核对"


@dataclass(frozen=True, slots=True)
class Case:
    """One matter with its parties, as every paper needs them."""

    matter: Matter
    parties: tuple[PartyView, ...]
    full: Mapping[UUID, Particulars]
    head: Head


def party_lines(
    case: Case,
    *,
    is_full: bool = False,
    with_contact: bool = False,
    identified: frozenset[UUID] = frozenset(),
) -> tuple[PartyLine, ...]:
    """Print numbers in full only where the paper has to identify the person to a court."""
    return tuple(
        PartyLine(
            role=wording.SIDES[party.side],
            name=party.name,
            facts=tuple(_facts(party, case.full[party.id], is_full, with_contact)),
            identity=IDENTIFIED if party.id in identified else "",
        )
        for party in case.parties
    )


def _facts(party: PartyView, full: Particulars, is_full: bool, with_contact: bool) -> Sequence[str]:
    number = full.number if is_full else party.number_masked
    facts = [f"证件号码{number}"] if number else []
    if is_full and full.address:
        facts.append(f"住所地{full.address}")
    if with_contact:
        facts += [f"联系电话{_dialled(full.phone)}"] if full.phone else []
        facts += [f"电子送达地址{_dialled(full.e_address)}"] if full.e_address else []
    facts += [f"{wording.AGENTS[one.kind]}{one.name}" for one in party.representatives]
    return facts


def _dialled(phone: str) -> str:
    """A number is printed as it is dialled on the mainland; others keep their country."""
    return phone.removeprefix("+86")
