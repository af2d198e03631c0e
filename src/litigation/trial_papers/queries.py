"""Reading the papers of a trial for those who draw them up, read them and sign them."""

from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.errors import NotFound
from commons.papers.models import view_paper
from commons.papers.rules import Stage
from commons.papers.shapes import PaperView, SignerView
from litigation.cases.fees import Procedure
from litigation.cases.models import Case, access_case, is_staff
from litigation.hearings.models import HearingPerson
from litigation.hearings.paper_rules import DECISIONS, NEEDS_WORDS, ONE_FOR_EACH, PaperKind
from litigation.hearings.queries import head_for, view_hearing
from litigation.trial_papers.views import DrawView, SigningView

SEE, WRITE = Permission.CASE_SEE, Permission.CASE_WRITE


async def find_paper(actor: Actor, case_id: UUID, paper_id: UUID) -> tuple[Case, PaperView]:
    """Find a paper of this trial for the court's people, before anything of it is rendered."""
    case = await access_case(actor, case_id)
    paper = await view_paper(paper_id)
    of_case = paper.subject.startswith(f"{case.subject}:") and paper.kind in set(PaperKind)
    if not of_case or not is_staff(actor, case):
        raise NotFound("papers.no_such_paper")
    return case, paper


async def view_draw(actor: Actor, hearing_id: UUID, kind: PaperKind) -> DrawView:
    hearing = await view_hearing(actor, hearing_id, WRITE)
    others = tuple(one for one in Procedure if one is not hearing.case.procedure)
    return DrawView(hearing, kind, needs_words=kind in NEEDS_WORDS, procedures=others)


async def view_signing(
    actor: Actor,
    case: Case,
    paper: PaperView,
    *,
    article: str,
    signer_id: UUID | None = None,
    by_thumb: bool = False,
) -> SigningView:
    """Show a paper with its signers, and for one who signs it the place for the mark."""
    head = head_for(actor, case)
    signer = next((one for one in paper.signers if one.id == signer_id), None)
    if signer_id is not None and signer is None:
        raise NotFound("papers.not_a_signer")
    may = head.may_write and paper.stage is Stage.OPEN
    return SigningView(
        case=head,
        paper=paper,
        article=article,
        back=await _home_of(case, paper),
        may_sign=frozenset(one.id for one in paper.signers if may and _may_take(actor, case, one)),
        is_draft=paper.stage in {Stage.OPEN, Stage.SIGNED, Stage.VOID},
        signer=signer,
        by_thumb=by_thumb,
    )


def _may_take(actor: Actor, case: Case, signer: SignerView) -> bool:
    """The bench signs for itself; whoever has signed is not asked again."""
    of_bench = signer.id in case.court_hands
    return signer.signed_at is None and (not of_bench or signer.id == actor.account_id)


async def _home_of(case: Case, paper: PaperView) -> str:
    """Say which page a paper belongs to: a decision, a hearing, or the hearings of the case."""
    kind, thing_id = PaperKind(paper.kind), paper.subject.rpartition(":")[2]
    if kind in DECISIONS or kind is PaperKind.PRONOUNCEMENT:
        return f"/decisions/{thing_id}"
    if kind in ONE_FOR_EACH:
        person = await HearingPerson.get_or_none(id=UUID(thing_id))
        return f"/hearings/{person.hearing_id}" if person else f"/cases/{case.id}/hearings"
    if kind is PaperKind.APPROVAL:
        return f"/adjournments/{thing_id}"
    return f"/hearings/{thing_id}"
