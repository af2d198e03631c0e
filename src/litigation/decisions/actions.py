"""A decision from its text to its issue: written, drawn up, signed, issued."""

from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.outbox import emit
from commons.papers import actions as papers_of_floor
from commons.papers.marks import Mark
from commons.papers.models import content_of as content_shown
from commons.papers.rules import Circumstances, canonical
from commons.papers.rules import Stage as PaperStage
from litigation.cases.models import Case, access_case
from litigation.cases.rules import PENDING, Side
from litigation.cases.rules import Stage as CaseStage
from litigation.decisions import case_actions, papers, rules
from litigation.decisions.drafting import ruled_of
from litigation.decisions.events import DecisionIssued
from litigation.decisions.models import CourtDecision, DecisionReach, access_decision
from litigation.decisions.papers import OF_DECISION
from litigation.decisions.rules import (
    FLOW,
    TEXT_MAX,
    DecisionAct,
    DecisionKind,
    DecisionStage,
    DecisionText,
)
from litigation.hearings.attending import Consequence
from litigation.hearings.drafting import head_of
from litigation.hearings.models import Hearing
from litigation.hearings.paper_actions import check_signer, put_down, signers_for
from litigation.hearings.papers import View
from litigation.hearings.reckoning import is_abroad, parties_in
from litigation.hearings.rules import Purpose, Stage

DECIDE, WRITE = Permission.CASE_DECIDE, Permission.CASE_WRITE
AMOUNT_MAX_FEN = 10**15
PERFORM_DAYS_MAX = 3_650


@atomic
async def begin(actor: Actor, case_id: UUID, kind: DecisionKind, *, now: datetime) -> UUID:
    """Begin a decision of this kind; one that is being written is found again."""
    case = await access_case(actor, case_id, DECIDE, lock=True)
    known = await CourtDecision.filter(
        case_id=case.id, kind=kind, stage=DecisionStage.DRAFT
    ).first()
    if known is not None:
        return known.id
    hearing = await _ground(case, kind)
    made = await CourtDecision.create(
        case_id=case.id,
        hearing_id=hearing.id if hearing else None,
        kind=kind,
        stage=FLOW.start,
        procedure=case.procedure,
        by_default=bool(hearing and hearing.consequence is Consequence.DEFAULT),
        written_by=actor.account_id,
        written_at=now,
    )
    await record(made.subject, "decision.begun", {"kind": kind.value}, actor=actor, at=now)
    return made.id


async def _ground(case: Case, kind: DecisionKind) -> Hearing | None:
    """Find the hearing that this decision rests on, or refuse it."""
    last = (
        await Hearing.filter(case_id=case.id, stage__in=[Stage.HELD, Stage.NO_SHOW])
        .exclude(purpose=Purpose.PRONOUNCEMENT)
        .order_by("-place")
        .first()
    )
    if case.stage not in PENDING:
        raise NotNow("decisions.case_not_pending")
    if kind is DecisionKind.JUDGMENT and (
        case.stage is not CaseStage.HEARD or last is None or last.stage is not Stage.HELD
    ):
        # Civil Procedure Law art. 137 and 145: judgment after a hearing.
        raise NotNow("decisions.judgment_after_hearing")
    if kind is DecisionKind.DEEMED_WITHDRAWAL and (
        last is None or last.consequence is not Consequence.DEEMED_WITHDRAWN
    ):
        # Art. 146 with Interpretation art. 261: only after a summons that is proved.
        raise NotNow("decisions.no_deemed_withdrawal")
    return last


