"""What of a failed mediation goes into the complaint: the public part, and nothing else.

Built from `CourtRecord` alone, which holds no line of the talks, no offer, no note and no fact
that was not fixed in writing (Online Mediation Rules art. 18, Interpretation art. 107).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from litigation.cases.pleading import CLAIM_LINES
from litigation.mediation.parties import PartyKind, Side
from litigation.record.entries import CourtRecord


@dataclass(frozen=True, slots=True)
class KnownParty:
    """A party as the mediation has written it down."""

    side: Side
    kind: PartyKind
    name: str
    number: str
    phone: str
    address: str
    e_address: str
    e_consent: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What the mediation may hand over."""

    cause: str
    island: str
    matter_id: str
    parties: tuple[KnownParty, ...]
    court: CourtRecord


def prefilled(known: Known) -> Mapping[str, str]:
    """Answer the screens of the complaint with what is known; nothing is typed twice."""
    answers = {"cause": known.cause, "island": known.island, "matter_id": known.matter_id}
    for side, name in ((Side.APPLICANT, "plaintiff"), (Side.RESPONDENT, "defendant")):
        first = next((one for one in known.parties if one.side is side), None)
        if first is not None:
            answers |= _party(name, first)
            if side is Side.APPLICANT:
                answers |= _service(first)
    answers |= _claims(known.court)
    answers["evidence"] = "\n".join(
        f"{one.name}；{one.source}；{one.purpose}".rstrip("；")
        for one in known.court.exchange.exhibits
        if one.party.side is Side.APPLICANT and one.withdrawn_reason is None
    )
    if answers["evidence"]:
        answers["evidence_seen"] = "yes"
    return answers


def _party(name: str, one: KnownParty) -> dict[str, str]:
    return {
        f"{name}_kind": one.kind.value,
        f"{name}_name": one.name,
        f"{name}_number": one.number,
        f"{name}_phone": one.phone,
        f"{name}_address": one.address,
    }


def _service(one: KnownParty) -> dict[str, str]:
    answers = {"service_address": one.address}
    if one.e_consent:
        # Consent to one step is not consent to another, so the answer itself is asked for anew.
        answers["e_address"] = one.e_address
    return answers


def _claims(court: CourtRecord) -> dict[str, str]:
    standing = [one for one in court.exchange.standing_claims() if one.party.side is Side.APPLICANT]
    answers: dict[str, str] = {}
    for n, one in enumerate(standing[:CLAIM_LINES], 1):
        answers[f"item_{n}"] = one.item
        if one.amount_fen is not None:
            answers[f"amount_{n}"] = str(one.amount_fen)
    bases = [one.basis for one in standing if one.basis]
    if bases:
        answers["law"] = "\n".join(bases)
    return answers
