"""What the pages of facts and offers need; both are for the matter's own mediator only."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor
from commons.errors import NotFound
from litigation.record.desk_queries import CONFIDENCES, Head, head_of
from litigation.record.entries import FactEntry, OfferEntry
from litigation.record.queries import confidences, facts_of
from litigation.record.rules import CAUCUS_SIDE, Compartment


@dataclass(frozen=True, slots=True)
class FactsView:
    head: Head
    facts: tuple[FactEntry, ...]


@dataclass(frozen=True, slots=True)
class FactView:
    head: Head
    fact: FactEntry


async def view_facts(actor: Actor, matter_id: UUID) -> FactsView:
    head = await head_of(actor, matter_id, CONFIDENCES)
    people = {person.id: person for person in head.people}
    return FactsView(head, await facts_of(matter_id, people))


async def view_fact(actor: Actor, matter_id: UUID, fact_id: UUID) -> FactView:
    view = await view_facts(actor, matter_id)
    for fact in view.facts:
        if fact.id == fact_id:
            return FactView(view.head, fact)
    raise NotFound("record.fact_not_found")


@dataclass(frozen=True, slots=True)
class OffersView:
    head: Head
    offers: tuple[OfferEntry, ...]
    today: date


@dataclass(frozen=True, slots=True)
class OfferView:
    head: Head
    offer: OfferEntry
    today: date


async def view_offers(actor: Actor, matter_id: UUID, *, today: date) -> OffersView:
    head = await head_of(actor, matter_id, CONFIDENCES)
    offers = [
        offer
        for compartment in (Compartment.JOINT, *CAUCUS_SIDE)
        for offer in (await confidences(actor, matter_id, compartment)).offers
    ]
    return OffersView(head, tuple(sorted(offers, key=_written_at)), today)


def _written_at(offer: OfferEntry) -> tuple[datetime, UUID]:
    return offer.written_at, offer.id


async def view_offer(actor: Actor, matter_id: UUID, offer_id: UUID, *, today: date) -> OfferView:
    view = await view_offers(actor, matter_id, today=today)
    for offer in view.offers:
        if offer.id == offer_id:
            return OfferView(view.head, offer, today)
    raise NotFound("record.offer_not_found")
