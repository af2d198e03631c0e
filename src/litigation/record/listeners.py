"""What follows later from a record: an offer lapses at midnight, a signed paper is taken back."""

from commons.access.actor import SYSTEM
from commons.papers import actions as papers
from commons.papers.models import view_paper
from commons.papers.rules import Stage
from commons.providers.ports import Outside
from litigation.events import FactsReopened, OfferCloses
from litigation.record.offer_actions import lapse_offer
from litigation.record.rules import REOPENED_WORDS


async def on_offer_closes(fact: OfferCloses, outside: Outside) -> None:
    await lapse_offer(fact.offer_id, now=outside.clock.now())


async def on_facts_reopened(fact: FactsReopened, outside: Outside) -> None:
    """Take the facts paper back. While it is still being printed this fails and is tried again."""
    paper = await view_paper(fact.paper_id)
    if paper.stage in {Stage.ISSUED, Stage.SIGNED, Stage.BLOCKED}:
        now = outside.clock.now()
        await papers.withdraw(fact.paper_id, reason=REOPENED_WORDS, actor=SYSTEM, now=now)
