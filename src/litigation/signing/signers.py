"""Who signs a paper: each party or the agent it has chosen, and last the mediator."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from commons.errors import NotValid, Problem
from commons.papers.rules import Signer
from litigation.mediation.authority import Power
from litigation.mediation.party_views import PartyView
from litigation.signing import rules, wording
from litigation.signing.parties import Case
from litigation.signing.rules import BINDING, PaperKind


def signers_of(
    kind: PaperKind, case: Case, *, by_agent: Mapping[UUID, UUID], today: date
) -> tuple[Signer, ...]:
    """List who signs: each party or the agent chosen for it, and last the mediator.

    S2 art. 89: admitting facts and settling need the power by name; without it the party signs.
    """
    signers: list[Signer] = []
    if kind in rules.SIGNED_BY_PARTIES:
        signers += [_party_signer(kind, one, by_agent.get(one.id), today) for one in case.parties]
    if kind in rules.SIGNED_BY_MEDIATOR:
        mediator = case.matter.mediator_id or case.matter.opened_by
        name = case.matter.mediator_name or "调解员"
        signers.append(Signer(mediator, name, "调解员", order=1))
    return tuple(signers)


def _party_signer(kind: PaperKind, party: PartyView, agent: UUID | None, today: date) -> Signer:
    role = wording.SIDES[party.side]
    if agent is None:
        return Signer(party.id, party.name, role)
    one = next((each for each in party.representatives if each.id == agent), None)
    power = Power.ADMIT if kind is PaperKind.FACTS else Power.SETTLE
    if one is None or (kind in BINDING and not one.may(power, on=today)):
        problem = Problem("signing.agent_lacks_power", {"party": party.name})
        raise NotValid(fields={f"by_{party.id}": problem})
    return Signer(party.id, one.name, f"{role}{party.name}的{wording.AGENTS[one.kind]}")
