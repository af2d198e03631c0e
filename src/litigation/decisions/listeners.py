"""Reactions to time: a last day for appeal is over, a delivery may have been proved."""

from commons.providers.ports import Outside
from litigation.decisions import effect_actions, served_actions
from litigation.decisions.events import DecisionEffectDue


async def on_effect_due(event: DecisionEffectDue, outside: Outside) -> None:
    await effect_actions.settle_effect(event.decision_id, now=outside.clock.now())


async def note_served(outside: Outside) -> None:
    """Take over what deliveries prove about decisions: a chore of every hour."""
    await served_actions.note_all_served(outside.clock.now())