@atomic
async def write(
    actor: Actor,
    decision_id: UUID,
    draft: DecisionText,
    *,
    amount_fen: int | None,
    perform_until_on: date | None,
    perform_days: int | None,
    paying_side: Side = Side.DEFENDANT,
    version: int | None,
    now: datetime,
) -> None:
    """Keep the text of a decision. A text that is already signed is not written any more."""
    _, row = await access_decision(actor, decision_id, DECIDE, lock=True)
    if version is not None and row.version != version:
        raise NotNow("db.changed_meanwhile")
    if row.stage is not DecisionStage.DRAFT:
        raise NotNow("decisions.decision_is_issued")
    parts = {name: getattr(draft, name) for name in ("claims", "facts", "law", "result", "costs")}
    problems = {
        name: Problem("form.too_long", {"max": TEXT_MAX, "length": len(text)})
        for name, text in parts.items()
        if len(text) > TEXT_MAX
    }
    if amount_fen is not None and not 0 <= amount_fen <= AMOUNT_MAX_FEN:
        problems["amount"] = Problem("form.too_large", {"limit": AMOUNT_MAX_FEN})
    if perform_days is not None and not 0 <= perform_days <= PERFORM_DAYS_MAX:
        problems["perform_days"] = Problem("form.too_large", {"limit": PERFORM_DAYS_MAX})
    if paying_side is Side.THIRD:
        problems["paying_side"] = Problem("form.not_a_choice")
    if problems:
        raise NotValid(fields=problems)
    await row.keep(
        **parts,
        amount_fen=amount_fen,
        perform_until_on=perform_until_on,
        perform_days=perform_days,
        paying_side=paying_side,
        written_by=actor.account_id,
        written_at=now,
    )
    await record(row.subject, "decision.written", {}, actor=actor, at=now)


@atomic
async def draw_up(actor: Actor, decision_id: UUID, *, court: str, now: datetime) -> UUID:
    """Freeze the text for the signatures of judge and clerk; what is missing is named."""
    case, row = await access_decision(actor, decision_id, DECIDE, lock=True)
    if row.stage is not DecisionStage.DRAFT:
        raise NotNow("decisions.decision_is_issued")
    missing = rules.missing_in(row.draft(), row.procedure)
    if missing:
        raise NotValid(fields={name: Problem("form.missing") for name in missing})
    kind = OF_DECISION[row.kind]
    view = await _view(case, row, court=court, now=now)
    signers = await signers_for(kind, case, None)
    paper_id = await put_down(case, kind, row.id, view, signers=signers, actor=actor, now=now)
    await row.keep(paper_id=paper_id)
    await record(row.subject, "decision.drawn_up", {}, actor=actor, at=now)
    return paper_id


async def _view(case: Case, row: CourtDecision, *, court: str, now: datetime) -> View:
    head = await head_of(case, court=court, today=day_of(now))
    ruled = await ruled_of(row)
    if row.kind is DecisionKind.JUDGMENT:
        return papers.judgment(head, ruled)
    if row.kind is DecisionKind.MEDIATION_ORDER:
        return papers.order(head, ruled)
    return papers.ruling(head, ruled)


@atomic
async def sign(
    actor: Actor,
    decision_id: UUID,
    *,
    signer_id: UUID,
    shown_hash: str,
    mark: Mark,
    circumstances: Circumstances,
    now: datetime,
) -> PaperStage:
    """Take a signature of the bench; with the last one the decision is issued."""
    case, row = await access_decision(actor, decision_id, WRITE, lock=True)
    if row.paper_id is None or row.stage is not DecisionStage.DRAFT:
        raise NotNow("decisions.nothing_to_sign")
    check_signer(case, actor, signer_id)
    shown = await content_shown(row.paper_id)
    drawn_at = datetime.fromisoformat(f"{shown['drawn_on']}T00:00:00+08:00")
    again = await _view(case, row, court=str(shown["court"]), now=drawn_at)
    if canonical(again) != canonical(shown):
        raise NotNow("hearings.changed_since_drawn_up")
    stage = await papers_of_floor.sign(
        row.paper_id,
        signer_id=signer_id,
        shown_hash=shown_hash,
        mark=mark,
        actor=actor,
        now=now,
        circumstances=circumstances,
    )
    if stage is PaperStage.SIGNED:
        await _issue(case, row, actor=actor, now=now)
    return stage


async def _issue(case: Case, row: CourtDecision, *, actor: Actor, now: datetime) -> None:
    """Open one line of service for each party, and count the case as decided."""
    await row.keep(stage=FLOW.step(row.stage, DecisionAct.ISSUE), issued_on=day_of(now))
    for place, party in enumerate(await parties_in(case.id), start=1):
        await DecisionReach.create(
            decision_id=row.id,
            party_id=party.id,
            name=party.name,
            is_abroad=is_abroad(party),
            place=place,
        )
    await case_actions.decide(case, actor=actor, now=now)
    facts: dict[str, Json] = {"kind": row.kind.value}
    await record(row.subject, "decision.issued", facts, actor=actor, at=now)
    await emit(DecisionIssued(decision_id=row.id, case_id=case.id, kind=row.kind.value))
