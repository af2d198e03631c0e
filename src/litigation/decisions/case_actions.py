"""How a decision moves its case, by the case's own deeds and not without its log."""

from datetime import datetime

from commons.access.actor import Actor
from litigation.cases.models import Case
from litigation.cases.rules import Act, Ending, Stage
from litigation.cases.stage_actions import close_case, move_on


async def decide(case: Case, *, actor: Actor, now: datetime) -> None:
    if case.stage is Stage.HEARD:
        await move_on(case, Act.DECIDE, actor=actor, now=now)


async def reopen(case: Case, *, actor: Actor, now: datetime) -> None:
    if case.stage is Stage.DECIDED:
        await move_on(case, Act.REOPEN, actor=actor, now=now)


async def close(case: Case, ending: Ending, *, actor: Actor, now: datetime) -> None:
    if case.stage is not Stage.CLOSED:
        await close_case(case, ending, actor=actor, now=now)
