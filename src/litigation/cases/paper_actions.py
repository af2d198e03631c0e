"""Drawing up the papers of a case: at the filing by themselves, the others when they are asked."""

from datetime import datetime
from uuid import UUID

from commons.access.actor import SYSTEM, Actor, Permission
from commons.almanac import day_of
from commons.db import atomic, must_be_inside_deed
from commons.errors import NotNow
from commons.evidence_log.log import record
from commons.papers import actions as papers
from litigation.cases.fees import Procedure
from litigation.cases.missing_queries import what_is_missing
from litigation.cases.models import Case, access_case
from litigation.cases.paper_kinds import TEMPLATES, TITLES, CasePaper
from litigation.cases.papers import content
from litigation.cases.sheet_queries import sheet_of
from litigation.cases.ways import CourtWays

WRITE = Permission.CASE_WRITE


async def draw_one(
    case: Case, kind: CasePaper, ways: CourtWays, *, actor: Actor, now: datetime
) -> UUID:
    """Draw up one paper inside a deed; the same content finds the paper that is there."""
    must_be_inside_deed()
    sheet = await sheet_of(case, ways, on=day_of(now))
    paper_id = await papers.draw_up(
        kind=kind.value,
        subject=case.subject,
        number=case.name,
        title=TITLES[kind],
        template=TEMPLATES[kind],
        view=content(kind, sheet),
        signers=(),
        actor=actor,
        now=now,
    )
    noted = {"paper": str(paper_id), "kind": kind.value}
    await record(case.subject, "case.paper_drawn", noted, actor=actor, at=now)
    return paper_id


@atomic
async def draw_on_filing(case_id: UUID, ways: CourtWays, *, now: datetime) -> None:
    """Draw up what goes out when a case is filed (Law art. 128, 129; Interpretation art. 208)."""
    case = await Case.filter(id=case_id).select_for_update().get()
    kinds = [CasePaper.COMPLAINT, CasePaper.ACCEPTANCE, CasePaper.RESPOND, CasePaper.EVIDENCE]
    kinds.append(CasePaper.RIGHTS)
    if case.procedure is Procedure.SMALL_CLAIMS:
        # Interpretation art. 274: told of bench, finality, length and fee.
        kinds.append(CasePaper.SMALL_CLAIMS)
    if case.is_online:
        kinds.append(CasePaper.ONLINE)
    for kind in kinds:
        await draw_one(case, kind, ways, actor=SYSTEM, now=now)


@atomic
async def draw_fee(case_id: UUID, ways: CourtWays, *, now: datetime) -> None:
    """Draw up the notice of the fee that was asked for last."""
    case = await Case.filter(id=case_id).select_for_update().get()
    await draw_one(case, CasePaper.FEE, ways, actor=SYSTEM, now=now)


@atomic
async def draw_up(
    actor: Actor, case_id: UUID, kind: CasePaper, ways: CourtWays, *, now: datetime
) -> UUID:
    """Draw up one paper because somebody of the court asks for it."""
    case = await access_case(actor, case_id, WRITE, lock=True)
    missing = await what_is_missing(case, kind)
    if missing:
        raise NotNow(missing)
    return await draw_one(case, kind, ways, actor=actor, now=now)
