"""Drafts as their writer sees them, and what a failed mediation would put into one."""

from collections.abc import Mapping
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.errors import NotFound, NotNow
from litigation.cases.desk_queries import courts
from litigation.cases.models import Filing
from litigation.cases.pleading import FILINGS_MAX, Screen, states
from litigation.cases.prefill import Known, KnownParty, prefilled
from litigation.cases.views import FilingLine, FilingList, FilingView
from litigation.mediation.ending import EndReason, NextDoor, next_door
from litigation.mediation.models import Matter, Party, access_mediation
from litigation.mediation.opening import QuestionState
from litigation.mediation.rules import Stage as MatterStage
from litigation.record.queries import court_record

FILE = Permission.CASE_FILE


async def my_filings(actor: Actor) -> FilingList:
    actor.must(FILE)
    rows = Filing.filter(account_id=actor.account_id, case_id=None)
    found = await rows.order_by("-changed_at", "id").limit(FILINGS_MAX)
    return FilingList(tuple(_line(row) for row in found))


async def view_filing(actor: Actor, filing_id: UUID, screen: Screen | None = None) -> FilingView:
    actor.must(FILE)
    row = await Filing.filter(id=filing_id, account_id=actor.account_id, case_id=None).first()
    if row is None or actor.account_id is None:
        raise NotFound("cases.filing_not_found")
    return FilingView(
        id=row.id,
        version=row.version,
        answers=row.answers,
        states=states(row.answers),
        courts=await courts(),
        screen=screen,
        has_mediation=row.matter_id is not None,
    )


async def handed_in_as(actor: Actor, filing_id: UUID) -> UUID | None:
    """Say which case a draft became, for somebody who presses the button twice."""
    row = await Filing.filter(id=filing_id, account_id=actor.account_id).first()
    return row.case_id if row is not None and actor.account_id is not None else None


def _line(row: Filing) -> FilingLine:
    asked = states(row.answers)
    done = sum(state is QuestionState.DONE for _, state in asked)
    names = [row.answers.get(f"{side}_name", "") for side in ("plaintiff", "defendant")]
    title = " / ".join(filter(None, [row.answers.get("cause", ""), *names]))
    return FilingLine(row.id, title, done, len(asked), row.changed_at)


async def answers_from_mediation(actor: Actor, matter_id: UUID) -> Mapping[str, str]:
    """Read what a failed mediation says for the complaint: public parts and fixed facts only."""
    actor.must(FILE)
    matter = await access_mediation(actor, matter_id, Permission.MEDIATION_SEE)
    _must_have_failed(matter)
    parties = await Party.filter(matter_id=matter.id).order_by("place")
    known = Known(
        cause=matter.cause,
        island=matter.island,
        matter_id=str(matter.id),
        parties=tuple(
            KnownParty(
                side=one.side,
                kind=one.kind,
                name=one.name,
                number=one.number or "",
                phone=one.phone or "",
                address=one.address or "",
                e_address=one.e_address or "",
                e_consent=one.e_basis is not None,
            )
            for one in parties
        ),
        court=await court_record(matter.id),
    )
    return prefilled(known)


def _must_have_failed(matter: Matter) -> None:
    """Only an unfiled matter without an agreement leads to a complaint (track T1)."""
    reason: EndReason | None = matter.end_reason
    ended = matter.stage in {MatterStage.ENDED, MatterStage.FEE_NOTICE}
    if not ended or reason is None:
        raise NotNow("cases.mediation_goes_on")
    if next_door(matter.track, reason) is not NextDoor.FILE_COMPLAINT:
        raise NotNow("cases.mediation_needs_no_complaint")
