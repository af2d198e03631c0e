"""Offers end at the latest at midnight; facts are fixed by both and reopened with a reason."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from commons.errors import NotFound, NotNow, NotValid
from commons.evidence_log.models import Leaf
from commons.outbox import Fact
from litigation.mediation.parties import Side
from litigation.record import fact_actions, offer_actions
from litigation.record.bargaining import OfferAct, OfferStage, closing_moment
from litigation.record.models import AgreedFact, Offer
from litigation.record.queries import confidences, court_record, joint_record
from litigation.record.rules import Compartment, FactStage
from tests.litigation.mediation.builders import MEDIATOR, NOW, a_party
from tests.litigation.record.builders import TODAY, a_fact, a_scene, an_offer, some_terms


async def timers() -> list[tuple[str, bool]]:
    rows = await Fact.filter(topic="litigation.record.offer_closes").order_by("due_at")
    return [(row.key or "", row.is_told) for row in rows]


async def test_an_offer_sets_its_own_timer_for_midnight(db):
    scene = await a_scene()
    offer_id = await an_offer(scene)
    timer = await Fact.get(key=f"offer-closes:{offer_id}")
    assert timer.due_at == closing_moment(TODAY + timedelta(days=3))
    assert str(500_00) not in timer.body


@pytest.mark.parametrize(
    ("act", "stage"),
    [(OfferAct.ACCEPT, OfferStage.ACCEPTED), (OfferAct.DECLINE, OfferStage.DECLINED)],
)
async def test_the_other_side_answers_once_and_the_timer_stops(db, act, stage):
    scene = await a_scene()
    offer_id = await an_offer(scene)
    answer = {"party_id": scene.applicant.id, "now": NOW}
    await offer_actions.answer_offer(MEDIATOR, scene.id, offer_id, act, **answer)
    row = await Offer.get(id=offer_id)
    assert (row.stage, row.answered_by, row.ended_at) == (stage, scene.applicant.id, NOW)
    assert await timers() == []
    with pytest.raises(NotNow):
        await offer_actions.answer_offer(MEDIATOR, scene.id, offer_id, act, **answer)


async def test_nobody_accepts_his_own_offer_but_he_may_take_it_back(db):
    scene = await a_scene()
    offer_id = await an_offer(scene)
    own = {"party_id": scene.respondent.id, "now": NOW}
    with pytest.raises(NotValid):
        await offer_actions.answer_offer(MEDIATOR, scene.id, offer_id, OfferAct.ACCEPT, **own)
    await offer_actions.answer_offer(MEDIATOR, scene.id, offer_id, OfferAct.WITHDRAW, **own)
    assert (await Offer.get(id=offer_id)).stage is OfferStage.WITHDRAWN


async def test_a_counter_offer_ends_the_earlier_one_and_a_double_click_makes_one(db):
    scene = await a_scene()
    first = await an_offer(scene)
    key = uuid4()
    ids = [
        await offer_actions.counter(
            MEDIATOR,
            scene.id,
            first,
            scene.applicant.id,
            some_terms(600_00),
            form_key=key,
            now=NOW,
        )
        for _ in range(2)
    ]
    assert ids[0] == ids[1]
    offers = (await joint_record(scene.id)).offers
    assert [(one.stage, one.terms.amount_fen, one.answers_id) for one in offers] == [
        (OfferStage.COUNTERED, 500_00, None),
        (OfferStage.OPEN, 600_00, first),
    ]
    assert [key for key, _ in await timers()] == [f"offer-closes:{ids[0]}"]


async def test_an_offer_lapses_at_midnight_and_only_once(db):
    scene = await a_scene()
    offer_id = await an_offer(scene)
    midnight = closing_moment(TODAY + timedelta(days=3))
    with pytest.raises(NotNow):
        await offer_actions.lapse_offer(offer_id, now=midnight - timedelta(seconds=1))
    for _ in range(2):
        await offer_actions.lapse_offer(offer_id, now=midnight)
    assert (await Offer.get(id=offer_id)).stage is OfferStage.LAPSED
    assert await Leaf.filter(act="record.offer_ended").count() == 1


async def test_after_midnight_nobody_accepts_even_if_the_timer_is_late(db):
    scene = await a_scene()
    offer_id = await an_offer(scene)
    late = closing_moment(TODAY + timedelta(days=3))
    with pytest.raises(NotNow) as refused:
        await offer_actions.answer_offer(
            MEDIATOR,
            scene.id,
            offer_id,
            OfferAct.ACCEPT,
            party_id=scene.applicant.id,
            now=late,
        )
    assert refused.value.reason == "record.offer_is_over"


async def test_an_offer_in_caucus_is_known_to_the_other_side_only_once_it_is_told(db):
    scene = await a_scene()
    place = Compartment.CAUCUS_B
    offer_id = await an_offer(scene, compartment=place)
    assert (await joint_record(scene.id)).offers == ()
    with pytest.raises(NotNow) as refused:
        await offer_actions.answer_offer(
            MEDIATOR,
            scene.id,
            offer_id,
            OfferAct.ACCEPT,
            party_id=scene.applicant.id,
            now=NOW,
        )
    assert refused.value.reason == "record.offer_not_told"
    assert len((await confidences(MEDIATOR, scene.id, place)).offers) == 1
    await offer_actions.tell_offer(MEDIATOR, scene.id, offer_id, now=NOW)
    assert [one.id for one in (await joint_record(scene.id)).offers] == [offer_id]


async def test_a_caucus_holds_only_offers_of_its_own_side(db):
    scene = await a_scene()
    for place, party in (
        (Compartment.CAUCUS_A, scene.respondent),
        (Compartment.CAUCUS_B, scene.applicant),
        (Compartment.MEDIATOR, scene.applicant),
    ):
        with pytest.raises(NotValid) as refused:
            await an_offer(scene, compartment=place, party=party)
        assert refused.value.fields["party_id"].reason == "record.offer_other_side"
    third = await a_party(scene.matter, side=Side.THIRD)
    await an_offer(scene, party=third)
    assert await Offer.all().count() == 1


async def test_a_wrong_offer_leaves_no_row_no_timer_and_no_act(db):
    scene = await a_scene()
    with pytest.raises(NotValid):
        await an_offer(scene, replace(some_terms(), amount_fen=0))
    assert await Offer.all().count() == 0
    assert await timers() == []
    assert await Leaf.filter(act="record.offer_made").count() == 0


async def test_facts_are_fixed_together_and_the_same_signature_twice_changes_nothing(db):
    scene = await a_scene()
    ids = [await a_fact(scene), await a_fact(scene, "虚构：押金为一千元。")]
    paper_id = uuid4()
    for _ in range(2):
        await fact_actions.fix_facts(scene.id, ids, paper_id, NOW)
    rows = await AgreedFact.filter(matter_id=scene.id).order_by("number")
    assert [(row.number, row.stage, row.paper_id) for row in rows] == [
        (1, FactStage.FIXED, paper_id),
        (2, FactStage.FIXED, paper_id),
    ]
    assert await Leaf.filter(act="record.fact_fixed").count() == 2
    assert [fact.id for fact in (await court_record(scene.id)).fixed_facts] == ids


async def test_one_withdrawn_fact_keeps_the_whole_paper_from_being_fixed(db):
    scene = await a_scene()
    ids = [await a_fact(scene), await a_fact(scene, "虚构：押金为一千元。")]
    await fact_actions.withdraw_fact(MEDIATOR, scene.id, ids[1], now=NOW)
    with pytest.raises(NotNow):
        await fact_actions.fix_facts(scene.id, ids, uuid4(), NOW)
    with pytest.raises(NotFound):
        await fact_actions.fix_facts(scene.id, [ids[0], uuid4()], uuid4(), NOW)
    assert (await court_record(scene.id)).fixed_facts == ()


async def test_a_fact_is_opened_again_only_with_a_reason_that_stays_visible(db):
    scene = await a_scene()
    ids = [await a_fact(scene), await a_fact(scene, "虚构：押金为一千元。")]
    paper_id = uuid4()
    await fact_actions.fix_facts(scene.id, ids, paper_id, NOW)
    opening = {"asked_by": scene.respondent.id, "now": NOW}
    with pytest.raises(NotValid):
        await fact_actions.reopen_fact(MEDIATOR, scene.id, ids[0], reason=" ", **opening)
    await fact_actions.reopen_fact(
        MEDIATOR, scene.id, ids[0], reason="虚构：新找到收据。", **opening
    )
    opened, other = (await joint_record(scene.id)).facts
    assert (opened.stage, opened.reopened_reason) == (FactStage.REOPENED, "虚构：新找到收据。")
    assert opened.reopened_by is not None
    assert opened.reopened_by.name == "虚构乙"
    # The other fact stood on the same paper: it waits for new signatures.
    assert (other.stage, other.paper_id, other.fixed_at) == (FactStage.PROPOSED, None, None)
    assert (await court_record(scene.id)).fixed_facts == ()
    told = await Fact.get(topic="litigation.record.facts_reopened")
    assert str(paper_id) in told.body
    assert "收据" not in told.body
