"""Reading the decisions of a case: their list, one with its way to each party, its payments."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.deadlines import Why
from commons.errors import NotFound
from commons.holidays.models import current_almanac
from commons.papers.models import papers_of
from litigation.cases.models import Case, CaseParty, access_case
from litigation.cases.rules import PENDING, Side
from litigation.decisions import rules
from litigation.decisions.models import (
    CourtDecision,
    DecisionPayment,
    DecisionReach,
    access_decision,
)
from litigation.decisions.rules import NEVER_FOR_ORDERS, DecisionKind, DecisionStage, ServedWay
from litigation.decisions.views import (
    RESULTS,
    CaseDecisions,
    DecisionLine,
    DecisionView,
    PartyDesk,
    PaymentsView,
    PaymentView,
    ReachView,
)
from litigation.hearings.paper_rules import paper_subject
from litigation.hearings.queries import head_for
from litigation.hearings.reckoning import parties_in

SEE, WRITE = Permission.CASE_SEE, Permission.CASE_WRITE
DECIDE = Permission.CASE_DECIDE
DECISIONS_MAX = 50


async def view_case(actor: Actor, case_id: UUID) -> CaseDecisions:
    """List the decisions of a case, the newest first; a draft is nothing for the parties."""
    case = await access_case(actor, case_id)
    head = head_for(actor, case)
    rows = CourtDecision.filter(case_id=case.id)
    if not head.is_staff:
        rows = rows.exclude(stage=DecisionStage.DRAFT)
    found = await rows.order_by("-written_at", "id").limit(DECISIONS_MAX)
    return CaseDecisions(
        case=head,
        decisions=tuple(
            DecisionLine(row.id, row.kind, row.stage, row.issued_on, row.effective_on)
            for row in found
        ),
        kinds=tuple(DecisionKind) if head.may_decide and case.stage in PENDING else (),
    )


async def view_decision(
    actor: Actor, decision_id: UUID, permission: Permission = SEE, *, today: date
) -> DecisionView:
    """Show a decision to the court, and to a party once it is issued, with its own days."""
    case, row = await access_decision(actor, decision_id, permission)
    head = head_for(actor, case)
    if row.stage is DecisionStage.DRAFT and not head.is_staff:
        raise NotFound("decisions.no_such_decision")
    rows = await DecisionReach.filter(decision_id=row.id).order_by("place")
    own = None if head.is_staff else await _own_parties(actor, case)
    reached = tuple(_reach(one) for one in rows if own is None or one.party_id in own)
    is_paid = own is None or row.paid_side in own.values()
    paid = await DecisionPayment.filter(decision_id=row.id).only("id", "amount_fen")
    shows_text = head.is_staff or any(one.served_on for one in reached)
    return DecisionView(
        case=head,
        id=row.id,
        version=row.version,
        kind=row.kind,
        stage=row.stage,
        by_default=row.by_default,
        claims=row.claims if head.is_staff else "",
        facts=row.facts if head.is_staff else "",
        law=row.law if head.is_staff else "",
        # Who was not served yet reads it with the paper itself: its opening is what is proved.
        result=row.result if shows_text else "",
        costs=row.costs if shows_text else "",
        wanted=rules.wanted_in(row.kind, row.procedure),
        amount_fen=row.amount_fen if shows_text else None,
        paying_side=row.paying_side,
        perform_until_on=row.perform_until_on,
        perform_days=row.perform_days,
        due_on=row.due_on if shows_text else None,
        pronounced_on=row.pronounced_on,
        pronounced_how=row.pronounced_how,
        deliver_by_on=row.deliver_by_on,
        issued_on=row.issued_on,
        effective_on=row.effective_on,
        effect_provisional=row.effect_provisional,
        effect=await _effect(row, rows, today),
        papers=await papers_of(paper_subject(case.subject, row.id)) if head.is_staff else (),
        reached=reached,
        paid_fen=sum(one.amount_fen for one in paid),
        may_appeal=rules.appeal_days(row.kind, row.procedure, is_abroad=False) > 0,
        may_confirm=_may_confirm(row)
        and (head.may_write if head.is_staff else shows_text and is_paid),
        may_pronounce=rules.may_pronounce(row.kind, row.stage),
        results=_results(row),
    )


async def kind_of(actor: Actor, decision_id: UUID) -> DecisionKind:
    _, row = await access_decision(actor, decision_id, DECIDE)
    return row.kind


def _may_confirm(row: CourtDecision) -> bool:
    return bool(row.amount_fen) and row.stage is not DecisionStage.DRAFT


def _results(row: CourtDecision) -> tuple[rules.DecisionAct, ...]:
    """Say what may have become of it: an appeal's end, or an order that somebody refused."""
    return tuple(act for act in RESULTS if (row.stage, act) in rules.FLOW.moves and _fits(row))


