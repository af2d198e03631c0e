"""One place to sign any paper of a trial: a record, a ruling on procedure, a decision."""

from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor
from commons.db import atomic
from commons.papers.marks import Mark
from commons.papers.models import view_paper
from commons.papers.rules import Circumstances, Stage
from litigation.cases.models import access_case
from litigation.decisions import actions as decision_actions
from litigation.hearings import paper_actions
from litigation.hearings.paper_rules import DECISIONS


@atomic
async def sign_any(
    actor: Actor,
    case_id: UUID,
    paper_id: UUID,
    *,
    signer_id: UUID,
    shown_hash: str,
    mark: Mark,
    circumstances: Circumstances,
    now: datetime,
) -> Stage:
    """Take a signature where it belongs; a decision's signatures issue the decision."""
    case = await access_case(actor, case_id, paper_actions.WRITE)
    await paper_actions.paper_in(case, paper_id)
    paper = await view_paper(paper_id)
    if paper.kind in DECISIONS:
        return await decision_actions.sign(
            actor,
            UUID(paper.subject.rpartition(":")[2]),
            signer_id=signer_id,
            shown_hash=shown_hash,
            mark=mark,
            circumstances=circumstances,
            now=now,
        )
    return await paper_actions.sign(
        actor,
        case_id,
        paper_id,
        signer_id=signer_id,
        shown_hash=shown_hash,
        mark=mark,
        circumstances=circumstances,
        now=now,
    )
