"""Money paid on a decision, confirmed by the one who received it or by the court for him."""

from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from litigation.cases.models import CaseParty, is_staff
from litigation.decisions import clock_actions
from litigation.decisions.models import (
    CourtDecision,
    DecisionPayment,
    access_decision,
)
from litigation.decisions.rules import PAYMENTS_MAX, DecisionStage
from litigation.hearings.rules import WORDS_MAX

SEE, WRITE = Permission.CASE_SEE, Permission.CASE_WRITE


@atomic
async def confirm_payment(
    actor: Actor,
    decision_id: UUID,
    party_id: UUID,
    *,
    amount_fen: int,
    paid_on: date,
    words: str,
    form_key: UUID,
    now: datetime,
) -> None:
    """Keep what a party says it has received. Pressing twice keeps it once."""
    case, row = await access_decision(actor, decision_id, SEE, lock=True)
    if is_staff(actor, case):
        actor.must(WRITE, case.organisation_id)
    else:
        await _must_be_own(actor, row, party_id)
    if await DecisionPayment.filter(form_key=form_key).exists():
        return
    known = await DecisionPayment.filter(decision_id=row.id)
    await _check(row, party_id, amount_fen, paid_on, count=len(known), today=day_of(now))
    await DecisionPayment.create(
        decision_id=row.id,
        party_id=party_id,
        amount_fen=amount_fen,
        paid_on=paid_on,
        words=words[:WORDS_MAX],
        noted_by=actor.name,
        noted_at=now,
        form_key=form_key,
    )
    facts: dict[str, Json] = {
        "party": str(party_id),
        "amount_fen": amount_fen,
        "paid_on": paid_on.isoformat(),
    }
    await record(row.subject, "decision.paid", facts, actor=actor, at=now)
    paid_fen = amount_fen + sum(one.amount_fen for one in known)
    if row.amount_fen and paid_fen >= row.amount_fen:
        await clock_actions.all_paid(case, row, actor=actor, now=now)


async def _must_be_own(actor: Actor, row: CourtDecision, party_id: UUID) -> None:
    """Only the one who received money can say so; for others this decision has no such page."""
    party = await CaseParty.get_or_none(id=party_id, case_id=row.case_id)
    speaks = party is not None and actor.account_id in {party.account_id, party.agent_account_id}
    if row.stage is DecisionStage.DRAFT or not speaks:
        raise NotFound("decisions.no_such_party")


async def _check(
    row: CourtDecision, party_id: UUID, amount_fen: int, paid_on: date, *, count: int, today: date
) -> None:
    if row.stage is DecisionStage.DRAFT:
        raise NotNow("decisions.not_issued")
    if not row.amount_fen:
        raise NotNow("decisions.no_money_ordered")
    if count >= PAYMENTS_MAX:
        raise NotNow("decisions.too_many_payments", max=PAYMENTS_MAX)
    problems: dict[str, Problem] = {}
    # Who has to pay cannot say that it was paid: that would take the two years from the other.
    receiver = await CaseParty.get_or_none(id=party_id, case_id=row.case_id)
    if receiver is None or receiver.side is row.paying_side:
        problems["party_id"] = Problem("form.not_a_choice")
    if amount_fen <= 0:
        problems["amount"] = Problem("form.too_small", {"limit": 0})
    if row.issued_on is None or not row.issued_on <= paid_on <= today:
        problems["paid_on"] = Problem("decisions.served_day_impossible")
    if problems:
        raise NotValid(fields=problems)
