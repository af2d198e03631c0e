"""Matters that are ready for their papers, and hands that sign them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from commons.access.actor import Actor
from commons.almanac import day_of
from commons.papers.marks import Strokes
from commons.papers.models import view_paper
from commons.papers.rules import Circumstances, Stage
from commons.papers.shapes import PaperView
from litigation.mediation.models import Party
from litigation.mediation.parties import Side
from litigation.mediation.rules import Stage as MatterStage
from litigation.record import actions as record_actions
from litigation.record import fact_actions
from litigation.record.actions import Saying
from litigation.record.rules import Compartment, LineKind
from litigation.signing import actions, term_actions
from litigation.signing.rules import PaperKind, Term
from tests.litigation.mediation.builders import MEDIATOR, NOW, a_matter

COURT = "虚构县人民法院"
STROKES = Strokes(300, 120, (((10, 60), (80, 20), (150, 90)), ((160, 40), (290, 50))))


@dataclass(frozen=True, slots=True)
class Sitting:
    """A matter under way with its two parties."""

    matter_id: UUID
    applicant: Party
    respondent: Party

    @property
    def subject(self) -> str:
        return f"mediation:{self.matter_id}"


async def a_sitting(**opening: object) -> Sitting:
    matter = await a_matter(stage=MatterStage.UNDER_WAY, **opening)
    applicant = await Party.get(matter_id=matter.id, side=Side.APPLICANT)
    respondent = await Party.get(matter_id=matter.id, side=Side.RESPONDENT)
    return Sitting(matter.id, applicant, respondent)


async def a_fact(sitting: Sitting, text: str = "押金680元已经交付。") -> UUID:
    return await fact_actions.propose_fact(
        MEDIATOR, sitting.matter_id, text, form_key=uuid4(), now=NOW
    )


async def a_line(sitting: Sitting, text: str, compartment: Compartment = Compartment.JOINT) -> UUID:
    saying = Saying(LineKind.STATEMENT, text, NOW, sitting.applicant.id)
    return await record_actions.say(
        MEDIATOR, sitting.matter_id, compartment, saying, form_key=uuid4(), now=NOW
    )


async def a_term(sitting: Sitting, *, version: int = 0, **changes: object) -> None:
    facts: dict[str, object] = {
        "debtor": sitting.respondent.name,
        "creditor": sitting.applicant.name,
        "what": "退还押金",
        "amount_fen": 68_000,
        "due_on": day_of(NOW) + timedelta(days=10),
        "method": "转账",
    }
    term = Term(**{**facts, **changes})  # type: ignore[arg-type]
    await term_actions.add_term(MEDIATOR, sitting.matter_id, term, version=version, now=NOW)


async def drawn(
    sitting: Sitting, kind: PaperKind, *, actor: Actor = MEDIATOR, now: datetime = NOW
) -> PaperView:
    paper_id = await actions.draw_up(
        actor, sitting.matter_id, kind, by_agent={}, court=COURT, now=now
    )
    return await view_paper(paper_id)


async def sign(
    sitting: Sitting, paper: PaperView, signer_id: UUID, *, now: datetime = NOW
) -> Stage:
    return await actions.sign(
        MEDIATOR,
        sitting.matter_id,
        paper.id,
        signer_id=signer_id,
        shown_hash=paper.content_hash,
        mark=STROKES,
        circumstances=Circumstances(),
        now=now,
    )


async def all_sign(sitting: Sitting, paper: PaperView, *, now: datetime = NOW) -> Stage:
    stage = Stage.OPEN
    for one in paper.signers:
        stage = await sign(sitting, paper, one.id, now=now)
    return stage
