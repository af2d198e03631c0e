"""What the court does in a run, and what comes of it: measures, money, settlements."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.outbox import emit
from litigation.enforcement import clock_actions, rules
from litigation.enforcement.actions import must_be_fresh
from litigation.enforcement.events import EnforcementMoneyCame
from litigation.enforcement.models import (
    Enforcement,
    EnforcementMoney,
    EnforcementStep,
    SettlementPart,
    access_enforcement,
)
from litigation.enforcement.reckoning_queries import account_of
from litigation.enforcement.rules import (
    FLOW,
    PAYMENTS_MAX,
    STEPS_MAX,
    TAKES_MONEY,
    TARGET_MAX,
    WORDS_MAX,
    Came,
    EnforcementAct,
    Measure,
)

WRITE = Permission.CASE_WRITE


@atomic
async def note_step(
    actor: Actor,
    enforcement_id: UUID,
    measure: Measure,
    *,
    on: date,
    until_on: date | None,
    target: str,
    words: str,
    form_key: UUID,
    now: datetime,
) -> None:
    """Write down one measure. Pressing twice writes one."""
    row = await access_enforcement(actor, enforcement_id, WRITE, lock=True)
    if await EnforcementStep.filter(form_key=form_key).exists():
        return
    if row.stage not in TAKES_MONEY:
        raise NotNow("enforcement.not_running")
    rules.check_measure(measure, on=on, until_on=until_on, today=day_of(now))
    if await EnforcementStep.filter(enforcement_id=row.id).count() >= STEPS_MAX:
        raise NotNow("enforcement.too_many", max=STEPS_MAX)
    await EnforcementStep.create(
        enforcement_id=row.id,
        measure=measure,
        on=on,
        until_on=until_on,
        target=target[:TARGET_MAX],
        words=words[:WORDS_MAX],
        noted_by=actor.name,
        noted_at=now,
        form_key=form_key,
    )
    if measure is Measure.NOTICE:
        await clock_actions.notified(row, actor=actor, now=now)
    else:
        await clock_actions.moved(row, actor=actor, now=now)
    facts: dict[str, Json] = {"measure": measure.value, "on": on.isoformat()}
    await record(row.subject, "enforcement.measure", facts, actor=actor, at=now)


@atomic
async def lift_step(
    actor: Actor, enforcement_id: UUID, step_id: UUID, *, on: date, form_key: UUID, now: datetime
) -> None:
    """End a measure before its day, by a row of its own; lifting twice lifts once."""
    row = await access_enforcement(actor, enforcement_id, WRITE, lock=True)
    step = await EnforcementStep.get_or_none(id=step_id, enforcement_id=row.id, lifts_id=None)
    if step is None:
        raise NotFound("enforcement.not_found")
    if await EnforcementStep.filter(lifts_id=step.id).exists():
        return
    if not step.on <= on <= day_of(now):
        raise NotValid(fields={"on": Problem("enforcement.day_impossible")})
    await EnforcementStep.create(
        enforcement_id=row.id,
        measure=step.measure,
        on=on,
        target=step.target,
        lifts_id=step.id,
        noted_by=actor.name,
        noted_at=now,
        form_key=form_key,
    )
    facts: dict[str, Json] = {"measure": step.measure.value, "on": on.isoformat()}
    await record(row.subject, "enforcement.lifted", facts, actor=actor, at=now)


@atomic
async def take_money(
    actor: Actor,
    enforcement_id: UUID,
    *,
    amount_fen: int,
    received_on: date,
    came: Came,
    words: str,
    form_key: UUID,
    now: datetime,
) -> None:
    """Write down money that came in. Pressing twice writes it once."""
    row = await access_enforcement(actor, enforcement_id, WRITE, lock=True)
    if came is Came.SHARED:
        raise NotValid(fields={"came": Problem("form.not_a_choice")})
    await add_money(
        row,
        amount_fen=amount_fen,
        received_on=received_on,
        came=came,
        words=words,
        form_key=form_key,
        actor=actor,
        now=now,
    )


async def add_money(
    row: Enforcement,
    *,
    amount_fen: int,
    received_on: date,
    came: Came,
    words: str,
    form_key: UUID,
    actor: Actor,
    now: datetime,
) -> None:
    """Add one line to the money, inside a deed that holds the enforcement."""
    if await EnforcementMoney.filter(form_key=form_key).exists():
        return
    if row.stage not in TAKES_MONEY:
        raise NotNow("enforcement.not_running")
    since = row.effective_on
    rules.check_payment(amount_fen, received_on, since=since, today=day_of(now))
    if await EnforcementMoney.filter(enforcement_id=row.id).count() >= PAYMENTS_MAX:
        raise NotNow("enforcement.too_many", max=PAYMENTS_MAX)
    await EnforcementMoney.create(
        enforcement_id=row.id,
        amount_fen=amount_fen,
        received_on=received_on,
        came=came,
        words=words[:WORDS_MAX],
        noted_by=actor.name,
        noted_at=now,
        form_key=form_key,
    )
    await clock_actions.moved(row, actor=actor, now=now)
    facts: dict[str, Json] = {"amount_fen": amount_fen, "received_on": received_on.isoformat()}
    await record(row.subject, "enforcement.money", facts, actor=actor, at=now)
    await emit(EnforcementMoneyCame(enforcement_id=row.id, amount_fen=amount_fen))


@atomic
async def take_back(
    actor: Actor, enforcement_id: UUID, money_id: UUID, *, words: str, now: datetime
) -> None:
    """Undo a line that was a mistake by a line against it; both stay to be seen."""
    row = await access_enforcement(actor, enforcement_id, WRITE, lock=True)
    wrong = await EnforcementMoney.get_or_none(id=money_id, enforcement_id=row.id, reverses_id=None)
    if wrong is None or wrong.came is Came.SHARED:
        raise NotFound("enforcement.not_found")
    if await EnforcementMoney.filter(reverses_id=wrong.id).exists():
        return
    if row.stage not in TAKES_MONEY:
        raise NotNow("enforcement.not_running")
    if not words.strip():
        raise NotValid(fields={"words": Problem("form.missing")})
    await EnforcementMoney.create(
        enforcement_id=row.id,
        amount_fen=-wrong.amount_fen,
        received_on=wrong.received_on,
        came=wrong.came,
        words=words[:WORDS_MAX],
        reverses_id=wrong.id,
        noted_by=actor.name,
        noted_at=now,
        form_key=wrong.id,
    )
    facts: dict[str, Json] = {"amount_fen": -wrong.amount_fen}
    await record(row.subject, "enforcement.money_back", facts, actor=actor, at=now)
    await emit(EnforcementMoneyCame(enforcement_id=row.id, amount_fen=-wrong.amount_fen))


@atomic
async def settle(
    actor: Actor,
    enforcement_id: UUID,
    parts: Sequence[tuple[date, int]],
    *,
    words: str,
    version: int | None,
    now: datetime,
) -> None:
    """Write down a settlement with its instalments (Civil Procedure Law art. 241)."""
    row = await access_enforcement(actor, enforcement_id, WRITE, lock=True)
    must_be_fresh(row, version)
    stage = FLOW.step(row.stage, EnforcementAct.SETTLE)
    if not words.strip():
        raise NotValid(fields={"words": Problem("form.missing")})
    left = (await account_of(row, on=day_of(now))).left_fen
    rules.check_plan(parts, left_fen=left, today=day_of(now))
    plan = await plan_of(row) + 1
    for due_on, amount_fen in parts:
        await SettlementPart.create(
            enforcement_id=row.id, plan=plan, due_on=due_on, amount_fen=amount_fen
        )
    await row.keep(stage=stage, settled_on=day_of(now), settled_words=words[:WORDS_MAX])
    facts: dict[str, Json] = {"parts": len(parts), "sum_fen": sum(fen for _, fen in parts)}
    await record(row.subject, "enforcement.settle", facts, actor=actor, at=now)


async def plan_of(row: Enforcement) -> int:
    """Give the number of the settlement that holds; 0 before the first."""
    last = await SettlementPart.filter(enforcement_id=row.id).order_by("-plan").first()
    return last.plan if last else 0