def _fits(row: CourtDecision) -> bool:
    # Only a mediation order falls without an appeal: by somebody who will not sign for it.
    return row.stage is DecisionStage.APPEALED or row.kind is DecisionKind.MEDIATION_ORDER


async def _own_parties(actor: Actor, case: Case) -> Mapping[UUID, Side]:
    return {
        party.id: party.side
        for party in await parties_in(case.id)
        if actor.account_id in {party.account_id, party.agent_account_id}
    }


async def _effect(row: CourtDecision, reached: list[DecisionReach], today: date) -> Why | None:
    """Say what a decision that does not bind yet waits for."""
    if row.stage not in {DecisionStage.ISSUED, DecisionStage.APPEALED}:
        return None
    facts = [one.facts() for one in reached]
    almanac = await current_almanac()
    return rules.effect_of(row.kind, row.procedure, facts, almanac, today=today).why


def _reach(row: DecisionReach) -> ReachView:
    return ReachView(
        party_id=row.party_id,
        name=row.name,
        is_abroad=row.is_abroad,
        served_on=row.served_on,
        way=row.way,
        appeal_until_on=row.appeal_until_on,
        appeal_provisional=row.appeal_provisional,
        appealed_on=row.appealed_on,
    )


async def view_party(actor: Actor, decision_id: UUID, party_id: UUID, *, today: date) -> PartyDesk:
    """Show one party of a decision to the clerk who serves it and takes in its appeal."""
    decision = await view_decision(actor, decision_id, WRITE, today=today)
    reach = next((one for one in decision.reached if one.party_id == party_id), None)
    if reach is None:
        raise NotFound("decisions.no_such_party")
    is_order = decision.kind is DecisionKind.MEDIATION_ORDER
    ways = tuple(way for way in ServedWay if not (is_order and way in NEVER_FOR_ORDERS))
    return PartyDesk(decision, reach, ways)


async def view_payments(
    actor: Actor, decision_id: UUID, *, today: date, form_key: UUID
) -> PaymentsView:
    """Show what was paid, and for whom the one who looks may confirm more."""
    decision = await view_decision(actor, decision_id, today=today)
    if not decision.amount_fen:
        raise NotFound("decisions.no_such_decision")
    rows = await DecisionPayment.filter(decision_id=decision_id).order_by("paid_on", "id")
    parties = await CaseParty.filter(case_id=decision.case.id).order_by("place")
    names = {party.id: party.name for party in parties}
    reached = {one.party_id for one in decision.reached} if decision.may_confirm else set()
    return PaymentsView(
        decision=decision,
        payments=tuple(
            PaymentView(
                names.get(row.party_id, ""), row.amount_fen, row.paid_on, row.words, row.noted_by
            )
            for row in rows
        ),
        left_fen=max(0, decision.amount_fen - decision.paid_fen),
        receivers=tuple(
            (party.id, party.name)
            for party in parties
            if party.id in reached and party.side is not decision.paying_side
        ),
        form_key=form_key,
    )
