"""How a complaint is handed in: a draft kept at every screen, then one deed with a receipt."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from commons.access.actor import Actor, Permission
from commons.access.models import Organisation
from commons.access.places import OrganisationKind
from commons.almanac import day_of
from commons.db import atomic
from commons.deadlines import days
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.holidays.models import current_almanac
from commons.outbox import emit
from litigation.cases.clock_actions import decision_runs
from litigation.cases.count_actions import draw_receipt_number
from litigation.cases.models import Case, CaseClaim, CaseExhibit, Filing
from litigation.cases.party_actions import keep_party
from litigation.cases.pleading import FILINGS_MAX, Complaint, Service
from litigation.cases.prefill_actions import carry_over
from litigation.cases.rules import CaseKind, FiledAs, Side, Stage, check_texts
from litigation.events import CaseSubmitted
from litigation.mediation.rules import check_version

FILE = Permission.CASE_FILE
# Civil Procedure Law art. 126: filed or refused within seven days of receipt.
DECIDE_DAYS = 7
COURTS = (OrganisationKind.COURT, OrganisationKind.TRIBUNAL)


@atomic
async def start_filing(
    actor: Actor,
    answers: Mapping[str, str],
    *,
    matter_id: UUID | None = None,
    now: datetime,
) -> UUID:
    """Begin a draft, perhaps with what was said at the door or fixed in a mediation."""
    actor.must(FILE)
    assert actor.account_id is not None
    open_ones = Filing.filter(account_id=actor.account_id, case_id=None)
    if matter_id is not None:
        known = await open_ones.filter(matter_id=matter_id).first()
        if known is not None:
            return known.id
    if await open_ones.count() >= FILINGS_MAX:
        raise NotNow("cases.too_many_filings", max=FILINGS_MAX)
    row = await Filing.create(
        account_id=actor.account_id,
        answers=dict(answers),
        matter_id=matter_id,
        begun_at=now,
        changed_at=now,
    )
    return row.id


@atomic
async def keep_answers(
    actor: Actor,
    filing_id: UUID,
    answers: Mapping[str, str],
    *,
    version: int | None,
    now: datetime,
) -> None:
    """Keep one screen's answers; the others stay as they are."""
    row = await own_filing(actor, filing_id, lock=True)
    check_version(row.version, version)
    if "organisation_id" in answers:
        await _must_be_court(UUID(answers["organisation_id"]))
    await row.keep(answers={**row.answers, **answers}, changed_at=now)


@atomic
async def drop_filing(actor: Actor, filing_id: UUID) -> None:
    row = await own_filing(actor, filing_id, lock=True)
    await row.delete()


@atomic
async def submit(
    actor: Actor, filing_id: UUID, complaint: Complaint, *, version: int | None, now: datetime
) -> UUID:
    """Hand in what the draft says, once: pressing twice leads to the same receipt."""
    row = await own_filing(actor, filing_id, lock=True, open_only=False)
    if row.case_id is not None:
        return row.case_id
    check_version(row.version, version)
    case = await _take(actor, complaint, row.matter_id, now=now)
    if row.matter_id is not None:
        await carry_over(actor, case, row.matter_id, now=now)
    # What was typed is now in the case; the draft keeps only where it went.
    await row.keep(case_id=case.id, answers={}, changed_at=now)
    return case.id


async def _take(
    actor: Actor, complaint: Complaint, matter_id: UUID | None, *, now: datetime
) -> Case:
    """Write the case down with its dated receipt (Civil Procedure Law Interpretation art. 208)."""
    await _must_be_court(complaint.organisation_id)
    assert actor.account_id is not None
    check_texts(**complaint.story, preservation=complaint.preservation)
    today = day_of(now)
    decide_by = days(today, DECIDE_DAYS, await current_almanac())
    case = await Case.create(
        id=uuid4(),
        receipt_number=await draw_receipt_number(today),
        kind=CaseKind.CIVIL,
        stage=Stage.SUBMITTED,
        matter_id=matter_id,
        filed_by=actor.account_id,
        filed_by_name=actor.name,
        submitted_at=now,
        submitted_on=today,
        decide_by_on=decide_by.due_on,
        decide_by_provisional=decide_by.provisional,
        next_due_on=decide_by.due_on,
        **_said(complaint),
    )
    await _fill(case, actor, complaint, now=now)
    facts: dict[str, Json] = {
        "receipt": case.receipt_number,
        "track": case.track.value,
        "filed_as": case.filed_as.value,
        "organisation_id": str(case.organisation_id),
    }
    await record(case.subject, "case.submitted", facts, actor=actor, at=now)
    await decision_runs(case, today, actor=actor, now=now)
    await emit(CaseSubmitted(case_id=case.id, organisation_id=case.organisation_id))
    return case


def _said(complaint: Complaint) -> dict[str, Any]:
    names = (complaint.plaintiff.who.name, complaint.defendant.who.name)
    return {
        "track": complaint.track,
        "organisation_id": complaint.organisation_id,
        "cause": complaint.cause,
        "title": " 诉 ".join(names),
        "fee_kind": complaint.fee_kind,
        "amount_fen": complaint.amount_fen,
        "island": complaint.island,
        "is_online": complaint.wants_online,
        "leaves_on": complaint.leaves_on,
        "filed_as": complaint.filed_as,
        "pleading": {
            **complaint.story,
            "preservation": complaint.preservation,
            "receiver": complaint.service.receiver,
            "service_address": complaint.service.address,
        },
    }


async def _fill(case: Case, actor: Actor, complaint: Complaint, *, now: datetime) -> None:
    """Put parties, claims and evidence into a new case."""
    is_party = complaint.filed_as is FiledAs.PARTY
    is_agent = complaint.filed_as is FiledAs.AGENT
    await keep_party(
        case,
        Side.PLAINTIFF,
        complaint.plaintiff,
        account_id=actor.account_id if is_party else None,
        agent=(actor.name, actor.account_id) if is_agent else ("", None),
        service=complaint.service,
    )
    await keep_party(case, Side.DEFENDANT, complaint.defendant, service=Service(address=""))
    today = day_of(now)
    for place, asked in enumerate(complaint.claims, 1):
        await CaseClaim.create(
            case_id=case.id,
            side=Side.PLAINTIFF,
            item=asked.item,
            amount_fen=asked.amount_fen,
            made_on=today,
            place=place,
        )
    for place, listed in enumerate(complaint.evidence, 1):
        await CaseExhibit.create(
            case_id=case.id,
            side=Side.PLAINTIFF,
            name=listed.name,
            source=listed.source,
            purpose=listed.purpose,
            listed_on=today,
            place=place,
        )


async def _must_be_court(organisation_id: UUID) -> None:
    if not await Organisation.filter(id=organisation_id, kind__in=COURTS).exists():
        raise NotValid(fields={"organisation_id": Problem("form.not_a_choice")})


async def own_filing(
    actor: Actor, filing_id: UUID, *, lock: bool = False, open_only: bool = True
) -> Filing:
    """Hand out a draft to the one who wrote it, and to nobody else."""
    rows = Filing.filter(id=filing_id, account_id=actor.account_id)
    row = await (rows.select_for_update() if lock else rows).first()
    if row is None or actor.account_id is None or (open_only and row.case_id is not None):
        raise NotFound("cases.filing_not_found")
    return row
