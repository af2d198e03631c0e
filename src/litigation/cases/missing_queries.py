"""What still stands in the way of one of the papers of a case."""

from litigation.cases.charging import ReliefStage
from litigation.cases.fees import Procedure
from litigation.cases.models import Case, FeeNotice, FeeRelief
from litigation.cases.paper_kinds import CasePaper
from litigation.cases.rules import BEFORE_FILING, Stage

# These come about with a deed and are not asked for by hand.
BY_DEED = frozenset({CasePaper.DEFECTS, CasePaper.REFUSAL})
BEFORE = frozenset({CasePaper.COMPLAINT, CasePaper.ORAL, CasePaper.RECEIPT, CasePaper.ADDRESS})


async def what_is_missing(case: Case, kind: CasePaper) -> str:
    """Return the reason key that stands in the way of this paper, or nothing."""
    unfiled = case.stage in BEFORE_FILING or case.stage is Stage.REFUSED
    asked = await FeeNotice.filter(case_id=case.id).exists()
    decided = FeeRelief.filter(notice__case_id=case.id).exclude(stage=ReliefStage.OPEN)
    is_small = case.procedure is Procedure.SMALL_CLAIMS
    checks = (
        (kind in BY_DEED, "cases.paper.comes_by_itself"),
        (unfiled and kind not in BEFORE, "cases.paper.not_filed_yet"),
        (kind is CasePaper.FEE and not asked, "cases.paper.no_fee"),
        (kind is CasePaper.RELIEF and not await decided.exists(), "cases.paper.no_relief"),
        (kind is CasePaper.SMALL_CLAIMS and not is_small, "cases.paper.no_small_claim"),
        (kind is CasePaper.BENCH and not case.judge_name, "cases.paper.no_judge"),
    )
    return next((reason for holds, reason in checks if holds), "")
