"""Asking for the enforcement of a title: prefilled from it, open once, late but taken in."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotAllowed, NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.outbox import emit
from litigation.cases.desk_queries import courts
from litigation.enforcement import clock_actions, rules
from litigation.enforcement.basis_queries import Basis, basis_of_decision, basis_of_matter
from litigation.enforcement.events import EnforcementAsked
from litigation.enforcement.models import Enforcement, EnforcementParty
from litigation.enforcement.rules import FLOW, RATE_MAX_BP, WORDS_MAX, EnforcementSide

FILE, WRITE = Permission.CASE_FILE, Permission.CASE_WRITE


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What the applicant adds to the title."""

    organisation_id: UUID | None = None
    interest_fen: int = 0
    rate_bp: int = 0
    rate_from_on: date | None = None
    clues: str = ""


@atomic
async def ask_on_decision(
    actor: Actor, decision_id: UUID, asked: AskedFor, *, now: datetime
) -> UUID:
    """Ask for the enforcement of a decision; the application that is open is found again."""
    basis = await basis_of_decision(actor, decision_id, lock=True)
    return await _ask(actor, basis, asked, now=now)


@atomic
async def ask_on_matter(actor: Actor, matter_id: UUID, asked: AskedFor, *, now: datetime) -> UUID:
    """Ask for the enforcement of a confirmed agreement that was broken."""
    basis = await basis_of_matter(actor, matter_id)
    return await _ask(actor, basis, asked, now=now)


async def _ask(actor: Actor, basis: Basis, asked: AskedFor, *, now: datetime) -> UUID:
    court = basis.organisation_id or asked.organisation_id
    _must_be_theirs(actor, basis, court)
    known = await Enforcement.get_or_none(open_key=basis.key)
    if known is not None:
        return known.id
    today = day_of(now)
    rules.check_asking(due_on=basis.due_on, left_fen=basis.left_fen, today=today)
    await _check(basis, asked, court)
    assert court is not None
    row = Enforcement(
        organisation_id=court,
        decision_id=basis.decision_id,
        case_id=basis.case_id,
        matter_id=basis.matter_id,
        open_key=basis.key,
        basis=basis.name[:200],
        effective_on=basis.effective_on,
        title=basis.title,
        stage=FLOW.start,
        principal_fen=basis.principal_fen,
        interest_fen=asked.interest_fen,
        rate_bp=asked.rate_bp,
        rate_from_on=asked.rate_from_on,
        due_on=basis.due_on,
        ask_until_on=basis.ask_until_on,
        is_late=rules.is_late(today, basis.ask_until_on),
        clues=asked.clues,
        asked_on=today,
        judge_id=basis.judge_id,
        judge_name=basis.judge_name,
        filed_by=actor.account_id,
    )
    try:
        await row.save(force_create=True)
    except IntegrityError:  # the other creditor asked in the same second
        raise NotNow("db.changed_meanwhile") from None
    for place, one in enumerate(basis.who[: rules.PARTIES_MAX], start=1):
        await EnforcementParty.create(
            enforcement_id=row.id,
            place=place,
            **{name: getattr(one, name) for name in one.__dataclass_fields__},
        )
    await clock_actions.asked(row, actor=actor, now=now)
    facts: dict[str, Json] = {"basis": basis.key, "is_late": row.is_late}
    await record(row.subject, "enforcement.asked", facts, actor=actor, at=now)
    await emit(EnforcementAsked(enforcement_id=row.id))
    return row.id


def _must_be_theirs(actor: Actor, basis: Basis, court: UUID | None) -> None:
    """The court's window writes it down for a creditor; a debtor asks for nothing here."""
    if court is not None and actor.may(WRITE, court):
        return
    actor.must(FILE)
    creditors = [one for one in basis.who if one.side is EnforcementSide.CREDITOR]
    may = {one for who in creditors for one in (who.account_id, who.agent_account_id)}
    if actor.account_id not in (may | {basis.filer_id}) - {None}:
        raise NotAllowed("enforcement.creditors_ask")


async def _check(basis: Basis, asked: AskedFor, court: UUID | None) -> None:
    problems: dict[str, Problem] = {}
    if basis.organisation_id is None and court not in {one for one, _ in await courts()}:
        problems["organisation_id"] = Problem("form.not_a_choice")
    if not 0 <= asked.interest_fen <= rules.AMOUNT_MAX_FEN:
        problems["interest"] = Problem("form.too_large", {"limit": rules.AMOUNT_MAX_FEN})
    if not 0 <= asked.rate_bp <= RATE_MAX_BP:
        problems["rate"] = Problem("enforcement.rate_too_high", {"max": RATE_MAX_BP // 100})
    if bool(asked.rate_bp) != (asked.rate_from_on is not None):
        problems["rate_from_on"] = Problem("enforcement.rate_and_day_together")
    if len(asked.clues) > WORDS_MAX:
        facts = {"max": WORDS_MAX, "length": len(asked.clues)}
        problems["clues"] = Problem("form.too_long", facts)
    if problems:
        raise NotValid(fields=problems)
