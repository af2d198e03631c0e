"""Deeds that several tests do, and what a refusal must leave as it was."""

from datetime import date, timedelta

from commons.db import atomic
from commons.evidence_log.models import Leaf
from commons.outbox import Fact
from litigation.mediation import asking_actions, end_actions
from litigation.mediation.ending import EndReason
from litigation.mediation.models import Matter
from litigation.mediation.parties import (
    Channel,
    Outcome,
)
from tests.litigation.mediation.builders import (
    MEDIATOR,
    NOW,
)


async def acts() -> list[str]:
    """Name every act on record; the test clock stands still, so they have no order."""
    return sorted(await Leaf.all().values_list("act", flat=True))


async def told(topic: str) -> int:
    return await Fact.filter(topic=f"litigation.mediation.{topic}").count()


async def everything() -> tuple[object, ...]:
    """What a refusal must leave as it was."""
    return (
        await Matter.all().order_by("id").values(),
        await Leaf.all().count(),
        await Fact.all().count(),
    )


@atomic
async def concluded(matter_id, at=NOW):
    await end_actions.conclude_agreed(matter_id, effective_at=at, actor=MEDIATOR, now=at)


async def attempt(matter, party, outcome: Outcome) -> None:
    await asking_actions.note_attempt(
        MEDIATOR,
        matter.id,
        party.id,
        channel=Channel.PHONE,
        outcome=outcome,
        note="",
        now=NOW,
    )


async def end(matter, reason: EndReason, who=None, words: str = "") -> None:
    await end_actions.end(
        MEDIATOR, matter.id, reason=reason, who=who, explanation=words, version=None, now=NOW
    )


async def ask(matter_id, now) -> None:
    await end_actions.ask_for_confirmation(
        MEDIATOR, matter_id, on=now.date(), version=None, now=now
    )


async def broken(matter, by, due_on=date(2026, 11, 30), now=NOW + timedelta(days=10)) -> None:
    await end_actions.record_breach(
        MEDIATOR,
        matter.id,
        by=by,
        performance_due_on=due_on,
        words="虚构：未付租金。",
        version=None,
        now=now,
    )
