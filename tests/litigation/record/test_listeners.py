"""What follows later by itself: offers lapse at midnight, a reopened facts paper is taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from commons.access.actor import SYSTEM
from commons.errors import NotNow
from commons.papers.issuing_actions import archive
from commons.papers.models import view_paper
from commons.papers.render import Rendered
from commons.papers.rules import Stage
from litigation.events import FactsReopened, OfferCloses
from litigation.record.bargaining import OfferStage
from litigation.record.listeners import on_facts_reopened, on_offer_closes
from litigation.record.models import Offer
from tests.commons.papers.builders import a_paper
from tests.litigation.mediation.builders import NOW
from tests.litigation.record.builders import a_scene, an_offer


@pytest.fixture
def outside(site):
    return site.state.outside


async def test_the_timer_of_an_offer_lapses_it_once_however_often_it_rings(outside, clock):
    scene = await a_scene()
    offer_id = await an_offer(scene)
    clock.move(timedelta(days=4))
    for _ in range(3):
        await on_offer_closes(OfferCloses(offer_id=offer_id), outside)
    row = await Offer.get(id=offer_id)
    assert (row.stage, row.ended_at) == (OfferStage.LAPSED, clock.now())


async def test_the_timer_of_an_offer_nobody_knows_does_nothing(outside):
    await on_offer_closes(OfferCloses(offer_id=uuid4()), outside)
    assert await Offer.all().count() == 0


async def test_a_reopened_facts_paper_is_taken_back_once_it_is_printed(outside):
    paper_id = await a_paper(signers=())
    fact = FactsReopened(matter_id=uuid4(), paper_id=paper_id)
    with pytest.raises(NotNow):
        await on_facts_reopened(fact, outside)
    printed = Rendered(
        pdf=b"%PDF-", sha256="a" * 64, unsealed_sha256="b" * 64, pages=1, template_version=1
    )
    await archive(paper_id, printed, actor=SYSTEM, now=NOW)
    for _ in range(2):
        await on_facts_reopened(fact, outside)
    paper = await view_paper(paper_id)
    assert (paper.stage, "不再有效" in paper.stop_reason) == (Stage.WITHDRAWN, True)
