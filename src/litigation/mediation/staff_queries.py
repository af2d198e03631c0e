"""What only staff are shown: signs of staging, forgotten relations, who could mediate, places."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from commons import vault
from commons.access.actor import Actor, Permission, Role
from commons.access.models import Grant, Organisation, Under
from litigation.mediation.flags import (
    Acquaintance,
    FlagFacts,
    Hint,
    RedFlag,
    Trace,
    conflict_hints,
    red_flags,
)
from litigation.mediation.models import Matter, Party, Representative, access_mediation
from litigation.mediation.party_models import ADDRESS

MEDIATING = (Role.MEDIATOR, Role.STUDIO_HEAD)
CHOICES_MAX = 200


async def red_flags_of(matter: Matter) -> tuple[RedFlag, ...]:
    """Read the signs that this room can see; amounts and issues are counted elsewhere."""
    parties = await Party.filter(matter_id=matter.id)
    agents = await _agents([party.id for party in parties])
    facts = FlagFacts(
        traces=tuple(_trace(party, agents[party.id]) for party in parties),
        opened_at=matter.opened_at,
        agreed_at=matter.effective_at,
        earlier_between_them=await _earlier_between(matter, parties),
    )
    return red_flags(facts)


async def conflict_hints_of(
    actor: Actor, matter_id: UUID, *, home: str = ""
) -> tuple[tuple[str, Hint], ...]:
    """Read which party the mediator may know, before he declares."""
    matter = await access_mediation(actor, matter_id, Permission.MEDIATION_WRITE)
    parties = await Party.filter(matter_id=matter.id)
    addresses = frozenset({vault.fingerprint(ADDRESS, home)}) if home else frozenset()
    known = await _earlier_agents(parties)
    return conflict_hints(
        actor.name,
        addresses,
        (Acquaintance(p.name, p.address_fingerprint, known[p.id]) for p in parties),
    )


async def mediators_for(matter: Matter, today: date) -> tuple[tuple[UUID, str], ...]:
    """List who may be offered this matter: mediators of its organisation, without former ones."""
    above = await Under.filter(below_id=matter.organisation_id).values_list("above_id", flat=True)
    grants = (
        await Grant.filter(organisation_id__in=list(above), role__in=MEDIATING, ended_at=None)
        .select_related("account__person")
        .limit(CHOICES_MAX)
    )
    people = {
        grant.account_id: grant.account.person.name for grant in grants if _holds_on(grant, today)
    }
    former = {*matter.former_mediators, str(matter.mediator_id)}
    return tuple((each, name) for each, name in people.items() if str(each) not in former)


async def places_for(actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """List the organisations in which the actor may open a matter."""
    reach = sorted(actor.reach.get(Permission.MEDIATION_OPEN, frozenset()))
    rows = await Organisation.filter(id__in=reach).order_by("title", "id").limit(CHOICES_MAX)
    return tuple((row.id, row.title) for row in rows)


def _holds_on(grant: Grant, day: date) -> bool:
    return grant.from_on <= day and (grant.until_on is None or day <= grant.until_on)


def _trace(party: Party, agents: list[Representative]) -> Trace:
    phones = {party.phone_fingerprint, *(agent.phone_fingerprint for agent in agents)}
    return Trace(
        side=party.side,
        phones=frozenset(phones - {""}),
        address=party.address_fingerprint,
        agents=frozenset(agent.number_fingerprint or agent.name for agent in agents),
    )


async def _agents(party_ids: list[UUID]) -> Mapping[UUID, list[Representative]]:
    found: defaultdict[UUID, list[Representative]] = defaultdict(list)
    for row in await Representative.filter(party_id__in=party_ids):
        found[row.party_id].append(row)
    return found


async def _earlier_between(matter: Matter, parties: list[Party]) -> int:
    """Count the earlier matters in which the same two people stood against each other."""
    numbers = sorted({party.number_fingerprint for party in parties} - {""})
    rows = await Party.filter(number_fingerprint__in=numbers).exclude(matter_id=matter.id)
    sides: defaultdict[UUID, set[str]] = defaultdict(set)
    for row in rows:
        sides[row.matter_id].add(row.number_fingerprint)
    return sum(len(people) > 1 for people in sides.values())


async def _earlier_agents(parties: list[Party]) -> Mapping[UUID, frozenset[str]]:
    """Name who has ever represented each of these people, in any matter."""
    numbers = sorted({party.number_fingerprint for party in parties} - {""})
    rows = await Representative.filter(party__number_fingerprint__in=numbers).select_related(
        "party"
    )
    known: defaultdict[UUID, set[str]] = defaultdict(set)
    for row in rows:
        for party in parties:
            if party.number_fingerprint == row.party.number_fingerprint:
                known[party.id].add(row.name)
    return {party.id: frozenset(known[party.id]) for party in parties}
