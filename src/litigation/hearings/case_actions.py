"""How a hearing moves its case, by the case's own deeds and not without its log."""

from datetime import datetime

from commons.access.actor import Actor
from litigation.cases.clock_actions import under_its_name
from litigation.cases.models import Case
from litigation.cases.rules import Act, Stage
from litigation.cases.stage_actions import move_on
from litigation.hearings.models import Hearing


async def schedule(case: Case, row: Hearing, *, actor: Actor, now: datetime) -> None:
    """Count a case as scheduled while one of its hearings is listed; it lies with that judge."""
    if case.judge_id is None:
        await case.keep(judge_id=row.judge_id, judge_name=row.judge_name)
        await under_its_name(case)
    if case.stage is not Stage.SCHEDULED:
        await move_on(case, Act.SCHEDULE, actor=actor, now=now)


async def unschedule(case: Case, *, actor: Actor, now: datetime) -> None:
    """Put a case back into the pool when its hearing came to nothing."""
    if case.stage is Stage.SCHEDULED:
        await move_on(case, Act.UNSCHEDULE, actor=actor, now=now)


async def heard(case: Case, *, actor: Actor, now: datetime) -> None:
    await move_on(case, Act.HEAR, actor=actor, now=now)
