"""What is done to offers: made, told to the other side, answered, countered, lapsed."""

from datetime import datetime
from uuid import UUID

from commons.access.actor import SYSTEM, Actor
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.outbox import cancel, emit
from litigation.events import OfferCloses
from litigation.mediation.models import Matter, party_of
from litigation.record import rules
from litigation.record.bargaining import (
    OfferAct,
    OfferStage,
    Terms,
    answer,
    check_answering,
    check_terms,
    closing_moment,
    packed,
)
from litigation.record.entry_actions import Pen, Shelf, add, confided
from litigation.record.models import Offer
from litigation.record.rules import CAUCUS_SIDE, Compartment

_PLACES = frozenset({Compartment.JOINT, *CAUCUS_SIDE})


@atomic
async def make_offer(
    actor: Actor,
    matter_id: UUID,
    party_id: UUID,
    terms: Terms,
    *,
    compartment: Compartment,
    form_key: UUID,
    now: datetime,
) -> UUID:
    """Write an offer down. In a caucus only the mediator knows it until it is told."""
    matter = await confided(actor, matter_id)
    return await _offer(
        Pen(actor, matter, form_key, now), party_id, terms, compartment=compartment, answers=None
    )


@atomic
async def counter(
    actor: Actor,
    matter_id: UUID,
    offer_id: UUID,
    party_id: UUID,
    terms: Terms,
    *,
    form_key: UUID,
    now: datetime,
) -> UUID:
    """Answer an offer by another one; the earlier offer is over (Civil Code art. 478)."""
    matter = await confided(actor, matter_id)
    pen = Pen(actor, matter, form_key, now)
    if await Offer.filter(form_key=form_key, answers_id=offer_id).exists():
        place = Compartment.JOINT
        return await _offer(pen, party_id, terms, compartment=place, answers=offer_id)
    earlier = await _joint_offer(matter, offer_id)
    check_answering(offered_by=earlier.party_id, answered_by=party_id)
    stage = answer(earlier.stage, OfferAct.COUNTER, closes_on=earlier.closes_on, now=now)
    made = await _offer(pen, party_id, terms, compartment=Compartment.JOINT, answers=earlier.id)
    await _end(pen.matter, earlier, stage, actor=actor, answered_by=party_id, now=now)
    return made


async def _offer(
    pen: Pen, party_id: UUID, terms: Terms, *, compartment: Compartment, answers: UUID | None
) -> UUID:
    rules.check_under_way(pen.matter.stage)
    party = await party_of(pen.matter, party_id)
    if compartment not in _PLACES or CAUCUS_SIDE.get(compartment, party.side) is not party.side:
        raise NotValid(fields={"party_id": Problem("record.offer_other_side")})
    check_terms(terms, today=day_of(pen.now))
    content: dict[str, Json] = {
        "party": str(party_id),
        "compartment": compartment.value,
        "answers": str(answers) if answers else None,
        **packed(terms),
    }
    row, is_new = await add(
        pen,
        Offer,
        "record.offer_made",
        content,
        Shelf(Offer.filter(matter_id=pen.matter.id), "offers", rules.OFFERS_MAX),
        compartment=compartment,
        party_id=party_id,
        kind=terms.kind,
        terms=packed(terms),
        closes_on=terms.closes_on,
        stage=OfferStage.OPEN,
        answers_id=answers,
    )
    if is_new:
        closes_at = closing_moment(terms.closes_on)
        await emit(OfferCloses(offer_id=row.id), due_at=closes_at, key=closing_key(row.id))
    return row.id


@atomic
async def tell_offer(actor: Actor, matter_id: UUID, offer_id: UUID, *, now: datetime) -> None:
    """Tell the other side an offer made in caucus, because the party who made it agrees."""
    matter = await confided(actor, matter_id)
    rules.check_under_way(matter.stage)
    row = await _any_offer(matter, offer_id)
    if row.stage is not OfferStage.OPEN or row.compartment is Compartment.JOINT:
        raise NotNow("record.offer_not_tellable")
    await row.keep(compartment=Compartment.JOINT)
    facts: dict[str, Json] = {"offer": str(row.id)}
    await record(matter.subject, "record.offer_told", facts, actor=actor, at=now)


@atomic
async def answer_offer(
    actor: Actor,
    matter_id: UUID,
    offer_id: UUID,
    act: OfferAct,
    *,
    party_id: UUID,
    now: datetime,
) -> None:
    """Accept or decline by another party; withdraw by the party who made it."""
    assert act in {OfferAct.ACCEPT, OfferAct.DECLINE, OfferAct.WITHDRAW}
    matter = await confided(actor, matter_id)
    rules.check_under_way(matter.stage)
    await party_of(matter, party_id)
    if act is OfferAct.WITHDRAW:
        row = await _any_offer(matter, offer_id)
        if row.party_id != party_id:
            raise NotValid(fields={"answered_by": Problem("record.offer_not_theirs")})
    else:
        row = await _joint_offer(matter, offer_id)
        check_answering(offered_by=row.party_id, answered_by=party_id)
    stage = answer(row.stage, act, closes_on=row.closes_on, now=now)
    await _end(matter, row, stage, actor=actor, answered_by=party_id, now=now)


@atomic
async def lapse_offer(offer_id: UUID, *, now: datetime) -> None:
    """End an offer whose closing day is over; called by its timer, as often as it likes."""
    found = await Offer.get_or_none(id=offer_id)
    if found is None:
        return
    matter = await Matter.filter(id=found.matter_id).select_for_update().get()
    row = await Offer.get(id=offer_id)
    if row.stage is not OfferStage.OPEN:
        return
    stage = answer(row.stage, OfferAct.LAPSE, closes_on=row.closes_on, now=now)
    await _end(matter, row, stage, actor=SYSTEM, answered_by=None, now=now)


async def _end(
    matter: Matter,
    row: Offer,
    stage: OfferStage,
    *,
    actor: Actor,
    answered_by: UUID | None,
    now: datetime,
) -> None:
    await row.keep(stage=stage, answered_by=answered_by, ended_at=now)
    await cancel(closing_key(row.id))
    facts: dict[str, Json] = {
        "offer": str(row.id),
        "stage": stage.value,
        "by": str(answered_by) if answered_by else None,
    }
    await record(matter.subject, "record.offer_ended", facts, actor=actor, at=now)


async def _any_offer(matter: Matter, offer_id: UUID) -> Offer:
    row = await Offer.get_or_none(id=offer_id, matter_id=matter.id)
    if row is None:
        raise NotFound("record.offer_not_found")
    return row


async def _joint_offer(matter: Matter, offer_id: UUID) -> Offer:
    row = await _any_offer(matter, offer_id)
    if row.compartment is not Compartment.JOINT:
        raise NotNow("record.offer_not_told")
    return row


def closing_key(offer_id: UUID) -> str:
    return f"offer-closes:{offer_id}"
