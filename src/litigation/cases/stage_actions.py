"""Moving a case on: the one place where its stage changes, for this room and those above."""

from datetime import datetime
from typing import Any

from commons.access.actor import Actor
from commons.almanac import day_of
from commons.db import must_be_inside_deed
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.outbox import emit
from litigation.cases.clock_actions import case_is_over
from litigation.cases.models import Case
from litigation.cases.rules import FLOW, NOTHING_DUE, Act, Ending, Stage
from litigation.events import CaseClosed, CasePooled


async def move_on(
    case: Case,
    act: Act,
    *,
    actor: Actor,
    now: datetime,
    **changes: Any,  # noqa: ANN401 - columns of the case
) -> Stage:
    """Take one step of the flow inside a deed, with what changes beside it."""
    must_be_inside_deed()
    before, stage = case.stage, FLOW.step(case.stage, act)
    if stage is Stage.POOL:
        changes = {
            "next_due_on": NOTHING_DUE,
            "pooled_on": case.pooled_on or day_of(now),
            **changes,
        }
    await case.keep(stage=stage, **changes)
    facts: dict[str, Json] = {"act": act.value, "from": before.value, "to": stage.value}
    await record(case.subject, "case.moved", facts, actor=actor, at=now)
    if stage is Stage.POOL:
        await emit(CasePooled(case_id=case.id))
    return stage


async def close_case(
    case: Case,
    ending: Ending,
    act: Act = Act.CLOSE,
    *,
    words: str = "",
    actor: Actor,
    now: datetime,
) -> None:
    """End a case inside a deed, with how it ended."""
    await move_on(
        case,
        act,
        actor=actor,
        now=now,
        ending=ending,
        ending_words=words,
        closed_on=day_of(now),
        next_due_on=NOTHING_DUE,
    )
    await case_is_over(case, actor=actor, now=now)
    await emit(CaseClosed(case_id=case.id, ending=ending.value))
